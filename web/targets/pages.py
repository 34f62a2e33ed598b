"""The table of targets, the page of an indicator, and the files of exactly what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import BadRequest
from service.citations import Sources
from service.one_state import at_one_state
from service.phrases import name_of
from service.ports import Held
from service.registers.command import read_filter
from service.registers.desk import RegisterDesk
from service.registers.files import targets_file
from service.registers.routes import download
from service.registers.sentence import target_conditions
from service.registers.targets import Row, Table, TargetFilter, by_level, group_name, within
from web.filtering import Link, Paging, Params, address, asked_params, conditions_of, files_of, given, saving_of, tidied
from web.places import sentence_case
from web.site import READ, number, render
from web.targets.plot import Plot, plot_of
from web.targets.views import (
    PATH,
    IndicatorView,
    TableView,
    columns_of,
    form_of,
    name_in,
    row_url,
    sections_of,
    short_name,
    voice_of,
)
from web.words import Words, words_of

PAGE = 40  # indicators a page
OWN = ("page", "plot")  # parameters of the page that are no condition
MOST_VOICES = 40  # documents quoted on the page of an indicator


def router(desk: RegisterDesk) -> APIRouter:
    """The targets, over ``desk``."""
    pages = APIRouter(include_in_schema=False, route_class=at_one_state(desk.archive))

    @pages.api_route(PATH, methods=READ, response_class=HTMLResponse)
    def table(request: Request) -> Response:
        """Targets by document, with the picture of one of them."""
        if tidy := tidied(request):
            return RedirectResponse(tidy, status_code=303)
        words, params = words_of(request), asked_params(request)
        try:
            view = _view(desk, params, words)
            view = replace(
                view, saving=saving_of(request, "targets", words("target.title"), params, OWN, view.conditions)
            )
        except BadRequest as error:
            every = desk.read().table
            form = form_of(dict(params), every, every, words)
            view = TableView(form, held=len(desk.held), error=error)
        status = view.error.status if view.error else 200
        return render(request, "targets/table.html", view, words("target.title"), here="targets", status=status)

    @pages.api_route(PATH + ".{form}", methods=READ)
    def file(request: Request, form: str) -> Response:
        """What the page shows, as .xlsx, .csv or .ics."""
        return download(targets_file(desk, _filter(asked_params(request)), form))

    @pages.api_route(PATH + "/{row}", methods=READ, response_class=HTMLResponse)
    def indicator(request: Request, row: str, document: str = "") -> HTMLResponse:
        """What each document says of an indicator, or one of them."""
        words = words_of(request)
        view = _indicator(desk, desk.indicator(row), document, words)
        return render(request, "targets/indicator.html", view, view.name, here="targets")

    return pages


def _filter(params: Params) -> TargetFilter:
    values = given(params, several=("document",))
    return read_filter(TargetFilter, {name: value for name, value in values.items() if name not in OWN})


def _view(desk: RegisterDesk, params: Params, words: Words) -> TableView:
    asked = _filter(params)
    shown = desk.targets(asked)
    told = target_conditions(asked, desk.held, words.language)
    paging = Paging.at(number(dict(params).get("page", "")) or 1, len(shown.rows), PAGE, PATH, params)
    rows = shown.rows[(paging.page - 1) * PAGE : paging.page * PAGE]
    plotted = _plotted(shown, dict(params).get("plot", ""))
    plots = {row.id: f"{address(PATH, params, plot=row.id)}#hinh" for row in rows}
    return TableView(
        form=form_of(dict(params), shown, desk.read().table, words),
        held=len(desk.held),
        conditions=conditions_of(told, PATH, params),
        everything=PATH,
        files=files_of(PATH, params, OWN, words),
        years=_years(shown, params, words),
        columns=columns_of(shown, words),
        sections=sections_of(rows, shown.columns, plotted.id if plotted else "", plots, asked.year, words),
        rows=len(shown.rows),
        left_out=len(shown.choices) - len(shown.columns),
        keep="" if asked.document else _kept(params, shown),
        paging=paging,
        plot=_plot(desk.indicator(plotted.id), shown.columns, words) if plotted else None,
    )


def _kept(params: Params, shown: Table) -> str:
    """The same table with its columns chosen, so that one can be added or taken away."""
    return f"{address(PATH, [*params, *(('document', one.id) for one in shown.columns)], page=None)}#cot"


def _plotted(shown: Table, wanted: str) -> Row | None:
    """The row whose picture is asked for, else the one that most communes, then most documents state."""
    found = next((row for row in shown.rows if row.id == wanted), None)
    communes = {one.id for one in shown.columns if one.commune}
    dated = [row for row in shown.rows if any(one.year for one in row.statements)]
    return found or max(dated, key=lambda row: (len(communes & row.cells.keys()), len(row.cells)), default=None)


def _plot(row: Row, columns: Sequence[Held], words: Words) -> Plot | None:
    """The picture of a row over all its years, of the documents shown."""
    of_columns = within(row, {one.id for one in columns})
    named = [(short_name(one), statement) for one in columns for statement in of_columns.cells.get(one.id, ())]
    return plot_of(name_in(row, words), named, words)


def _years(shown: Table, params: Params, words: Words) -> tuple[Link, ...]:
    """One step from year to year."""
    asked = dict(params).get("year", "")
    labels = {"": words("target.every_year"), **{str(year): str(year) for year in shown.years}}
    return tuple(
        Link(label, address(PATH, params, year=year or None, page=None), year == asked)
        for year, label in labels.items()
    )


def _indicator(desk: RegisterDesk, row: Row, document: str, words: Words) -> IndicatorView:
    held, sources = desk.held, Sources(desk.archive)
    every = by_level(held[id] for id in row.cells)
    chosen = [one for one in every if one.id == document] or every
    quoted = chosen[:MOST_VOICES]
    return IndicatorView(
        name=name_in(row, words),
        group=group_name(row.group, words.language),
        plot=_plot(row, every, words),
        voices=tuple(voice_of(one, row.cells[one.id], sources, words) for one in quoted),
        others=tuple(Link(sentence_case(name_of(one)), row_url(row.id, one.id)) for one in every if one not in quoted),
        table=address(PATH, [("indicator", row.id)]),
        everyone=row_url(row.id) if len(every) > len(chosen) else "",
    )
