"""Products that are none, or not the task's own.

Source: "rõ sản phẩm" (5 rõ).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain, shortened
from ingest.types import Task
from service.audit.case import Case, Found
from service.audit.registry import rule
from service.audit.scores import assigned
from service.audit.spelling import syllables

_BODY = re.compile(
    r"^(?:phòng|sở|ubnd|ủy ban nhân dân|văn phòng|ban|công an|trung tâm)(?= [^.;]{2,50}(?:tổng hợp|báo cáo|chủ trì))"
)
_BY_OTHERS = re.compile(r"do (?:cơ quan )?(?:trung ương|bộ|tỉnh|cấp trên|ubnd tỉnh|chính phủ)[^.;,]{0,30}ban hành")
_ISSUED = re.compile(r"^(?:quyết định|văn bản) ban hành (.+)$")
_RESULT = re.compile(
    r"báo cáo|kế hoạch|quyết định|văn bản|đề án|nghị quyết|chương trình|danh mục|hệ thống|nền tảng|cơ sở dữ liệu|"
    r"hội nghị|lớp|hoàn thành|tỷ lệ|quy chế|tờ trình|thông báo|mô hình|sản phẩm|công văn|hướng dẫn|tiêu chí|dự án|đạt"
)
_ABOVE = re.compile(
    r"^(?:quyết định|nghị quyết|nghị định) (?:\w+ ){0,3}?của (?:thủ tướng|chính phủ|quốc hội|bộ chính trị)"
)
_BUILDS = re.compile(
    r"^(?:triển khai )?(?:xây dựng|đầu tư|thiết lập|hoàn thành)(?! (?:kế hoạch|đề án))[^.;:]{0,40}"
    r"(?:nền tảng|hệ thống|cơ sở dữ liệu|trung tâm|ứng dụng|phần mềm)"
)
_ACTION = re.compile(r"^(?:quản lý|tăng cường|đẩy mạnh|chống|phòng, chống|nâng cao|thúc đẩy|phối hợp|tham mưu)(?!\w)")


@rule("ket_qua_khong_khop", title="Kết quả không khớp nhiệm vụ", source="Yêu cầu “5 rõ”: rõ sản phẩm")
def mismatch(case: Case) -> Iterator[Found]:
    """A body, a measure or somebody else's document where the product should stand."""
    found = [(task, why) for task in assigned(case) if (why := _why(task, case.level == "trung_uong"))]
    if found:
        listed = "; ".join(
            f"{task.number or 'nhiệm vụ'}: “{shortened(task.output or '', 80)}” {why}" for task, why in found
        )
        yield Found(
            "task_gap", "B", f"Kết quả không khớp nhiệm vụ: {listed}.", case.cite_facts([t for t, _ in found], 8)
        )


def _why(task: Task, central: bool) -> str | None:
    output, text = plain(task.output or "").strip(" ."), plain(task.text)
    if not output:
        return None
    if _BODY.search(output):
        return "là việc của một cơ quan, không phải sản phẩm"
    issued = _ISSUED.match(output)
    if issued and _BY_OTHERS.search(text) and issued.group(1)[:12] in text:
        return "do cấp trên ban hành, không phải sản phẩm của nhiệm vụ này"
    if _ABOVE.match(output) and not central:
        return "là văn bản của cấp trên, không phải sản phẩm của cơ quan được giao"
    if _BUILDS.match(text) and output.startswith("kế hoạch"):
        return "chỉ là kế hoạch, trong khi nhiệm vụ là xây dựng, đưa vào dùng"
    if _ACTION.match(output) and not _RESULT.search(output) and _foreign(output, text):
        return "là một việc khác, không phải sản phẩm"
    return None


def _foreign(output: str, text: str) -> bool:
    """Whether the product speaks of something the task does not."""
    words = [word for word in syllables(output) if len(word) > 2]
    return bool(words) and sum(word in text for word in words) / len(words) < 0.8
