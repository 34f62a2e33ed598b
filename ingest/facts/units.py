"""Units of measure as plans print them, and what may stand between a figure and its noun.

``60 % tổng chi ngân sách`` is measured in "% tổng chi ngân sách", ``12 người trên một vạn dân`` in
"người/vạn dân", ``01 Gbps/s`` in "Gbps". A percentage of people or things is plain "%": what it is a
percentage of is its scope.
"""

from __future__ import annotations

import re
from functools import cache

from ingest.vocabulary import accent_optional

PERCENT = "%"

# Aggregates that make a percentage a different quantity: 2 % GDP is not 2 % of the budget.
_AGGREGATES: tuple[tuple[str, str], ...] = (
    ("tổng chi ngân sách nhà nước", "% tổng chi ngân sách nhà nước"),
    ("tổng chi ngân sách địa phương", "% tổng chi ngân sách địa phương"),
    ("tổng chi ngân sách", "% tổng chi ngân sách"),
    ("tổng chi NSNN", "% tổng chi ngân sách nhà nước"),
    ("chi ngân sách nhà nước", "% chi ngân sách nhà nước"),
    ("chi ngân sách", "% chi ngân sách"),
    ("ngân sách nhà nước", "% ngân sách nhà nước"),
    ("ngân sách", "% ngân sách"),
    ("tổng mức đầu tư", "% tổng mức đầu tư"),
    ("GRDP", "% GRDP"),
    ("GDP", "% GDP"),
    ("doanh thu", "% doanh thu"),
    ("kinh tế số", "% kinh tế số"),
    ("điểm phần trăm", "điểm %"),
    ("of GDP", "% GDP"),
    ("of GRDP", "% GRDP"),
    ("of the total budget", "% tổng chi ngân sách"),
    ("of total budget", "% tổng chi ngân sách"),
    ("of the budget", "% tổng chi ngân sách"),
    ("of budget", "% tổng chi ngân sách"),
)

