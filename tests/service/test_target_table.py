"""The table of targets: one statement for a level repeated, wholes kept apart, silence kept silent."""

from __future__ import annotations

import pytest

from index.library import Library
from index.types import DocumentSummary
from ingest.errors import BadRequest, NotFound
from ingest.types import Target
from service.answers.target import subject
from service.desk import Desk
from service.registers.desk import RegisterDesk
from service.registers.statements import statements_of
from service.registers.targets import OTHER, Table, TargetFilter, groups, table


def target(document: str = "a", value: float = 50, deadline: str | None = "2025", **more: object) -> Target:
    fields: dict[str, object] = {
        "document": document, "quote": "một câu", "start": 0, "end": 7, "indicator": "Phủ sóng 5G",
        "key": "phu_song_5g", "comparator": ">=", "value": value, "unit": "%", "scope": "địa bàn", "deadline": deadline,
    }  # fmt: skip
    return Target.model_validate(fields | more)


def held(*documents: str, commune: bool = True) -> dict[str, DocumentSummary]:
    return {
        id: DocumentSummary(id=id, source=f"{id}.txt", sha256=id, commune=f"xã {id}" if commune else None)
        for id in documents
    }


def made(*targets: Target, **asked: object) -> Table:
    ids = {one.document for one in targets}
    return table(targets, held(*sorted(ids)), TargetFilter.model_validate(asked))


def ranks(shown: Table) -> dict[str, list[str]]:
    return {id: [one.rank for one in cell] for id, cell in shown.rows[0].cells.items()}


def test_a_level_told_twice_is_one_statement_with_both_places() -> None:
    (one,) = statements_of([target(start=9, end=12), target(start=30, end=40)])
    assert [place.start for place in one.targets] == [9, 30]


def test_a_level_repeated_without_its_deadline_joins_the_dated_one() -> None:
    (one,) = statements_of([target(deadline=None, start=1, end=2), target(deadline="2030", start=8, end=9)])
    assert one.year == 2030
    assert len(one.targets) == 2


def test_other_figures_wholes_and_years_stay_apart() -> None:
    told = [target(), target(value=60), target(scope="thôn"), target(deadline="2030"), target(comparator=">")]
    assert len(statements_of(told)) == len(told)


def test_highest_and_lowest_are_told_where_documents_can_be_compared() -> None:
    shown = made(target("a", 60), target("b", 40), target("c", 50))
    assert ranks(shown) == {"a": ["highest"], "b": ["lowest"], "c": [""]}


@pytest.mark.parametrize(
    "other",
    [
        target("b", 40, scope="thôn"),
        target("b", 40, "2030"),
        target("b", 40, unit="trạm", scope=None),
        target("b", 40, None),
        target("b", 40, cls="sub_target"),
        target("b", 60),
    ],
    ids=["other whole", "other year", "other unit", "no deadline", "part of another", "same level"],
)
def test_what_cannot_be_compared_is_neither_highest_nor_lowest(other: Target) -> None:
    assert {rank for cell in ranks(made(target("a", 60), other)).values() for rank in cell} == {""}


def test_a_document_alone_is_no_contest() -> None:
    assert ranks(made(target("a", 60), target("a", 40))) == {"a": ["", ""]}


def test_another_whole_is_marked_the_usual_one_is_not() -> None:
    shown = made(target("a"), target("b"), target("c", scope="thôn"))
    assert {id: cell[0].differs for id, cell in shown.rows[0].cells.items()} == {"a": False, "b": False, "c": True}


def test_silence_is_no_cell() -> None:
    shown = made(target("a"), target("b", key=None, indicator="Hàng rào tre"))
    rows = {row.name: set(row.cells) for row in shown.rows}
    assert rows["Phủ sóng 5G"] == {"a"}
    assert rows["Hàng rào tre"] == {"b"}


