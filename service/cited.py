"""Which document that others cite a question asks for: "theo kế hoạch số mấy của UBND tỉnh", "dẫn thông tư nào".

What is asked is then no property of the documents in question but what they print of another: its number,
date, issuer and name. The words in front of its type tell, and the question word behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from ingest.types import Frozen
from service.kinds import CITING
from service.lexicon import document_words, expand, is_abbreviation, phrases, translate
from service.mentions import Mention, blanked
from service.ports import Held
from service.question import Question
from service.types import AnswerKind
from service.words import fold, syllables

FROM_KINDS = ("metadata", "obligation", "passage", "reference", "target", "task")  # what such a question may be read as
WORD = r"(?:[\w&'’-]+\s+)"
PLACE = r"(?:(?:muc|diem|khoan|dieu|chuong|phan|phu luc)\s+(?:nao|may|so may)\s+(?:cua\s+|trong\s+)?)"
ANY_TYPE = "van ban|document"
AT, OF = "tai", "cua"
BODY = re.compile(
    r"(?:uy ban|ubnd|tinh uy|thanh uy|dang uy|dang bo|btv|thuong truc|thu tuong|chinh phu|quoc hoi|bo|so|phong|ban"
    r"|hoi dong|hdnd|van phong|tong cuc|cuc|to|trung uong)(?!\w)"
)
HIGHER = ("trung uong", "cap trung uong")
BARE = ("uy ban nhan dan", "hoi dong nhan dan", "cap-uy")  # names that leave out whose body it is
ENGLISH_VERBS = (
    "carry out|carries out|carried out|implements?|implemented|cites?|cited|based|rests?|follows?|invokes?|rel(?:y|ies)"
)
ISSUED = re.compile(r"\s*,?\s*(?:cua|do|of|by|from|issued by)\s+(?:the\s+)?(?P<issuer>[^,;:?!().]+)")
ISSUER_ENDS = re.compile(
    r"(?<!\w)(?:nao|may|so (?:may|nao|bao nhieu|hieu|gi)|ngay|duoc|ban hanh|theo|thi|de|ve|hay|la|co|trong|phe duyet"
    r"|ma|cho|khi|vao|quy dinh|do|does|do|did|is|are|was|were|on|about)(?!\w)"
)
LEADERS = re.compile(r"^(?:(?:bo truong|chu tich|pho chu tich|ban thuong vu|ban chap hanh|thuong truc) (?=\w+ ))+")
PROVINCIAL = re.compile(r"(?<!\w)(?:tinh|thanh pho|tp|thanh uy)(?!\w)")
COMMUNAL = re.compile(r"(?<!\w)(?:xa|phuong|dac khu|thi tran)(?!\w)")
PROPERTY = 60  # characters between the name of a cited document and what is asked of it ("của Ban Bí thư đề ngày")
INSIDE = re.compile(r"(?<!\w)(?:cua|trong|theo|in|of|under)\s+$")
CITED_IN = re.compile(
    r"(?<!\w)(?:(?:trong|tai|theo|in|under)|(?:cited|mentioned|named|referred to) (?:by|in)(?:\s+[^\W\d]+){0,6})\s+$"
)
BY_OTHERS = re.compile(
    r"(?<!\w)(?:duoc|bi|(?:co|nam) trong|is|are|was|were|(?:xa|phuong|tinh|noi|ke hoach|van ban|tai lieu) nao)(?!\w)"
)
STATED = re.compile(r"(?<!\w)(?:so|ngay|ky hieu|so hieu|nam)(?:\s*(?:,|va)?\s*(?:so|ngay|ky hieu|nam))*\s+(?:cua\s+)?$")


class Cited(Frozen):
    """A document asked for by its type and perhaps issuer: what the documents in question print of it.

    ``type`` (folded) is "" for any, ``called`` its name in the language of the question; ``start`` and ``end``
    are the words that ask. ``numbered`` tells that nothing but a citation answers.
    """

    type: str
    called: str
    issuer: str = ""
    numbered: bool = False
    start: int
    end: int

    def without(self, question: Question) -> Question:
        """The question with commas in place of the words that ask: what is left tells which of them is meant."""
        text = question.text
        return question.model_copy(
            update={"text": text[: self.start] + "," * (self.end - self.start) + text[self.end :]}
        )


def asked_citation(
    question: Question, mentions: Sequence[Mention], kind: AnswerKind, held: Sequence[Held]
) -> Cited | None:
    """The cited document that a question asks for; ``None`` if it asks for none."""
    if kind not in FROM_KINDS:
        return None
    text = blanked(question.text, mentions)
    english = question.language == "en"
    patterns = (_english,) if english else (_behind_words, _named_first, _in_passive, _of_another)
    match = next((found for pattern in patterns if (found := pattern().search(fold(text)))), None)
    if match is None:
        return None
    typed = " ".join(match["type"].split())
    name = {fold(called): word.type for word in document_words() for called in word.any}.get(typed, "")
    numbered = english or " " in match["ask"]
    if match["via"] == AT and not numbered and any(one.type == name for one in held):
        return None  # "nằm tại kế hoạch nào" asks where it stands
    between = (match.end("type"), match.start("ask")) if match.end("type") < match.start("ask") else (0, 0)
    told = _issuer(text, *between) or _issuer(text, max(match.end("ask"), match.end("type")), len(text))
    issuer = translate(Question(text=told[0], language=question.language)).strip() if told else ""
    if match["via"] == OF and (not BODY.match(fold(issuer)) or _is_held(fold(name), issuer, held)):
        return None  # "kế hoạch của xã số mấy": the number of a document in question
    end = max(match.end("ask"), match.end("type"), told[1] if told else 0)
    called = typed if english else name.lower()
    return Cited(type=fold(name), called=called, issuer=issuer, numbered=numbered, start=match.start("type"), end=end)


def _issuer(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The issuer told behind a type or question word ("của UBND tỉnh"), and where it ends."""
    of = ISSUED.match(fold(text), start, end)
    if of is None:
        return None
    ends = ISSUER_ENDS.search(fold(text), of.start("issuer"), of.end("issuer"))
    if ends and ends.group() in ("nao", "may"):
        return None  # "của phòng nào": that is asked
    stop = ends.start() if ends else of.end("issuer")
    issuer = text[of.start("issuer") : stop].strip()
    return (issuer, stop) if issuer else None


