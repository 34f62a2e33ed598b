"""A quotation as every page shows it: the words untouched, its place under them, ready to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.ports import Held
from service.types import Citation
from web.places import copied, document_name, place, reader_url, sentence_case, title_of
from web.words import Words

SHORT_TITLE = 60  # characters; a longer heading says no more in a source line than its number


@dataclass(frozen=True)
class Quotation:
    """A quotation with its source, as shown and as copied."""

    n: int
    text: str
    source: str
    href: str
    copied: str
    digest: bool
    who: str = ""
    why: str = ""

    @property
    def cells(self) -> list[str]:
        """The cells, if it quotes a table row; else the text alone. Tabs between them make the text again."""
        return self.text.split("\t")


def quotation(citation: Citation, held: Mapping[str, Held], words: Words, why: str = "") -> Quotation:
    """A citation as shown: the words untouched, *văn bản · mục · trang* under them."""
    document = held.get(citation.document)
    name = title_of(document, words) if document else citation.title
    title = citation.section_titles[-1] if citation.section_titles else ""
    where = place(citation.section, words)
    if where and title and len(title) <= SHORT_TITLE:
        where = f"{where} ({title})"
    page = words("quote.page", page=citation.page) if citation.page else ""
    return Quotation(
        n=citation.n,
        text=citation.quote,
        source=" · ".join(part for part in (sentence_case(name), where, page) if part),
        href=reader_url(citation.document, citation.start, citation.end),
        copied=copied(citation, document_name(document, words) if document else name, words),
        digest=document.digest if document else False,
        who=_who(document, why),
        why=why,
    )


def _who(held: Held | None, why: str) -> str:
    """Whose passage came near, unless the reason already says so."""
    who = (held.commune or held.issuer or held.symbol or "") if held else ""
    name = who.removeprefix("xã ").removeprefix("phường ")
    return "" if name and name in why else sentence_case(who)
