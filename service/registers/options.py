"""The filters of the registers as options of the command line; kept apart so that naming them loads nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])
LEVELS = ("trung_uong", "tinh", "xa")
OPTIONS: tuple[tuple[str, tuple[str, ...] | None, str], ...] = (
    ("body", None, "Việc của cơ quan này; viết tắt cũng được."),
    ("role", ("lead", "partner", "recipient"), "Vai của cơ quan: chủ trì, phối hợp, nơi nhận."),
    ("kind", ("task", "duty"), "Chỉ nhiệm vụ, hoặc chỉ trách nhiệm và báo cáo."),
    ("due", None, "Hạn trong khoảng, ví dụ “quý III/2025”."),
    ("dated", ("yes", "no"), "yes: chỉ việc có ghi ngày; no: chỉ việc không ghi ngày."),
    ("overdue", None, "Đã quá hạn tính đến ngày này, dạng 2025-12-31."),
    ("rhythm", None, "Chu kỳ: once, week, month, quarter, half-year, year, regular, on-demand."),
    ("sort", ("due", "-due", "lead", "document", "text"), "Thứ tự."),
    ("group", None, "Nhóm chỉ tiêu, ví dụ ha_tang_so."),
    ("indicator", None, "Khóa của một chỉ tiêu, ví dụ phu_song_5g."),
    ("year", None, "Năm đến hạn của chỉ tiêu; none: không ghi hạn."),
    ("level", LEVELS, "Chỉ văn bản cấp này."),
    ("place", None, "Chỉ văn bản của xã hoặc tỉnh này."),
    ("text", None, "Các chữ phải có."),
)


def filter_options(command: F) -> F:
    """Adds every filter; ``--document`` may be repeated."""
    for name, choices, told in reversed(OPTIONS):
        kind = click.Choice(choices) if choices else click.STRING
        command = click.option(f"--{name}", type=kind, help=told)(command)
    return click.option("--document", multiple=True, help="Chỉ tài liệu này (lặp lại được cho bảng chỉ tiêu).")(command)
