"""``tracuu`` over a model-free library, as a process of its own that tests stop and kill."""

from __future__ import annotations

from made_up import open_made_up

from index.library import Library
from service.cli import main

if __name__ == "__main__":
    Library.open = classmethod(lambda cls, data, **_: open_made_up(data))  # type: ignore[method-assign,assignment]
    main()