# Longest first wherever one begins another. A noun here can be counted as an aim is counted.
_NOUNS: tuple[str, ...] = (
    "tổ chức, doanh nghiệp", "doanh nghiệp, hợp tác xã", "doanh nghiệp", "hợp tác xã", "hộ kinh doanh",
    "tổ hợp tác", "hộ gia đình", "hộ dân", "hộ nghèo", "hộ", "tổ chức", "cơ sở giáo dục", "cơ sở dữ liệu", "cơ sở",
    "cơ quan", "đơn vị", "thôn, bản", "thôn", "bản", "ấp", "xóm", "buôn", "khu dân cư", "tổ dân phố", "xã, phường",
    "xã", "phường", "huyện", "tỉnh, thành phố", "tỉnh", "thành phố", "đô thị thông minh", "đô thị", "địa phương",
    "mô hình", "sản phẩm", "dịch vụ công", "dịch vụ", "nền tảng", "hệ thống", "phần mềm", "ứng dụng", "bộ dữ liệu",
    "trung tâm dữ liệu", "trung tâm", "sàn dữ liệu", "sàn giao dịch dữ liệu",
    "sàn giao dịch công nghệ", "sàn giao dịch", "sàn thương mại điện tử", "khu công nghiệp", "cụm công nghiệp",
    "cụm", "vùng", "dự án",
    "công trình", "đề tài", "sáng kiến", "giải thưởng", "đơn đăng ký sáng chế", "sáng chế", "công bố", "bài báo",
    "đề án", "chương trình", "cán bộ, công chức, viên chức", "cán bộ, công chức", "cán bộ", "công chức",
    "viên chức", "chuyên gia", "kỹ sư", "nhà khoa học", "học viên", "học sinh", "sinh viên", "giáo viên", "bác sĩ",
    "giường bệnh", "lượt người", "lượt nhân lực", "lượt khách", "lượt cán bộ", "lượt", "người lao động", "lao động",
    "người dân", "người", "thành viên", "thuê bao", "tài khoản", "hồ sơ", "thủ tục hành chính", "thủ tục",
    "văn bản", "tin, bài", "tin bài", "chuyên mục", "lớp tập huấn", "lớp", "hội nghị", "hội thảo", "cuộc thi",
    "cuộc", "buổi", "đợt", "điểm truy cập", "điểm du lịch", "điểm phát wifi", "trạm BTS", "trạm", "camera",
    "máy tính", "thiết bị", "trường học", "trường", "bệnh viện", "trạm y tế", "phòng khám", "nhà văn hóa",
    "thư viện", "bảo tàng", "làng nghề", "làng", "chi bộ", "đảng viên", "hội viên", "đoàn viên", "phóng sự",
    "video", "tiêu chuẩn", "tập dữ liệu", "ca sinh", "lớp học", "phòng học", "chợ", "tuyến đường", "tuyến",
    "tổ công nghệ số cộng đồng", "tổ", "đội", "câu lạc bộ", "nhóm nghiên cứu", "phòng thí nghiệm", "quỹ", "cặp",
    "con", "trẻ", "bé trai", "căn hộ", "căn", "ngôi nhà", "nhà", "cây", "con vật nuôi", "gian hàng", "thương hiệu",
    "nhãn hiệu", "chỉ dẫn địa lý", "hợp đồng", "giao dịch", "quy trình", "di tích", "di sản", "hiện vật",
    "tài liệu", "bản đồ", "kho dữ liệu", "Cổng", "trang thông tin điện tử", "tấn", "tạ", "kg", "ha", "hecta", "km²",
    "km2", "km", "m²", "m2", "m³", "m3", "mét", "MW", "kWh", "GWh", "Tbps", "Gbps", "Gb/s", "Gbit/s", "Mbps",
    "Mb/s", "TB", "GB", "tuyến cáp quang biển", "nước", "quốc gia", "bậc", "thứ bậc", "hạng", "điểm", "sao", "tuổi",
    "tỷ đồng", "tỉ đồng", "triệu đồng", "nghìn đồng", "đồng", "tỷ USD", "tỉ USD", "triệu USD", "USD", "đô la Mỹ",
    "mô-đun", "thành tựu", "công nghệ", "nhiệm vụ khoa học", "máy",
)  # fmt: skip
_ENGLISH: tuple[tuple[str, str], ...] = (
    ("enterprises", "doanh nghiệp"), ("enterprise", "doanh nghiệp"), ("businesses", "doanh nghiệp"),
    ("business", "doanh nghiệp"), ("companies", "doanh nghiệp"), ("firms", "doanh nghiệp"),
    ("villages", "thôn"), ("hamlets", "thôn"), ("households", "hộ"), ("people", "người"),
    ("communes", "xã"), ("officials", "cán bộ, công chức"), ("models", "mô hình"), ("datasets", "bộ dữ liệu"),
)  # fmt: skip
_MULTIPLIERS = ("nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ")

