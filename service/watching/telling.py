"""What a watcher says, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.inbox import Noted
from index.types import DocumentSummary, FileResult
from ingest.errors import NotFound, TracuuError
from service.citations import locality_of, title_of
from service.phrases import moment
from service.syncing import file_lines

if TYPE_CHECKING:
    from index.library import Library


def begins(folder: Path, noted: Collection[Noted], poll: float | None) -> str:
    """That watching begins, and how much of the folder is known already."""
    how = f", xem lại mỗi {poll:g} giây" if poll is not None else ""
    refused = sum(one.document is None for one in noted)
    broken = f", trong đó {refused} tệp không nhận (chỉ thử lại khi tệp đổi)" if refused else ""
    return f"Theo dõi {folder}{how}; đã biết {len(noted)} tệp{broken}."


def polls_instead(seconds: float, error: OSError) -> str:
    """That the system does not tell of changes."""
    return f"Hệ thống không báo được thay đổi ({error}); chuyển sang xem lại mỗi {seconds:g} giây."


def unreadable(folder: Path, error: OSError) -> str:
    """That the folder cannot be read at present."""
    return f"Không mở được thư mục {folder} ({error.strerror or error}); văn bản đã nạp vẫn còn, sẽ tự thử lại."


def empty(folder: Path, count: int) -> str:
    """That the folder is empty all at once."""
    return (
        f"Thư mục {folder} bỗng trống ({count} tệp không còn): có thể ổ mạng đã rời. Không gỡ văn bản nào; "
        "nếu đúng là đã dọn thư mục, gỡ bằng lệnh tracuu remove."
    )


def postponed(error: TracuuError, seconds: float) -> str:
    """That nothing can be taken at present, and that nothing is lost."""
    return f"Chưa nạp được: {error.message} {error.hint} Tệp trong thư mục vẫn chờ; thử lại sau {seconds:g} giây."


def gone(name: str, document: str) -> str:
    """That a file went and its document stays."""
    return f"mất tệp      {name}: văn bản “{document}” vẫn được giữ; muốn gỡ: tracuu remove {document}"


def removed(name: str, document: str) -> str:
    """That a document went with its file."""
    return f"đã gỡ        {name}: văn bản “{document}” không còn trong kho (--remove)."


def taken(result: FileResult, name: str, library: Library | None) -> Iterator[str]:
    """What became of a file; of one that was taken into ``library``, what was read out of it, in one line."""
    if result.outcome == "unchanged":  # it was written again as it was
        return
    first, *others = file_lines(result.model_copy(update={"path": name}))
    if library is not None and result.outcome in ("added", "updated") and result.document is not None:
        try:
            first += f" → {result.document}: {understood(DocumentSummary.of(library.document(result.document)))}"
        except NotFound:  # removed by somebody since
            first += f" → {result.document}"
    yield first
    yield from others


def understood(summary: DocumentSummary) -> str:
    """What was read out of a document: its name, place and date, and how much of everything."""
    named = [title_of(summary), locality_of(summary), moment(summary.issued) if summary.issued else None]
    counts = {
        "mục": summary.sections,
        "chỉ tiêu": summary.targets,
        "nhiệm vụ": summary.tasks,
        "trách nhiệm": summary.duties,
        "dẫn chiếu": summary.references,
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{', '.join(part for part in named if part)}; {told or 'không có mục, chỉ tiêu hay nhiệm vụ nào'}"
