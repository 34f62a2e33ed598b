"""How well a folder of files is read: text, tables, furniture, speed and memory, by class of file.

Truths are found beside the files (``X.truth.md``, a folder ``ground-truth`` of transcripts) and in a folder of one's
own, by default ours (:data:`OWN`): ``scans/X.pN.txt`` is the transcript of page N of a scan, or stretches of it that
"…" parts; ``tables/X.tsv`` the first table of a file, a cell that is written as "beginning…end" standing for all
between; ``sections/X.txt`` the paths of its outline, one a line.
"""

from __future__ import annotations

import re
import resource
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import fmean

from pydantic import Field

from ingest.errors import NotFound, TracuuError
from ingest.pipeline import SUFFIXES, read_document
from ingest.types import Document, Frozen, Row
from service import file_accuracy

NAMES = {
    "digital": "PDF có lớp chữ",
    "scan": "bản quét",
    "legacy": "phông cũ (TCVN3, VNI…)",
    "office": "Word, Excel, HTML, văn bản",
}
OWN = Path(__file__).resolve().parents[1] / "tests" / "truth" / "files"
"""The truth made for the files beside the repository; absent from an installed package."""
_BESIDE = re.compile(r"\.(?:repo|truth)\.(?:txt|md)$")
_NO_NOTE = "Không có diễn giải riêng"
_NONE = {"Không quy định": "-"}  # how the catalogue writes a dash
_FAIR = 0.99
_UNPRINTED = frozenset({"HEADER", "TITLE", "PREAMBLE", "BODY", "CLOSING", "RECIPIENTS", "SIGNATURE"})
_CATALOGUE = ("Số thứ tự", "Mã", "Nhiệm vụ", "Sản phẩm đầu ra", "Phân nhóm", "Khung điểm tối đa", "Chấm điểm",
              "Hệ số quy đổi", "Diễn giải")  # fmt: skip


class FileScore(Frozen):
    """How one file was read. ``accuracy`` is a share of characters, ``None`` without a truth; memory in MB."""

    name: str
    kind: str
    reason: str = Field(default="", description="why the file was rejected, '' if it was read")
    pages: int = 0
    seconds: float = 0.0
    accuracy: float | None = None
    rows: tuple[int, int] = (0, 0)
    cells: tuple[int, int] = (0, 0)
    heads: tuple[int, int] = Field(default=(0, 0), description="running heads and page numbers removed, and printed")
    furniture: int = Field(default=0, description="of these, how many were left in the text")
    sections: int = 0
    outline: tuple[int, int, int] = Field(default=(0, 0, 0), description="sections right, in the truth, too many")
    jumps: int = Field(default=0, description="places where the numbering of sections skips or repeats")
    quality: str = ""


class Table(Frozen):
    """All files; :meth:`lines` is the table that a person reads."""

    files: tuple[FileScore, ...]
    memory: int = Field(default=0, description="peak memory, MB, of reader processes and this one together")

    def lines(self) -> list[str]:
        """The figures by class, the tables one by one, and the files that failed with their reasons."""
        head = f"{'loại':<28}{'tệp':>5}{'hỏng':>6}{'chữ đúng':>10}{'thấp nhất':>11}{'trang/giây':>12}"
        head += f"{'đầu trang bỏ':>14}{'sót':>5}"
        out = [head, *(_class_line(kind, self.files) for kind in NAMES if any(f.kind == kind for f in self.files))]
        out += ["", "Bảng (dòng, ô đúng):"]
        out += [_table_line(one) for one in self.files if one.rows[1]]
        out += ["", "Mục lục (mục đúng/mục có, mục thừa):"]
        out += [
            f"  {one.name}: {one.outline[0]}/{one.outline[1]}, thừa {one.outline[2]}"
            for one in self.files
            if one.outline[1]
        ]
        out += ["", f"Bộ nhớ cao nhất: {self.memory} MB."]
        failed = [one for one in self.files if one.reason]
        out += [f"Tệp không đọc được: {len(failed)}", *(f"  {one.name}: {one.reason}" for one in failed)]
        return out


def _class_line(kind: str, files: Sequence[FileScore]) -> str:
    members = [one for one in files if one.kind == kind]
    read = [one for one in members if not one.reason]
    scores = [one.accuracy for one in read if one.accuracy is not None]
    seconds = sum(one.seconds for one in read)
    mean = f"{fmean(scores):.4f}" if scores else "–"
    least = f"{min(scores):.4f}" if scores else "–"
    speed = f"{sum(max(1, one.pages) for one in read) / seconds:.1f}" if seconds else "–"
    left = sum(one.furniture for one in read)
    removed, printed = (sum(one.heads[i] for one in read) for i in (0, 1))
    heads = f"{removed}/{printed}" if printed else "–"
    counts = f"{NAMES[kind]:<28}{len(members):>5}{len(members) - len(read):>6}"
    return f"{counts}{mean:>10}{least:>11}{speed:>12}{heads:>14}{left:>5}"


