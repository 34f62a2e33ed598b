"""In whose name a plan is signed.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7: who signs for a body that decides together writes "TM." before its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from service.audit.case import Case, Found, unique
from service.audit.registry import rule


@rule("the_thuc_ky", title="Ký thay tập thể thiếu “TM.”", source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7")
def in_whose_name(case: Case) -> Iterator[Found]:
    """A people's committee's plan signed by its chairman, or for him, and not in the committee's name."""
    signed = case.part("SIGNATURE")
    said = " ".join(case.plain_of(p) for p in signed)
    committee = plain(case.document.issuer or "").startswith(("ủy ban nhân dân", "ubnd"))
    if (
        committee
        and case.document.type_code == "KH"
        and re.search(r"(?:^|kt\.?\s*|\n)chủ tịch", said)
        and not re.search(r"tm\s*\.|tm ", said)
    ):
        text = "Kế hoạch của Ủy ban nhân dân mà phần ký không ghi “TM. ỦY BAN NHÂN DÂN”."
        yield Found("structure", "B", text, unique(case.cite_passage(p) for p in signed[:2]))
