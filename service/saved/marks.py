"""What stays the same of a fact when its document is read again, renamed, or stands in for its digest.

A document is known by its symbol with who issued it, and by its name in the library; a fact by what it means, and by
its words. Each pair is a mark, and a fact is known by any of them: reading better what was read before makes nothing
new, nor does the same document under another name. Marks are digests, so that nothing of a document is kept in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from index.identity import identity, symbol_key
from ingest.types import Duty, Target, Task
from service.ports import Held
from service.words import syllables

SIZE = 12  # bytes: among a million facts no two are likely to share a mark


def document_names(held: Held) -> tuple[str, ...]:
    """The ways in which a document is known."""
    place = _plain(held.commune or held.issuer or "")
    names = [f"id|{held.id}|{place}"]
    if held.symbol:
        names.append(f"symbol|{symbol_key(held.symbol)}|{place}|{held.year or ''}")
    elif held.type_code and place and held.subject:
        names.append(f"subject|{held.type_code}|{place}|{_plain(held.subject)}")
    return tuple(names)


def digest_names(held: Held) -> tuple[str, ...]:
    """The way in which a digest of ours and its original, which has no symbol, are one; too wide for a document alone:
    the same commune may have two plans on one resolution, and what both of them set is told once.
    """
    known = None if held.symbol else identity(held)
    return (f"identity|{known}",) if known else ()


def target_names(target: Target) -> tuple[str, ...]:
    """The ways in which a target is known: indicator, level and deadline; its words with its figure."""
    figure = f"{target.comparator}|{target.value:g}|{target.value_max}|{_plain(target.unit)}"
    indicator = target.key if target.key and not target.key_inferred else _plain(target.indicator)
    return (
        f"target|{indicator}|{figure}|{target.deadline}|{target.cls}|{_plain(target.scope or '')}",
        f"words|{_plain(target.quote)}|{target.value:g}",
    )


def obligation_names(fact: Task | Duty) -> tuple[str, ...]:
    """The ways in which a task or duty is known: what is to be done by whom; its words."""
    if isinstance(fact, Task):
        return (f"do|{_plain(fact.text)}|{_plain(' '.join(fact.lead))}", f"words|{_plain(fact.quote)}")
    return (f"do|{_plain(fact.action)}|{_plain(fact.actor or '')}", f"words|{_plain(fact.quote)}")


def marks_of(held: Held, names: Iterable[str] = ("",)) -> tuple[bytes, ...]:
    """The marks of a fact of a document, by all the ways in which both are known; of the document alone without."""
    names = tuple(names)
    documents = document_names(held) if names == ("",) else (*document_names(held), *digest_names(held))
    return tuple(
        blake2b(f"{document}\n{name}".encode(), digest_size=SIZE).digest() for document in documents for name in names
    )


def _plain(text: str) -> str:
    """The words alone: spaces, marks and punctuation are what a better reading changes first."""
    return " ".join(syllables(text))