def test_a_year_means_due_in_it_or_in_a_period_across_it() -> None:
    told = (target("a", deadline="2025"), target("b", deadline="2025..2027"), target("c", deadline="2030"))
    assert {id for row in made(*told, year="2026").rows for id in row.cells} == {"b"}
    assert {id for row in made(*told, year="2025").rows for id in row.cells} == {"a", "b"}
    assert made(*told, year="2025").years == (2025, 2027, 2030), "other years stay to be chosen"
    assert {id for row in made(target("a", deadline=None), *told[1:], year="none").rows for id in row.cells} == {"a"}


def test_columns_are_chosen_or_those_with_most_in_common() -> None:
    many = [target(f"d{at:02}") for at in range(14)]
    shown = made(*many, target("lone", key=None, indicator="Hàng rào tre"))
    assert len(shown.columns) == 10
    assert "lone" not in {one.id for one in shown.columns}
    assert len(shown.choices) == 15
    chosen = made(*many, document=("d13", "d02"))
    assert [one.id for one in chosen.columns] == ["d02", "d13"]


def test_groups_have_names_and_what_is_outside_them_comes_last() -> None:
    shown = made(target(), target(key=None, indicator="Hàng rào tre"), target(key="vneid", indicator="VNeID"))
    assert [row.group for row in shown.rows][-1] == OTHER
    order = [group.key for group in groups()]
    inside = [row.group for row in shown.rows][:-1]
    assert inside == sorted(inside, key=order.index)
    with pytest.raises(BadRequest):
        made(target(), group="khong_co")


def test_every_group_of_the_vocabulary_has_a_name() -> None:
    from ingest.vocabulary import indicators

    assert {entry.group for entry in indicators()} <= {group.key for group in groups()}


def test_the_made_up_communes_stand_side_by_side(mini: Library) -> None:
    desk = RegisterDesk(mini)
    row = next(row for row in desk.targets(TargetFilter(indicator="phu_song_5g")).rows)
    assert set(row.cells) == {"suoi-nga", "doi-man", "rung-thong"}
    assert [one.year for one in row.cells["suoi-nga"]] == [2025, 2030]
    assert row.cells["doi-man"][0].differs, "a share of villages is no share of the area"
    assert {row.id for row in desk.targets(TargetFilter(text="hoa don dien tu")).rows} != {"phu_song_5g"}


def test_an_indicator_nobody_sets_is_not_found(mini: Library) -> None:
    with pytest.raises(NotFound):
        RegisterDesk(mini).indicator("phu_song_7g")


@pytest.mark.shared
def test_real_communes_stand_side_by_side(plans: Desk) -> None:
    row = RegisterDesk(plans.archive).indicator("phu_song_5g")
    levels = {
        id: [(one.target.comparator, one.target.value, one.year) for one in cell] for id, cell in row.cells.items()
    }
    assert levels == {
        "quan-chu": [("=", 100, 2030)],
        "tay-giang": [(">", 30, 2027), ("=", 100, 2030)],
        "xuan-thanh": [(">=", 60, 2025), ("=", 100, 2030)],
    }
    assert len(row.cells["quan-chu"][0].targets) == 2, "told again without its year"
    assert all(one.differs for one in row.cells["tay-giang"]), "a share of villages"


def test_a_key_found_by_likeness_makes_one_row_under_the_printed_name() -> None:
    alike: dict[str, object] = {"key": "khac-gieng-lang-do-man", "key_inferred": True, "scope": None}
    shown = made(target("a", **alike, indicator="Giếng làng đo mặn"), target("b", **alike, indicator="Giếng làng"))
    (row,) = shown.rows
    assert (row.id, row.name, row.group) == ("khac-gieng-lang-do-man", "Giếng làng đo mặn", OTHER)
    assert set(row.cells) == {"a", "b"}
    assert made(target("a", **alike), target("b"), indicator=row.id).rows[0].cells.keys() == {"a"}
    assert subject(row.id, "Giếng làng đo mặn") == "Giếng làng đo mặn"
