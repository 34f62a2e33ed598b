"""The card of a trained model: what it was trained on and how well it did, for who finds it later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("card.md")


def card(figures: dict[str, Any]) -> str:
    """The card in Markdown; ``figures`` are those of :class:`service.modelling.training.Trained`."""
    before, after = figures["before"], figures["after"]
    rows = "\n".join(f"| {name} | {before[name]:.4f} | {after[name]:.4f} |" for name in before)
    told = {
        **figures,
        "rows": rows,
        **{name: f"{value:+.4f}" for name, value in figures["rise"].items()},
        "p": f"{figures['rise']['p']:.4f}",
        "pairs": ", ".join(f"{kind}: {count}" for kind, count in figures["pairs"].items()),
        "learnt_documents": _listed(figures["learnt_documents"]),
        "held_out_count": len(figures["held_out"]),
        "held_out": _listed(figures["held_out"]),
    }
    return TEMPLATE.read_text(encoding="utf-8").format(**told)


def _listed(documents: list[str]) -> str:
    return "\n".join(f"- {document}" for document in documents)
