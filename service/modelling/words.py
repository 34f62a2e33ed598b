"""The list of models in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from index.evaluations import Evaluated
from index.model.found import Found
from service.modelling.listing import Listed

KINDS = {"embedding": "Mô hình nhúng", "reranker": "Mô hình xếp hạng lại"}
NONE_SET = "không có; đặt TRACUU_RERANKER tới một mô hình CrossEncoder nếu muốn dùng."


def lines(rows: Iterable[Listed]) -> Iterator[str]:
    """A heading for each kind, then its models, those in use first."""
    rows = list(rows)
    for kind, heading in KINDS.items():
        mine = [row for row in rows if row.kind == kind]
        yield f"{heading}: {NONE_SET}" if not mine else f"{heading}:"
        for row in mine:
            yield from _of(row)


def _of(row: Listed) -> Iterator[str]:
    state = [
        "đang dùng" if row.in_use else "",
        "chỉ mục đang phục vụ là của nó" if row.served else "đã có véc-tơ" if row.has_vectors else "",
    ]
    told = ", ".join(filter(None, state))
    yield f"{'●' if row.in_use else '○'} {row.identity}{f' — {told}' if told else ''}"
    if row.found is None:
        yield "  không còn thấy tệp mô hình trên máy này"
    else:
        yield f"  {row.found.name}"
        yield f"  {'; '.join(_costs(row.found))}"
    if row.bytes_per_passage:
        yield f"  {_number(row.bytes_per_passage)} byte véc-tơ cho một đoạn (kho và chỉ mục)"
    yield f"  {_speed(row)}"
    if row.found and row.found.trained:
        yield f"  {_trained(row.found.trained)}"
    yield from (f"  {_evaluation(one)}" for one in row.evaluations)
    if not row.evaluations:
        yield "  chưa chấm: đặt mô hình này, nạp lại rồi chạy tracuu eval THƯ-MỤC-ĐÁP-ÁN"


def _trained(figures: Mapping[str, Any]) -> str:
    before, after = (_decimal(figures[when]["all"], 4) for when in ("before", "after"))
    sure = f" (p = {_decimal(figures['rise']['p'], 4)})" if "rise" in figures else ", chưa kiểm định"
    return f"huấn luyện tại chỗ: nDCG@10 để riêng {before} → {after}{sure}"


def _costs(found: Found) -> Iterator[str]:
    if found.dimensions:
        yield f"{found.dimensions} chiều"
    if found.max_tokens:
        yield f"đọc {found.max_tokens} token"
    if found.pooling:
        yield f"gộp {found.pooling}"
    if found.prompts:
        yield "lời dẫn " + ", ".join(f"{name} “{text}”" for name, text in sorted(found.prompts.items()))
    if found.similarity and found.similarity != "cosine":
        yield f"tự khai so bằng {found.similarity}, ở đây so bằng cosine"
    if found.languages:
        yield f"ngôn ngữ {', '.join(found.languages)}"
    yield f"{_number(round(found.bytes / 1e6))} MB trên đĩa"


def _speed(row: Listed) -> str:
    if row.speed is None:
        return "tốc độ chưa đo: chạy tracuu models --measure"
    when = "đo lúc cài" if row.speed.measured == "install" else "vừa đo"
    what = "một câu hỏi" if row.kind == "embedding" else "cho 20 đoạn của một câu hỏi"
    engine = f" ({row.speed.engine})" if row.speed.engine else ""
    per_second = _decimal(row.speed.passages_per_second, 0)
    return f"{when}: {per_second} đoạn/giây, {_decimal(row.speed.query_ms, 1)} ms {what}{engine}"


def _evaluation(one: Evaluated) -> str:
    when = f"{datetime.fromisoformat(one.when).astimezone():%d/%m/%Y}"
    beside = f" cùng {one.reranker}" if one.reranker else ""
    return (
        f"tracuu eval {one.truth} ({when}, {one.documents} tài liệu{beside}): đúng {one.right}/{one.asked}, "
        f"từ chối đúng {one.refused}/{one.to_refuse}, trung vị {one.median_ms:.0f} ms"
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _decimal(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")
