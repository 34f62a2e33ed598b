"""What is held: ``sync``, ``remove``, ``backup``, ``restore``, ``doctor``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.command_line import command, emit, noted

if TYPE_CHECKING:
    from service.backup import Manifest

SOME_REJECTED = 3


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
    from service.access.written import log_files, written_collection
    from service.journal import keep_journal
    from service.syncing import report_in_words, run_sync

    keep_journal(context.obj)
    into = written_collection(context.obj, into) if into is not None else None
    report = run_sync(Library.open(context.obj), paths, passages=passages, shard=shard, collection=into)
    log_files(context.obj, report.files)
    if as_json:
        emit(report)
    else:
        for line in report_in_words(report):
            click.echo(line)
    if report.rejected:
        sys.exit(SOME_REJECTED)


@command("remove")
@click.argument("documents", nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Xóa sạch: không giữ cả việc văn bản từng có ở đây (trừ bản sao lưu cũ).")
@click.pass_context
def remove(context: click.Context, documents: tuple[str, ...], purge: bool) -> None:
    """Gỡ tài liệu cùng mọi bản cũ và tệp gốc của nó; chỉ còn nhớ ngày gỡ."""
    from index.library import Library
    from service.loading import removal
    from service.loading.logged import PURGED, REMOVED

    library = Library.open(context.obj)
    for document in documents:
        if purge:
            removal.purge(library, document)
        else:
            library.remove(document)
        noted(context, PURGED if purge else REMOVED, document)
        click.echo(f"Đã {'xóa sạch' if purge else 'gỡ'} “{document}”.")


@command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Chỉ kiểm tra tệp sao lưu đã có: từng mã băm và số văn bản.")
@click.option("--overwrite", is_flag=True, help="Thay tệp đã có.")
@click.pass_context
def backup(context: click.Context, file: Path, verify: bool, overwrite: bool) -> None:
    """Sao lưu mọi thứ không làm lại được vào một tệp .zip; chạy được cả khi đang tra cứu và đang nạp."""
    from service import backup as archive

    if verify:
        click.echo(f"Tệp {file} nguyên vẹn: {_saved(archive.verify(file))}.")
        return
    manifest = archive.backup(context.obj, file, overwrite=overwrite)
    noted(context, "sao lưu", file.name)
    click.echo(f"Đã sao lưu vào {file}: {_saved(manifest)}.")


@command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu cũ được giữ trong .before-restore-….")
@click.pass_context
def restore(context: click.Context, file: Path, replace: bool) -> None:
    """Phục hồi thư mục dữ liệu từ tệp sao lưu, sau khi kiểm tra từng mã băm và số văn bản."""
    from service import backup as archive

    manifest = archive.restore(file, context.obj, replace=replace)
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
