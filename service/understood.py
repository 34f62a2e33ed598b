"""How a question was read, told in one sentence: the reader can see a misreading at once."""

from __future__ import annotations

from collections.abc import Iterator

from service.answers.draft import LEVELS
from service.answers.target import conditions, subject
from service.phrases import listed
from service.plan import Plan
from service.types import AnswerKind

KINDS: dict[AnswerKind, tuple[str, str]] = {
    "target": ("Tìm chỉ tiêu", "Looking for a target"),
    "task": ("Tìm nhiệm vụ", "Looking for a task"),
    "obligation": ("Tìm trách nhiệm, chế độ báo cáo", "Looking for an obligation"),
    "passage": ("Tìm đoạn văn", "Looking for a passage"),
    "compare": ("Đối chiếu", "Comparing"),
    "list": ("Liệt kê", "Listing"),
    "precedent": ("Tìm câu mẫu", "Looking for precedent wording"),
    "reference": ("Tìm chỗ dẫn chiếu", "Looking for citations"),
    "metadata": ("Tìm thông tin văn bản", "Looking for document details"),
}


def understood(plan: Plan, documents: int) -> str:
    """The reading of a question over so many documents."""
    analysis = plan.analysis
    language = analysis.question.language
    english = language == "en"
    vi, en = KINDS[analysis.kind]
    parts = [en if english else vi]
    if analysis.indicators and analysis.kind in ("target", "list", "compare"):
        key = analysis.indicators[0]
        parts[0] += f" “{subject(key, key, language)}”"
    parts += conditions(plan, language) if analysis.kind in ("target", "list", "compare", "task") else []
    if analysis.phrases:
        phrases = listed([f"“{phrase}”" for phrase in analysis.phrases], "en" if english else "vi")
        parts.append(f"with the words {phrases}" if english else f"có cụm {phrases}")
    if analysis.task_number:
        parts.append(f"number {analysis.task_number}" if english else f"số {analysis.task_number}")
    names = [named.name for named in analysis.scope.named]
    if names:
        told = listed(names, "en" if english else "vi")
        parts.append(f"in the documents of {told}" if english else f"trong tài liệu của {told}")
    elif analysis.scope.level:
        vietnamese, english_level = LEVELS[analysis.scope.level]
        count = len(analysis.scope.documents or ())
        parts.append(
            f"in {count} {english_level}documents" if english else f"trong {count} tài liệu {vietnamese}đang giữ"
        )
    else:
        parts.append(f"in {documents} documents" if english else f"trong {documents} tài liệu đang giữ")
    return " ".join([", ".join(parts) + ".", *_respelled(plan)])


def _respelled(plan: Plan) -> Iterator[str]:
    """The words that are read otherwise than they were typed; those of a Vietnamese question alone are."""
    read = [f"“{one.typed}” là “{one.meant}”" for one in plan.analysis.question.respelled]
    if read:
        yield f"Từ gõ chưa chuẩn, hiểu {listed(read, 'vi')}."
