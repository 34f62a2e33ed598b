"""Two versions of a document, or two documents that ought to agree, compared by section and by fact."""

from service.versions.compare import compare
from service.versions.types import FactChange, SectionChange, TextChange, VersionReport

__all__ = ["FactChange", "SectionChange", "TextChange", "VersionReport", "compare"]
