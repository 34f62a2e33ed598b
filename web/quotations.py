"""A quotation as every page shows it: the words untouched, its place under them, ready to be copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.page_images import has_pages
from service.ports import Held
from service.standards.permalinks import quotation_url
from service.types import Citation
from web.places import copied, document_name, place, sentence_case, sheet_url, title_of
from web.words import Words

SHORT_TITLE = 60  # characters; a longer heading says no more in a source line than its number


@dataclass(frozen=True)
class Quotation:
    """A quotation with its source, as shown and as copied.

    ``recognised`` says that its words were read from a picture; ``image`` is the page's, "" where there is none.
    """

    n: int
    text: str
    source: str
    href: str
    copied: str
    digest: bool
    recognised: bool = False
    image: str = ""
    who: str = ""
    why: str = ""
    lasting: bool = False
    """Whether ``href`` is a permalink."""

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
        source=" · ".join(part for part in (sentence_case(name), where, _in_table(citation, words), page) if part),
        href=quotation_url(citation),
        lasting=citation.permalink is not None,
        copied=copied(citation, document_name(document, words) if document else name, words),
        digest=document.digest if document else False,
        recognised=citation.recognised,
        image=_image(citation) if document else "",
        who=_who(document, why),
        why=why,
    )


def _in_table(citation: Citation, words: Words) -> str:
    """ "bảng 2, hàng 3, cột “Thời hạn”", as far as it is known."""
    cell = citation.cell
    if cell is None:
        return ""
    parts = [words("quote.table", table=cell.table)]
    parts += [words("quote.row", row=cell.row)] if cell.row else []
    parts += [words("quote.column", column=cell.column)] if cell.column else []
    return ", ".join(parts)


def _image(citation: Citation) -> str:
    """The page beside its picture, the quotation lit in both."""
    if not citation.page or not has_pages(citation.source):
        return ""
    return sheet_url(citation.document, citation.page, citation.start, citation.end)


def _who(held: Held | None, why: str) -> str:
    """Whose passage came near, unless the reason already says so."""
    who = (held.commune or held.issuer or held.symbol or "") if held else ""
    name = who.removeprefix("xã ").removeprefix("phường ")
    return "" if name and name in why else sentence_case(who)
