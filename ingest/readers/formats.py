"""Which reader takes which Office and web format; a reader's libraries are imported when it first reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from ingest.readers.content import Content

_MODULES = {
    "office.read_office": (
        ".docx .docm .dotx .doc .dot .odt .ott .rtf .xlsx .xlsm .xls .ods .html .htm .xhtml .mht .mhtml"
    ),
    "excel.read_csv": ".csv .tsv",
}


def _read(where: str, data: bytes, name: str) -> Content:
    module, function = where.split(".")
    reader: Callable[[bytes, str], Content] = getattr(import_module(f"ingest.readers.{module}"), function)
    return reader(data, name)


READERS: dict[str, Callable[[bytes, str], Content]] = {
    suffix: partial(_read, where) for where, suffixes in _MODULES.items() for suffix in suffixes.split()
}
