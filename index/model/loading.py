"""What every model opened through sentence-transformers has in common: where it is sought, what it is called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.errors import ModelUnavailable

MODEL_VARIABLE = "TRACUU_MODEL"
DOWNLOAD_VARIABLE = "TRACUU_MODEL_DOWNLOAD"
HUB_HOME_VARIABLE = "SENTENCE_TRANSFORMERS_HOME"  # the library's own setting
SAMPLED_BYTES = 1 << 20
REVISION_LENGTH = 12

Make = Callable[..., Any]


def download_allowed() -> bool:
    """Whether the library may fetch a model that is not on disk; not unless somebody said so."""
    return os.environ.get(DOWNLOAD_VARIABLE, "").strip().casefold() in ("1", "true", "yes", "có")


def library_class(name: str, variable: str) -> Make:
    """A class of sentence-transformers, its chatter switched off; importing it imports torch (5 to 8 s).

    Raises:
        ModelUnavailable: the library is not installed.
    """
    try:
        import sentence_transformers
    except ImportError as error:
        raise ModelUnavailable(
            "Chưa cài thư viện sentence-transformers nên không dùng được mô hình riêng.",
            f"Chạy `pip install sentence-transformers`, hoặc bỏ thiết lập {variable}.",
        ) from error
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    found: Make = getattr(sentence_transformers, name)
    return found


def loaded(make: Make, model: str, variable: str, **options: Any) -> Any:
    """``make(model)`` from a folder or from what was downloaded before; from the network only if that is allowed.

    Raises:
        ModelUnavailable: it is not on disk, or does not load; the hint names the setting ``variable``.
    """
    folder = folder_of(model)
    if folder is None and not download_allowed():
        # even told to look on disk only, the library asks the hub about a name that it does not find
        raise ModelUnavailable(
            f"Không thấy mô hình “{model}” trên máy này: không có thư mục đó, cũng chưa từng tải mô hình tên đó.",
            f"Kiểm tra {variable}; chép thư mục mô hình vào máy rồi ghi đường dẫn, hoặc đặt {DOWNLOAD_VARIABLE}=1 "
            "để thư viện tải về (cần mạng), hoặc bỏ thiết lập đó.",
        )
    try:
        return make(model, **options) if folder is None else make(str(folder), local_files_only=True, **options)
    except Exception as error:  # the library raises whatever its backends raise
        raise ModelUnavailable(
            f"Không nạp được mô hình “{model}” ({type(error).__name__}).",
            f"Kiểm tra tên hoặc đường dẫn trong {variable} (và mạng, nếu là tên trên kho mô hình); mô hình phải đủ "
            "tệp và không cần chạy mã riêng. Hoặc bỏ thiết lập đó để dùng mặc định.",
        ) from error


def folder_of(model: str) -> Path | None:
    """Where a model lies on disk: its folder, or what was downloaded under its name; ``None`` if it does not."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder.resolve()
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    home = os.environ.get(HUB_HOME_VARIABLE)
    for name in (model, f"sentence-transformers/{model}"):
        for file in ("modules.json", "config.json"):
            with suppress(HFValidationError):  # a path is no name
                kept = try_to_load_from_cache(name, file, cache_dir=home)
                if isinstance(kept, str):
                    return Path(kept).parent
    return None


def identity(model: str) -> str:
    """Name and content of a model on disk: a fingerprint of a folder's files, or the revision that a hub gave."""
    folder = folder_of(model)
    if folder is None:
        return model
    if Path(model).expanduser().is_dir():
        return f"{folder.name}@{fingerprint(folder)}"
    return f"{model}@{folder.name[:REVISION_LENGTH]}"


def fingerprint(folder: Path) -> str:
    """Hash over every file's name, size and ends: tells models apart without reading gigabytes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as opened:
            digest.update(opened.read(SAMPLED_BYTES))
            opened.seek(max(0, size - SAMPLED_BYTES))
            digest.update(opened.read(SAMPLED_BYTES))
    return digest.hexdigest()[:REVISION_LENGTH]
