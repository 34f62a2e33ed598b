"""``python -m service`` is ``tracuu``."""

from service.cli import main

main(prog_name="tracuu")
