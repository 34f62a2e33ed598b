"""Pieces of text that, repeated, make patterns and loops try everything they can."""

from __future__ import annotations

PIECES = (
    *" \t\n01aA-–()[]|/<&%…;,\\{_#*",
    *("1.", "1, ", "a ", "A ", "- ", "| ", "1/", "a/", "5% ", "trên 5% ", "1 - ", "(1) ", "....", "1.000.", "5G ",
      "“", '"'),
    *("57-NQ/TW ", "Luật A ", "số 1/KH ", "Điều 1 ", "khoản 1 ", "I. ", "a) ", "1.1. ", "Nơi nhận: ",
      "Căn cứ Luật "),
    *("ngày 1 ", "tháng ", "năm 2025 ", "2025 - ", "từ 1 đến ", "trước ngày 1/1/2025 ", "Giai đoạn 2025-2027: "),
    *("và ", "của ", "xã ", "Ủy ban nhân dân ", "Ủy ban nhân dân xã, ", "phối hợp ", "chủ trì, ", "báo cáo ",
      "Bộ Nội vụ và "),
    *("\n- ", "\n1. ", "\nI. A", "\nĐiều 1. A", "\n| a | b |", "\nPHỤ LỤC I", "\n\ta\tb", "\n- Đạt 5% hộ",
      "\n# ", "<br "),
    *("\u0301", "a\u0301", "\u202e", "\u200b", "\ufeff", "İ", "ß", "ﬁ", "ﷺ", "\U000e0041", "🇻🇳", "\ud800",
      "\x00", "\x1b["),
)  # fmt: skip


def repeated(piece: str, length: int) -> str:
    """``piece`` again and again, ``length`` characters in all."""
    return (piece * (length // len(piece) + 1))[:length]
