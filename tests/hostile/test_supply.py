"""What is installed can be told, and what was not looked up is not called safe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_list_of_what_is_installed_holds_every_dependency(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed")
    file = tmp_path / "sbom.json"
    subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "environment", "--of", "JSON", "-o", str(file), sys.executable],
        check=True,
    )
    listed = {
        part["name"].lower().replace("_", "-"): part["version"] for part in json.loads(file.read_bytes())["components"]
    }
    wanted = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[\[<>=~! ]", one)[0].lower() for one in wanted]
    assert names and all(listed.get(name) for name in names)


def test_the_audit_fails_where_nothing_could_be_looked_up() -> None:
    recipe = (HERE / "Makefile").read_text(encoding="utf-8").partition("\naudit:")[2].partition("\n\n")[0]
    assert "--strict" in recipe and "exit 1" in recipe
