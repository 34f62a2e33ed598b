"""How good it is: ``eval``, ``eval-files``."""

from __future__ import annotations

from pathlib import Path

import click

from service.command_line import command, desk_of, emit


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
