"""What the pages of an upload are given: each file with what is done to it, what was understood and doubted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from ingest.text import ranges
from ingest.types import Document, Metadata
from service.loading import Job, Upload
from service.ports import Held
from web.places import reader_url, sentence_case, title_of
from web.reading.listing import date_of
from web.words import Words

PAGE = 50  # files of an upload on one page

OUTCOMES = {
    "added": "loading.state.added",
    "updated": "loading.state.updated",
    "unchanged": "loading.state.unchanged",
    "duplicate": "loading.state.duplicate",
    "rejected": "loading.state.rejected",
}
STATES = {
    "waiting": "loading.state.waiting",
    "reading": "loading.state.reading",
    "read": "loading.state.read",
    "storing": "loading.state.storing",
    "asking": "loading.state.asking",
}
STEPS = {
    "pages": "loading.state.pages",
    "recognise": "loading.state.recognise",
    "convert": "loading.state.convert",
    "structure": "loading.state.structure",
    "facts": "loading.state.facts",
}
STAGES = {"encode": "loading.stage.encode", "index": "loading.stage.index"}
WHY = {"symbol": "loading.ask.symbol", "subject": "loading.ask.subject", "name": "loading.ask.name"}
LETTERS = {"text": "loading.letters.text", "ocr": "loading.letters.ocr", "mixed": "loading.letters.mixed"}
MISSING = {
    "type": "loading.doubt.type",
    "symbol": "loading.doubt.symbol",
    "issuer": "loading.doubt.issuer",
    "issued": "loading.doubt.issued",
}


@dataclass(frozen=True)
class Question:
    """A file that is another version of a document held, and the address that takes the decision."""

    name: str
    href: str
    why: str
    compare: str
    action: str


@dataclass(frozen=True)
class FileView:
    """One file of an upload. ``mark`` is ``ok``, ``no``, ``ask`` or ``busy``; ``pages`` is (done, total) or none."""

    number: int
    path: str
    mark: str
    told: str
    pages: tuple[int, int] | None = None
    message: str = ""
    hint: str = ""
    name: str = ""
    href: str = ""
    changes: str = ""
    understood: tuple[tuple[str, str, bool], ...] = ()
    doubts: tuple[str, ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class JobView:
    """One upload: where it stands as a whole, and its files."""

    id: str
    title: str
    told: str
    running: bool
    done: int
    total: int
    files: tuple[FileView, ...]
    message: str = ""
    hint: str = ""
    stepped_back: str = ""
    attention: tuple[tuple[str, str], ...] = ()
    """What needs a person, in words, with the address of the first such file."""
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class RunView:
    """An upload in a list."""

    href: str
    title: str
    counts: str


def job_view(job: Job, held: Mapping[str, Held], words: Words, page: int = 1) -> JobView:
    """An upload as page ``page`` (from 1, clipped to those there are) shows it; ``held`` are the documents by id."""
    failed = job.state == "failed"
    pages = max(-(-len(job.uploads) // PAGE), 1)
    page = min(max(page, 1), pages)
    listed = job.uploads[(page - 1) * PAGE : page * PAGE]
    return JobView(
        id=job.id,
        title=run_title(job, words),
        told="" if failed else _told(job, words),
        running=not job.finished,
        done=job.done,
        total=job.total,
        files=tuple(file_view(job, upload, held, words) for upload in listed),
        message=job.message if failed else "",
        hint=job.hint if failed else "",
        stepped_back=words("loading.stepped_back", names=", ".join(job.stepped_back)) if job.stepped_back else "",
        attention=tuple(_attention(job, words)),
        page=page,
        pages=pages,
    )


def _anchor(number: int) -> str:
    page = number // PAGE + 1
    return f"?trang={page}#tep-{number}"


def _attention(job: Job, words: Words) -> Iterator[tuple[str, str]]:
    asking = [upload.number for upload in job.uploads if upload.state == "asking"]
    rejected = [one.number for one in job.uploads if one.result and one.result.outcome == "rejected"]
    if asking:
        yield sentence_case(words("loading.waiting", count=len(asking))), _anchor(asking[0])
    if rejected:
        yield sentence_case(words("loading.rejected", count=len(rejected))), _anchor(rejected[0])


def run_view(job: Job, words: Words) -> RunView:
    """An upload in a list: when, how many files, how many need a person."""
    counts = [words("loading.counts", done=job.done, total=job.total)]
    asking = sum(upload.state == "asking" for upload in job.uploads)
    rejected = sum(file.outcome == "rejected" for file in job.files)
    counts += [words("loading.waiting", count=asking)] if asking else []
    counts += [words("loading.rejected", count=rejected)] if rejected else []
    counts += [words("loading.failed")] if job.state == "failed" else []
    return RunView(f"/nap/lan/{job.id}", run_title(job, words), " · ".join(counts))


def run_title(job: Job, words: Words) -> str:
    """When an upload was begun."""
    return words("loading.run", time=local_time(job.started))


def named(document: Held | Document, words: Words) -> str:
    """What a document is called; the name of a file stays as it is spelt."""
    name = title_of(document, words)
    return name if name == document.source else sentence_case(name)


def address(page: str, document: str) -> str:
    """The address of a page about a document."""
    return f"{page}/{quote(document, safe='')}"


def local_time(moment: str | None) -> str:
    """An instant of the records (UTC) by the clock of this machine, "22/11/2026 13:05"; "" if there is none."""
    return f"{datetime.fromisoformat(moment).astimezone():%d/%m/%Y %H:%M}" if moment else ""


def _told(job: Job, words: Words) -> str:
    if job.state == "done":
        return words("loading.all_done", total=job.total)
    if job.state == "asking":
        return words("loading.all_but", done=job.done, total=job.total, count=job.total - job.done)
    told = [words("loading.going_on", done=job.done, total=job.total)]
    if job.stage in STAGES:
        told.append(words(STAGES[job.stage], done=job.stage_done, total=job.stage_total))
    reading = next((upload for upload in job.uploads if upload.state == "reading"), None)
    if reading is not None:
        told.append(f"{reading.path}: {_state(reading, words)}.")
    return " ".join(told)


def file_view(job: Job, upload: Upload, held: Mapping[str, Held], words: Words) -> FileView:
    """One file as its entry shows it."""
    if upload.state == "asking":
        return _asking(job, upload, held, words)
    if upload.state != "done":
        step = upload.step
        pages = (step.done, step.total) if step and step.total else None
        return FileView(upload.number, upload.path, "busy", _state(upload, words), pages)
    if upload.result is None:
        return FileView(upload.number, upload.path, "no", words("loading.state.dropped"))
    return _finished(upload, held, words)


def _state(upload: Upload, words: Words) -> str:
    if upload.step is not None:
        return words(STEPS[upload.step.stage], done=upload.step.done, total=upload.step.total)
    return words(STATES[upload.state])


def _finished(upload: Upload, held: Mapping[str, Held], words: Words) -> FileView:
    result = upload.result
    assert result is not None, "only finished files have a result"  # noqa: S101 programmer error
    if result.outcome == "rejected":
        hint = " ".join(part for part in (result.hint, words("loading.untouched")) if part)
        told = words("loading.state.rejected")
        return FileView(upload.number, upload.path, "no", told, message=result.message, hint=hint)
    document = held.get(result.document or "")
    same = result.outcome in ("duplicate", "unchanged")
    return FileView(
        upload.number,
        upload.path,
        "ok",
        words(OUTCOMES[result.outcome]),
        message=words("loading.same_as") if same else "",
        name=named(document, words) if document else words("loading.gone"),
        href=reader_url(document.id) if document else "",
        changes=address("/nap/thay-doi", document.id) if document and result.outcome == "updated" else "",
        understood=understood(upload.understood, words) if upload.understood else (),
        doubts=doubts(upload.understood, words) if upload.understood else (),
    )


def _asking(job: Job, upload: Upload, held: Mapping[str, Held], words: Words) -> FileView:
    likeness = upload.version_of
    document = held.get(likeness.document) if likeness else None
    action = f"/nap/lan/{job.id}/{upload.number}"
    question = Question(
        name=named(document, words) if document else words("loading.gone"),
        href=reader_url(document.id) if document else "",
        why=words(WHY[likeness.why]) if likeness else "",
        compare=action if document else "",
        action=action,
    )
    read = upload.understood
    return FileView(
        upload.number,
        upload.path,
        "ask",
        words("loading.state.asking"),
        understood=understood(read, words) if read else (),
        doubts=doubts(read, words) if read else (),
        question=question,
    )


def understood(read: Held, words: Words) -> tuple[tuple[str, str, bool], ...]:
    """What was read in a file: label, value, and whether the value is Vietnamese whatever the page is in."""
    quality = read.quality
    found = words(
        "loading.found_line",
        sections=read.sections,
        targets=read.targets,
        tasks=read.tasks,
        duties=read.duties,
        references=read.references,
        tables=quality.tables,
    )
    rows = (
        ("loading.type", read.type, True),
        ("loading.symbol", read.symbol, True),
        ("loading.issuer", read.issuer, True),
        ("loading.issued", date_of(read.issued), False),
        ("loading.place", ", ".join(part for part in (read.commune, read.province) if part), True),
        ("loading.subject", " ".join((read.subject or "").split()), True),
        ("loading.found", found, False),
        ("loading.letters", _letters(read, words), False),
    )
    return tuple((words(label), value, vietnamese) for label, value, vietnamese in rows if value)


def _letters(read: Held, words: Words) -> str:
    quality = read.quality
    parts = [words(LETTERS[quality.layer], pages=ranges(quality.ocr_pages))]
    parts += [words("loading.letters.pages", count=read.pages)] if read.pages else []
    parts += [words("loading.letters.spelt", share=_percent(quality.syllables, words))] if quality.words else []
    return " · ".join(parts)


def _percent(share: float, words: Words) -> str:
    text = f"{100 * share:.1f}"
    return text.replace(".", ",") if words.language == "vi" else text


def doubts(read: Held, words: Words) -> tuple[str, ...]:
    """What a person should look at again."""
    missing = [words(key) for name, key in MISSING.items() if not _said(read, name)]
    inferred = [words("loading.doubt.province")] if read.province_inferred else []
    doubted = read.quality.doubted
    pages = [words("loading.doubt.pages", pages=ranges(doubted))] if doubted and read.pages else []
    return (*missing, *inferred, *pages, *read.warnings)


def _said(read: Metadata, name: str) -> bool:
    return bool(getattr(read, name))
