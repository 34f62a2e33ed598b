"""The modules of this folder, and the stand-ins of the index tests, by their names."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "index"), str(HERE.parent / "service")]
