"""Office files of every age: what is not .docx or .xlsx already, LibreOffice makes so.

A file is read as what it is, not as what its name says: a .doc may be a .docx, a web page or RTF.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from ingest.errors import RejectedFile
from ingest.limits import tick
from ingest.readers.archive import Archive, damaged, is_encrypted, locked
from ingest.readers.content import Content
from ingest.readers.excel import read_xlsx
from ingest.readers.html import read_html, read_mhtml
from ingest.readers.sniff import Kind, kind_of
from ingest.readers.word import read_docx

# A 60-page .doc takes 3 s with the start of LibreOffice; a minute and more is a file that it hangs on.
TIMEOUT_S = 90.0
_SETTINGS = Path(__file__).with_name("libreoffice.xcu")
_PROFILE = "ho-so"
_PROGRAMS = ("soffice", "libreoffice")
_WORD_ENCRYPTED = 0x0100  # flag fEncrypted of the FIB, [MS-DOC] 2.5.2


def read_office(data: bytes, name: str) -> Content:
    """The contents of a text document, spreadsheet or web page, by what its bytes are.

    Raises :class:`RejectedFile` for what cannot be read, a password, or where LibreOffice is needed and not there.
    """
    if is_encrypted(data) or _is_encrypted_doc(data):
        raise locked(name)
    kind = kind_of(data)
    reader = _READ_AS.get(kind)
    if reader is None:
        raise _not_office(kind, name)
    return reader(data, name)


def _through_libreoffice(target: str, read: Callable[[bytes, str], Content]) -> Callable[[bytes, str], Content]:
    def reader(data: bytes, name: str) -> Content:
        return read(convert(data, name, target), name)

    return reader


def _opendocument(data: bytes, name: str) -> Content:
    """An OpenDocument text or spreadsheet, checked before LibreOffice unpacks it."""
    archive = Archive(data, name, ".odt")
    mimetype = archive.read("mimetype") or b""
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise locked(name)
    if b"spreadsheet" in mimetype:
        return read_xlsx(convert(data, name, "xlsx"), name)
    return read_docx(convert(data, name, "docx"), name)


_READ_AS: dict[Kind, Callable[[bytes, str], Content]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "odf": _opendocument,
    "doc": _through_libreoffice("docx", read_docx),
    "rtf": _through_libreoffice("docx", read_docx),
    "xls": _through_libreoffice("xlsx", read_xlsx),
    "html": read_html,
    "mhtml": read_mhtml,
}


def _not_office(kind: Kind, name: str) -> RejectedFile:
    if kind == "pdf":
        return RejectedFile(f"Tệp «{name}» thực ra là PDF.", "Hãy đổi đuôi tệp thành .pdf rồi nạp lại.")
    return damaged(name, Path(name).suffix.lower() or "văn bản")


def _is_encrypted_doc(data: bytes) -> bool:
    """Whether a Word 97 file is encrypted; its main stream nearly always begins in the first sector."""
    fib = data[512:524]
    return fib.startswith(b"\xec\xa5") and bool(int.from_bytes(fib[10:12], "little") & _WORD_ENCRYPTED)


def libreoffice() -> str | None:
    """The program of LibreOffice, ``None`` where it is not installed."""
    return next((path for program in _PROGRAMS if (path := shutil.which(program))), None)


def convert(data: bytes, name: str, target: str, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """``data`` as a file of kind ``target`` (``docx``, ``xlsx``), made by LibreOffice.

    Each call has a profile and a folder of its own, so that calls do not wait for one another and nothing stays
    behind; at the end of its time LibreOffice is killed with all its children. Macros do not run in it, and what a
    file points at is not opened: a picture kept elsewhere would tell its owner who reads the file, and when.
    """
    program = libreoffice()
    if program is None:
        raise RejectedFile(
            f"Tệp «{name}» thuộc định dạng cũ; máy này chưa cài LibreOffice để đọc.",
            "Hãy cài LibreOffice (Debian, Ubuntu: apt-get install libreoffice-writer libreoffice-calc), "
            "hoặc mở bằng Word, Excel và lưu lại dạng .docx, .xlsx rồi nạp lại.",
        )
    tick("convert")
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        profile = Path(folder) / _PROFILE / "user"
        profile.mkdir(parents=True)
        shutil.copyfile(_SETTINGS, profile / "registrymodifications.xcu")
        source = Path(folder) / f"van-ban{_suffix(data)}"
        source.write_bytes(data)
        _run([program, *_options(folder, target), str(source)], folder, name, timeout_s)
        made = Path(folder) / "ra" / f"van-ban.{target}"
        if not made.is_file():
            raise damaged(name, Path(name).suffix.lower() or f".{target}")
        return made.read_bytes()


def _suffix(data: bytes) -> str:
    """LibreOffice too looks at contents first; the suffix only has to fit them."""
    return {"doc": ".doc", "rtf": ".rtf", "xls": ".xls", "odf": ".odt"}.get(kind_of(data), ".doc")


def _options(folder: str, target: str) -> list[str]:
    profile = (Path(folder) / _PROFILE).as_uri()
    return [
        f"-env:UserInstallation={profile}",
        "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        "--convert-to", target, "--outdir", str(Path(folder) / "ra"),
    ]  # fmt: skip


def _run(command: list[str], folder: str, name: str, timeout_s: float) -> None:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603 - the program found on the path, arguments of ours only
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        raise RejectedFile(
            f"Tệp «{name}» mất quá {timeout_s:.0f} giây để chuyển đổi nên đã dừng.",
            "Hãy mở bằng Word hoặc Excel, lưu lại dạng .docx, .xlsx rồi nạp lại.",
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program with the children it started.

    They stay in the process group of the worker that reads, so that they end too when it is killed; the group
    itself therefore cannot be the one to kill here.
    """
    if process.poll() is None:
        for pid in [process.pid, *_descendants(process.pid)]:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
    process.wait()


def _descendants(pid: int) -> list[int]:
    """The children of a process and theirs, where the system tells (Linux)."""
    parents: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it may have ended meanwhile
            parent = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
            parents[int(parent)].append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.pop(waiting.pop(), [])
        found += below
        waiting += below
    return found