def _table_line(one: FileScore) -> str:
    (rows, all_rows), (cells, all_cells) = one.rows, one.cells
    share = f"{rows / all_rows:.3f}, {cells / all_cells:.3f}"
    return f"  {one.name}: {rows}/{all_rows}, {cells}/{all_cells} ({share})"


def evaluate_files(folder: Path, truth: Path | None = None, only: Sequence[str] = ()) -> Table:
    """Reads every file under ``folder`` and compares it with the truths there are.

    ``only`` limits it to some classes of :data:`NAMES`. Raises :class:`NotFound` for a folder that is not there.
    """
    if not folder.is_dir():
        raise NotFound(f"Không thấy thư mục {folder}.", "Hãy kiểm tra lại đường dẫn.")
    truth = truth or (OWN if OWN.is_dir() else None)
    scores: list[FileScore] = []
    memory = 0
    for path in _files(folder):
        score = _evaluate(path, folder, truth)
        memory = max(memory, peak_memory())
        if not only or score.kind in only:
            scores.append(score)
    return Table(files=tuple(scores), memory=memory)


def _files(folder: Path) -> Iterator[Path]:
    """The files to be read: truths and the notes of collections are none."""
    for path in sorted(folder.rglob("*")):
        truths = {"ground-truth", "ground-truth-synthetic"} & set(path.parts)
        described = (path.parent / "ground-truth").is_dir() or _is_twin(path)
        if path.is_file() and path.suffix.lower() in SUFFIXES and not truths and not described:
            yield path


def _is_twin(path: Path) -> bool:
    """Whether a text stands beside the file whose truth or twin it is."""
    if _BESIDE.search(path.name):
        return True
    return path.suffix in (".md", ".json") and any(path.with_suffix(s).is_file() for s in (".docx", ".pdf"))


def _evaluate(path: Path, folder: Path, truth: Path | None) -> FileScore:
    name = unicodedata.normalize("NFC", str(path.relative_to(folder)))
    transcript = _transcript(path)
    begun = time.perf_counter()
    try:
        document = read_document(path)
    except TracuuError as error:
        return FileScore(name=name, kind=_kind(path, None, transcript), reason=str(error))
    seconds = time.perf_counter() - begun
    rows, all_rows, cells, all_cells = _tables(path, document, truth)
    # only pages carry page numbers as text; elsewhere a number alone is what the diagrams of a form print
    paged = path.suffix.lower() == ".pdf" or document.quality.layer != "text"
    left = file_accuracy.furniture_in(_prose(document), numbers=paged)
    return FileScore(
        name=name,
        kind=_kind(path, document, transcript),
        pages=document.pages or 0,
        seconds=seconds,
        accuracy=_accuracy(path, document, truth, transcript),
        rows=(rows, all_rows),
        cells=(cells, all_cells),
        heads=_heads(path, document, left),
        furniture=left,
        sections=len(document.sections),
        outline=_outline(path, document, truth),
        jumps=sum("nhảy số" in warning or "lặp lại" in warning for warning in document.warnings),
        quality=document.quality.line,
    )


def _prose(document: Document) -> str:
    """The text outside tables, whose rows may well begin with a number alone."""
    text = document.text
    for row in sorted(document.rows, key=lambda row: -row.start):
        text = text[: row.start] + text[row.end :]
    return text


def _heads(path: Path, document: Document, left: int) -> tuple[int, int]:
    """Running heads and page numbers that were removed, and all that the text layer of a PDF holds."""
    if path.suffix.lower() != ".pdf" or document.quality.layer == "ocr":
        return 0, 0
    printed = sum(file_accuracy.edge_furniture(page) for page in _layer_pages(path))
    return max(0, printed - left), printed


