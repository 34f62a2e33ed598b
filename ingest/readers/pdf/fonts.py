"""Text set in fonts from before Unicode (TCVN3, VNI…), told by font over the whole document, made Unicode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers.legacy import decide, legacy_note
from ingest.readers.pdf.page import Page, Word


def to_unicode(pages: Sequence[Page]) -> tuple[str, ...]:
    """Converts the words of all pages in place, and says which old encodings were found."""
    texts: dict[str, list[str]] = {}
    for word in (word for page in pages for word in page.words):
        texts.setdefault(word.font, []).append(word.text)
    found = {font: " ".join(words) for font, words in texts.items()}
    decoders = decide(found)
    for page in pages:
        for font, words in _runs(page.words):
            if (decoder := decoders[font]).encoding:
                _rewrite(words, decoder(" ".join(word.text for word in words)).split(" "))
    return legacy_note(decoders, found)


def _runs(words: Sequence[Word]) -> Iterator[tuple[str, list[Word]]]:
    """Words of one font on one line: what is long enough to be told, and short enough to be of one encoding."""
    for (font, _), run in groupby(words, key=lambda word: (word.font, round(word.base))):
        yield font, list(run)


def _rewrite(words: Sequence[Word], texts: Sequence[str]) -> None:
    if len(words) == len(texts):
        for word, text in zip(words, texts, strict=True):
            word.text = text
