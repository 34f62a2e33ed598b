"""Calls of the API made from its own description, with values that fit it and values that do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NAMING = {"id", "document", "old", "new"}  # parameters that name documents: without real ones all would be 404
FORMS = {"form": ["xlsx", "csv", "ics"]}
SHAPE = {"error"}


@dataclass
class Tally:
    """How many calls were made, by status, and what was wrong with some."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def calls(self) -> int:
        return self.statuses.total()


def call_all(app: FastAPI, documents: Sequence[str], examples: int, *, seed: bool = True) -> Tally:
    """Calls every operation ``examples`` times with values that fit and as often with values that do not.

    ``seed``: the same calls on every run.
    """
    tally = Tally()
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    for found in schema.get_all_operations():
        operation = found.ok()
        _call(operation, GenerationMode.POSITIVE, documents, examples, seed, tally)
        with suppress(Unsatisfiable):  # where any text at all is a name of a document, nothing fails to fit
            _call(operation, GenerationMode.NEGATIVE, documents, examples, seed, tally)
    return tally


def _call(operation: Any, mode: Any, documents: Sequence[str], examples: int, seed: bool, tally: Tally) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=seed, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), named=st.sampled_from([None, *documents]), data=st.data())
    def run(case: Any, named: str | None, data: Any) -> None:
        for given_values in (case.path_parameters, case.query):
            for name in set(given_values or ()) & (NAMING | FORMS.keys()):
                if name in FORMS and mode is GenerationMode.POSITIVE:
                    given_values[name] = data.draw(st.sampled_from(FORMS[name]))
                elif named is not None and name in NAMING and operation.method.upper() != "DELETE":
                    given_values[name] = named
        _check(case, tally)

    run()


def _check(case: Any, tally: Tally) -> None:
    try:
        response = case.call()
        tally.statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            assert set(response.json()) == SHAPE, "not the shape of errors"
    except (Exception, BaseExceptionGroup) as failure:
        for one in getattr(failure, "exceptions", [failure]):
            tally.wrong[f"{case.operation.label}: {one!s:.600}"] += 1
