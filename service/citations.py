"""Making citations: a quotation is a span of the canonical text, or it is not made at all."""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index.types import RankedPassage
from index.versions import name_of
from ingest.types import Document, Fact, Passage
from service.cells import cell_at
from service.ports import Archive, Held
from service.standards.permalinks import permalink
from service.types import Answer, Cell, Citation, NearMiss
from service.words import Rarity, sentences

if TYPE_CHECKING:
    from service.evidence import Gathered

log = logging.getLogger(__name__)

RECOGNISED = "chữ nhận dạng từ bản quét, hãy đối chiếu ảnh trang"
WHOLE = 420  # characters; a bullet up to this length is quoted whole, a longer one by its sentences


class _Placed(NamedTuple):
    """Passages by where they begin, so that those around a place need not be sought among all."""

    passages: list[Passage]
    starts: list[int]
    longest: int

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> _Placed:
        placed = sorted(passages, key=lambda one: one.start)
        return cls(placed, [one.start for one in placed], max((one.end - one.start for one in placed), default=0))

    def around(self, at: int) -> list[Passage]:
        """Those that hold a place."""
        first, last = bisect_left(self.starts, at - self.longest), bisect_right(self.starts, at)
        return [one for one in self.passages[first:last] if at < one.end]


class Sources:
    """Texts and passages of documents, read once per question, and citations made from them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.text = lru_cache(maxsize=64)(archive.text)
        self.version = lru_cache(maxsize=64)(lambda id: name_of(self.text(id)))
        self.document = lru_cache(maxsize=64)(archive.document)
        self.rows = lru_cache(maxsize=64)(archive.rows)
        self.targets = lru_cache(maxsize=64)(lambda id: tuple(archive.targets(documents=frozenset({id}))))
        self.tasks = lru_cache(maxsize=64)(lambda id: tuple(archive.tasks(documents=frozenset({id}))))
        self.duties = lru_cache(maxsize=64)(lambda id: tuple(archive.duties(documents=frozenset({id}))))
        self._passages = lru_cache(maxsize=64)(lambda id: tuple(archive.passages(id)))
        self._placed = lru_cache(maxsize=64)(lambda id: _Placed.of(self.passages(id)))
        self.gathered: list[Gathered] = []
        """Evidence sought so far; see :func:`service.evidence.gather`."""
        self._held: dict[str, Held] | None = None
        self._collected: set[tuple[str, str]] = set()

    @property
    def held(self) -> dict[str, Held]:
        """Every document by id, originals and digests."""
        if self._held is None:
            self._held = {held.id: held for held in self.archive.documents()}
        return self._held

    def passages(self, document: str) -> tuple[Passage, ...]:
        """The passages of a document in reading order."""
        return self._passages(document)

    def passage_at(self, document: str, start: int, end: int) -> Passage | None:
        """The smallest passage that holds the span, or its first character; else the first that begins in it.

        A quotation may begin with the ordinal of a clause ("5.5. …"), which is no part of its passage.
        """
        around = self._placed(document).around(start)
        if not around:
            return next((one for one in self.passages(document) if start <= one.start < end), None)
        return min(around, key=lambda p: (p.end < end, p.end - p.start))

    def cite(
        self,
        document: str,
        start: int,
        end: int,
        passage: Passage | None = None,
        *,
        score: float = 0.0,
        point: tuple[int, int] | None = None,
    ) -> Citation:
        """The quotation ``[start, end)`` of a document, numbered 1 until it is placed in an answer.

        ``point`` is the span within it that matters, if it quotes more around it.
        """
        text, held = self.text(document), self.held[document]
        quote = text[start:end]
        assert quote.strip(), f"empty quotation [{start}, {end}) of {document}"  # noqa: S101 programmer error
        at = passage or self.passage_at(document, start, end)
        return Citation(
            n=1,
            document=document,
            source=held.source,
            title=title_of(held),
            locality=locality_of(held),
            section=at.path if at else (),
            section_titles=at.titles if at else (),
            page=at.page if at else None,
            quote=quote,
            start=start,
            end=end,
            score=round(score, 4),
            recognised=held.quality.recognised(at.page if at else None),
            version=self.version(document),
            permalink=permalink(held, text, start, end, version=self.version(document)),
            cell=self._cell(document, at, *(point or (start, end))),
        )

    def _cell(self, document: str, passage: Passage | None, start: int, end: int) -> Cell | None:
        """The place in a table; only rows are looked up, so that prose costs nothing."""
        if passage is None or passage.kind != "row":
            return None
        return cell_at(self.text(document), self.rows(document), start, end)

    def cite_collected(self, hit: RankedPassage, *, score: float = 0.0) -> Citation:
        """A passage of a plain collection, whole: it has no document around it, only its id and title."""
        self._collected.add((hit.document, hit.text))
        return Citation(
            n=1,
            document=hit.document,
            source=hit.source,
            title=hit.document_title,
            quote=hit.text,
            start=hit.passage.start,
            end=hit.passage.end,
            score=round(score, 4),
        )

    def is_verbatim(self, citation: Citation) -> bool:
        """The invariant: what is shown as a quotation is in the source, at its place."""
        if citation.document not in self.held:
            return (citation.document, citation.quote) in self._collected
        return self.archive.text(citation.document)[citation.start : citation.end] == citation.quote

    def cite_fact(self, fact: Fact, *, score: float = 0.0) -> Citation:
        """The whole bullet, row or sentence that carries a fact."""
        passage = self.passage_at(fact.document, fact.start, fact.end)
        start, end = fact.start, fact.end
        if passage is not None:
            start, end = self.widen(fact.document, passage, start, end)
        return self.cite(fact.document, start, end, passage, score=score, point=(fact.start, fact.end))

    def cite_passage(self, document: str, passage: Passage, *, score: float = 0.0) -> Citation:
        """A whole passage."""
        return self.cite(document, passage.start, passage.end, passage, score=score)

    def widen(self, document: str, passage: Passage, start: int, end: int) -> tuple[int, int]:
        """The passage if it is short or a table row, else the sentences that the span touches."""
        if passage.kind == "row" or passage.end - passage.start <= WHOLE:
            return min(start, passage.start), max(end, passage.end)
        touched = [s for s in sentences(self.text(document), passage.start, passage.end) if s[0] < end and start < s[1]]
        if not touched:
            return start, end
        return min(start, touched[0][0]), max(end, touched[-1][1])

    def narrow(self, document: str, passage: Passage, words: list[str], rarity: Rarity) -> tuple[int, int]:
        """The shortest run of sentences of a long passage that carries what the passage carries."""
        if passage.kind == "row" or passage.end - passage.start <= WHOLE:
            return passage.start, passage.end
        text = self.text(document)
        spans = sentences(text, passage.start, passage.end)
        whole = rarity.coverage(words, text[passage.start : passage.end])
        for size in range(1, len(spans)):
            runs = [(spans[i][0], spans[i + size - 1][1]) for i in range(len(spans) - size + 1)]
            best = max(runs, key=lambda run: rarity.coverage(words, text[run[0] : run[1]]))
            if rarity.coverage(words, text[best[0] : best[1]]) >= 0.85 * whole:
                return best
        return passage.start, passage.end


def title_of(held: Held | Document) -> str:
    """What a person calls the document: type, symbol, issuer."""
    name = " ".join(part for part in (held.type, f"số {held.symbol}" if held.symbol else None) if part)
    issuer = held.issuer
    return " – ".join(part for part in (name or None, issuer) if part) or held.source


def locality_of(held: Held | Document) -> str | None:
    """ "xã Quân Chu, tỉnh Thái Nguyên"; the province alone above commune level."""
    return ", ".join(part for part in (held.commune, held.province) if part) or None


def where(citation: Citation) -> str:
    """ "mục II.1", "Phụ lục I.III.20" – the place in a document in words."""
    special = {
        "HEADER": "phần đầu",
        "TITLE": "tiêu đề",
        "PREAMBLE": "phần căn cứ",
        "CLOSING": "đoạn kết",
        "RECIPIENTS": "nơi nhận",
        "SIGNATURE": "phần ký",
    }
    labels = [special.get(label, label.strip(" .)*")) for label in citation.section]
    if not labels:
        return ""
    plain = labels[0] in special.values() or labels[0].casefold().startswith(("phụ lục", "điều", "chương", "mục"))
    return (", ".join(labels)) if plain else "mục " + ", ".join(labels)


def in_table(citation: Citation) -> str:
    """ "bảng 1, hàng 3, cột “Thời hạn”"; "" outside tables."""
    cell = citation.cell
    if cell is None:
        return ""
    parts = (
        f"bảng {cell.table}",
        f"hàng {cell.row}" if cell.row else "",
        f"cột “{cell.column}”" if cell.column else "",
    )
    return ", ".join(part for part in parts if part)


def caution(citation: Citation) -> str:
    """What to know before the quotation is passed on; "" where the file itself carries the words."""
    return RECOGNISED if citation.recognised else ""


def served(answer: Answer, sources: Sources) -> Answer:
    """The answer with every citation checked once more; one that fails is dropped and logged.

    A citation can only fail if its document was replaced between the making of
    the answer and its serving.
    """
    kept = tuple(c for c in answer.citations if _checked(c, sources))
    near: tuple[NearMiss, ...] = tuple(m for m in answer.near_misses if _checked(m.citation, sources))
    if len(kept) == len(answer.citations) and len(near) == len(answer.near_misses):
        return answer
    return answer.model_copy(update={"citations": kept, "near_misses": near})


def _checked(citation: Citation, sources: Sources) -> bool:
    if sources.is_verbatim(citation):
        return True
    log.error("quotation [%d, %d) not found in %s: dropped", citation.start, citation.end, citation.document)
    return False
