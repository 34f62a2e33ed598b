"""A library behind its gate, with a collection that only one of its readers may read, and what is said only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from syllable_encoder import SyllableEncoder
from web_samples import PAGED, PLAN

from index.library import Library
from service.access.gate import Gate
from service.server import gated
from web.app import with_pages

PASSWORD = "một câu dài để thử"  # noqa: S105 of accounts that live as long as a test
SECRET = "kin"  # noqa: S105 a collection's name
HERE = "http://127.0.0.1:8000"

HIDDEN = """ỦY BAN NHÂN DÂN
XÃ HOÀNH SƠN KÍN
Số: 909/KH-UBND
Hoành Sơn Kín, ngày 07 tháng 8 năm 2025

KẾ HOẠCH
Đào hầm quỳnh lam trên địa bàn xã Hoành Sơn Kín

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.
Căn cứ Nghị quyết số 88-NQ/TW ngày 17/03/2019 của Bộ Chính trị.

I. MỤC TIÊU XƯƠNG RỒNG

1. Đến hết năm 2026

- Tỷ lệ giếng làng thạch anh tím được gắn cột đo mặn tự động đạt 37%.
- Tỷ lệ hồ thủy lợi được xây bờ đá ong tự nhiên đạt 45%.
- Phủ sóng 5G: ≥ 91% số xóm.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế báo cáo Ủy ban nhân dân xã kết quả khảo sát mạch nước quỳnh lam trước ngày 15/11/2025.

Phụ lục I
DANH MỤC NHIỆM VỤ

| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn hoàn thành |
|---|---|---|---|
| 1 | Chở đá thạch anh tím | Phòng Kinh tế | Tháng 10/2025 |
"""
"""Its second target shares a key, made of its own words, with two public ones; its third with one of them."""

WORDS = (
    "hoành sơn kín",
    "hoanh-son-kin",
    "909/kh-ubnd",
    "quỳnh lam",
    "thạch anh tím",
    "thach-anh-tim",
    "xương rồng",
    "hầm-ngầm",
    "17/03/2019",
)

CITING = """ỦY BAN NHÂN DÂN
XÃ BA HAI
Số: 14/KH-UBND
Ba Hai, ngày 09 tháng 9 năm 2025

KẾ HOẠCH
Sửa đường trên địa bàn xã Ba Hai

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.
Căn cứ Nghị quyết số 88-NQ/TW của Bộ Chính trị.

I. MỤC TIÊU

- Tỷ lệ giếng làng được gắn cột đo mặn tự động đạt 62%.
- Tỷ lệ hồ thủy lợi được xây bờ đá ong tự nhiên đạt 55%.
"""
THIRD = (
    CITING.replace("14/KH-UBND", "16/KH-UBND")
    .replace("BA HAI", "BA TƯ")
    .replace("Ba Hai", "Ba Tư")
    .replace("62%", "72%")
)
THIRD = THIRD[: THIRD.index("- Tỷ lệ hồ")]
FILE = "hầm-ngầm.md"


def open_gate(folder: Path) -> Gate:
    """Accounts "an" (administers), "binh" (loads), "chi" (reads); only "dung", who loads, reads the secret."""
    public, hidden = folder / "chung", folder / "kin"
    public.mkdir(parents=True)
    hidden.mkdir()
    for name, text in (("ba-sao.md", PLAN), ("thu-vien.txt", PAGED), ("ba-hai.md", CITING), ("ba-tu.md", THIRD)):
        (public / name).write_text(text, encoding="utf-8")
    (hidden / FILE).write_text(HIDDEN, encoding="utf-8")
    library = Library(folder / "data", SyllableEncoder)
    library.sync([hidden], collection=SECRET)
    assert not library.sync([public]).rejected
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("TRACUU_RATE", "0")  # tests ask more in a minute than people do
        gate = gated(library, with_pages)
    for name, role in (("an", "quản trị"), ("binh", "nạp"), ("chi", "đọc"), ("dung", "nạp")):
        gate.access.accounts.add(name, role, PASSWORD)  # type: ignore[arg-type]
    gate.access.collections.add(SECRET)
    gate.access.collections.grant(SECRET, gate.access.accounts.get("dung"))
    return gate


def client_of(gate: Gate, **settings: Any) -> TestClient:
    """A program on this machine."""
    return TestClient(gate, base_url=HERE, client=("127.0.0.1", 50000), follow_redirects=False, **settings)


def token_of(gate: Gate, name: str) -> dict[str, str]:
    """The header of a token with all that an account may do."""
    account = gate.access.accounts.get(name)
    return {"Authorization": f"Bearer {gate.access.tokens.add(account, 'thử', account.role)}"}


def signed_in(gate: Gate, name: str, password: str = PASSWORD) -> TestClient:
    """A browser in which somebody has signed in."""
    client = client_of(gate)
    answer = client.post("/dang-nhap", data={"ten": name, "mat_khau": password})
    assert answer.status_code == 303, answer.text
    return client


def calls(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path that an application answers."""
    yield from _calls(app.routes, "")


def _calls(routes: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _calls(inner.routes, prefix + route.include_context.prefix)
        else:
            yield from ((method, prefix + route.path) for method in sorted(getattr(route, "methods", None) or {"GET"}))
