"""Measurable aims of a plan: indicator, comparator, value, unit, scope and deadline, tied to their words.

A figure is an aim unless something says otherwise (see :mod:`ingest.facts.target_cues`); percentages count
wherever a plan sets them, other figures only among its aims or behind "ít nhất", "tối thiểu" and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.facts import due, indicators
from ingest.facts import target_cues as cues
from ingest.facts.clauses import Clause, clauses
from ingest.facts.deadlines import find_deadlines
from ingest.facts.due import Due
from ingest.facts.numbers import Figure, find_figures
from ingest.facts.scopes import readable_name, scope_of
from ingest.facts.target_rows import ReadCell, extract_rows
from ingest.types import Passage, Period, Row, Section, Target, TargetClass

_PARTS = frozenset({"HEADER", "TITLE", "PREAMBLE", "CLOSING", "RECIPIENTS", "SIGNATURE"})
_SKIPPED_KINDS = frozenset({"title", "heading", "row", "footnote", "administrative"})
_WITHIN = re.compile(r"(?<!\w)trong đó(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:phủ sóng|phủ kín|bao phủ|phổ cập)(?:[^.;:]{0,60}?)\s(?:trên |trong )?(?:phạm vi )?"
    r"(?P<place>toàn (?:bộ )?(?:địa bàn(?: (?:xã|phường|huyện|tỉnh|thành phố))?|xã|phường|huyện|tỉnh|thành phố|quốc))(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
_RANK = re.compile(
    r"(?<!\w)(?:nhóm|top|tốp)\s+(?P<rank>\d{1,3})\s+(?P<of>[^.;,\d]{0,50}?)(?:dẫn đầu|đứng đầu|hàng đầu|cao nhất)",
    re.IGNORECASE,
)
_COUNT_VERBS = re.compile(
    r"(?:hình thành|xây dựng|thành lập|phát triển|thu hút|đào tạo|bồi dưỡng|tập huấn|hỗ trợ|tổ chức|lựa chọn|duy trì|có"
    r"|phấn đấu|mục tiêu|hướng tới|đạt|triển khai|nhân rộng|mỗi \w+)(?!\w)[^;]*$",
    re.IGNORECASE,
)
_MEASURED = frozenset({"tuổi", "đồng", "nghìn đồng", "triệu đồng", "USD", "điểm", "sao"})
_MONEY = re.compile(r"(?:đồng|USD|đô la)", re.IGNORECASE)
_EARNED = re.compile(r"doanh thu|thu ngân sách|tổng thu|kim ngạch|thu nhập|giá trị|quy mô|GRDP|GDP|doanh số|vốn đăng ký", re.IGNORECASE)  # fmt: skip
_THRESHOLD = re.compile(r"(?<!\w)từ\s*$", re.IGNORECASE)


class Context(NamedTuple):
    """What stands above a passage: its path, whether it sets aims, whether it is law, and its deadline."""

    path: tuple[str, ...]
    headings: tuple[str, ...]
    aiming: bool
    demanding: bool
    inherited: Due
    issued: str | None


def extract_targets(
    text: str,
    passages: Sequence[Passage],
    sections: Sequence[Section],
    rows: Sequence[Row],
    *,
    subject: str | None,
    period: Period | None,
    issued: str | None,
) -> list[Target]:
    """Every target of a document, in reading order.

    Args:
        text: the canonical text; every returned target satisfies ``text[start:end] == quote``.
        passages: in reading order; those of kind "row" are read through ``rows``.
        sections: the outline, for the titles above table rows.
        rows: every table row.
        subject: *trích yếu*; tells a report from a plan.
        period: the years of the plan, for aims without a deadline of their own.
        issued: date of issue; figures dated before its year are results.
    """
    report = bool(subject and cues.REPORT.search(subject))
    found = list(_from_passages(text, passages, report, period, issued))
    found += extract_rows(
        text, rows, sections, period=period, issued=issued, read_cell=_cell_reader(text, report, issued)
    )
    return sorted(_distinct(found), key=lambda target: target.start)


def _distinct(targets: Sequence[Target]) -> list[Target]:
    return list(dict.fromkeys(targets))


def _labels(path: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    padded = [*titles, *[""] * (len(path) - len(titles))]
    return tuple(f"{label} {title}".strip() for label, title in zip(path, padded, strict=False))


def _from_passages(
    text: str, passages: Sequence[Passage], report: bool, period: Period | None, issued: str | None
) -> Iterator[Target]:
    introductions = due.Introductions(text)
    for passage in passages:
        introductions.see(passage)
        if passage.kind in _SKIPPED_KINDS or not passage.path or passage.path[0] in _PARTS:
            continue
        labels = _labels(passage.path, passage.titles)
        aiming = cues.headings_say(cues.AIM_HEADING, labels)
        if not aiming and cues.headings_say(cues.STATE_HEADING, labels):
            continue
        context = Context(
            path=passage.path,
            headings=tuple(title for title in passage.titles if title),
            aiming=aiming,
            demanding=not aiming and (report or cues.headings_say(cues.LAW_PATH, passage.path)),
            inherited=_inherited(passage, introductions, period, aiming),
            issued=issued,
        )
        yield from read_span(text, passage.start, passage.end, context)


def _inherited(passage: Passage, introductions: due.Introductions, period: Period | None, aiming: bool) -> Due:
    introduced = introductions.deadline(passage)
    if introduced:
        return Due(introduced, "heading")
    heading = due.of_headings(passage.path, passage.titles)
    if heading:
        return Due(heading, "heading")
    title = due.of_title(period, aiming)
    return Due(title, "title") if title else due.NOTHING


def _cell_reader(text: str, report: bool, issued: str | None) -> ReadCell:
    """How a cell of a table that lists no indicators is read: as a passage."""

    def read(span: tuple[int, int], path: tuple[str, ...], headings: tuple[str, ...], due: Due) -> list[Target]:
        aiming = cues.headings_say(cues.AIM_HEADING, headings)
        if not aiming and cues.headings_say(cues.STATE_HEADING, headings):
            return []
        return list(read_span(text, *span, Context(path, headings, aiming, report and not aiming, due, issued)))

    return read


def read_span(text: str, start: int, end: int, context: Context) -> Iterator[Target]:
    """The targets of one passage or cell."""
    opening: str | None = None
    sentence = -1
    seen = ""
    for clause in clauses(text, start, end):
        if clause.sentence != sentence:
            sentence, seen = clause.sentence, ""
        piece = text[clause.start : clause.end]
        targets, opened = _read_clause(piece, clause, seen, opening, context)
        opening = opened or opening
        seen += piece + "; "
        yield from targets


def _read_clause(
    piece: str, clause: Clause, seen: str, opening: str | None, context: Context
) -> tuple[list[Target], str | None]:
    """The targets of a clause, and the deadline it opens with, which holds for what follows in its passage."""
    deadlines = find_deadlines(piece)
    figures = find_figures(piece, english=False)
    first = figures[0].number[0] if figures else len(piece)
    opens = next((d.norm for d in deadlines if d.start < first and d.start < 60), None)
    if opens and not figures and not piece.rstrip().endswith(":") and not piece[: deadlines[0].start].strip() == "":
        opens = None
    if cues.is_marking(piece):
        return [], opens
    stated = due.in_clause(piece, figures, deadlines)
    kept: list[Target] = []
    for figure, norm in zip(figures, stated, strict=True):
        dated = Due(norm, "text") if norm else (Due(opening, "text") if opening else context.inherited)
        if dated.source == "text" and dated.deadline and due.is_past(dated.deadline, context.issued):
            continue
        if _is_target(piece, seen, figure, bool(kept), context, norm):
            kept.append(_target(piece, clause, seen, figure, figures, dated, context))
    opening_due = Due(opens or opening, "text") if opens or opening else context.inherited
    if deadlines and not opens and not figures:
        opening_due = Due(deadlines[0].norm, "text")
    kept += _ranks(piece, clause, opening_due, context)
    if not figures:
        kept += _universal(piece, clause, opening_due, context)
    return kept, opens


def _is_target(piece: str, seen: str, figure: Figure, later: bool, context: Context, dated: str | None) -> bool:
    # A comparator may itself begin with a cue ("ước đạt", "với tỷ lệ"), so the words up to the digits count.
    before, after = piece[: figure.number[0]], piece[figure.end :]
    percent = "%" in figure.unit
    if _in_brackets(piece, figure) and not (percent and figure.explicit and "từ" not in figure.unit):
        return False
    if cues.is_present_state(before, after, context.aiming) or cues.is_condition(before):
        return False
    if cues.is_cost(before, after) or figure.unit == "% tổng mức đầu tư":
        return False
    if context.demanding and not cues.AIM.search(seen + before) and not dated:
        return False
    return True if percent else _is_counted_aim(piece, piece[: figure.start], figure, later, context)


def _in_brackets(piece: str, figure: Figure) -> bool:
    before = piece[: figure.start]
    return before.count("(") > before.count(")")


def _is_counted_aim(piece: str, before: str, figure: Figure, later: bool, context: Context) -> bool:
    """Whether a figure that is no percentage is an aim."""
    unit = figure.unit.casefold()
    if figure.comparator == "<=" or cues.is_specification(before) or unit.startswith("tuổi"):
        return False
    if _MONEY.search(unit) and not (context.aiming and _EARNED.search(before)):
        return False
    if unit in ("gbps", "mbps", "tbps", "gb/s", "mb/s") and (
        later or not re.match(r"\s*(?:tốc độ|băng thông|dung lượng)", before, re.I)
    ):
        return False
    floor = figure.comparator in (">=", ">", "range", "~")
    if later and not re.search(r"(?:và|,|trong đó|có|đồng thời)\s*(?:có |hình thành |thêm )?$", before):
        return False
    if not context.aiming:
        return (
            floor
            and not _THRESHOLD.search(piece[figure.start : figure.number[0]])
            and bool(cues.AIM.search(piece) and _COUNT_VERBS.search(piece[: figure.number[0]]))
        )
    return bool(floor or figure.unit) and (floor or bool(_COUNT_VERBS.search(before)) or not before.strip())


def _target(
    piece: str, clause: Clause, seen: str, figure: Figure, figures: Sequence[Figure], dated: Due, context: Context
) -> Target:
    segment = _segment(piece, figure, figures)
    key = indicators.match(segment, context.headings) or indicators.match(piece, context.headings)
    within = _WITHIN.search(piece[: figure.number[0]]) or (_WITHIN.search(seen) if seen else None)
    return _make(
        piece,
        clause,
        context,
        dated,
        key=key,
        comparator=figure.comparator,
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        scope=scope_of(piece, figure, key),
        indicator=readable_name(segment, figure, piece, key),
        cls="sub_target" if within else "target",
    )


def _segment(piece: str, figure: Figure, figures: Sequence[Figure]) -> str:
    """The part of a clause that speaks of one of its figures: up to the comma in front of the next."""
    index = figures.index(figure)
    start = 0
    if index:
        last = figures[index - 1]
        comma = max(piece.rfind(mark, last.end, figure.start) for mark in (",", " và ", ":"))
        start = comma if comma >= 0 else last.end
    end = len(piece)
    if index + 1 < len(figures):
        following = figures[index + 1]
        comma = max(piece.rfind(mark, figure.end, following.start) for mark in (",", " và "))
        end = comma if comma >= 0 else following.start
    return piece[start:end]


def _make(piece: str, clause: Clause, context: Context, dated: Due, *, indicator: str, **fields: object) -> Target:
    return Target.model_validate(
        {
            "start": clause.start,
            "end": clause.end,
            "quote": piece,
            "section": context.path,
            "indicator": indicator,
            "deadline": dated.deadline,
            "deadline_from": dated.source if dated.deadline else "none",
            **fields,
        }
    )


def _ranks(piece: str, clause: Clause, dated: Due, context: Context) -> list[Target]:
    """ "thuộc nhóm 10 tỉnh dẫn đầu": a rank of at most 10."""
    if not (context.aiming or cues.AIM.search(piece)):
        return []
    return [
        _make(
            piece,
            clause,
            context,
            dated,
            indicator=piece.strip(" .;"),
            key=indicators.match(piece, context.headings),
            comparator="<=",
            value=float(match["rank"]),
            unit="thứ hạng",
            scope=" ".join(match["of"].split()) or None,
        )
        for match in _RANK.finditer(piece)
        if not cues.is_present_state(piece[: match.start()], piece[match.end() :], context.aiming)
    ]


def _universal(piece: str, clause: Clause, dated: Due, context: Context) -> list[Target]:
    """ "phủ sóng 5G toàn xã": 100 %, for each indicator of the vocabulary that is named."""
    match = _WHOLE.search(piece)
    if not match or cues.is_present_state(piece[: match.start()], "", context.aiming):
        return []
    place = " ".join(match["place"].split()).casefold()
    cls: TargetClass = "universal"
    keys = [
        found.key
        for found in indicators.match_all(piece)
        if found.key.startswith(("phu_song", "bang_rong", "internet"))
    ]
    return [
        _make(
            piece,
            clause,
            context,
            dated,
            indicator=entry.name,
            key=key,
            comparator="=",
            value=100.0,
            unit=f"% ({place})",
            scope=place,
            cls=cls,
        )
        for key in keys
        if (entry := indicators.get(key))
    ]
