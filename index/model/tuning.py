"""Trains a sentence-transformers model on pairs with the library's own trainer, and measures one.

The loss takes every other passage of a batch for a wrong answer (MultipleNegativesRankingLoss), so no text stands
twice in a batch. The table of words is left as it is: it is nine tenths of a small multilingual model, a few
thousand pairs see little of it, and without it a step costs half the memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from index.model.custom import prompts_of
from index.model.loading import MODEL_VARIABLE, library_class, loaded
from ingest.errors import ModelUnavailable
from ingest.types import Frozen

NEEDED = ("datasets", "accelerate")
LEARNING_RATE = 2e-5
WARM_UP = 10  # steps; then the rate stays, so that stopping early gives what a shorter run would give
TRAINED_TOKENS = 128  # of each text while training; the model's own length is given back afterwards
BATCH = 32
AT = 10  # places that count

Report = Callable[[int, int, float], None]
"""Called as ``report(steps, of, seconds)`` after each step."""


class Bounds(Frozen):
    """How long to train: so many steps, and no step begins after so many seconds."""

    steps: int
    seconds: float
    batch: int = BATCH
    seed: int = 57


class Tuned(NamedTuple):
    """How the training went."""

    steps: int
    seconds: float
    loss: float


def open_model(model: str) -> Any:
    """The model as the library opens it; raises :class:`~ingest.errors.ModelUnavailable`."""
    return loaded(library_class("SentenceTransformer", MODEL_VARIABLE), model, MODEL_VARIABLE)


def require_trainer() -> None:
    """Raises :class:`~ingest.errors.ModelUnavailable` where what the trainer needs is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ModelUnavailable(
            f"Chưa cài {' và '.join(missing)} nên không huấn luyện được mô hình.",
            "Cài phần bổ sung: pip install 'tracuu[train]'.",
        )


def tune(model: Any, pairs: Sequence[tuple[str, str]], bounds: Bounds, aside: Path, report: Report) -> Tuned:
    """Trains ``model`` in place on (question, passage) pairs; the same seed and steps give the same weights.

    ``aside`` is a folder for what the trainer leaves behind. Raises :class:`~ingest.errors.ModelUnavailable`.
    """
    require_trainer()
    from datasets import Dataset
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from transformers import PrinterCallback

    data = Dataset.from_dict({"anchor": [one for one, _ in pairs], "positive": [one for _, one in pairs]})
    begun = time.monotonic()
    with _lightened(model):
        trainer = library_class("SentenceTransformerTrainer", MODEL_VARIABLE)(
            model=model,
            args=_arguments(model, bounds, aside),
            train_dataset=data,
            loss=MultipleNegativesRankingLoss(model),
            callbacks=[_bounded(begun, bounds, report)],
        )
        trainer.remove_callback(PrinterCallback)  # prints what belongs to nobody on the output
        done = trainer.train()
    return Tuned(int(done.global_step), time.monotonic() - begun, float(done.training_loss))


@contextmanager
def _lightened(model: Any) -> Iterator[None]:
    """For the time of training: short texts, and the table of words left as it is."""
    from transformers import PreTrainedModel

    tables = [part.get_input_embeddings() for part in model.modules() if isinstance(part, PreTrainedModel)]
    longest = model.max_seq_length
    try:
        if longest:
            model.max_seq_length = min(longest, TRAINED_TOKENS)
        for table in tables:
            table.requires_grad_(False)
        yield
    finally:
        if longest:
            model.max_seq_length = longest
        for table in tables:
            table.requires_grad_(True)
        model.eval()


def _arguments(model: Any, bounds: Bounds, aside: Path) -> Any:
    query, passage = prompts_of(model)
    return library_class("SentenceTransformerTrainingArguments", MODEL_VARIABLE)(
        output_dir=str(aside),
        max_steps=bounds.steps,
        per_device_train_batch_size=bounds.batch,
        learning_rate=LEARNING_RATE,
        lr_scheduler_type="constant_with_warmup",
        warmup_steps=WARM_UP,
        batch_sampler="no_duplicates",
        prompts={"anchor": query, "positive": passage},
        seed=bounds.seed,
        save_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
        use_cpu=True,
    )


def _bounded(begun: float, bounds: Bounds, report: Report) -> Any:
    from transformers import TrainerCallback

    class Bounded(TrainerCallback):  # type: ignore[misc]
        """Stops when the time is over, and tells how far it is."""

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
            passed = time.monotonic() - begun
            control.should_training_stop |= passed >= bounds.seconds
            report(int(state.global_step), bounds.steps, passed)
            return control

    return Bounded()


class Asked(NamedTuple):
    """Questions with the passages that answer each, of those searched."""

    questions: Sequence[str]
    answers: Sequence[frozenset[str]]


def ndcg(model: Any, asked: Asked, passages: Sequence[str]) -> list[float]:
    """nDCG@10 of each question over ``passages``, by the library's own search and measure."""
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator
    from sentence_transformers.util import semantic_search

    query, prompt = prompts_of(model)
    quietly = {"convert_to_tensor": True, "show_progress_bar": False}
    encoded = model.encode_document(list(passages), prompt=prompt, **quietly)
    questions = model.encode_query(list(asked.questions), prompt=query, **quietly)
    dcg = InformationRetrievalEvaluator.compute_dcg_at_k
    return [
        float(dcg([passages[hit["corpus_id"]] in right for hit in hits], AT) / dcg([True] * len(right), AT))
        for hits, right in zip(semantic_search(questions, encoded, top_k=AT), asked.answers, strict=True)
    ]
