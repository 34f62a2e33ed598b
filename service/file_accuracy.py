"""How much of a text, and of a table, was recovered: pure scores, 0–1."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from ingest.text import clean, squeeze

Row = Sequence[str]
# Marks a truth cell of which only the two ends were written down.
GAP = "…"
_RUNNING_HEAD = re.compile(r"^\s*(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*S.{1,3}\s")
_PAGE_NUMBER = re.compile(r"^\s*[-–]?\s*\d{1,4}\s*[-–]?\s*$")
_NUMBER = re.compile(r"\d+(?:,\d+)?")


def comparable(text: str) -> str:
    """NFC, white space squeezed, the marks of Markdown and cells left out."""
    return squeeze(unicodedata.normalize("NFC", clean(text)).replace("|", " ").replace("*", ""))


def accuracy(found: str, truth: str) -> float:
    """Share of right characters: 1 less the edit distance by the length of the truth, never below 0."""
    found, truth = comparable(found), comparable(truth)
    return max(0.0, 1 - Levenshtein.distance(found, truth) / len(truth)) if truth else float(not found)


def sampled_accuracy(found: str, samples: Sequence[str]) -> float:
    """Share of right characters in stretches of a page, each looked for where it is most alike."""
    page = comparable(found)
    wanted = [comparable(sample) for sample in samples if sample.strip()]
    wrong = sum(min(len(sample), distance_within(sample, page)) for sample in wanted)
    return 1 - wrong / (sum(map(len, wanted)) or 1)


def distance_within(a: str, b: str) -> int:
    """The least edit distance of ``a`` to any stretch of ``b``, which may begin and end anywhere.

    Bit-parallel (G. Myers, J. ACM 46(3), 1999). RapidFuzz has no such distance; edlib, which has, knows at most 256
    different letters in both texts together.
    """
    if not a or not b:
        return len(a)
    places: dict[str, int] = defaultdict(int)
    for i, character in enumerate(a):
        places[character] |= 1 << i
    mask, top = (1 << len(a)) - 1, 1 << (len(a) - 1)
    positive, negative, score = mask, 0, len(a)
    least = score
    for character in b:
        equal = places.get(character, 0) | negative
        carried = (((equal & positive) + positive) ^ positive) | equal
        up = negative | (~(carried | positive) & mask)
        down = positive & carried
        score += bool(up & top) - bool(down & top)
        least = min(least, score)
        up, down = (up << 1) & mask, (down << 1) & mask  # any stretch may begin here, at no cost
        vertical = places.get(character, 0) | negative
        positive = down | (~(vertical | up) & mask)
        negative = up & vertical
    return least


def letters(text: str) -> str:
    """The words of a text without figures, signs and capitals.

    Transcripts of old files write in small letters what a font of capitals prints, count dotted lines otherwise and
    give the figures of a sheet as they are stored, not as they are shown.
    """
    return squeeze(re.sub(r"[\W\d_]+", " ", comparable(text).casefold()))


def overlap(found: str, truth: str) -> float:
    """Share of characters in words that both texts hold equally often, whatever their order (F1).

    For pages whose reading order may rightly differ, such as tables and two columns.
    """
    ours, theirs = Counter(comparable(found).split()), Counter(comparable(truth).split())
    total = sum(len(word) * count for words in (ours, theirs) for word, count in words.items())
    both = sum(len(word) * count for word, count in (ours & theirs).items())
    return 2 * both / total if total else 1.0


def furniture_in(text: str, *, numbers: bool = True) -> int:
    """Running heads that were left in a text, and lone page numbers unless ``numbers`` is false."""
    return sum(bool(_RUNNING_HEAD.match(line) or (numbers and _PAGE_NUMBER.match(line))) for line in text.split("\n"))


def edge_furniture(page: str) -> int:
    """Running heads and page numbers in the raw text layer of a page: numbers only where they stand first or last."""
    lines = [line for line in page.replace("\r", "").split("\n") if line.strip()]
    rest = [line for line in lines if not _RUNNING_HEAD.match(line)]
    numbers = sum(bool(_PAGE_NUMBER.match(rest[edge])) for edge in {0, len(rest) - 1} if rest)
    return len(lines) - len(rest) + numbers


def without_furniture(page: str) -> str:
    """The raw text layer of a page without running heads and its number, broken hyphens mended."""
    lines = [line for line in page.replace("\r", "").split("\n") if line.strip() and not _RUNNING_HEAD.match(line)]
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.match(lines[edge]):
            lines.pop(edge)
    return re.sub(r"\ufffe\n?", "-", "\n".join(lines))


def table_score(found: Sequence[Row], truth: Sequence[Row]) -> tuple[int, int, int, int]:
    """Rows right, rows in all, cells right, cells in all.

    A truth row goes to the found row, not yet taken, with most cells in common; it is right when all its cells are.
    """
    free = list(range(len(found)))
    rows = cells = 0
    for row in truth:
        best, common = -1, 0
        for i in free:
            same = _same_cells(found[i], row)
            if same > common:
                best, common = i, same
        if best >= 0 and any(_same(a, b) for a, b in zip(found[best], row, strict=False) if b):
            free.remove(best)
            cells += common
            rows += common == len(row)
    return rows, len(truth), cells, sum(len(row) for row in truth)


def _same_cells(found: Row, truth: Row) -> int:
    padded = [*found, *[""] * max(0, len(truth) - len(found))]
    return sum(_same(a, b) for a, b in zip(padded, truth, strict=False))


def _same(found: str, truth: str) -> bool:
    a, b = _plain(found), _plain(truth)
    if GAP in truth and len(b) > 2 * len(GAP):
        head, _, tail = (part.replace(" ", "") for part in b.partition(GAP))
        return a.startswith(head) and a.endswith(tail)
    if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b):
        return float(a.replace(",", ".")) == float(b.replace(",", "."))
    return a == b


def _plain(cell: str) -> str:
    """A cell without white space, which columns stretch and lines break."""
    return comparable(cell).replace(" ", "").rstrip(".")
