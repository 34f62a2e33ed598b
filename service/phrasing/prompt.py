"""What the model is given: rules in one message, the proven answer and its quotations as data in another."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from service.phrasing.evidence import Evidence, Proof
from service.phrasing.vocabulary import orders
from service.types import Answer

MOST_EVIDENCE = 12  # citations; an answer with more is a list, which prose does not make better
MOST_QUOTED = 1_200  # characters of one quotation
MOST_SENT = 12_000  # characters of the data; about 6,000 tokens

Messages = list[dict[str, str]]


@cache
def _rules() -> Mapping[str, str]:
    return tomllib.loads(Path(__file__).with_name("prompt.toml").read_text(encoding="utf-8"))


def messages(answer: Answer, proof: Proof) -> Messages:
    """The messages for an answer. As many citations as there is room for are sent, the first ones first."""
    sent: list[dict[str, object]] = []
    room = MOST_SENT
    for one in proof.evidence.values():
        item = _sent(one)
        room -= len(json.dumps(item, ensure_ascii=False))
        if room < 0:
            break
        sent.append(item)
    data = {"question": answer.question, "answer": _answer(answer), "evidence": sent}
    return [
        {"role": "system", "content": _rules()[proof.language].strip()},
        {"role": "user", "content": json.dumps(data, ensure_ascii=False)},
    ]


def _sent(one: Evidence) -> dict[str, object]:
    return {"n": one.n, "where": one.context.split("\n"), "quotation": one.quote[:MOST_QUOTED]}


def _answer(answer: Answer) -> str:
    lines = [line for line in answer.answer.splitlines() if not orders().search(line)]
    return "\n".join(lines)[: MOST_SENT // 3]