# Nouns that number things without measuring them: "07 nhiệm vụ, giải pháp", "chính quyền 2 cấp", "5 rõ".
NAMING: tuple[str, ...] = (
    "quan điểm", "nhiệm vụ", "giải pháp", "nội dung", "vấn đề", "rõ", "nhóm", "chương", "điều", "khoản",
    "mục tiêu", "mục", "cấp", "bước", "trụ cột", "lĩnh vực", "phụ lục", "lần", "kỳ", "phần", "tiêu chí",
    "chỉ tiêu", "chỉ số", "nguyên tắc", "không", "nhất", "thật", "tại chỗ", "yêu cầu", "khâu", "đột phá",
    "chương trình mục tiêu", "nghị quyết", "quyết định", "luật", "nhà", "bên", "bộ", "ngành", "bản chính",
    "bản sao", "mặt", "tháng", "ngày", "năm", "giờ", "phút", "giây", "quý", "tuần", "tuổi", "đồng chí",
    "loại", "dạng", "mức", "thành viên", "ủy viên", "khóa", "nhiệm kỳ", "trường hợp", "hình thức", "kịch bản",
    "phương án", "giai đoạn", "định hướng", "năng lực", "đối tượng", "thành phần", "vùng kinh tế", "bậc học",
)  # fmt: skip
RATES = re.compile(
    r"\s*/\s*(?:0?1\s+)?(?P<per>(?:năm|tháng|quý|tuần|ngày|phụ nữ|vạn dân|người dân|người|hộ|xã|thôn|dân"
    r"|\d[\d.]*\s+[^\W\d_]+(?:\s[^\W\d_]+)?)(?:\s*/\s*(?:năm|tháng))?)(?!\w)",
    re.IGNORECASE,
)
_PER_VILLAGERS = re.compile(
    r"\s*(?:/|trên|per)\s*(?:0?1|một|mot)?\s*(vạn|\d[\d.]*|một nghìn|nghìn)"
    r"\s+(dân|người dân|người|people)(?!\w)",
    re.IGNORECASE,
)


_MULTIPLIES = re.compile(r"(?:gấp|tăng|tăng gấp)\s+(?:(?:ít nhất|tối thiểu|trên|hơn|khoảng|từ)\s+)?$", re.IGNORECASE)
_TIMES = re.compile(r"\s*lần(?:\s+(?:GRDP|GDP))?(?!\w)", re.IGNORECASE)
_THING = re.compile(r"\s*(kịch bản|giải pháp|phương án|nhiệm vụ)(?!\w)", re.IGNORECASE)
_EACH_YEAR = re.compile(
    r"(?:(?:bình quân|trung bình)\s+)?(?:mỗi|h[àằ]ng) năm,?\s+(?:[^\W\d_]+\s+){0,5}(?:[≥>]\s*)?$", re.IGNORECASE
)
_YEARLY = re.compile(r"\s*(?:mỗi|một|h[àằ]ng|trên) năm(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"\s+([^\W\d_]+(?:\s[^\W\d_]+(?=\s?/))?)(?!\w)")
_NO_UNIT = frozenset(
    "và hoặc để thì trong cho của đến là có với theo so trở tại từ trên dưới như được vào bằng đạt khu các những mà do"
    " về and or by in of for to the at with than".split()
)


def _alternatives(phrases: tuple[str, ...]) -> str:
    return "|".join(accent_optional(phrase) for phrase in sorted(phrases, key=len, reverse=True))


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(r"\s*(?:(?P<points>điểm\s*(?:%|phần trăm))|%|phần trăm|phan tram|per ?cent)(?!\w)", re.IGNORECASE)


@cache
def _aggregate() -> re.Pattern[str]:
    phrases = tuple(phrase for phrase, _ in _AGGREGATES)
    return re.compile(rf"\s*/?\s*({_alternatives(phrases)})(?!\w)", re.IGNORECASE)


@cache
def _noun() -> re.Pattern[str]:
    nouns = _alternatives(_NOUNS)
    english = _alternatives(tuple(word for word, _ in _ENGLISH))
    return re.compile(
        rf"\s*(?P<times>(?:{_alternatives(_MULTIPLIERS)})\s+)?(?:(?P<noun>{nouns})|(?P<english>{english}))(?!\w)",
        re.IGNORECASE,
    )


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_alternatives(NAMING)})(?!\w)", re.IGNORECASE)


def unit_in_words(before: str, text: str, at: int, floor: bool) -> tuple[str, int] | None:
    """A unit that only its wording makes one: "gấp 30 lần GRDP", and "tối thiểu 05 kịch bản" (``floor``)."""
    times = _TIMES.match(text, at) if _MULTIPLIES.search(before) else None
    if times:
        return " ".join(times.group().split()), times.end()
    thing = _THING.match(text, at) if floor else None
    return (thing[1].casefold(), thing.end()) if thing else None


