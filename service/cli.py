"""The command line: ``tracuu`` (and ``python -m service``).

Nothing heavy is imported before it is needed: ``tracuu --help`` and a wrong option
answer at once, and ``tracuu ask`` pays only for the engine it uses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.access.commands import account, collection, log, token
from service.batches import batch, need, write_rows
from service.command_line import data_option, reported
from service.registers.options import filter_options

if TYPE_CHECKING:
    from pydantic import BaseModel

    from service.backup import Manifest
    from service.desk import Desk


def _version() -> str:
    try:
        return version("tracuu")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "chưa cài đặt"


SOME_REJECTED = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="tracuu")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="TRACUU_DATA",
    default=Path("data"),
    show_default=True,
    help="Thư mục dữ liệu (biến TRACUU_DATA).",
)
@click.pass_context
def main(context: click.Context, data: Path) -> None:
    """Tra cứu văn bản: hỏi bằng tiếng Việt hoặc tiếng Anh, trả lời kèm trích dẫn nguyên văn."""
    context.obj = data


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of ``main`` that reports errors and takes ``--data``."""

    def register(function: Callable[..., Any]) -> click.Command:
        return main.command(name, **settings)(data_option(reported(function)))

    return register


def desk_of(context: click.Context) -> Desk:
    """The question desk over the library in the data folder."""
    from index.library import Library
    from service.desk import Desk
    from service.journal import keep_journal

    keep_journal(context.obj)
    return Desk(Library.open(context.obj))


def noted(context: click.Context, action: str, object: str) -> None:
    """Writes what was done into the audit log."""
    from service.access.written import written

    written(context.obj, action, object)


def emit(value: BaseModel | Sequence[BaseModel] | dict[str, Any]) -> None:
    """JSON on stdout, readable and in UTF-8."""
    from service.export import plain

    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


@command("sync")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--passages", is_flag=True, help="Tệp là bộ sưu tập đoạn văn JSONL {id, title, text}.")
@click.option("--shard", metavar="I/N", help="Chỉ nạp phần thứ I trong N phần (I từ 1), để nhiều tiến trình cùng nạp.")
@click.option("--collection", "into", help="Bộ sưu tập nhận các tệp, cả tệp đã nạp trước; không ghi: để nguyên chỗ.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả từng tệp dạng JSON.")
@click.pass_context
def sync(
    context: click.Context,
    paths: tuple[Path, ...],
    passages: bool,
    shard: str | None,
    into: str | None,
    as_json: bool,
) -> None:
    """Nạp tệp và thư mục; chạy lại chỉ đọc những gì đã đổi."""
    from index.library import Library
    from service.access.written import log_sync, written_collection
    from service.journal import keep_journal
    from service.syncing import report_in_words, run_sync

    keep_journal(context.obj)
    into = written_collection(context.obj, into) if into is not None else None
    report = run_sync(Library.open(context.obj), paths, passages=passages, shard=shard, collection=into)
    log_sync(context.obj, report)
    if as_json:
        emit(report)
    else:
        for line in report_in_words(report):
            click.echo(line)
    if report.rejected:
        sys.exit(SOME_REJECTED)


@command("ask")
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="In câu trả lời dạng JSON.")
@click.option("--batch", "source", type=click.Path(path_type=Path), help='Tệp JSONL: {"id", "question"} mỗi dòng.')
@click.option("--out", type=click.Path(path_type=Path), help="Tệp kết quả JSONL.")
@click.pass_context
def ask(context: click.Context, question: str | None, as_json: bool, source: Path | None, out: Path | None) -> None:
    """Hỏi một câu (hoặc cả tệp câu hỏi) và nhận câu trả lời kèm trích dẫn."""
    from service.wording import answer_lines

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


