"""Bringing the store up to date with files, touching only what changed.

Each batch of files is one unit: read, encode (vectors are kept at once, so an
interrupted run does not encode twice), then documents, facts and the next
generation of derived indexes in one transaction.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index import doubts, likeness, placing, vectors, versions
from index.engine import BrokenGenerationError
from index.files import checksum
from index.generation import Generations
from index.originals import Originals
from index.readings import FileReading, Reader, read_guarded
from index.store import Item, Origin, Store
from index.types import FileResult, Outcome, Progress
from index.windows import windows
from ingest.errors import NotFound, RejectedFile, TracuuError
from ingest.limits import Listener, Step
from ingest.types import Document

if TYPE_CHECKING:
    from index.encoder import Encoder

BATCH = 20_000
"""Windows read before they are made searchable: bounds memory and what a kill can cost."""

_SLICE = 1_024  # texts between two commits of vectors: some seconds of work

MARK_OF_USE = "~$"
"""How the files begin that an office program puts beside one that somebody has open."""

_COLLECTION = "passages-1"  # stands for the version of the reader of plain collections


@dataclass(slots=True)
class Batch:
    """Documents read and not yet stored."""

    texts: dict[bytes, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """Bytes (sha256) → document id."""
    changes: list[Callable[[Store], None]] = field(default_factory=list)
    visible: bool = False
    """Whether any change alters what may be found."""

    def add_texts(self, texts: Iterable[str]) -> None:
        """Note what has to have vectors."""
        self.texts.update((vectors.key(text), text) for text in texts)


def no_progress(stage: str, done: int, total: int, name: str) -> None:
    """The progress of those who do not watch."""


def steps_told(progress: Progress, name: str) -> Listener:
    """The steps of reading one file as progress of the run."""

    def heard(step: Step | None) -> None:
        if step is not None:
            progress(step.stage, step.done, step.total, name)

    return heard


class Sync:
    """One run; the caller holds the writer lock."""

    def __init__(
        self,
        store: Store,
        generations: Generations,
        encoder: Callable[[], Encoder],
        progress: Progress | None,
        originals: Originals,
        collection: str | None = None,
    ) -> None:
        self._originals = originals
        self._collection = collection
        self._store = store
        self._generations = generations
        self._encoder = encoder
        self._progress: Progress = progress or no_progress
        self._batch = Batch()

    # -- documents -------------------------------------------------------------------------------

    def documents(self, paths: Sequence[Path], reader: Reader) -> list[FileResult]:
        """Take files and folders; what becomes of one never stops the others."""
        found = list(expand(paths, reader.suffixes))
        results: list[FileResult] = []
        for done, path in enumerate(found, start=1):
            results.append(path if isinstance(path, FileResult) else self._guarded(path, reader))
            self._progress("read", done, len(found), Path(results[-1].path).name)
            if len(self._batch.texts) >= BATCH:
                self.flush()
        self.flush()
        return results

    def _guarded(self, path: Path, reader: Reader) -> FileResult:
        try:
            return self._take(path, reader)
        except TracuuError as error:
            return FileResult(path=str(path), outcome="rejected", message=error.message, hint=error.hint)

    def _take(self, path: Path, reader: Reader) -> FileResult:
        origin = Origin(str(path.resolve()), checksum(path), reader.version)
        before = self._store.file(origin.path)
        holder = self._holder(origin)
        if holder is not None and not self._stale(holder, origin):
            placed = self._place(holder)
            return self._held(path, origin, holder, before).model_copy(update={"placed": placed})
        own = self._own(origin.path, before)
        newer = versions.successor(self._store.connection, origin.sha256)
        if newer is not None and own is None and holder is None:
            return FileResult(path=str(path), outcome="duplicate", document=newer, message=_former(newer))
        document = read_guarded(path, reader, steps_told(self._progress, path.name))
        id = holder or own or self._free_id(path, origin.sha256)
        placed = self._place(id)  # in the same transaction: nobody sees it elsewhere meanwhile
        return self._add(path, origin, document, id).model_copy(update={"placed": placed})

    def readings(self, readings: Sequence[FileReading], replacing: Mapping[str, str]) -> list[FileResult]:
        """Take files that were read before; ``replacing`` is the document that a path takes the place of."""
        results = [self._keep(reading, replacing.get(reading.path)) for reading in readings]
        self.flush()
        return results

    def _keep(self, reading: FileReading, replaced: str | None) -> FileResult:
        path = Path(reading.path)
        origin = Origin(str(path.resolve()), reading.sha256, reading.version)
        holder = self._holder(origin)
        if holder is not None and not self._stale(holder, origin):
            return self._held(path, origin, holder, self._store.file(origin.path))
        id = holder or replaced or self._free_id(path, origin.sha256)
        if self._store.origin(id) is None:
            self._place(id)
        return self._add(path, origin, reading.document, id)

    def _add(self, path: Path, origin: Origin, read: Document, id: str) -> FileResult:
        document = adopt(read, id, path, origin.sha256)
        self._originals.keep(path, origin.sha256)
        self._batch.ids[origin.sha256] = id
        self._batch.add_texts(texts_of(document))
        self._batch.changes.append(lambda store: store.put(document, origin))
        self._batch.visible = True
        outcome: Outcome = "added" if self._store.origin(id) is None else "updated"
        return FileResult(path=str(path), outcome=outcome, document=id, warnings=document.warnings)

    def _place(self, id: str) -> str | None:
        """Put a document where this run puts its documents; returns the place if it was held elsewhere before."""
        collection = self._collection
        if collection is None:
            return None
        self._batch.changes.append(lambda store: placing.place(store, id, collection))
        moves = self._store.origin(id) is not None and placing.placement(self._store, id) != collection
        return collection if moves else None

    def _holder(self, origin: Origin) -> str | None:
        """The document with these bytes, unless its own file has others by now and it will change."""
        if origin.sha256 in self._batch.ids:
            return self._batch.ids[origin.sha256]
        holder = self._store.holder(origin.sha256)
        held = self._store.origin(holder) if holder is not None else None
        if held is None or held.path == origin.path:
            return holder
        file = Path(held.path)
        return None if file.is_file() and checksum(file) != origin.sha256 else holder

    def _stale(self, holder: str, origin: Origin) -> bool:
        """Whether these bytes were read by another version of the reading code."""
        if origin.sha256 in self._batch.ids:
            return False
        held = self._store.origin(holder)
        return held is not None and held.reader != origin.reader

    def _held(self, path: Path, origin: Origin, holder: str, before: tuple[str, str] | None) -> FileResult:
        held = self._store.origin(holder)
        if held is not None and held.path == origin.path and before == (origin.sha256, holder):
            return _result(path, "unchanged", holder)
        moved = held is not None and held.path != origin.path and not Path(held.path).is_file()
        if moved:  # what is changed at the new place changes this document, and makes no second one
            self._batch.changes.append(lambda store: store.move(holder, origin.path))
        if before == (origin.sha256, holder):
            return _result(path, "duplicate", holder, moved=moved)
        abandoned = self._own(origin.path, before)
        if abandoned is not None and abandoned != holder:
            self._batch.changes.append(lambda store: store.delete(abandoned))
            self._batch.visible = True
        self._batch.changes.append(lambda store: store.note_file(origin.path, origin.sha256, holder))
        return _result(path, "duplicate", holder, moved=moved, given_up=abandoned if abandoned != holder else None)

    def _own(self, path: str, before: tuple[str, str] | None) -> str | None:
        """The document that was read from this very path, not merely found equal to it."""
        if before is None:
            return None
        held = self._store.origin(before[1])
        return before[1] if held is not None and held.path == path else None

    def _free_id(self, path: Path, sha256: str) -> str:
        stem = unicodedata.normalize("NFC", path.stem)
        taken = stem in self._batch.ids.values() or self._store.origin(stem) is not None
        return f"{stem}-{sha256[:8]}" if taken else stem

    # -- plain collections -----------------------------------------------------------------------

    def passages(self, path: Path) -> FileResult:
        """Take a plain passage collection, JSON lines of ``id``, ``title`` and ``text``."""
        if not path.is_file():
            return _missing(path)
        try:
            return self._take_collection(path)
        except TracuuError as error:
            return FileResult(path=str(path), outcome="rejected", message=error.message, hint=error.hint)

    def _take_collection(self, path: Path) -> FileResult:
        origin = Origin(str(path.resolve()), checksum(path), _COLLECTION)
        before = self._store.file(origin.path)
        holder = self._holder(origin)
        if holder is not None and not self._stale(holder, origin):
            placed = self._place(holder)
            result = self._held(path, origin, holder, before)
        else:
            id = holder or self._own(origin.path, before) or self._free_id(path, origin.sha256)
            items = read_items(path)
            self._batch.add_texts(window for item in items for window in windows(item.title, item.text))
            self._batch.changes.append(lambda store: store.put_collection(id, path.name, origin, items))
            placed = self._place(id)
            self._batch.visible = True
            outcome: Outcome = "added" if self._store.origin(id) is None else "updated"
            result = FileResult(path=str(path), outcome=outcome, document=id)
        result = result.model_copy(update={"placed": placed})
        self._progress("read", 1, 1, path.name)
        self.flush()
        return result

    # -- storing ---------------------------------------------------------------------------------

    def remove(self, document: str) -> None:
        """Forget a document; :class:`~ingest.errors.NotFound` if it is not held. Loads no model."""
        encoder, dimensions = self._store.setting("encoder"), self._store.setting("dimensions")
        if encoder is None or dimensions is None:
            raise NotFound("Chưa nạp văn bản nào.", "Hãy nạp văn bản bằng lệnh tracuu sync.")
        batch = Batch(changes=[lambda store: store.delete(document)])
        self._commit(batch, encoder, int(dimensions))

    def flush(self) -> None:
        """Make everything read so far searchable, or change nothing at all."""
        batch, self._batch = self._batch, Batch()
        encoder = self._encoder()
        stale = likeness.is_stale(self._store.connection, encoder.name)
        if stale:
            batch.add_texts(likeness.stored_texts(self._store.connection))
        if self._store.setting("encoder") != encoder.name:
            keys = self._store.keys()
            batch.texts.update(zip(keys, self._store.keyed_texts(keys), strict=True))
        elif not batch.visible and not stale and self._is_current():
            self._note(batch)
            return
        self._encode(batch.texts, encoder)
        self._progress("index", 0, 1, "")
        self._commit(batch, encoder.name, encoder.dimensions)
        self._progress("index", 1, 1, "")

    def _note(self, batch: Batch) -> None:
        if batch.changes:
            with self._store.transaction():
                for change in batch.changes:
                    change(self._store)

    def _is_current(self) -> bool:
        try:
            self._generations.open_current()
        except BrokenGenerationError:
            return False
        return True

    def _encode(self, texts: dict[bytes, str], encoder: Encoder) -> None:
        keys = vectors.missing(self._store.connection, encoder.name, list(texts))
        # by length: the batches that the encoder makes of a slice are then padded little
        keys.sort(key=lambda one: len(texts[one]), reverse=True)
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            self._progress("encode", done, len(keys), "")

        for start in range(0, len(keys), _SLICE):
            part = keys[start : start + _SLICE]
            rows = encoder.encode_passages([texts[one] for one in part], advance)
            with self._store.transaction() as connection:
                vectors.put(connection, encoder.name, part, rows)

    def _commit(self, batch: Batch, encoder: str, dimensions: int) -> None:
        try:
            with self._store.transaction() as connection:
                for change in batch.changes:
                    change(self._store)
                self._store.supersede()
                doubts.renew(connection)
                likeness.renew(connection, encoder)
                vectors.prune(connection, likeness.kept())
                self._store.note_setting("encoder", encoder)
                self._store.note_setting("dimensions", str(dimensions))
                self._store.bump()
                self._generations.publish(self._generations.build(self._store, encoder, dimensions))
        except BaseException:
            self._generations.clear()
            raise
        self._generations.settle()


def repair(store: Store, generations: Generations) -> None:
    """Make the derived indexes again from the store; the caller holds the writer lock."""
    encoder, dimensions = store.setting("encoder"), store.setting("dimensions")
    if encoder is None or dimensions is None:
        return
    with store.snapshot():  # not a transaction: building may take long, and nothing else is written
        number = generations.build(store, encoder, int(dimensions))
    with store.transaction():
        generations.publish(number)
    generations.settle()


def texts_of(document: Document) -> Iterator[str]:
    """What has to have vectors of a document."""
    for passage in document.passages:
        yield from windows(passage.context, document.text[passage.start : passage.end])
    yield from likeness.texts(document.targets)


def expand(paths: Sequence[Path], suffixes: frozenset[str]) -> Iterator[Path | FileResult]:
    """The files named, and those in the folders named that can be read; hidden ones and marks of use are skipped."""
    for path in paths:
        if path.is_dir():
            yield from (
                file
                for file in sorted(path.rglob("*"))
                if file.is_file()
                and file.suffix.casefold() in suffixes
                and not any(part.startswith((".", MARK_OF_USE)) for part in file.relative_to(path).parts)
            )
        elif path.is_file():
            yield path
        else:
            yield _missing(path)


def adopt(document: Document, id: str, path: Path, sha256: str) -> Document:
    """``document`` under the id, name and bytes by which the store knows it."""
    return document.model_copy(update={"id": id, "source": path.name, "sha256": sha256})


def read_items(path: Path) -> list[Item]:
    """The entries of a plain collection; :class:`RejectedFile` names the first bad line."""
    items: dict[str, Item] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                text = unicodedata.normalize("NFC", entry["text"])
                title = unicodedata.normalize("NFC", entry.get("title") or "")
                items[str(entry["id"])] = Item(str(entry["id"]), title, text)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise RejectedFile(
                    f"Dòng {number} của tệp không đúng mẫu.",
                    'Mỗi dòng phải là một đối tượng JSON có "id", "title" và "text".',
                ) from error
    return [item for item in items.values() if item.text.strip()]


def _result(
    path: Path, outcome: Outcome, holder: str, *, moved: bool = False, given_up: str | None = None
) -> FileResult:
    same = f"Nội dung trùng với văn bản “{holder}” đã có."
    message = f"Tệp đã đổi tên hoặc chuyển chỗ; vẫn là văn bản “{holder}”." if moved else same
    if given_up is not None:
        message += f" Văn bản “{given_up}” đọc từ tệp này trước đây được gỡ, vì tệp không còn nội dung ấy."
    message = message if outcome == "duplicate" else ""
    return FileResult(path=str(path), outcome=outcome, document=holder, message=message, given_up=given_up)


def _former(newer: str) -> str:
    return f"Đây là bản cũ của văn bản “{newer}”; bản mới đã thay nó."


def _missing(path: Path) -> FileResult:
    return FileResult(
        path=str(path),
        outcome="rejected",
        message="Không tìm thấy tệp hoặc thư mục này.",
        hint="Hãy kiểm tra lại đường dẫn.",
    )
