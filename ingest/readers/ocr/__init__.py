"""Pages that are pictures: recognised by Tesseract with its Vietnamese data, laid out like any other page."""

from __future__ import annotations

from ingest.readers.ocr.engine import MISSING, available
from ingest.readers.ocr.pictures import read_picture
from ingest.readers.ocr.recognise import recognise

__all__ = ["MISSING", "available", "read_picture", "recognise"]
