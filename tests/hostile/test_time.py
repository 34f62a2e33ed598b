"""Text made to make patterns try everything takes a time that grows with its length, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from pieces import PIECES, repeated

from index.library import Library
from ingest import worker
from ingest.errors import RejectedFile, TracuuError
from ingest.pipeline import document_of, understand
from ingest.readers.content import content_of_text
from ingest.text import clean
from service.desk import Desk
from service.question import MAX_LENGTH

HEAD = "KẾ HOẠCH\nVề việc trồng cây\n\nI. MỤC TIÊU\n- Đạt "
LENGTH = 4_000  # characters; many times the longest sentence of a plan
STEEPEST = 9.0  # times as long for four times the text: linear is 4, quadratic 16
SOON = 1.0  # seconds of one processor; what takes less is not worth a quarrel over its growth
ANSWERED = 3.0


def seconds(what: Callable[[], object]) -> float:
    """Seconds of this processor, whatever else the machine does."""
    started = time.process_time()
    what()
    return time.process_time() - started


def understood(text: str) -> None:
    document_of(content_of_text(clean(text)), name="x.txt", sha256="0")


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_to_understand_a_document_of_it_takes_time_by_its_length(piece: str) -> None:
    long = seconds(lambda: understood(HEAD + repeated(piece, LENGTH)))
    if long > SOON:
        short = seconds(lambda: understood(HEAD + repeated(piece, LENGTH // 4)))
        assert long < STEEPEST * short, (long, short)


HEADINGS = {
    "siblings": "{n}. Nâng cao chất lượng phục vụ người dân",
    "articles": "Điều {n}. Phạm vi điều chỉnh",
    "the same again": "I. Mục tiêu",
    "with a figure": "{digit}. Mục tiêu số {n}\nĐạt 5% số hộ.",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_thousands_of_headings_take_time_by_their_number(heading: str) -> None:
    def text(count: int) -> str:
        return "KẾ HOẠCH\n\n" + "\n".join(heading.format(n=n % 999 + 1, digit=n % 3 + 1) for n in range(count))

    long, short = (seconds(lambda count=count: understood(text(count))) for count in (3_200, 800))
    assert long < STEEPEST * short, (long, short)


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
@pytest.mark.parametrize("before", ["", "Xã nào đặt mục tiêu phủ sóng 5G "])
def test_a_question_of_it_is_answered_or_refused_soon(mini: Library, before: str, piece: str) -> None:
    def ask() -> None:
        with suppress(TracuuError):
            Desk(mini).ask(before + repeated(piece, MAX_LENGTH - len(before)))

    assert seconds(ask) < ANSWERED


def test_a_document_that_takes_too_long_costs_its_worker_and_holds_up_nobody() -> None:
    slow = "KẾ HOẠCH\n\nI. MỤC TIÊU\n" + "\n- Tỷ lệ hộ dân đạt 5% trở lên" * 20_000
    mine = time.process_time()
    with pytest.raises(RejectedFile, match="quá lâu"):
        understand(slow.encode(), "chậm.txt", worker.Limits(silence=1.5, seconds=3))
    assert time.process_time() - mine < 1  # nothing of it was done here