def names_things(text: str, at: int) -> bool:
    """Whether the word after a figure only numbers things: "05 quan điểm", "2 cấp", "6 tháng"."""
    return _naming().match(text, at) is not None


def _canonical(phrase: str, table: tuple[tuple[str, str], ...]) -> str:
    pattern_free = " ".join(phrase.split())
    for printed, unit in table:
        if re.fullmatch(accent_optional(printed), pattern_free, re.IGNORECASE):
            return unit
    return pattern_free


def _listed(printed: str) -> str:
    """A noun as the list writes it, whatever its case in print: "Doanh nghiệp" is "doanh nghiệp"."""
    squeezed = " ".join(printed.split())
    return _by_case().get(squeezed.casefold(), squeezed)


@cache
def _by_case() -> dict[str, str]:
    return {noun.casefold(): noun for noun in _NOUNS}


def _percent_unit(text: str, at: int) -> tuple[str, int] | None:
    match = _percent().match(text, at)
    if not match:
        return None
    if match["points"]:
        return "điểm %", match.end()
    rate = RATES.match(text, match.end())
    if rate and rate[1].casefold() in ("năm", "tháng", "quý"):
        return f"%/{rate[1].casefold()}", rate.end()
    aggregate = _aggregate().match(text, match.end())
    if aggregate:
        return _canonical(aggregate[1], _AGGREGATES), aggregate.end()
    return PERCENT, match.end()


def _counted_unit(text: str, at: int) -> tuple[str, int] | None:
    match = _noun().match(text, at)
    if not match:
        return None
    noun = _canonical(match["english"], _ENGLISH) if match["english"] else _listed(match["noun"])
    unit = f"{' '.join(match['times'].split())} {noun}" if match["times"] else noun
    end = match.end()
    if unit.casefold() in ("gbps", "mbps", "tbps"):
        tail = re.compile(r"/\s*s(?!\w)").match(text, end)
        return unit, tail.end() if tail else end
    per = _PER_VILLAGERS.match(text, end)
    if per:
        return f"{unit}/{per[1].casefold()} {per[2].casefold()}", per.end()
    rate = RATES.match(text, end)
    return (f"{unit}/{' '.join(rate[1].split())}", rate.end()) if rate else (unit, end)


def per_year(before: str, unit: str, after: str) -> str:
    """A count that a plan sets for every year: "mỗi năm … 150 sản phẩm" is 150 "sản phẩm/năm"."""
    counted = bool(unit) and not unit.startswith("%") and "/" not in unit
    return f"{unit}/năm" if counted and (_EACH_YEAR.search(before) or _YEARLY.match(after)) else unit


def unit_after(text: str, at: int) -> tuple[str, int] | None:
    """The unit printed from ``at`` on, in canonical form, and where it ends; ``None`` if none is known."""
    return _percent_unit(text, at) or _counted_unit(text, at)


def word_after(text: str, at: int) -> tuple[str, int] | None:
    """The word behind a figure, as its unit where the list knows none: "ít nhất 20 tập dữ liệu"."""
    match = _WORD.match(text, at)
    if not match or match[1].casefold() in _NO_UNIT:
        return None
    rate = RATES.match(text, match.end())
    return (f"{match[1]}/{' '.join(rate[1].split())}", rate.end()) if rate else (match[1], match.end())


def normal_unit(printed: str) -> str:
    """The unit of a table's unit column: "Người/vạn dân" and "người/vạn dân" are one."""
    squeezed = " ".join(printed.split()).strip(" .;:")
    if squeezed.startswith("(") and squeezed.endswith(")"):
        squeezed = squeezed[1:-1].strip()
    found = unit_after(squeezed, 0)
    if found and found[1] == len(squeezed):
        return found[0]
    shouted = squeezed[1:2].isupper() or squeezed[1:2].isdigit()
    return squeezed if shouted else squeezed[:1].lower() + squeezed[1:]
