"""Measurable aims of a plan: indicator, comparator, value, unit, scope and deadline, tied to their words.

A figure is an aim unless something says otherwise (see :mod:`ingest.facts.target_cues`); percentages count
wherever a plan sets them, other figures only among its aims or behind "ít nhất", "tối thiểu" and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts import due, indicators
from ingest.facts import target_cues as cues
from ingest.facts.aims import Context, is_aim
from ingest.facts.clauses import Clause, clauses
from ingest.facts.deadlines import Deadline, find_deadlines
from ingest.facts.due import NOTHING, Due
from ingest.facts.numbers import Figure, find_figures
from ingest.facts.ranks import find_ranks
from ingest.facts.scopes import readable_name, scope_of
from ingest.facts.target_rows import ReadCell, extract_rows
from ingest.facts.units import per_year
from ingest.types import Passage, Period, Row, Section, Target, TargetClass

_PARTS = frozenset({"HEADER", "TITLE", "PREAMBLE", "CLOSING", "RECIPIENTS", "SIGNATURE"})
_SKIPPED_KINDS = frozenset({"title", "heading", "row", "footnote", "administrative"})
_WITHIN = re.compile(r"(?<!\w)trong đó(?!\w)", re.IGNORECASE)
_TOWARDS = re.compile(r"hướng tới[^;.]{0,60}$", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:phủ sóng|phủ kín|bao phủ|phổ cập)(?:[^.;:]{0,60}?)\s(?:trên |trong )?(?:phạm vi )?(?P<place>toàn (?:bộ )?"
    r"(?:địa bàn(?: (?:xã|phường|huyện|tỉnh|thành phố))?|xã|phường|huyện|tỉnh|thành phố|quốc))(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
_AND = re.compile(r"\s*(?:và\s*)?|,")
_AFTERWARDS = re.compile(r"(?:năm|giai đoạn) (?:tiếp theo|sau)(?!\w)|về sau|sau đó", re.IGNORECASE)
_OPENING = 24  # characters in front of a deadline that still opens its clause: "Phấn đấu đến năm 2030"
_SHORT_SEGMENT = 7


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
    title = due.TitleDeadline.read(subject, period)
    found = list(_from_passages(text, passages, report, title, issued))
    found += extract_rows(
        text, rows, sections, title=title, issued=issued, read_cell=_cell_reader(text, report, issued)
    )
    return sorted(_distinct(found), key=lambda target: target.start)


def _distinct(targets: Sequence[Target]) -> list[Target]:
    return list(dict.fromkeys(targets))


def _labels(path: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    padded = [*titles, *[""] * (len(path) - len(titles))]
    return tuple(f"{label} {title}".strip() for label, title in zip(path, padded, strict=False))


def _from_passages(
    text: str, passages: Sequence[Passage], report: bool, title: due.TitleDeadline, issued: str | None
) -> Iterator[Target]:
    introductions = due.Introductions(text)
    for passage in passages:
        introductions.see(passage)
        if passage.kind in _SKIPPED_KINDS or not passage.path or passage.path[0] in _PARTS:
            continue
        labels = _labels(passage.path, passage.titles)
        aiming = cues.sets_aims(labels)
        if cues.tells_results(labels):
            continue
        context = Context(
            path=passage.path,
            headings=tuple(title for title in passage.titles if title),
            aiming=aiming,
            demanding=not aiming and report,
            law=not aiming and cues.speaks_law(passage.path),
            inherited=_inherited(passage, introductions, title, aiming),
            issued=issued,
        )
        yield from read_span(text, passage.start, passage.end, context)


def _inherited(passage: Passage, introductions: due.Introductions, title: due.TitleDeadline, aiming: bool) -> Due:
    above = introductions.deadline(passage) or due.of_headings(passage.path, passage.titles)
    return Due(above, "heading") if above else title.due(aiming)


def _cell_reader(text: str, report: bool, issued: str | None) -> ReadCell:
    """How a cell of a table that lists no indicators is read: as a passage."""

    def read(span: tuple[int, int], path: tuple[str, ...], headings: tuple[str, ...], due: Due) -> list[Target]:
        aiming = cues.sets_aims(headings)
        if cues.tells_results(headings):
            return []
        return list(read_span(text, *span, Context(path, headings, aiming, report and not aiming, due, issued)))

    return read


def read_span(text: str, start: int, end: int, context: Context) -> Iterator[Target]:
    """The targets of one passage or cell."""
    opening: str | None = None
    sentence = -1
    seen = ""
    targets: list[Target] = []
    for clause in clauses(text, start, end):
        if clause.sentence != sentence:
            sentence, seen = clause.sentence, ""
        piece = text[clause.start : clause.end]
        above = targets[-1].deadline if targets and _WITHIN.match(piece) else opening
        targets, opened = _read_clause(piece, clause, seen, bool(targets), above, context)
        opening = opened or opening
        seen += piece + "; "
        yield from targets


def _read_clause(
    piece: str, clause: Clause, seen: str, followed: bool, opening: str | None, context: Context
) -> tuple[list[Target], str | None]:
    """The targets of a clause, and the deadline it opens with, which holds for what follows in its passage."""
    deadlines = find_deadlines(piece)
    figures = _as_meant(piece, find_figures(piece, english=False))
    first = figures[0].number[0] if figures else len(piece)
    opens = next((d.norm for d in deadlines if d.start < first and _opens(piece, d)), None)
    if _AFTERWARDS.search(piece):
        opening, context = None, context._replace(inherited=NOTHING)
    if opens and not figures and not piece.rstrip().endswith(":") and piece[: deadlines[0].start].strip():
        opens = None
    if cues.is_marking(piece):
        return [], opens
    stated = due.in_clause(piece, figures, deadlines)
    kept: list[tuple[Figure, Due]] = []
    for figure, norm in zip(figures, stated, strict=True):
        dated = Due(norm, "text") if norm else (Due(opening, "text") if opening else context.inherited)
        past = norm and due.is_past(norm, context.issued)
        if not past and is_aim(piece, seen, figure, bool(kept), context, norm):
            kept.append((figure, dated))
    aims = [figure for figure, _ in kept]
    targets = [_target(piece, clause, followed, figure, aims, dated, context) for figure, dated in kept]
    opening_due = Due(opens or opening, "text") if opens or opening else context.inherited
    if deadlines and not opens and not figures:
        opening_due = Due(deadlines[0].norm, "text")
    targets += _ranks(piece, clause, opening_due, context)
    if not figures:
        targets += _universal(piece, clause, opening_due, context)
    return targets, opens


def _as_meant(piece: str, figures: Sequence[Figure]) -> list[Figure]:
    """Figures with what the words around them add: "mỗi năm" to a count, "ít nhất" to the next of a list."""
    read: list[Figure] = []
    for figure in figures:
        last = read[-1] if read else None
        listed = last is not None and _AND.fullmatch(piece[last.end : figure.start].rpartition(",")[2] or ",")
        if last and listed and figure.number[0] == figure.start and _counts_alike(last, figure):
            figure = figure.model_copy(update={"comparator": last.comparator})
        unit = per_year(piece[: figure.number[0]], figure.unit, piece[figure.end :])
        read.append(figure.model_copy(update={"unit": unit}))
    return read


def _counts_alike(last: Figure, figure: Figure) -> bool:
    """Whether a count in a list goes on with the floor of the one before: "ít nhất 100 mô hình, 50 mô hình"."""
    floor = last.comparator in (">=", ">") and not figure.explicit
    return floor and not figure.unit.startswith("%") and last.unit.partition("/")[0] == figure.unit


def _opens(piece: str, deadline: Deadline) -> bool:
    """Whether a clause begins with a deadline, or halts behind it: "Trong giai đoạn 2026 - 2030, …"."""
    return deadline.start < _OPENING or (deadline.start < 60 and piece[deadline.end :].lstrip()[:1] in (",", ":"))


def _target(
    piece: str,
    clause: Clause,
    followed: bool,
    figure: Figure,
    aims: Sequence[Figure],
    dated: Due,
    context: Context,
) -> Target:
    segment = _segment(piece, figure, aims)
    key = indicators.match(segment, context.headings)
    if key is None and (len(aims) == 1 or len(segment.split()) < _SHORT_SEGMENT):
        key = indicators.match(piece, context.headings)
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
        cls="sub_target" if _is_part(piece, figure, aims, followed) else "target",
    )


def _is_part(piece: str, figure: Figure, aims: Sequence[Figure], followed: bool) -> bool:
    """Whether a figure is a part of another: "trong đó" stands between them.

    ``followed`` tells that the clause before this one set a target.
    """
    within = _WITHIN.search(piece[: figure.number[0]])
    if not within:
        return False
    return any(aim.end <= within.start() for aim in aims) or (followed and not piece[: within.start()].strip())


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
    ranks = list(find_ranks(piece))
    stated = due.in_clause(piece, ranks, find_deadlines(piece))
    return [
        _make(
            piece,
            clause,
            context,
            Due(norm, "text") if norm else dated,
            indicator=piece.strip(" .;"),
            key=indicators.match(piece, context.headings),
            comparator=rank.comparator,
            value=rank.value,
            unit="thứ hạng",
            scope=rank.of,
        )
        for rank, norm in zip(ranks, stated, strict=True)
        if not cues.is_present_state(piece[: rank.start], piece[rank.end :], context.aiming)
    ]


def _networks(piece: str) -> list[str]:
    """The networks that a clause names, as keys of the vocabulary."""
    found = (match.key for match in indicators.match_all(piece))
    return [key for key in found if key.startswith(("phu_song", "bang_rong", "internet"))]


def _first_named(piece: str, keys: list[str]) -> int:
    """Where the last part of a list begins that still names all networks: what stands before it is another matter.

    A part that begins with "phủ sóng" has its subject in front of it.
    """
    commas = [match.end() for match in re.finditer(r",\s+", piece)]
    named = (at for at in reversed(commas) if set(_networks(piece[at:])) >= set(keys))
    at = next(named, 0)
    return 0 if _WHOLE.match(piece, at) else at


def _universal(piece: str, clause: Clause, dated: Due, context: Context) -> list[Target]:
    """ "phủ sóng 5G toàn xã": 100 %, for each indicator of the vocabulary that is named.

    A plan that states no figure commits itself by no more than it says: the year in its title is no
    deadline for such a phrase, and "hướng tới … phủ sóng toàn xã" is a direction, not an aim.
    """
    match = _WHOLE.search(piece)
    if not match or cues.is_present_state(piece[: match.start()], "", context.aiming):
        return []
    if _TOWARDS.search(piece[: match.start()]):
        return []
    if dated.source == "title":
        dated = NOTHING
    place = " ".join(match["place"].split()).casefold()
    cls: TargetClass = "universal"
    keys = _networks(piece)
    at = _first_named(piece, keys)
    piece, clause = piece[at:], clause._replace(start=clause.start + at)
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
