"""Capital letters for regular expressions: a range such as ``À-Ỹ`` would take small ones in as well."""

from __future__ import annotations

UPPER = "A-Z" + "".join(letter for code in range(0xC0, 0x1EFA) if (letter := chr(code)).isupper() and letter.isalpha())
