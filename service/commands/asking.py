"""Asking and reading: ``ask``, ``search``, ``show``, ``list``, ``compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.batches import batch, need, write_rows
from service.command_line import command, desk_of, emit


@command("ask")
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="In câu trả lời dạng JSON.")
@click.option("--batch", "source", type=click.Path(path_type=Path), help='Tệp JSONL: {"id", "question"} mỗi dòng.')
@click.option("--out", type=click.Path(path_type=Path), help="Tệp kết quả JSONL.")
@click.option("--phrase", is_flag=True, help="Thêm lời diễn đạt của mô hình ngôn ngữ (docs/llm.md).")
@click.pass_context
def ask(
    context: click.Context, question: str | None, as_json: bool, source: Path | None, out: Path | None, phrase: bool
) -> None:
    """Hỏi một câu (hoặc cả tệp câu hỏi) và nhận câu trả lời kèm trích dẫn."""
    from service.wording import answer_lines

    if phrase and source is not None:
        raise click.UsageError("--phrase chỉ dùng với một câu hỏi, không dùng với --batch.")
    if phrase and question is not None:
        _phrased(context, question, as_json)
        return
    if source is not None:
        desk = desk_of(context)
        rows = ({"id": item.get("id"), **desk.ask_leniently(need(item, "question"))} for item in batch(source))
        write_rows(rows, out)
        return
    if question is None:
        raise click.UsageError("Thiếu câu hỏi: tracuu ask “…”, hoặc --batch TỆP --out TỆP.")
    answer = desk_of(context).ask(question)
    if as_json:
        emit(answer)
    else:
        click.echo("\n".join(answer_lines(answer)))


def _phrased(context: click.Context, question: str, as_json: bool) -> None:
    from service.phrasing.command import phrased, write
    from service.phrasing.settings import needed
    from service.wording import answer_lines

    settings = needed()  # said before the index is opened
    answer = desk_of(context).ask(question)
    if as_json:
        emit(phrased(answer, settings))
        return
    click.echo("\n".join(answer_lines(answer)))
    write(answer, settings, click.echo)


@command("search")
@click.argument("query", required=False)
@click.option("--k", default=10, show_default=True, type=click.IntRange(1, 1000), help="Số đoạn trả về.")
@click.option(
    "--mode", default="hybrid", show_default=True, type=click.Choice(["hybrid", "dense", "lexical"]), help="Cách tìm."
)
@click.option("--only", multiple=True, help="Chỉ tìm trong: commune=…, province, type, issuer, year, level, mark.")
@click.option("--json", "as_json", is_flag=True, help="In các đoạn dạng JSON.")
@click.option("--batch", "source", type=click.Path(path_type=Path), help='Tệp JSONL: {"id", "text"} mỗi dòng.')
@click.option("--out", type=click.Path(path_type=Path), help="Tệp kết quả JSONL.")
@click.pass_context
def search(
    context: click.Context,
    query: str | None,
    k: int,
    mode: Any,
    only: tuple[str, ...],
    as_json: bool,
    source: Path | None,
    out: Path | None,
) -> None:
    """Tìm các đoạn gần nghĩa nhất, không suy ra câu trả lời."""
    from service.export import plain
    from service.searching import filters_of
    from service.wording import hit_lines

    if source is not None:
        items = list(batch(source))
        texts = [need(item, "text") for item in items]
        found = desk_of(context).search_many(texts, k=k, mode=mode, filters=filters_of(only))
        rows = ({"id": i.get("id"), "hits": plain(list(hits))} for i, hits in zip(items, found, strict=True))
        write_rows(rows, out)
        return
    if query is None:
        raise click.UsageError("Thiếu câu tìm: tracuu search “…”, hoặc --batch TỆP --out TỆP.")
    hits = desk_of(context).search(query, k=k, mode=mode, filters=filters_of(only))
    if as_json:
        emit({"hits": hits})
    else:
        click.echo("\n".join(hit_lines(hits)))


@command("show")
@click.argument("document")
@click.option("--version", "version", help="Bản cũ cần xem: số thứ tự, hoặc 8 chữ đầu mã băm.")
@click.option("--versions", is_flag=True, help="Liệt kê các bản đã biết của tài liệu.")
@click.option("--json", "as_json", is_flag=True, help="In tài liệu dạng JSON.")
@click.pass_context
def show(context: click.Context, document: str, version: str | None, versions: bool, as_json: bool) -> None:
    """Xem một tài liệu: thông tin, mục lục, chỉ tiêu, nhiệm vụ, dẫn chiếu; cả những bản đã bị thay."""
    from index.library import Library
    from service.wording import document_lines, version_lines

    library = Library.open(context.obj)
    if versions:
        known = library.versions(document)
        if as_json:
            emit({"versions": known})
        else:
            click.echo("\n".join(version_lines(known)))
        return
    found = library.version(document, version)[1] if version else library.document(document)
    if as_json:
        emit(found)
    else:
        click.echo("\n".join(document_lines(found)))


@command("resolve")
@click.argument("link")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def follow(context: click.Context, link: str, as_json: bool) -> None:
    """Theo một địa chỉ bền (/tl/…): nay ở tài liệu nào, bản nào, đúng những chữ nào."""
    from index.library import Library
    from service.standards.permalinks import parsed
    from service.standards.resolving import resolve

    found, _ = resolve(Library.open(context.obj), parsed(link))
    if as_json:
        emit(found)
        return
    place = f", ký tự {found.start}–{found.end}" if found.quote else ""
    click.echo(f"{found.document}, bản {found.version.name}{place}. {found.note}")
    if found.quote:
        click.echo(f"“{found.quote}”")


@command("list")
@click.option("--json", "as_json", is_flag=True, help="In danh sách dạng JSON.")
@click.pass_context
def list_documents(context: click.Context, as_json: bool) -> None:
    """Các tài liệu đang giữ."""
    from service.wording import held_line

    documents = list(desk_of(context).archive.documents())
    if as_json:
        emit(list(documents))
        return
    for held in documents:
        click.echo(held_line(held))
        click.echo(f"    {held.quality.line}")
    if not documents:
        click.echo("Chưa có tài liệu nào. Nạp bằng: tracuu sync THƯ-MỤC")


@command("compare")
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def compare(context: click.Context, old: str, new: str, as_json: bool) -> None:
    """So hai bản (mã tài liệu hoặc tệp): thêm, bỏ, nâng, hạ, lùi hạn, chuyển chỗ."""
    from service.versions.command import lines, run

    report = run(desk_of(context).archive, old, new)
    if as_json:
        emit(report)
    else:
        click.echo("\n".join(lines(report)))
