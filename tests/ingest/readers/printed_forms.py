"""The blocks of a text typed into Word, and printed to PDF: other forms of one document."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from word_files import docx_bytes

from ingest.blocks import Block

_CSS = """@page { size: A4; margin: 20mm 15mm 20mm 30mm }
body { font: 14pt/1.3 serif; text-align: justify } p { margin: 0 0 6pt; text-indent: 1.27cm }
.c { text-align: center; text-indent: 0 } table { border-collapse: collapse; width: 100%; font-size: 12pt }
td { border: 1px solid #000; padding: 2pt 4pt; text-align: left; vertical-align: top }"""


def as_docx(blocks: Sequence[Block]) -> bytes:
    """A Word file: a paragraph a block, a Word table for each table."""
    word = docx.Document()
    table, number = None, -1
    for block in blocks:
        if block.cells is None:
            run = word.add_paragraph().add_run(block.text)
            run.bold = block.all_bold
            number = -1
            continue
        if block.table != number or table is None:
            table, number = word.add_table(rows=0, cols=len(block.cells), style="Table Grid"), block.table
        for cell, text in zip(table.add_row().cells, block.cells, strict=False):
            cell.text = text
    return docx_bytes(word)


def print_pdf(blocks: Sequence[Block], target: Path) -> None:
    """Prints the blocks to a PDF file; the test is skipped where no Chromium is installed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("không có Chromium để in ra PDF")
    page = target.with_suffix(".html")
    page.write_text(_as_html(blocks), "utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={target}", str(page)], check=True, timeout=120, capture_output=True)


def _as_html(blocks: Sequence[Block]) -> str:
    out = [f"<meta charset=utf-8><style>{_CSS}</style>"]
    table = -1
    for block in blocks:
        if table >= 0 and block.table != table:
            out.append("</table>")
        if block.table >= 0 and block.table != table:
            out.append("<table>")
        table = block.table
        out.append(_element(block))
    return "\n".join(out)


def _element(block: Block) -> str:
    if block.cells is not None:
        return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in block.cells) + "</tr>"
    bold = len(block.text) if block.all_bold else block.bold  # a bold beginning is what some headings are known by
    head, rest = html.escape(block.text[:bold]), html.escape(block.text[bold:])
    return f"<p{' class=c' if block.upper else ''}>{f'<b>{head}</b>' if head else ''}{rest}</p>"
