"""Words that tell an aim from a figure that is none: present state, condition, cost, specification.

Every pattern here is a habit of the genre, not of one document. What they reject: what has been reached
("đã đạt 95%"), budget and cost norms ("hỗ trợ tối đa 50% kinh phí"), conditions ("nếu", "từ 02 xã trở lên có"),
properties of a thing ("tốc độ từ 1 Gbps"), marking schemes ("cộng 05 điểm"), quotas of awards and votes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FLAGS = re.IGNORECASE

AIM_HEADING = re.compile(
    r"mục tiêu|chỉ tiêu|phấn đấu|kết quả (?:cần|phải|dự kiến)|tầm nhìn|định hướng (?:đến|năm)"
    r"|^\W*(?:\d[\d.]*\s*)?(?:\w[).]\s*)?(?:đến|giai đoạn|năm)\b.{0,24}\b20\d\d",
    _FLAGS,
)
STATE_HEADING = re.compile(
    r"thực trạng|hiện trạng|đánh giá (?:tình hình|kết quả|chung)|tình hình"
    r"|kết quả (?:thực hiện|đạt được|triển khai|nổi bật)|những kết quả|đặc điểm|tồn tại|hạn chế|khó khăn|nguyên nhân"
    r"|sự cần thiết|bối cảnh|bài học|ưu điểm|khen thưởng|thang điểm|chấm điểm|cách tính|tiêu chí đánh giá"
    r"|đánh giá, xếp loại|phương pháp tính",
    _FLAGS,
)
_CONTENT_HEADING = re.compile(r"nội dung|nhiệm vụ|giải pháp|phương hướng|kế hoạch", _FLAGS)
ROMAN = re.compile(r"[IVX]+")
LAW_PATH = re.compile(r"^(?:Điều|Chương|Khoản)\b", _FLAGS)
REPORT = re.compile(
    r"^\W*(?:báo cáo|thông báo|kết luận|v/v báo cáo|tình hình|kết quả)\b|báo cáo (?:kết quả|tình hình)", _FLAGS
)

AIM = re.compile(
    r"phấn đấu|phần đấu|phân đấu|mục tiêu|hướng tới|hướng đến|bảo đảm|đảm bảo|chỉ tiêu|yêu cầu|tối thiểu|ít nhất"
    r"|nâng (?:tỷ lệ|tỉ lệ|cao)|không thấp hơn|trở lên|tiến tới|dự kiến|đến (?:hết |cuối )?năm 20\d\d|hoàn thành",
    _FLAGS,
)
# "theo kế hoạch đã ban hành" tells nothing about the figure.
_ISSUED = (
    r"được (?:cấp có thẩm quyền )?(?:ban hành|phê duyệt|giao|công bố)"
    r"|ban hành|đề ra|đủ|có đủ|phê duyệt|xác định|giao|nêu"
)
_STATE = re.compile(
    rf"(?<!\w)(?:đã (?!{_ISSUED})"
    r"|hiện nay|hiện có|hiện tại|hiện đạt|hiện đã|hiện mới|tính đến|đến nay|đến thời điểm|ước đạt|ước thực hiện|cùng kỳ"
    r"|đạt được|trong thời gian qua|thời gian qua|vừa qua|năm trước|mới đạt|chỉ đạt|mới chỉ|cả nước (?:có|đạt)"
    r"|toàn (?:tỉnh|xã|huyện|thành phố) (?:có|hiện)|bình quân cả nước|kết quả (?:đạt|khảo sát)|theo thống kê|dự báo)",
    _FLAGS,
)
_STRONG_AIM = re.compile(
    r"phấn đấu|phần đấu|phân đấu|mục tiêu|hướng tới|bảo đảm|đảm bảo|tiến tới|yêu cầu|chỉ tiêu|nâng tỷ lệ", _FLAGS
)
_CONDITION = re.compile(
    r"(?<!\w)(?:nếu|trường hợp|với điều kiện|trong trường hợp|khi có|vượt quá|đơn vị đạt|đơn vị có"
    r"|đối với .{0,60}có tỷ lệ|với (?:tỷ|tỉ) lệ|với mức)(?!\w)[^;]*$",
    _FLAGS,
)
_OPENS_CONDITION = re.compile(r"\W*(?:nếu|trường hợp|trong trường hợp)(?!\w)[^,]*,?[^,]*$", _FLAGS)
_COST_BEFORE = re.compile(
    r"(?:chi phí (?:vận hành|quản lý|duy trì|bảo trì|bảo dưỡng|tư vấn|dự phòng)|lãi suất|thuế suất"
    r"|dự phòng|định mức|học phí"
    r"|(?:mức|tỷ lệ|tỉ lệ) (?:hỗ trợ|thu|phạt|đóng|vay|phụ cấp|lương|trích|hưởng|khấu trừ|điều tiết|phân chia|thưởng"
    r"|bồi thường|chi(?! ngân sách| cho khoa học))"
    r"|(?<!\w)(?:trích|trích lập|thuế|miễn|phụ cấp|trợ cấp|phạt|tạm ứng|thanh toán trước|đặt cọc|vay|thế chấp|hệ số"
    r"|hưởng))(?!\w)[^;]*$",
    _FLAGS,
)
_COST_AFTER = re.compile(
    r"^\W*(?:(?:của|trên|so với|số|tổng|tổng số|tổng mức|giá trị|mức)\s+)*"
    r"(?:chi phí(?!\s+(?:tuân thủ|hành chính|kinh doanh))|kinh phí|giá trị (?:hợp đồng|đầu tư|gói thầu|dự toán)"
    r"|lãi suất|học phí|mức đầu tư|đầu tư của dự án|dự toán|mức lương|lương|tiền|lệ phí|phí|thuế|vốn|nguồn thu|định mức"
    r"|mức (?:chi|hỗ trợ|phạt|đóng)|giá(?! trị))(?!\w)",
    _FLAGS,
)
# "Vốn ngoài ngân sách dự kiến 10% - 15% (khoảng 12 tỷ đồng)": how funds are shared out.
_FUNDS = re.compile(
    r"\W*(?:nguồn )?(?:vốn|ngân sách|kinh phí)(?!\w)(?!.*(?:bố trí|dành|chi cho|tối thiểu|ít nhất|không thấp hơn))",
    _FLAGS,
)
_SUM_BEHIND = re.compile(r"[^;.()]{0,40}\(\s*(?:khoảng|tương đương|tức)?\s*[\d.,]+\s*(?:tỷ|tỉ|triệu) đồng", _FLAGS)
_REDUCTION = re.compile(r"(?:cắt giảm|giảm|tiết kiệm|rút ngắn)(?!\w)[^;,]*$", _FLAGS)
_MARKING = re.compile(
    r"(?:cộng|trừ|không cộng|chấm|đạt tối đa)\s+(?:thêm\s+)?\d+(?:[.,]\d+)?\s*điểm|không cộng điểm|thang điểm|tỷ lệ = "
    r"|biểu quyết|tán thành|cổ phần|vốn điều lệ|vốn góp|bằng khen|khen thưởng|giấy khen|thương tật|cận nghèo đa chiều",
    _FLAGS,
)
_SPEC = re.compile(
    r"(?:tốc độ|băng thông|dung lượng|công suất|đường kính|chiều (?:dài|rộng|cao)|diện tích|bán kính|độ phân giải|cự ly"
    r"|thời gian|thời hạn|trong vòng|định kỳ|sau|trước|cách|quá|tuổi|loại|kích thước|trọng lượng|công tác)"
    r"(?:\s+(?:truy cập|kết nối|tối thiểu|mạng|cao|đạt|truyền|đường truyền))*\s*\(?$",
    _FLAGS,
)


def headings_say(pattern: re.Pattern[str], labels: Sequence[str]) -> bool:
    """Whether one of the headings above a passage matches."""
    return any(pattern.search(label) for label in labels)


def speaks_law(path: Sequence[str]) -> bool:
    """Whether a passage is an article of law: it stands under Điều or Chương, and under no Roman numeral in it.

    A plan that a decision approves in its first article is divided by Roman numerals, as plans are.
    """
    article = max((at for at, label in enumerate(path) if LAW_PATH.match(label)), default=-1)
    return article >= 0 and not any(ROMAN.fullmatch(label) for label in path[article + 1 :])


def sets_aims(labels: Sequence[str]) -> bool:
    """Whether a heading announces aims."""
    return headings_say(AIM_HEADING, labels)


def tells_results(labels: Sequence[str]) -> bool:
    """Whether the headings announce results or marks rather than what is to be done; the innermost decides."""
    for label in reversed(labels):
        if AIM_HEADING.search(label) or _CONTENT_HEADING.search(label):
            return False
        if STATE_HEADING.search(label):
            return True
    return False


def is_present_state(before: str, after: str, aiming: bool) -> bool:
    """Whether a figure tells what is: ``before`` and ``after`` are the rest of its clause.

    Under a heading that sets aims (``aiming``) only words in front of the figure count.
    """
    states = list(_STATE.finditer(before))
    if states:
        aims = list(_STRONG_AIM.finditer(before))
        return not aims or aims[-1].start() < states[-1].start()
    return (
        not aiming
        and not _STRONG_AIM.search(before)
        and bool(re.match(r"[^.;]{0,80}?(?<!\w)đã (?:được|có|đạt|hoàn thành)", after, _FLAGS))
    )


def is_condition(before: str) -> bool:
    """Whether a figure says when something holds: "nếu", "với tỷ lệ 1% - 3% doanh thu".

    An aim inside of a condition is none ("Nếu chưa bảo đảm 3% …"); a condition in front of an aim takes nothing
    from it ("… với điều kiện hiện có, phấn đấu đạt 60%").
    """
    return bool(_OPENS_CONDITION.match(before)) or (bool(_CONDITION.search(before)) and not _STRONG_AIM.search(before))


def is_cost(before: str, after: str) -> bool:
    """Whether a figure fixes a cost, a rate of support, interest or tax."""
    if _FUNDS.match(before) and _SUM_BEHIND.match(after) and not _STRONG_AIM.search(before):
        return True
    if _COST_AFTER.match(after):
        return not _REDUCTION.search(before)
    return bool(_COST_BEFORE.search(before))


def is_marking(clause: str) -> bool:
    """Whether a clause gives points, counts votes or limits awards."""
    return bool(_MARKING.search(clause))


def is_specification(before: str) -> bool:
    """Whether the words in front of a figure make it a property of a thing: "với tốc độ trên 1 Gbps"."""
    return bool(_SPEC.search(before))
