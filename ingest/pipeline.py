"""A file in, a document out: the one way in."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ingest import readers, worker
from ingest.canonical import Canonical, canonicalise
from ingest.facts import duties, references, targets, tasks
from ingest.limits import tick
from ingest.lines import Spot
from ingest.metadata import extract_metadata
from ingest.passages import make_passages, with_context
from ingest.places import Places
from ingest.quality import quality_of
from ingest.readers.content import Content
from ingest.structure.functions import sections_with_functions, with_functions
from ingest.structure.tree import Tree, build_tree
from ingest.types import Box, Document, Fact, Metadata, Passage, Row, Signer

# Vocabularies of questions and of checks: they read no document.
_ASKED = frozenset({"cau-hoi", "tieng-anh", "kiem-tra"})
SUFFIXES = readers.suffixes()


def read_document(path: Path) -> Document:
    """Reads, structures and understands one file.

    Raises :class:`ingest.errors.RejectedFile` for what is no document and
    :class:`ingest.errors.NotFound` for what is not there.
    """
    return understand(readers.load(path), unicodedata.normalize("NFC", path.name))


def understand(data: bytes, name: str, limits: worker.Limits | None = None) -> Document:
    """The document in the bytes of a file called ``name``; raises :class:`ingest.errors.RejectedFile`.

    All of it is done by a worker, plain text too: a pattern that tries too long at a strange text would hold up
    every other thread of this process.
    """
    return worker.understand(readers.checked_suffix(data, name), data, name, limits)


def understand_here(suffix: str, data: bytes, name: str) -> bytes:
    """What a worker does: the document as JSON."""
    made = document_of(readers.read_here(suffix, data, name), name=name, sha256=hashlib.sha256(data).hexdigest())
    return made.model_dump_json(by_alias=True).encode()


def document_of(content: Content, *, name: str, sha256: str) -> Document:
    """A document made of the contents of a file called ``name``."""
    tick("structure")
    canonical = canonicalise(content)
    tree = build_tree(canonical.blocks, len(canonical.text))
    text, front, paged = canonical.text, content.front, content.pages is not None
    passages = with_functions(make_passages(text, tree.pieces, tree.sections, paged), text)
    metadata = _declared(extract_metadata(text, tree.sections, passages, places=Places.load()), front)
    sections = sections_with_functions(tree.sections, passages)
    identifier = Path(name).stem
    rows = _rows_with_pages(tree.rows, canonical) if paged else tuple(tree.rows)
    return Document(
        **metadata.model_dump(),
        id=identifier,
        source=name,
        sha256=sha256,
        digest=bool(front.get("digest", False)),
        text=text,
        pages=content.pages,
        page_starts=canonical.page_starts if paged else (),
        sections=tuple(s if paged else s.model_copy(update={"page": None}) for s in sections),
        passages=with_context(passages, metadata.commune or metadata.province),
        rows=rows,
        boxes=_boxes(canonical),
        recognised=content.recognised,
        quality=quality_of(text, canonical.page_starts if paged else (), content.pages, rows, content.recognised),
        **_facts(text, passages, tree, metadata, identifier),
        warnings=tuple(dict.fromkeys((*content.notes, *tree.warnings))),
    )


def _rows_with_pages(rows: list[Row], canonical: Canonical) -> tuple[Row, ...]:
    pages = {block.start: block.page for block in canonical.blocks}
    return tuple(row.model_copy(update={"page": pages.get(row.start)}) for row in rows)


def _boxes(canonical: Canonical) -> tuple[Box, ...]:
    def box(spot: Spot) -> Box:
        x0, y0, x1, y1 = spot.box
        return Box(start=spot.start, end=spot.end, page=spot.page, x0=x0, y0=y0, x1=x1, y1=y1, stops=spot.stops)

    return tuple(box(spot) for spot in canonical.spots if spot.end > spot.start)


def _facts(
    text: str, passages: list[Passage], tree: Tree, metadata: Metadata, identifier: str
) -> dict[str, tuple[Fact, ...]]:
    """All that the document commits to, each fact knowing its document."""
    tick("facts")
    sections = tree.sections
    found: dict[str, Iterable[Fact]] = {
        "targets": targets.extract_targets(
            text,
            passages,
            sections,
            tree.rows,
            subject=metadata.subject,
            period=metadata.period,
            issued=metadata.issued,
        ),
        "tasks": tasks.extract_tasks(text, tree.rows, sections, passages),
        "duties": duties.extract_duties(text, sections, passages, metadata),
        "references": references.extract_references(text, sections, passages, metadata),
    }
    return {
        kind: tuple(fact.model_copy(update={"document": identifier}) for fact in facts) for kind, facts in found.items()
    }


def _declared(metadata: Metadata, front: dict[str, Any]) -> Metadata:
    """What front matter declares goes before what the text was understood to say."""
    known = {key: value for key, value in front.items() if key in Metadata.model_fields and value != ""}
    if isinstance(signer := known.get("signer"), str):
        known["signer"] = Signer(name=signer, role=front.get("signer_role"))
    elif isinstance(signer, dict):
        known["signer"] = Signer(**signer)
    return Metadata.model_validate(metadata.model_dump(by_alias=True) | known)


def _version() -> str:
    """Identifies the code and the vocabularies that read a document.

    A change in either makes the index read its documents again; nobody has to remember to count up.
    """
    here = Path(__file__).parent
    code = sorted(here.rglob("*.py"))
    words = sorted(path for path in (here.parent / "corpus" / "tu-vung").rglob("*.t*") if path.stem not in _ASKED)
    digest = hashlib.sha256()
    for path in (*code, *words):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


VERSION = _version()
