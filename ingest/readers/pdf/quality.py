"""Whether the text layer of a page can be trusted, or its picture must be read instead."""

from __future__ import annotations

from ingest.readers.pdf.page import Page

# A scan has a picture on most of the sheet and, in the gazette, a printed head of up to 90 letters.
_PICTURE, _HEAD_LETTERS = 0.35, 120
# A text layer with fewer good characters than this comes from a font without a map to Unicode.
_GOOD = 0.75


def is_poor(page: Page) -> bool:
    """Whether there is a picture with hardly any text, or text that is mostly no letters."""
    text = "".join(word.text for word in page.words)
    letters = sum(c.isalpha() for c in text)
    if page.pictures >= _PICTURE and letters < _HEAD_LETTERS:
        return True
    good = sum(c.isalnum() or c in ".,;:-–—()/%+\"'“”‘’…_=*[]&<>≥≤" for c in text)
    return len(text) >= 40 and good / len(text) < _GOOD
