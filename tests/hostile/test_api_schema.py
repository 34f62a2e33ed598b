"""Whatever the API is called with, it answers as its description says, errors in their one shape, never a 500."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_calls import call_all
from made_up import HERE, open_made_up

from web.app import create_web

EXAMPLES = 6  # of values that fit, and of values that do not, for each operation; by hand: python -m tests.hostile


@pytest.mark.slow
def test_the_api_keeps_to_its_description_whatever_it_is_called_with(tmp_path: Path) -> None:
    library = open_made_up(tmp_path / "data")
    library.sync([HERE / "plans"])
    tally = call_all(create_web(library), [one.id for one in library.documents()], EXAMPLES)
    assert not tally.wrong, "\n\n".join(tally.wrong)
    assert tally.calls > 200
    assert {200, 404, 422} <= tally.statuses.keys()
