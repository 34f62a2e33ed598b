"""The peers' own virtual environment: made once from pinned requirements, apart from the package's."""

from __future__ import annotations

import hashlib
import os
import subprocess
import venv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.report import ROOT

REQUIREMENTS = Path(__file__).with_name("requirements.txt")

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
}
"""No model is asked of a hub, no use is reported."""


def variables(more: Mapping[str, str]) -> dict[str, str]:
    """The environment variables of a contestant's process."""
    return {**os.environ, **OFFLINE, "PYTHONPATH": str(ROOT), "PYTHONNOUSERSITE": "1", **more}


def peers_python(cache: Path, *, make: bool) -> Path | None:
    """The interpreter of the peers' environment; ``None`` if it is not there and is not to be made.

    Raises :class:`subprocess.CalledProcessError` if a package cannot be installed.
    """
    folder = cache / "peers" / "venv"
    python, stamp = folder / "bin" / "python", folder / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return python
    if not make:
        return None
    venv.create(folder, clear=True, symlinks=True, with_pip=True)
    torch = next(line for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line.startswith("torch=="))
    for wish in ([torch], ["--requirement", str(REQUIREMENTS)]):
        command = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *wish]
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    stamp.write_text(wanted, encoding="ascii")
    return python
