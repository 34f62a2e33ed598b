"""What the desks give on paper and on screen: ``export``, ``register``, ``audit``, ``precedents``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.command_line import command, desk_of, emit, noted
from service.registers.options import filter_options


@command("export")
@click.argument("what", type=click.Choice(["targets", "tasks", "duties", "references", "findings", "akn"]))
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "csvw", "xlsx", "docx", "ics", "xml"]),
    help="Mặc định jsonl; akn thì xml.",
)
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="Tệp xuất ra.")
@click.option(
    "--document", "documents", multiple=True, help="akn: mã tài liệu (lặp lại được); không ghi: mọi tài liệu."
)
@click.pass_context
def export(context: click.Context, what: str, form: str | None, out: Path, documents: tuple[str, ...]) -> None:
    """Xuất chỉ tiêu, nhiệm vụ, trách nhiệm báo cáo, dẫn chiếu; hoặc văn bản dạng Akoma Ntoso (akn)."""
    from service.export import FORMATS, check_format, write_facts

    form = form or FORMATS[what][0]
    check_format(what, form)
    if what == "akn":
        from service.standards.akn.files import write_documents

        count = write_documents(desk_of(context).archive, out, documents)
        noted(context, "xuất", f"{what} {out.name}")
        click.echo(f"Đã ghi {count} văn bản vào {out}.", err=True)
        return
    if documents:
        raise click.UsageError("--document chỉ dùng với akn.")
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
@click.option(
    "--frame", default="nq57", show_default=True, help="Khung đối chiếu: nq57, khung của cơ quan, hoặc một tài liệu."
)
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
