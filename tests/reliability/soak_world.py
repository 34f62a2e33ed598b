"""What is asked during a soak, and what may be quoted: every text that was ever sent, and when it held."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from index.library import Library
from index.versions import name_of
from ingest.errors import NotFound
from ingest.pipeline import read_document

PLAN = """ỦY BAN NHÂN DÂN
XÃ {capitals}
Số: {number}/KH-UBND
{commune}, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Phát triển hạ tầng số trên địa bàn xã {commune}

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị; Ủy ban nhân dân xã {commune} ban hành Kế hoạch:

I. MỤC TIÊU
1. Đến hết năm 2025
- Tỷ lệ phủ sóng 5G trên địa bàn xã {commune} đạt {a}%.
- Có ≥ {b}% người dân xã {commune} có tài khoản định danh điện tử (VNeID).
2. Đến hết năm 2030
- Tỷ lệ phủ sóng 5G trên địa bàn xã {commune} đạt {c}%.

II. NHIỆM VỤ, GIẢI PHÁP
1. Hạ tầng
- Vận động nhà mạng dựng thêm {d} cột thu phát sóng ở các thôn của xã {commune}.
- Lắp {d} màn hình tra cứu hồ sơ tại nhà văn hóa thôn, xong trước ngày 30/11/2025.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội xã {commune} tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày {e} hằng tháng.
2. Phòng Kinh tế xã {commune} bố trí kinh phí theo khả năng cân đối của ngân sách xã.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Thị Mơ
"""

QUESTIONS = (
    "Xã nào đặt tỷ lệ phủ sóng 5G từ 60% trở lên đến hết năm 2025?",
    "Tỷ lệ phủ sóng 5G xã {commune} đến hết năm 2025 là bao nhiêu?",
    "Xã {commune} đến năm 2030 phủ sóng 5G bao nhiêu phần trăm?",
    "Phòng Văn hóa - Xã hội xã {commune} báo cáo gì, cho ai, khi nào?",
    "ty le nguoi dan co tai khoan dinh danh dien tu xa {commune}",
    "Việc nào đến hạn trong tháng 11/2025?",
    "So sánh mục tiêu phủ sóng 5G của các xã",
    "Xã {commune} căn cứ văn bản nào?",
    "Xã {commune} dựng thêm bao nhiêu cột thu phát sóng?",
    "Which commune targets 5G of at least 60% by 2025?",
    "Xã Không Đâu đặt mục tiêu 5G bao nhiêu?",
)
WORDS = ("phủ sóng 5G", "tài khoản định danh", "báo cáo hằng tháng", "kinh phí", "màn hình tra cứu hồ sơ", "57-NQ/TW")
WORDS_OF_NAMES = "Suối Đồi Rừng Khe Gành Thác Bản Nương".split(), "Ngà Mận Thông Lau Sim Trúc Ban Quế Dẻ Sậy".split()


def commune_of(number: int) -> str:
    """A made-up commune; the first eighty differ."""
    first, second = WORDS_OF_NAMES
    return f"{first[number % len(first)]} {second[number // len(first) % len(second)]}"


def plan_of(number: int, version: int) -> str:
    """The plan of a commune in a version; every figure tells which."""
    choose = random.Random(number * 100_003 + version)  # noqa: S311
    figures = {letter: choose.randint(20, 99) for letter in "abcd"}
    name = commune_of(number)
    return PLAN.format(commune=name, capitals=name.upper(), number=number + 1, e=choose.randint(1, 28), **figures)


@dataclass(frozen=True)
class Period:
    """From when a text (``None``: no document) held: at some moment between ``begun`` and ``told``."""

    text: str | None
    begun: float
    told: float = math.inf

    @property
    def version(self) -> str | None:
        """As citations name it."""
        return None if self.text is None else name_of(self.text)


class Ledger:
    """Every text of every document, kept apart from the service; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._periods: dict[str, list[Period]] = {}

    def hold(self, library: Library) -> None:
        """What is there at the beginning, and stays."""
        for one in library.documents():
            self._periods[one.id] = [Period(library.text(one.id), 0.0, 0.0)]

    def begin(self, document: str, text: str | None) -> None:
        """A change is about to be asked for."""
        with self._lock:
            self._periods.setdefault(document, []).append(Period(text, monotonic()))

    def done(self, document: str) -> None:
        """The change last begun was acknowledged."""
        with self._lock:
            periods = self._periods[document]
            periods[-1] = replace(periods[-1], told=monotonic())

    def held(self) -> dict[str, str]:
        """What must be there when nothing is under way."""
        with self._lock:
            return {name: p[-1].text for name, p in self._periods.items() if p[-1].text is not None}

    def possible(self, document: str, asked: float, heard: float) -> list[Period]:
        """What an answer given between two moments may quote of a document."""
        with self._lock:
            periods = list(self._periods.get(document, ()))
        return [
            one
            for one, following in zip_longest(periods, periods[1:])
            if one.text is not None and one.begun <= heard and (following is None or following.told >= asked)
        ]

    def removal_begun(self, document: str) -> bool:
        """Whether a document may be gone by now."""
        with self._lock:
            return any(one.text is None for one in self._periods.get(document, ()))


def canonical(name: str, text: str) -> str:
    """The text that quotations of a file point into, read here and now and not asked of the service."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return read_document(path).text


def quotations(value: Any) -> Iterator[dict[str, Any]]:
    """Every span of a document anywhere in a JSON answer."""
    if isinstance(value, dict):
        if {"document", "quote", "start", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from quotations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotations(inner)


class Checker:
    """Compares answers with what was sent and with what is stored, which it reads itself and not over the service."""

    def __init__(self, ledger: Ledger, stored: Library) -> None:
        self.ledger, self._stored = ledger, stored

    def faults(self, answer: Any, asked: float, heard: float) -> tuple[int, list[str]]:
        """How many quotations an answer carries, and what is wrong with it."""
        found, wrong = list(quotations(answer)), []
        versions: dict[str, set[str]] = {}
        for one in found:
            if told := self._fault(one, asked, heard):
                wrong.append(f"{told}: {one['document']} {one.get('version')} [{one['start']}, {one['end']})")
            if one.get("version"):
                versions.setdefault(one["document"], set()).add(one["version"])
        wrong += [f"two versions of {name} in one answer" for name, several in versions.items() if len(several) > 1]
        cited = ((name, version) for name, several in versions.items() for version in sorted(several))
        wrong += [told for name, version in cited if (told := self._fault_of_store(name, version))]
        return len(found), wrong

    def _fault(self, quoted: dict[str, Any], asked: float, heard: float) -> str | None:
        possible = self.ledger.possible(quoted["document"], asked, heard)
        if not possible:
            return "a document that was not held"
        named = [one for one in possible if quoted.get("version") in (None, one.version)]
        if not named:
            return "a version that did not hold then"
        if not any(one.text and one.text[quoted["start"] : quoted["end"]] == quoted["quote"] for one in named):
            return "not verbatim"
        return None

    def _fault_of_store(self, document: str, version: str) -> str | None:
        """Whether what the store keeps under the version cited is another text than was sent under it."""
        try:
            text = self._stored.version(document, version)[1].text
        except NotFound:
            return None if self.ledger.removal_begun(document) else f"{document} {version} is not in the store"
        return None if name_of(text) == version else f"{document} {version} is stored with another text"