@command("remove")
@click.argument("documents", nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Xóa sạch: không giữ cả việc văn bản từng có ở đây (trừ bản sao lưu cũ).")
@click.pass_context
def remove(context: click.Context, documents: tuple[str, ...], purge: bool) -> None:
    """Gỡ tài liệu cùng mọi bản cũ và tệp gốc của nó; chỉ còn nhớ ngày gỡ."""
    from index.library import Library
    from service.loading import removal

    library = Library.open(context.obj)
    for document in documents:
        if purge:
            removal.purge(library, document)
        else:
            library.remove(document)
        click.echo(f"Đã {'xóa sạch' if purge else 'gỡ'} “{document}”.")


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


@command("export")
@click.argument("what", type=click.Choice(["targets", "tasks", "duties", "references", "findings"]))
@click.option(
    "--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "xlsx", "docx", "ics"])
)
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Tệp xuất ra.")
@click.pass_context
def export(context: click.Context, what: str, form: str, out: Path) -> None:
    """Xuất chỉ tiêu, nhiệm vụ, trách nhiệm báo cáo hoặc dẫn chiếu."""
    from service.export import check_format, write_facts

    check_format(what, form)
    if what == "findings":
        from service.audit.command import run as run_audit
        from service.audit.registers import write as write_findings

        count = write_findings(run_audit(desk_of(context).archive, context.obj), form, out)
        noted(context, "xuất", f"{what} {out.name}")
        click.echo(f"Đã ghi {count} phát hiện vào {out}.", err=True)
        return
    count = write_facts(desk_of(context).archive, what, form, out)
    noted(context, "xuất", f"{what} {out.name}")
    click.echo(f"Đã ghi {count} dòng vào {out}.", err=True)


@command("register")
@click.argument("what", type=click.Choice(["obligations", "targets"]))
@filter_options
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Ghi ra tệp .xlsx, .csv hoặc .ics.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def register(context: click.Context, /, what: str, out: Path | None, as_json: bool, **given: Any) -> None:
    """Sổ nghĩa vụ hoặc bảng chỉ tiêu, lọc như trên trang."""
    from service.registers import command as registers
    from service.registers.desk import RegisterDesk

    desk = RegisterDesk(desk_of(context).archive)
    if out is not None:
        count = registers.write(desk, what, given, out)
        noted(context, "xuất", f"{what} {out.name}")
        click.echo(f"Đã ghi {count} dòng vào {out}.", err=True)
    elif as_json:
        emit(registers.found(desk, what, given))
    else:
        click.echo("\n".join(registers.lines(desk, what, given)))


@command("audit")
@click.argument("documents", nargs=-1)
@click.option("--frame", default="nq57", show_default=True, help="Khung đối chiếu: nq57 hoặc một tài liệu.")
@click.option("--off", multiple=True, help="Quy tắc không chạy (lặp lại được).")
@click.option("--accept", help="Mã phát hiện cần ghi nhận.")
@click.option("--dismiss", help="Mã phát hiện cần bỏ qua; phải kèm --note.")
@click.option("--note", default="", help="Ghi chú cho --accept, --dismiss.")
@click.option("--rules", is_flag=True, help="Liệt kê các quy tắc: tên để tắt bằng --off, nội dung, nguồn.")
@click.option("--json", "as_json", is_flag=True, help="In phát hiện và ma trận dạng JSON.")
@click.pass_context
def audit(
    context: click.Context,
    documents: tuple[str, ...],
    frame: str,
    off: tuple[str, ...],
    accept: str | None,
    dismiss: str | None,
    note: str,
    rules: bool,
    as_json: bool,
) -> None:
    """Đối chiếu kế hoạch với khung và với chính nó; mỗi phát hiện kèm trích dẫn."""
    from service.audit.command import decide, rule_lines, run
    from service.audit.wording import report_lines

    if rules:
        click.echo("\n".join(rule_lines()))
        return
    report = run(desk_of(context).archive, context.obj, documents, frame, off)
    if accept or dismiss:
        told = decide(report, context.obj, accept=accept, dismiss=dismiss, note=note)
        noted(context, "quyết định phát hiện", accept or dismiss or "")
        click.echo(told)
    elif as_json:
        emit(report)
    else:
        click.echo("\n".join(report_lines(report)))


@command("precedents")
@click.option("--text", help="Đoạn dự thảo hoặc yêu cầu cần tìm câu mẫu.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Tệp dự thảo: tìm câu mẫu cho từng đoạn.")
@click.option("--level", type=click.Choice(["trung_uong", "tinh", "xa"]), help="Chỉ lấy văn bản cấp này.")
@click.option("--province", help="Chỉ lấy văn bản của tỉnh, thành phố này.")
@click.option("--type", "kind", help="Chỉ lấy loại văn bản này, ví dụ “Kế hoạch”.")
@click.option("--function", help="Chỉ lấy phần có chức năng này: can_cu, muc_tieu, kinh_phi, to_chuc, ket…")
@click.option("--limit", default=8, show_default=True, type=click.IntRange(1, 20), help="Số biến thể mỗi đoạn.")
@click.option("--choose", multiple=True, type=int, help="Số của biến thể đưa vào tệp Word (lặp lại được).")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Ghi câu mẫu ra tệp .docx.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def precedents(
    context: click.Context,
    text: str | None,
    file: Path | None,
    level: str | None,
    province: str | None,
    kind: str | None,
    function: str | None,
    limit: int,
    choose: tuple[int, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Câu mẫu của các văn bản khác, gom thành biến thể và đánh dấu chỗ khác từng chữ."""
    from service.precedents.command import filters_of, lines, run, write

    if (text is None) == (file is None):
        raise click.UsageError("Cần đúng một trong hai: --text “…” hoặc --file TỆP.")
    filters = filters_of(level=level, province=province, type=kind, function=function)
    found = run(desk_of(context).archive, text, file, filters, limit)
    if out is not None:
        count = write(found, out, choose)
        noted(context, "xuất", out.name)
        click.echo(f"Đã ghi {count} câu mẫu vào {out}.", err=True)
    if as_json:
        emit(found)
    elif out is None:
        click.echo("\n".join(lines(found)))


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


@command("eval")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path), help="Thư mục đáp án (như tham số).")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def evaluate(context: click.Context, folder: Path | None, gold: Path | None, as_json: bool) -> None:
    """Chấm dữ kiện và câu trả lời theo thư mục đáp án: questions.jsonl, targets.jsonl, tasks.jsonl…"""
    from service.evaluation import evaluate_folder, evaluation_lines

    truth = folder or gold
    if truth is None:
        raise click.UsageError("Thiếu thư mục đáp án: tracuu eval THƯ-MỤC.")
    result = evaluate_folder(desk_of(context), truth)
    if as_json:
        emit(result)
    else:
        click.echo("\n".join(evaluation_lines(result)))


@command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Số tiến trình cùng trả lời, nên bằng số nhân của máy.",
)
@click.option(
    "--app",
    envvar="TRACUU_APP",
    default="web.app:create",
    show_default=True,
    help="Ứng dụng chạy, dạng gói.mô-đun:hàm (service.server:create chỉ chạy API).",
)
@click.pass_context
def serve(context: click.Context, host: str, port: int, workers: int, app: str) -> None:
    """Mở trang tra cứu và API trên máy này."""
    from service.server import run

    run(app, data=context.obj, host=host, port=port, workers=workers)


@command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Chỉ kiểm tra tệp sao lưu đã có: từng mã băm và số văn bản.")
@click.option("--overwrite", is_flag=True, help="Thay tệp đã có.")
@click.pass_context
def save(context: click.Context, file: Path, verify: bool, overwrite: bool) -> None:
    """Sao lưu mọi thứ không làm lại được vào một tệp .zip; chạy được cả khi đang tra cứu và đang nạp."""
    from service import backup

    if verify:
        click.echo(f"Tệp {file} nguyên vẹn: {_saved(backup.verify(file))}.")
    else:
        click.echo(f"Đã sao lưu vào {file}: {_saved(backup.backup(context.obj, file, overwrite=overwrite))}.")


@command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu cũ được giữ trong .before-restore-….")
@click.pass_context
def bring_back(context: click.Context, file: Path, replace: bool) -> None:
    """Phục hồi thư mục dữ liệu từ tệp sao lưu, sau khi kiểm tra từng mã băm và số văn bản."""
    from service import backup

    manifest = backup.restore(file, context.obj, replace=replace)
    click.echo(f"Đã phục hồi vào {context.obj}: {_saved(manifest)}.")
    click.echo("Chỉ mục được dựng lại ở lần tra cứu đầu tiên.")


def _saved(manifest: Manifest) -> str:
    missing = f", thiếu {len(manifest.missing)} tệp gốc" if manifest.missing else ""
    return (
        f"{manifest.counts['documents']} tài liệu, {manifest.counts['passages']} đoạn, "
        f"{len(manifest.files)} tệp, {manifest.size / 1e6:.1f} MB{missing}, lập {manifest.created}"
    )


@command("doctor")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Kiểm tra cài đặt và chỉ mục, nói rõ việc cần làm."""
    from service.doctor import examine

    checks = examine(context.obj)
    if as_json:
        emit({"checks": checks})
    else:
        for check in checks:
            click.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.message}")
            if not check.ok and check.hint:
                click.echo(f"  → {check.hint}")
    if not all(check.ok for check in checks):
        sys.exit(1)


@command("eval-files")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--truth", type=click.Path(path_type=Path), help="Thư mục đáp án: scans/X.pN.txt, tables/X.tsv, sections/X.txt."
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả từng tệp dạng JSON.")
@click.pass_context
def evaluate_readers(_context: click.Context, folder: Path, truth: Path | None, as_json: bool) -> None:
    """Đo chất lượng đọc tệp của một thư mục, theo loại tệp."""
    from service.file_evaluation import evaluate_files

    table = evaluate_files(folder, truth)
    click.echo(table.model_dump_json(indent=2) if as_json else "\n".join(table.lines()))


for group in (account, token, collection, log):
    main.add_command(group)
