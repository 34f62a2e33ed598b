"""What a clause says of reporting: to whom, how often, by which day."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.facts.bodies import named_with_comma, normal_name
from ingest.facts.deadlines import find_deadlines
from ingest.text import squeeze

# What bodies are told to do. "Ban chỉ đạo", "các tổ chức" are names, not verbs.
VERB = (
    r"(?:chủ trì|phối hợp|tham mưu|báo cáo"
    r"|(?<!các )(?<!của )tổ chức(?!,| (?:khác|có liên|liên quan|chính trị|đảng|đoàn thể|xã hội))"
    r"|triển khai|xây dựng(?!,)|căn cứ|thực hiện|theo dõi|chịu trách nhiệm|có trách nhiệm|chủ động|kịp thời|định kỳ"
    r"|tổng hợp|hướng dẫn|phát huy|lồng ghép|(?<!Ban )chỉ đạo|rà soát|bố trí|đôn đốc|kiểm tra|giám sát|khẩn trương"
    r"|tăng cường|đẩy mạnh|tuyên truyền|là cơ quan|là đầu mối|làm đầu mối|thường xuyên|tiếp tục|phân bổ|thẩm định|trình"
    r"|gửi|nghiên cứu|vận động|quán triệt|ban hành|cụ thể hóa|cụ thể hoá|đề xuất|giúp|quản lý|cập nhật|cung cấp"
    r"|phản ánh|đăng ký|hoàn thành|bảo đảm|đảm bảo|tích cực|nâng cao|lãnh đạo|tham gia|hỗ trợ|trực tiếp|tập trung"
    r"|nghiêm túc|phân công|phổ biến|vào cuộc|quan tâm|thành lập|hằng năm|hàng năm|hằng tháng|hàng tháng|đánh giá"
    r"|đăng tải|tiến hành|chuẩn bị)"
)
_MORE_VERBS = (
    "xác định|cơ cấu|xử lý|khen thưởng|biểu dương|lựa chọn|đề nghị|quyết định|tạo|kết nối|thẩm tra|tiếp nhận|huy động"
    "|phát triển|thúc đẩy|ưu tiên|khuyến khích|phát hiện|phê duyệt|ứng dụng|định hướng|tổng kết|sơ kết|đổi mới|áp dụng"
    "|làm|lập|chịu|nắm|cử|mở|duy trì|khai thác|thu hút|điều chỉnh|phát động|đào tạo|bồi dưỡng|gắn|chuyển|đầu tư|sử dụng"
    "|vận hành|nâng cấp|giải quyết|giữ|công bố|đo lường|tháo gỡ|điều tra|kiến nghị|tư vấn|giới thiệu|thu thập|tích hợp"
    "|chia sẻ|số hóa|số hoá|lấy|ký|xem xét|yêu cầu|giao|cảnh báo|bám sát|không|chấp hành|kiện toàn|củng cố|xem"
    "|cho ý kiến|đồng thời|trong quá trình|trường hợp|nếu"
    "|khi|có (?:giải pháp|trách nhiệm|kế hoạch|biện pháp)|là|cải cách|đơn giản"
)
_ACTS = re.compile(rf"(?:và\s+|đồng thời,?\s+|qua đó,?\s+)?(?:{VERB}|{_MORE_VERBS})(?!\w)", re.IGNORECASE)
_UNIT = r"(?:ngày|tuần|tháng|quý|năm)"
_ITEM = (
    rf"(?:(?:hàng|hằng)\s+{_UNIT}|\d+\s+(?:tháng|năm|quý)(?:/lần)?|{_UNIT}/lần|cuối\s+(?:năm|nhiệm kỳ|kỳ)|giữa\s+năm"
    r"|quý|năm|đột xuất|sơ kết|tổng kết)"
)
_LIST = rf"{_ITEM}(?:\s*(?:,|và|hoặc|,\s*và)\s*{_ITEM})*(?!\s+\d)"
_FREQUENCY = re.compile(
    rf"định kỳ(?:\s+(?:theo\s+)?{_LIST})?(?:\s*(?:,|và|hoặc)\s*đột xuất)?"
    rf"|(?:hàng|hằng)\s+{_UNIT}(?:\s*(?:,|và|hoặc)\s*{_ITEM})*(?!\s+\d)"
    rf"|{_LIST}(?=[,\s]+báo cáo)"
    r"|\d+\s+(?:tháng|năm|lần|quý)/(?:lần|năm|tháng|quý)|đột xuất|thường xuyên"
    r"|khi (?:có )?(?:yêu cầu|phát sinh)|theo (?:định kỳ|quy định)"
    r"|kịp thời(?=\s+(?:báo cáo|phản ánh))|(?<=báo cáo )kịp thời",
    re.IGNORECASE,
)
_DAY = r"ngày\s+\d{1,2}(?:/\d{1,2}|\s+tháng\s+\d{1,2})?"
_RECURRING = re.compile(
    rf"(?:(?:trước|vào|chậm nhất(?: là)?|muộn nhất(?: là)?|xong)\s+)*{_DAY}\s+(?:của\s+)?(?:(?:hàng|hằng)\s+{_UNIT}"
    rf"(?:,\s*tháng cuối quý)?|tháng cuối\s+{_UNIT}|tháng đầu\s+{_UNIT})"
    rf"|trước\s+{_DAY}(?!\s*(?:/|năm)\s*\d)"
    r"|(?:trước|sau)\s+\d{1,2}\s+ngày(?:\s+(?!gửi\b)\w+){0,5}",
    re.IGNORECASE,
)
_HEAD = (
    r"(?:[Cc]ác đồng chí|[Cc]ác thành viên|Phòng|phòng|Sở|Bộ|Ban|UBND|HĐND|Ủy ban"
    r"|Uỷ ban|Văn phòng|Công an|Trung tâm|Đảng ủy|Đảng uỷ|Tỉnh ủy"
    r"|Tỉnh uỷ|Thành ủy|Thường trực|Hội đồng|UBTVQH|Thủ tướng|Chính phủ|Quốc hội|Chủ tịch|cấp có thẩm quyền|cấp trên"
    r"|Cơ quan|cơ quan|Tổ |Đảng đoàn|Thành uỷ|Huyện ủy|Mặt trận|Hội |Đoàn |Viện|Tổng|Cục|Lãnh đạo|lãnh đạo)"
)
_END = (
    rf"(?=\s+(?:{VERB}|để|theo|trước|vào|về|kết quả|tình hình|xem xét|xử lý|phê duyệt|các|những|quyết định|khi|trong"
    r"|qua|thông qua|kiện toàn|sửa đổi|bổ sung|cho ý kiến|thay thế"
    r"|định kỳ|hàng|hằng|hướng dẫn|giải quyết|tiến độ|biết|kịp thời|chỉ đạo|ban hành|tổ chức|và (?:gửi|báo cáo|cập nhật"
    r"|chịu trách nhiệm|Bộ phận)|,)\b|\s*[;.:(\n]|,\s+(?!\s*(?:" + _HEAD + r"))|$)"
)
_TO = re.compile(
    r"(?:(?:báo cáo|phản ánh|thông báo|phản hồi|cung cấp|trình|gửi|gửi báo cáo)[^;.\n]{0,140}?"
    r"\s(?:gửi về|gửi|về|cho|tới|lên|đến)\s+"
    rf"|(?:báo cáo|gửi về|gửi|trình|tham mưu(?: cho)?|giúp)\s+)(?P<body>{_HEAD}[^;.:\n(]{{0,110}}?){_END}"
)
_SENT = re.compile(rf"(?<!\w)(?:gửi|trình)\s+(?:về\s+)?(?P<body>{_HEAD}[^;.:,\n(]{{0,80}}?)\s+$")
_REPORT = re.compile(r"báo cáo(?!\s+(?:viên|chính trị|tài chính|năm|quý|tháng)\b|\s+[\w ]{0,12}:)", re.IGNORECASE)
_SENDS = re.compile(rf"(?<=gửi )báo cáo\s+(?:cho\s+)?{_HEAD}")
_NOUN_BEFORE = re.compile(r"(?:chế độ|thông tin|dự thảo|mẫu|các|nội dung|gửi|bản|hệ thống)\s*$", re.IGNORECASE)


class Report(NamedTuple):
    """One act of reporting within ``[start, end)`` of a clause."""

    start: int
    end: int
    recipient: str | None
    passed_on: bool


def begins_with_verb(clause: str) -> bool:
    """Whether a clause says what to do; the items of a list that semicolons part do not."""
    return bool(_ACTS.match(clause))


def frequency(clause: str) -> str | None:
    """How often, in small letters, by the fullest words: "định kỳ hàng năm hoặc đột xuất", "hằng tháng".

    "Thường xuyên" yields to any other: one follows matters all the time, and reports now and then.
    """
    found = [squeeze(match.group()).casefold() for match in _FREQUENCY.finditer(clause)]
    return max([often for often in found if often != "thường xuyên"] or found, key=len, default=None)


def due(clause: str) -> str | None:
    """By which day: an ISO date or month, else the day that recurs, as printed ("ngày 18 hàng tháng")."""
    for deadline in find_deadlines(clause):
        if len(deadline.norm) > 4 and ".." not in deadline.norm:
            return deadline.norm
    recurring = [squeeze(match.group()) for match in _RECURRING.finditer(clause)]
    return "; ".join(recurring) or None


def recipient(clause: str) -> str | None:
    """To whom a clause says that something goes; ``None`` when it does not say."""
    found = _TO.search(clause)
    if not found:
        return None
    body = re.sub(r"\s+(?:và|hoặc)$", "", found["body"])
    return normal_name(max(body, named_with_comma(clause, found.start("body")), key=len))


def reports(clause: str) -> list[Report]:
    """The acts of reporting in a clause; one "để tổng hợp, báo cáo …" is passed on by whoever received the first."""
    acts = [
        match
        for match in _REPORT.finditer(clause)
        if not _NOUN_BEFORE.search(clause, 0, match.start()) or _SENDS.match(clause, match.start())
    ]
    found: list[Report] = []
    for at, act in enumerate(acts):
        end = acts[at + 1].start() if at + 1 < len(acts) else len(clause)
        to = recipient(clause[act.start() : end]) or _sent_to(clause[: act.start()])
        before = clause[max(0, act.start() - 30) : act.start()]
        passed_on = bool(found) and bool(re.search(r"để\s+(?:[\w, ]{0,20})$", before))
        if to or not found:
            found.append(Report(act.start(), end, to, passed_on))
    if len(found) > 1 and found[0].recipient is None and not found[1].passed_on:
        found[0] = found[0]._replace(recipient=found[1].recipient)  # "gửi báo cáo năm và báo cáo đột xuất về Sở"
    return found


def _sent_to(before: str) -> str | None:
    """The body that stands between "gửi" and "báo cáo": "gửi Sở Y tế báo cáo tình hình"."""
    match = _SENT.search(before)
    return normal_name(match["body"]) if match else None