@cache
def _types() -> str:
    names = sorted((fold(name) for word in document_words() for name in word.any), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)


def _any(*lists: str) -> str:
    listed = sorted((fold(phrase) for name in lists for phrase in phrases(name)), key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in listed)


@cache
def _behind_words() -> re.Pattern[str]:
    """ "theo kế hoạch … số mấy", "dẫn thông tư nào", "thực hiện nghị quyết số mấy", "theo mục nào của văn bản nào"."""
    number = _any("hoi_so_hieu")
    return re.compile(
        rf"(?<!\w)(?:(?P<via>{_any('dan_theo')})\s+(?:{PLACE}|{WORD}{{0,2}}?)|(?:{_any('dan_thuc_hien')})\s+)"
        rf"(?<!trong )(?P<type>{_types()}|{ANY_TYPE})\s+"
        rf"(?(via)(?:(?:(?!(?:{_types()}|{_any('dan_theo')})\s){WORD}){{1,9}}?(?={number}))?)(?P<ask>{number}|nao|gi)(?!\w)"
    )


@cache
def _named_first() -> re.Pattern[str]:
    """ "dẫn một nghị định về …, đó là nghị định số mấy"; what stands in a plan is no citation of it."""
    return re.compile(
        rf"(?<!\w)(?P<via>)(?:{_any('ghi_ra')})\s[^?]{{0,200}}?(?<!\w)(?<!trong )(?<!tai )(?P<type>{_types()})\s+"
        rf"(?P<ask>{_any('hoi_so_hieu')})(?!\w)"
    )


@cache
def _in_passive() -> re.Pattern[str]:
    """ "Kế hoạch nào của Thành ủy được xã … thực hiện"."""
    verbs = _any("dan_theo", "dan_thuc_hien")
    return re.compile(
        rf"(?<!\w)(?P<via>)(?P<type>{_types()})\s+(?P<ask>nao|{_any('hoi_so_hieu')})\s+cua\s+{WORD}{{1,9}}?"
        rf"duoc\s+{WORD}{{1,8}}?(?:{verbs})(?!\w)"
    )


@cache
def _english() -> re.Pattern[str]:
    """ "Which decision of the Prime Minister does the plan carry out", "on which … is the plan based"."""
    return re.compile(
        rf"(?<!\w)(?P<via>)(?P<ask>which)\s+(?P<type>{_types()})\s+(?:of|by|from|issued by)\s+[^?]{{0,120}}?"
        rf"(?<!\w)(?:does|do|did|is|are|was|were)\s+\w[^?]{{0,120}}?\s(?:{ENGLISH_VERBS})(?!\w)"
    )


@cache
def _of_another() -> re.Pattern[str]:
    """ "kế hoạch của Thành ủy mà xã thực hiện là số mấy": asked of the citing ones, if no such document is held."""
    return re.compile(
        rf"(?<!\w)(?P<type>{_types()})\s+(?=(?P<via>cua)\s)[^?]{{4,100}}?(?<!\w)(?P<ask>{_any('hoi_so_hieu')})(?!\w)"
    )


def _is_held(type: str, issuer: str, held: Sequence[Held]) -> bool:
    issuers = {one.issuer for one in held if one.issuer and fold(one.type or "") == type}
    return any(is_issued_by(issuer, one) for one in issuers)


