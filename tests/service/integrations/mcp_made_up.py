"""The child process of ``test_mcp_tools.py``: the server over a model-free library."""

from __future__ import annotations

import sys
from pathlib import Path

from made_up import open_made_up

from service.integrations.desks import LocalDesks
from service.integrations.mcp_server import serve_stdio

serve_stdio(LocalDesks(open_made_up(Path(sys.argv[1]))))
