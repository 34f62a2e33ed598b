"""How good it is: ``eval``, ``eval-files``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import TracuuError
from service.command_line import command, desk_of, emit

if TYPE_CHECKING:
    from service.desk import Desk
    from service.evaluation import Evaluation


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
    desk = desk_of(context)
    result = evaluate_folder(desk, truth)
    _remember(desk, truth, result)
    if as_json:
        emit(result)
    else:
        click.echo("\n".join(evaluation_lines(result)))


def _remember(desk: Desk, truth: Path, result: Evaluation) -> None:
    """Keeps the score with the model that it was made with; a data folder that cannot be written loses only that."""
    from index.library import Library
    from service.modelling.kept import evaluated

    if result.questions is None or not isinstance(desk.archive, Library):
        return
    try:
        desk.archive.keep_evaluation(evaluated(desk.archive, truth, result.questions))
    except TracuuError as error:
        click.echo(f"Chưa ghi lại được điểm này cho tracuu models: {error.message}", err=True)


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
