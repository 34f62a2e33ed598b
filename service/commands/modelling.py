"""Models: ``models`` lists what is ready, ``train`` makes one of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from service.command_line import command, emit, noted

INTERRUPTED = 130
MINUTE = 60.0


@command("models")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--measure", is_flag=True, help="Đo tốc độ trên máy này của mô hình đang dùng và mô hình trong FOLDERS.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@click.pass_context
def models(context: click.Context, folders: tuple[Path, ...], measure: bool, as_json: bool) -> None:
    """Liệt kê mô hình sẵn dùng (cả trong FOLDERS): tốn bao nhiêu, nhanh chậm, trả lời đúng đến đâu."""
    from index.library import Library
    from service.modelling.listing import listed
    from service.modelling.words import lines

    library = Library.open(context.obj) if context.obj.is_dir() else None
    rows = listed(library, folders, measure=measure)
    if as_json:
        emit({"models": rows})
    else:
        click.echo("\n".join(lines(rows)))


@command("train")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", help="Mô hình bắt đầu (tên hoặc đường dẫn); không ghi: mô hình đang dùng.")
@click.option("--steps", type=click.IntRange(1), default=200, show_default=True, help="Nhiều nhất bao nhiêu bước.")
@click.option("--minutes", type=click.FloatRange(0.0), default=30.0, show_default=True, help="Nhiều nhất bao lâu.")
@click.option("--batch", type=click.IntRange(2, 256), default=32, show_default=True, help="Số cặp một bước.")
@click.option("--held-out", type=click.FloatRange(0.05, 0.9), default=0.25, show_default=True,
              help="Phần văn bản để riêng, không học, để chấm.")  # fmt: skip
@click.option("--seed", type=int, default=57, show_default=True, help="Cùng hạt giống, cùng số bước: cùng kết quả.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.pass_context
def train(
    context: click.Context,
    folder: Path,
    base: str | None,
    steps: int,
    minutes: float,
    batch: int,
    held_out: float,
    seed: int,
    as_json: bool,
) -> None:
    """Huấn luyện mô hình trên văn bản đang giữ; chỉ ghi vào FOLDER khi chắc là tìm văn bản để riêng tốt hơn trước."""
    from index.library import Library
    from index.model.tuning import Bounds
    from service.modelling.training import base_model, lines
    from service.modelling.training import train as run

    bounds = Bounds(steps=steps, seconds=minutes * MINUTE, batch=batch, seed=seed)
    library = Library.open(context.obj)
    try:
        result = run(
            library, folder, base_model(base), bounds, held_out, lambda said: click.echo(f"… {said}", err=True)
        )
    except KeyboardInterrupt:
        click.echo("Đã dừng; không giữ gì của lần huấn luyện này.", err=True)
        context.exit(INTERRUPTED)
    if result.kept:
        noted(context, "huấn luyện", Path(result.kept).name)  # a model may tell again what it learnt
    if as_json:
        emit(result)
    else:
        click.echo("\n".join(lines(result)))
