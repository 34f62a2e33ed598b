"""A model trained on the documents held: kept only where it surely finds held-out passages better than before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from index.failures import storage_told
from index.files import sync_path, sync_tree
from index.model.found import TRAINED
from index.model.loading import MODEL_VARIABLE, identity
from index.model.ready import make_ready
from ingest.errors import BadRequest
from ingest.types import Frozen
from service.modelling.card import card
from service.modelling.pairs import counts, pairs
from service.modelling.significance import LEVEL, Rise, rise
from service.modelling.split import Split, split

if TYPE_CHECKING:
    from index.model.tuning import Bounds
    from service.ports import Archive

ASIDE = ".training-"
ALL = "all"
KINDS = {"heading": "đề mục", "restatement": "nói lại", "precedent": "tiền lệ"}

Say = Callable[[str], None]


class Trained(Frozen):
    """What was trained on what, and what came of it; nDCG@10 of all held-out questions and of each kind.

    ``rise`` is that of all held-out questions.
    """

    base: str
    pairs: dict[str, int]
    learnt_documents: tuple[str, ...]
    held_out: tuple[str, ...]
    questions: int
    passages: int
    steps: int
    batch: int
    seed: int
    seconds: float
    loss: float
    before: dict[str, float]
    after: dict[str, float]
    rise: Rise
    kept: str | None = None


def base_model(named: str | None) -> str:
    """What training begins with: the model named, that of ``TRACUU_MODEL``, or the shipped one."""
    return named or os.environ.get(MODEL_VARIABLE, "").strip() or str(make_ready()[0])


def train(
    archive: Archive, folder: Path, base: str, bounds: Bounds, share: float, say: Say = lambda _: None
) -> Trained:
    """Trains ``base`` on the documents held and writes it to ``folder`` if it became significantly better.

    Nothing is left behind otherwise, nor where it is interrupted.
    Raises :class:`~ingest.errors.BadRequest` if ``folder`` is taken or too little is held, and
    :class:`~ingest.errors.ModelUnavailable`.
    """
    from index.model.tuning import Asked, ndcg, open_model, require_trainer, tune

    require_trainer()
    folder = folder.expanduser().resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest(f"Đã có {folder}.", "Chọn một thư mục chưa có cho mô hình mới.")
    say("lấy cặp câu từ văn bản đang giữ")
    parts = split(archive, pairs(archive), share, bounds.seed)
    asked = Asked([one.text for one in parts.questions], [one.passages for one in parts.questions])
    model = open_model(base)
    say(f"{len(parts.learnt)} cặp để học; chấm {len(parts.questions)} câu hỏi để riêng trước khi học")
    before = ndcg(model, asked, parts.passages)
    with storage_told(), _aside(folder) as aside:
        tuned = tune(
            model, [(one.query, one.passage) for one in parts.learnt], bounds, aside / "trainer", _progress(say)
        )
        say("chấm lại sau khi học")
        after = ndcg(model, asked, parts.passages)
        result = Trained(
            base=identity(base), pairs={**counts(parts.learnt)}, learnt_documents=parts.learnt_documents,
            held_out=parts.held_out, questions=len(parts.questions), passages=len(parts.passages),
            steps=tuned.steps, batch=bounds.batch, seed=bounds.seed, seconds=round(tuned.seconds, 1),
            loss=round(tuned.loss, 4), before=_means(parts, before), after=_means(parts, after),
            rise=rise(before, after),
        )  # fmt: skip
        if not result.rise.significant:
            return result
        result = result.model_copy(update={"kept": str(folder)})
        _write(model, aside / "model", result)
        _publish(aside / "model", folder)
    return result


def _means(parts: Split, figures: Sequence[float]) -> dict[str, float]:
    """The mean of all held-out questions, and of those of each kind."""
    kinds = sorted({kind for question in parts.questions for kind in question.kinds})
    asked = list(zip(parts.questions, figures, strict=True))
    of_kinds = {kind: fmean(figure for question, figure in asked if kind in question.kinds) for kind in kinds}
    return {ALL: fmean(figures), **of_kinds}


def _progress(say: Say) -> Callable[[int, int, float], None]:
    def report(steps: int, of: int, seconds: float) -> None:
        if steps == 1 or steps % 10 == 0 or steps == of:
            say(f"bước {steps}/{of}, {seconds:.0f} giây")

    return report


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A place beside ``folder`` that is gone afterwards, however it ends; what a killed run left goes too."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for leftover in folder.parent.glob(f"{ASIDE}{folder.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{ASIDE}{folder.name}-", dir=folder.parent))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(model: Any, folder: Path, result: Trained) -> None:
    model.save_pretrained(str(folder), create_model_card=False)
    (folder / TRAINED).write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card(result.model_dump()), encoding="utf-8")


def _publish(made: Path, folder: Path) -> None:
    """Puts a finished model in its place, whole or not at all."""
    sync_tree(made)
    if folder.exists():
        folder.rmdir()  # empty
    made.rename(folder)
    folder.chmod(0o755)
    sync_path(folder.parent)


def lines(result: Trained) -> Iterator[str]:
    """What a terminal shows."""
    told = ", ".join(f"{count} {KINDS[kind]}" for kind, count in result.pairs.items() if count)
    yield f"Học từ {len(result.learnt_documents)} văn bản ({told}), {result.steps} bước, {result.seconds:.0f} giây."
    apart = f"{len(result.held_out)} văn bản để riêng"
    yield f"Chấm bằng {result.questions} câu hỏi trên {result.passages} đoạn của {apart}:"
    for name, value in result.before.items():
        yield f"  nDCG@10 {KINDS.get(name, 'tất cả'):<12} {_decimal(value)} → {_decimal(result.after[name])}"
    yield f"  {_told(result.rise)}"
    if result.kept:
        yield f"Tốt hơn: đã ghi mô hình vào {result.kept}."
        yield f"→ Dùng: đặt {MODEL_VARIABLE}={result.kept} rồi chạy lại tracuu sync; đối chiếu bằng tracuu eval."
        return
    if result.rise.mean > 0:
        yield "Có tăng nhưng chưa đủ chắc: chỉ đổi bộ câu hỏi để chấm cũng có thể ra như vậy."
    yield "Không tốt hơn: không giữ mô hình nào; mô hình đang dùng vẫn nguyên."
    yield "→ Nạp thêm văn bản, hoặc học lâu hơn (--steps). Thử nhiều --seed để lấy một lần đạt thì không chứng tỏ gì."


def _told(rise: Rise) -> str:
    """A rise, or what was none, in words."""
    verdict = "là tăng" if rise.significant else "chưa phải là tăng"
    return (
        f"chênh {_decimal(rise.mean, '+')}, khoảng tin cậy 95% từ {_decimal(rise.low, '+')} đến "
        f"{_decimal(rise.high, '+')}; p = {_decimal(rise.p)} (kiểm định hoán vị theo cặp): "
        f"{verdict} có ý nghĩa thống kê ở mức {_decimal(LEVEL).rstrip('0')}"
    )


def _decimal(value: float, sign: str = "") -> str:
    return f"{value:{sign}.4f}".replace(".", ",")
