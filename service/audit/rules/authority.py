"""Work that belongs to another level.

Source: Luật 72/2025/QH15 and NĐ 131, 132, 133/2025/NĐ-CP on the division of authority; wordings in ``[[tham_quyen]]``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.text import plain
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.types import Severity
from service.audit.words import phrases

_PROPOSED = re.compile(r"(?:đề xuất|đề nghị|kiến nghị)(?: với)?[^.;]*$")
"""What is proposed to those who may decide it."""


@rule("qua_tham_quyen", title="Việc không thuộc thẩm quyền của cấp", source="Luật 72/2025/QH15; NĐ 131–133/2025/NĐ-CP")
def beyond(case: Case) -> Iterator[Found]:
    """Told together by severity: one finding lists the places with the reason of each."""
    if not case.is_plan:
        return
    by_severity: dict[Severity, list[tuple[str, Place]]] = defaultdict(list)
    passages = (*(p for p in case.passages if p.kind == "heading" and case.in_body(p.path)), *case.body, *case.appendix)
    for phrase in phrases("tham_quyen"):
        if phrase.level != case.level or (phrase.family and phrase.family != case.document.family):
            continue
        for place in case.find(pattern(phrase.expression), passages):
            if _PROPOSED.search(case.plain[max(place.passage.start, place.start - 60) : place.start]):
                continue
            if phrase.under and not any(pattern(phrase.under).search(plain(t)) for t in place.passage.titles):
                continue
            by_severity[phrase.severity].append((phrase.why, place))
    for severity, found in sorted(by_severity.items()):
        reasons = "; ".join(dict.fromkeys(f"“{case.said(p)}” ({why})" for why, p in found))
        text = f"Việc không thuộc thẩm quyền cấp ban hành: {reasons}."
        yield Found("authority", severity, text, unique(case.cite_place(place) for _, place in found[:8]))
