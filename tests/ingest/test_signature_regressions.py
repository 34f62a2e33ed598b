"""Signatures that were read wrongly: what follows a name on the next line."""

from __future__ import annotations

import pytest

from ingest.metadata.signature import extract_signer


@pytest.mark.parametrize(
    "below", ["Chương trình số 12-CTr/TU ngày 3/4/2018", "Quyết định số 5/QĐ-UBND", "Tỉnh ủy về công tác"]
)
def test_a_footnote_below_the_signature_is_not_part_of_the_name(below: str) -> None:
    signer = extract_signer(f"KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Thị Bích Hòa\n{below}")
    assert signer is not None
    assert signer.name == "Trần Thị Bích Hòa"


def test_a_name_broken_over_two_lines_stays_whole() -> None:
    signer = extract_signer("CHỦ TỊCH\nTrần Thị\nBích Hòa")
    assert signer is not None
    assert signer.name == "Trần Thị Bích Hòa"


def test_a_name_behind_its_role_on_one_line_is_read() -> None:
    signer = extract_signer("CHỦ TỊCH Trần Thị Bích Hòa")
    assert signer is not None
    assert (signer.name, signer.role) == ("Trần Thị Bích Hòa", "CHỦ TỊCH")
