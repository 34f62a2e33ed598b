"""Whether a document prints one thing where another is expected: "có chỗ nào ghi 2020-2025 thay vì 2021-2025"."""

from __future__ import annotations

import re

from ingest.text import plain
from service.answers.draft import Draft
from service.answers.passage import place_of, shown
from service.citations import Sources
from service.phrases import name_of
from service.plan import Plan
from service.words import fold, trimmed

INSTEAD = re.compile(
    r"(?<!\w)(?:ghi|viết|in|dùng|gọi|là|thành|viet|dung|goi|la|thanh|print|prints|printed|write|writes|say|says|as)\s+"
    r"(?!(?:là|thành|la|thanh|as)\s)(?P<said>(?:(?!(?<=\s)(?:là|thành|la|thanh|as)\s)[^,;?]){2,60}?)\s+"
    r"(?:thay vì|thay cho|chứ không phải(?: là)?|thay vi|chu khong phai(?: la)?|instead of|rather than)\s+"
    r"(?P<meant>[^,;?]{2,60}?)\s*(?:[,;?]|(?:hay |hoặc )?(?:không|ko|khong)(?!\w)|$)",
    re.IGNORECASE,
)
SCANNED = 60  # documents read for one question
QUOTED = 8  # places of a document that are quoted


def worded_instead(plan: Plan, sources: Sources) -> Draft | None:
    """Where the documents in question print what should not be there; ``None`` if they print neither of the two."""
    asked = INSTEAD.search(plan.analysis.question.text)
    inside = [
        id for id, held in sources.held.items() if not held.digest and id in (plan.facts.documents or sources.held)
    ]
    if asked is None or not inside or len(inside) > SCANNED:
        return None
    said, meant = (asked[name].strip(" \"“”'‘’") for name in ("said", "meant"))
    draft = Draft(plan.analysis.question.language)
    for id in inside:
        text = sources.text(id)
        right = _places(text, meant, marked=plan.analysis.question.marked)
        wrong = [one for one in _places(text, said, marked=plan.analysis.question.marked) if not _within(one, right)]
        if wrong or (right and len(inside) == 1):
            _tell(draft, sources, id, (said, wrong), (meant, [one for one in right if not _within(one, wrong)]))
    return draft if draft.statements else None


def _tell(
    draft: Draft,
    sources: Sources,
    id: str,
    said: tuple[str, list[tuple[int, int]]],
    meant: tuple[str, list[tuple[int, int]]],
) -> None:
    """How often each is printed, and the places of the first; of the other, where the first is printed nowhere."""
    name = name_of(sources.held[id])
    draft.statements.append(
        draft.say(
            f"{name}: ghi “{said[0]}” ở {len(said[1])} chỗ, ghi “{meant[0]}” ở {len(meant[1])} chỗ.",
            f"{name}: “{said[0]}” is printed {len(said[1])} times, “{meant[0]}” {len(meant[1])} times.",
        )
    )
    for start, end in (said[1] or meant[1])[:QUOTED]:
        passage = sources.passage_at(id, start, end)
        span = sources.widen(id, passage, start, end) if passage else (start, end)
        citation = sources.cite(id, *span, passage, point=(start, end))
        draft.state(f"- {place_of(sources, citation)}: {shown(citation)}", citation)


def _places(text: str, words: str, *, marked: bool) -> list[tuple[int, int]]:
    """Where a text prints the words, whatever the white space and the case."""
    alike = plain if marked else fold
    pieces = [re.escape(piece) for piece in re.split(r"\s*-\s*|\s+", alike(words)) if piece]
    expression = r"(?<!\w)" + r"[\s-]+".join(pieces) + r"(?!\w)"
    found = (trimmed(text, *match.span()) for match in re.finditer(expression, alike(text)))
    return [span for span in found if span]


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end and (start, end) != span for start, end in others)
