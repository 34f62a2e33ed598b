"""Makes ``corpus/tu-vung/tu.tsv``: the words of a collection and in how many of its documents each occurs.

``python -m service.word_counts FOLDER OUT.tsv`` reads the plain texts of a folder; an office whose documents speak
of other things than ours counts its own. Words are cut by underthesea, which is slow to load and is needed here only.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.text import spelling
from ingest.readers.syllables import is_syllable

WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}")
LEAST = 15  # documents; what fewer have is a name or a slip
READ = 24_000  # characters of a document: its subject is told by then
HEAD = (
    "# Từ của thể loại và số văn bản có từ ấy (văn bản công khai; tách từ bằng underthesea, bỏ từ hiếm).",
    "# Dùng để biết câu hỏi nói về điều gì: từ hiếm mang nội dung. Mỗi dòng: từ, dấu tab, số văn bản.",
)


def count_words(texts: Iterable[str]) -> tuple[int, Counter[str]]:
    """How many texts there are, and in how many of them each word occurs, in one spelling."""
    total, counts = 0, Counter[str]()
    for text in texts:
        total += 1
        counts.update(set(_words(text[:READ])))
    return total, counts


def _words(text: str) -> Iterator[str]:
    from underthesea import word_tokenize

    for line in filter(str.strip, text.splitlines()):
        for word in word_tokenize(line.lower() if line.isupper() else line):
            plain = word.casefold().replace("_", " ")
            if WORD.fullmatch(plain):
                yield " ".join(map(spelling, plain.split()))


def lines(total: int, counts: Counter[str], *, least: int = LEAST) -> Iterator[str]:
    """The file: its head, the number of documents, a word a line; compounds of other languages are left out."""
    yield from (HEAD[0], f"#= {total}", HEAD[1])
    for word, count in sorted(counts.items()):
        parts = word.split()
        if count >= least and len(word) > 1 and (len(parts) == 1 or all(map(is_syllable, parts))):
            yield f"{word}\t{min(count, total)}"


def main(folder: Path, out: Path) -> None:
    """Counts the ``.txt`` and ``.md`` files of ``folder`` into ``out``."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    total, counts = count_words(path.read_text(encoding="utf-8", errors="replace") for path in files)
    out.write_text("\n".join(lines(total, counts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
