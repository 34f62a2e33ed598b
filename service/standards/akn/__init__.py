"""A document as Akoma Ntoso 3.0 (LegalDocML, OASIS): its structure named, its text untouched and in order.

Everything that stands in the content of the XML, its white space included, is the canonical text, sign by sign; only a
sign that XML does not allow is replaced. Which Vietnamese part is which element is in
``corpus/tu-vung/akoma-ntoso.toml``; what was decided, and why, in ``docs/standards.md``.
"""

from service.standards.akn.export import akoma_ntoso, names_of

__all__ = ["akoma_ntoso", "names_of"]