def asks_of_citation(question: Question, mentions: Sequence[Mention], kind: AnswerKind, held: Sequence[Held]) -> bool:
    """Whether a document that is named is asked about as others cite it ("ghi Kết luận … đề ngày nào")."""
    if kind not in (*FROM_KINDS, "compare") or not mentions:
        return False
    own = {fold(type) for type in {one.type or "" for one in held}}
    return any(_is_asked_as_cited(fold(question.text), one, own) for one in mentions)


def _is_asked_as_cited(plain: str, one: Mention, own: Collection[str]) -> bool:
    """``own`` are the types of the documents held: what is of another can only be cited."""
    before, behind = plain[: one.start], plain[one.end :]
    asked = _any("hoi_ve_dan", "hoi_so_hieu")
    stated = re.search(rf"(?<!\w)(?:{_any('ghi_ra')})\s+(?:[^\W\d]+\s+)?$", before)
    if stated and re.search(rf"(?<!\w)(?:{asked})(?!\w)", behind):
        return True
    if one.documents or one.role == "object":
        return bool(STATED.search(before) and not one.documents)
    next_to_it = re.match(rf"[^,;?]{{0,{PROPERTY}}}?(?<!\w)(?<!truoc )(?:{asked})(?!\w)", behind)
    return bool(STATED.search(before) or (next_to_it and (one.symbol or one.kind not in own)))


def in_role(one: Mention, kind: AnswerKind, text: str, mentions: Sequence[Mention], cited: Cited | None) -> Mention:
    """In a question about citations the cited document is no place to search in.

    "Kế hoạch 552 dẫn văn bản nào" asks about the plan, "Nghị quyết 71 được xã nào dẫn" about the others.
    """
    if kind == "precedent" and len(mentions) == 1 and not INSIDE.search(fold(text[max(0, one.start - 20) : one.start])):
        return one.model_copy(update={"role": "object"})
    if kind != "reference":
        # nobody else carries out a plan or a letter: "kinh phí thực hiện Kế hoạch 552" asks about that plan
        own = one.kind in ("ke hoach", "cong van", "chuong trinh") and bool(one.documents) and kind != "precedent"
        return one.model_copy(update={"role": "subject"}) if own else one
    if cited:
        return one
    if not one.documents:  # what is not held can only be cited
        return one.model_copy(update={"role": "object"})
    return one.model_copy(update={"role": "subject" if _is_citing(fold(text), one) else "object"})


def _is_citing(plain: str, one: Mention) -> bool:
    """Whether a document held is the one that cites: "trong Kế hoạch 552", "Kế hoạch 552 ghi …"."""
    if CITED_IN.search(plain[max(0, one.start - 60) : one.start]):
        return True
    verb = CITING.search(plain, one.end) or re.compile(rf"(?<!\w)(?:{_any('ghi_ra')})(?!\w)").search(plain, one.end)
    return verb is not None and not BY_OTHERS.search(plain, one.end, verb.start())


def is_issued_by(asked: str, issuer: str) -> bool:
    """Whether an issuer as cited may be the one asked for: one name is the beginning of the other's.

    "UBND tỉnh" is "Ủy ban nhân dân tỉnh Đồng Nai" and no commune's; "Chính phủ" is not its Prime Minister.
    """
    wanted, printed = _key(asked), _key(issuer)
    for level in (PROVINCIAL, COMMUNAL):
        other = COMMUNAL if level is PROVINCIAL else PROVINCIAL
        if level.search(wanted) and other.search(printed) and not level.search(printed):
            return False
    left, right = _plain(wanted), _plain(printed)
    if left in HIGHER:  # "của Trung ương": any body above the provinces
        return not (PROVINCIAL.search(printed) or COMMUNAL.search(printed))
    if not BODY.match(wanted):  # "của tỉnh", "của tỉnh Đồng Nai": any body of it
        alike = any(level.search(wanted) and level.search(printed) for level in (PROVINCIAL, COMMUNAL))
        return alike and (left in right or right in BARE)
    return f"{left} ".startswith(f"{right} ") or f"{right} ".startswith(f"{left} ")


def _key(name: str) -> str:
    written = " ".join(
        word.upper() if is_abbreviation(word.upper()) and len(word) > 2 else word for word in name.split()
    )
    return LEADERS.sub("", " ".join(syllables(expand(written))))


def _plain(key: str) -> str:
    """A name without the words for its level, which are often left out or written otherwise."""
    plain = re.sub(r"(?<!\w)(?:tinh|thanh) uy(?!\w)", "cap-uy", key)
    return " ".join(re.sub(r"(?<!\w)(?:tinh|thanh pho|tp|xa|phuong|dac khu|thi tran)(?!\w)", " ", plain).split())