def _outline(path: Path, document: Document, truth: Path | None) -> tuple[int, int, int]:
    """Sections of the printed outline that were found, all there are, and those found that there are not."""
    file = truth / "sections" / f"{path.stem}.txt" if truth else None
    if file is None or not file.is_file():
        return 0, 0, 0
    wanted = Counter(line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    found = Counter(
        "/".join(label.strip(" *.):") for label in section.path)
        for section in document.sections
        if section.path[0] not in _UNPRINTED
    )
    return (wanted & found).total(), wanted.total(), (found - wanted).total()


def _kind(path: Path, document: Document | None, transcript: Path | None) -> str:
    if transcript is not None:
        return "legacy"
    if document is not None and document.quality.layer != "text":
        return "scan"
    return "digital" if path.suffix.lower() == ".pdf" else "office"


def _transcript(path: Path) -> Path | None:
    """The transcript of a file of a collection, in a folder ``ground-truth`` above it."""
    for parent in list(path.parents)[:5]:
        for name in ("ground-truth", "ground-truth-synthetic"):
            candidate = parent / name / f"{path.stem}.txt"
            if candidate.is_file():
                return candidate
    return None


def _accuracy(path: Path, document: Document, truth: Path | None, transcript: Path | None) -> float | None:
    if transcript is not None:
        words = file_accuracy.letters(transcript.read_text(encoding="utf-8"))
        return file_accuracy.accuracy(file_accuracy.letters(document.text), words)
    if document.quality.layer != "text":
        pages = list(_page_truths(path, truth))
        return fmean(_page_accuracy(_page(document, n), text) for n, text in pages) if pages else None
    if path.suffix.lower() != ".pdf":
        return None
    found = (document.text, document.text + _repeated_headers(document))
    score = max(file_accuracy.overlap(text, _text_layer(path)) for text in found)
    if score >= _FAIR:
        return score
    other = _other_text_layer(path)  # pdfium gives a turned page as one line without spaces
    return max(score, *(file_accuracy.overlap(text, other) for text in found))


def _repeated_headers(document: Document) -> str:
    """The headers that a table may print again on each page, which reading it as one table leaves out."""
    tables: dict[int, list[Row]] = {}
    for row in document.rows:
        tables.setdefault(row.table, []).append(row)
    out: list[str] = []
    for rows in tables.values():
        again = (rows[-1].page or 1) - (rows[0].page or 1)
        out += [document.text[row.start : row.end] for row in rows if row.role == "header"] * again
    return " ".join(["", *out])


def _page_accuracy(found: str, truth: str) -> float:
    """By the whole transcript of a page, or by the stretches of it that were written down."""
    if file_accuracy.GAP in truth:
        return file_accuracy.sampled_accuracy(found, truth.split(file_accuracy.GAP))
    return file_accuracy.accuracy(found, truth)


def _page_truths(path: Path, truth: Path | None) -> Iterator[tuple[int, str]]:
    for file in sorted((truth / "scans").glob(f"{path.stem}.p*.txt")) if truth else ():
        yield int(file.stem.rsplit(".p", 1)[1]), file.read_text(encoding="utf-8")


def _page(document: Document, number: int) -> str:
    starts = [*document.page_starts, len(document.text)]
    return document.text[starts[number - 1] : starts[number]] if number < len(starts) else ""


def _text_layer(path: Path) -> str:
    """The text layer as the file holds it, without running heads."""
    return "\n".join(map(file_accuracy.without_furniture, _layer_pages(path)))


def _layer_pages(path: Path) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(path) as file:
        return [page.get_textpage().get_text_range() for page in file]


def _other_text_layer(path: Path) -> str:
    import pypdf

    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    return "\n".join(file_accuracy.without_furniture(page) for page in pages)


def _tables(path: Path, document: Document, truth: Path | None) -> tuple[int, int, int, int]:
    catalogue = path.with_name(f"{path.stem}.truth.md")
    if catalogue.is_file():
        return file_accuracy.table_score(_rows(document), catalogue_rows(catalogue.read_text(encoding="utf-8")))
    marked = truth / "tables" / f"{path.stem}.tsv" if truth else None
    if marked is None or not marked.is_file():
        return 0, 0, 0, 0
    wanted = [line.split("\t") for line in marked.read_text(encoding="utf-8").splitlines() if line.strip()]
    return file_accuracy.table_score(_rows(document), wanted)


def _rows(document: Document) -> list[list[str]]:
    return [[document.text[start:end] for start, end in row.cells] for row in document.rows]


def catalogue_rows(text: str) -> list[list[str]]:
    """The rows of a catalogue of tasks written as a list of fields under the code of each."""
    rows: list[list[str]] = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        code, _, body = part.partition("\n")
        fields = dict(re.findall(r"^- ([^:\n]+): (.*)$", body, flags=re.MULTILINE))
        note = body.partition("### Diễn giải")[2].split("\n# ")[0].strip()
        fields |= {"Mã": code.strip(), "Diễn giải": "" if note.startswith(_NO_NOTE) else note}
        values = [str(fields.get(name, "")) for name in _CATALOGUE]
        rows.append([_NONE.get(value, value) for value in values])
    return rows


def peak_memory() -> int:
    """The most memory, in MB, that this process and its children have had at once, summed."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    children = 0
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for child in listed.read_text().split():
                status = Path(f"/proc/{child}/status").read_text()
                if found := re.search(r"VmHWM:\s+(\d+) kB", status):
                    children += int(found.group(1)) // 1024
    return own + children
