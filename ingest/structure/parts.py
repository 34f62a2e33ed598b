"""The parts of a document that carry no number, by what they begin with.

NĐ 30/2020/NĐ-CP, Phụ lục I (State) and HD 36-HD/VPTW (Party): header block, tên
loại và trích yếu, căn cứ, closing sentence, Nơi nhận, signature, Phụ lục.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.marks import BULLET, is_doc_type, is_upper, starts_with_doc_type
from ingest.structure.labels import read_labels

RECIPIENTS = re.compile(r"^nơi nhận\s*:?", re.IGNORECASE)
_SUBJECT_V_V = re.compile(r"^(?:v/v|về việc)\b", re.IGNORECASE)
_BASIS = re.compile(
    r"^(?:[-–]\s*)?(?:Căn cứ|Thực hiện|Triển khai thực hiện|Theo đề nghị|Xét đề nghị|Trên cơ sở|Để|Nhằm|Thời gian qua"
    r"|Tiếp tục|Ngày \d|Trong thời gian|Sau \d)\b"
)
_SIGN_FOR = re.compile(r"^(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)\s*\.?\s+(?=[A-ZĐỦÔƯ])")
_ROLE = re.compile(
    r"^(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|THỦ TƯỚNG"
    r"|TỔNG BÍ THƯ|CHỦ NHIỆM|CỤC TRƯỞNG|VỤ TRƯỞNG|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TỔNG THANH TRA|THỐNG ĐỐC|CHÁNH ÁN)\b"
)
_CLOSES = re.compile(
    r"^(?:Trên đây là|Yêu cầu|Đề nghị|Trong quá trình|Quá trình|Nhận được"
    r"|(?:Kế hoạch|Nghị quyết|Chỉ thị|Quyết định) này"
    r"|Căn cứ nội dung|Giao\b|.{3,60}\byêu cầu các\b|.{3,60}\bđề nghị các\b)"
)
_APPENDIX = re.compile(r"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?([IVXLC]+|\d{1,2}|[A-H])\b)?\s*[:.\-–—]?\s*")
_HEADER_LINE = re.compile(r"^(?:Độc lập|Số\s*:|[\w .]+, ngày\b|\*$)", re.IGNORECASE)
_ATTACHED = re.compile(r"^\(?\s*(?:ban hành\s+)?(?:kèm|đính kèm)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Appendix:
    """The head of an appendix: its path label, the title printed on the same line, and where its text begins."""

    label: str
    title: str
    length: int


def is_title_line(block: Block) -> bool:
    """Whether a block names the kind of document, or gives the subject of a letter (V/v …)."""
    return block.cells is None and (is_doc_type(block.text) or bool(_SUBJECT_V_V.match(block.text)))


def is_header_line(block: Block) -> bool:
    """Whether a block is the State motto, a number or a place and date, as header blocks hold them."""
    return len(block.text) <= 120 and bool(_HEADER_LINE.match(block.text))


def opens_attachment(block: Block, following: Sequence[Block]) -> bool:
    """Whether a block is the title of what a decision before it was issued with.

    A kind of document alone in capitals, or followed by its subject and then by "(Kèm theo …)"; or any title in
    capitals with "(Kèm theo …)" just below.
    """
    if is_title_line(block):
        return True
    if is_upper(block.text) and block.cells is None and any(map(is_attached_note, following[:1])):
        return True
    return starts_with_doc_type(block.text) and any(is_attached_note(b) for b in following[:4])


def goes_on_with_subject(previous: Block, block: Block) -> bool:
    """Whether ``block`` is a further line of the trích yếu that ``previous`` began."""
    about = is_doc_type(previous.text) and _SUBJECT_V_V.match(block.text)  # "V/V …" is no clause V
    if block.cells is not None or BULLET.match(block.text) or (read_labels(block.text) and not about):
        return False
    if _ATTACHED.match(block.text):
        return True
    heads = is_doc_type(previous.text) or starts_with_doc_type(previous.text)
    if is_upper(previous.text) != is_upper(block.text) and not heads:
        return False
    if _BASIS.match(block.text) and not is_doc_type(previous.text):
        return False
    if is_doc_type(previous.text):
        return not _BASIS.match(block.text) or len(block.text) < 700
    if previous.all_bold != block.all_bold or bool(previous.level) != bool(block.level):
        return False
    if block.text[-1] in ".;:" and not (block.all_bold or is_upper(block.text)):
        return False  # a sentence: a trích yếu is a phrase
    return previous.text[-1] not in ".;:" and len(block.text) < 400


def is_signature_line(block: Block) -> bool:
    """Whether a block is "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "BÍ THƯ"…, in capitals."""
    text = block.text.strip()
    if block.cells is not None or len(text) > 160:
        return False
    return bool(_SIGN_FOR.match(text)) or (bool(_ROLE.match(text)) and is_upper(text))


def signs_for(block: Block) -> bool:
    """Whether a block is a signature line that says for whom or by whose leave (TM., KT., TL., TUQ.)."""
    return is_signature_line(block) and bool(_SIGN_FOR.match(block.text.strip()))


def is_signed_name(block: Block) -> bool:
    """Whether a block is the name under a signature, or a mark such as "(Đã ký)"."""
    if block.cells is not None or block.level or len(block.text) > 60 or read_appendix(block):
        return False
    if block.text.startswith(("(", "[")):
        return not is_attached_note(block)
    names = block.text.replace(".", " ").split()
    return 1 < len(names) <= 6 and not is_doc_type(block.text) and all(n[0].isupper() for n in names)


def closes(block: Block) -> bool:
    """Whether a paragraph reads like the closing sentence of a document."""
    return bool(_CLOSES.match(block.text))


def ends_document(block: Block) -> bool:
    """Whether a paragraph ends with the mark "./." that closes an administrative document."""
    return block.text.rstrip().endswith("./.")


def read_appendix(block: Block) -> Appendix | None:
    """The head of an appendix, or ``None`` where the word only occurs in a sentence."""
    match = _APPENDIX.match(block.text)
    if not match or block.cells is not None:
        return None
    rest = block.text[match.end() :].strip()
    separated = block.text[: match.end()].rstrip()[-1:] in ":.-–—"
    if rest and not (is_upper(rest) or separated or block.level or rest.startswith("(")):
        return None
    if rest and len(rest) > 300:
        return None
    label = f"Phụ lục {match.group(1)}" if match.group(1) else "Phụ lục"
    return Appendix(label, rest, match.end())


def is_attached_note(block: Block) -> bool:
    """Whether a block says what an attachment was issued with ("(Kèm theo Quyết định số …)")."""
    return bool(_ATTACHED.match(block.text))
