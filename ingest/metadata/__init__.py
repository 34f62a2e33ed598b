"""What a document says about itself: type, number, issuer, place, date, subject, signer, period."""

from __future__ import annotations

from ingest.metadata.extract import extract_metadata

__all__ = ["extract_metadata"]
