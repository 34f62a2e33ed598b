"""Text in one form: NFC, ordinary spaces, no control characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Zero-width and soft characters carry no meaning in these documents, but break every search; those that turn the
# direction of writing make a quotation read as something else; the last are letters that nobody sees.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Spaces of all widths (also the no-break space that Word puts before units) become one kind.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x85")
# Where the tone mark sits differs between two schools of spelling.
_PLACES = dict(
    pair.split()
    for pair in (
        "oà òa", "oá óa", "oả ỏa", "oã õa", "oạ ọa", "oè òe", "oé óe", "oẻ ỏe", "oẽ õe", "oẹ ọe",
        "uỳ ùy", "uý úy", "uỷ ủy", "uỹ ũy", "uỵ ụy",
    )
)  # fmt: skip
_PLACE = re.compile(rf"(?<!q)(?:{'|'.join(_PLACES)})(?!\w)")


def clean(raw: str) -> str:
    """Raw text as the rest of Tracuu knows it: NFC, ``\\n`` line ends, plain spaces.

    Tabs (table cells) and form feeds (page ends) survive.
    """
    text = _LINE_ENDS.sub("\n", raw)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def squeeze(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """A text in one line; one of more than ``most`` characters cut between two words, with "…"."""
    line = squeeze(text)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def ranges(numbers: Iterable[int]) -> str:
    """Pages as a reader writes them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: the form in which typed and printed names meet."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def small(text: str) -> str:
    """Lower case, as long as before: a letter whose lower case is several letters ("İ", "ß", "ﬁ") stays as it is."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(lower if len(lower := char.casefold()) == 1 else char for char in text)


def new_placement(text: str) -> str:
    """Tone marks in small letters put where the newer school puts them: "thủy" for "thuỷ"; as long as before."""
    return _PLACE.sub(lambda match: _PLACES[match.group()], text)


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Lower case, new placement of tone marks, one kind of dash; the length stays the same."""
    return new_placement(small(text)).replace("–", "-").replace("—", "-")


def normal_form(text: str) -> str:
    """The form in which quotations are compared: NFC, ``*`` and ``|`` removed, white space squeezed."""
    return squeeze(unicodedata.normalize("NFC", text).replace("*", "").replace("|", ""))


def words(text: str) -> list[str]:
    """Words of any script, case-folded."""
    return re.findall(r"\w+", text.casefold())
