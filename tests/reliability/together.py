"""Several processes over one data folder: two servers that take uploads, and syncs at the same time."""

from __future__ import annotations

import time

from http_kills import Run as HttpRun
from http_kills import Server, text_of
from kills import ASKED, STOP, WRONG, Tally, ended_well, forked
from made_up import open_made_up


class Run(HttpRun):
    """Uploads to either of two servers and syncs beside them, a reader asking all the while."""

    def go(self, rounds: int) -> Tally:
        """``rounds`` times two uploads, two syncs and a removal at once; the counts of what was lost or wrong."""
        tally, started = Tally(), time.monotonic()
        other = Server(self._data, self._server.port + 1)
        self._server.start()
        other.start()
        self._use(["thon-0"], remove=None)
        self._settle()
        reader = forked(self._read)
        try:
            for round in range(rounds):
                tally.lost += not self._round(round, other)
                tally.kills += 5
        finally:
            self._shared[STOP] = 1
            read_well = ended_well(reader)
            self._server.kill()
            other.kill()
        tally.asked, tally.wrong = self._shared[ASKED], self._shared[WRONG] + (not read_well)
        tally.seconds = time.monotonic() - started
        return tally

    def _round(self, round: int, other: Server) -> bool:
        """Everything at once; whether all of it is there in the end."""
        names = [f"vung-{round}-{n}" for n in range(4)]
        folder = self._data.parent / f"van-ban-{round}"
        folder.mkdir()
        for name in names[2:]:
            (folder / f"{name}.txt").write_text(text_of(name), encoding="utf-8")
        gone = f"vung-{round - 1}-0"
        work = [
            forked(lambda: self._well(self._server.upload([names[0]]))),
            forked(lambda: self._well(other.upload([names[1]]))),
            forked(lambda: self._well(not open_made_up(self._data).sync([folder / f"{names[2]}.txt"]).rejected)),
            forked(lambda: self._well(not open_made_up(self._data).sync([folder / f"{names[3]}.txt"]).rejected)),
            forked(lambda: self._well(round == 0 or other.call("DELETE", f"/api/documents/{gone}")[0] == 204)),
        ]
        failed: list[object] = [one for one in work if not ended_well(one)]
        self._settle()
        for server in (self._server, other):
            held = {one["id"] for one in server.call("GET", "/api/documents")[1]["documents"]}
            failed += [one for one in (gone,) if one in held] + [one for one in names if one not in held]
        return not failed

    def _well(self, done: bool) -> None:
        assert done
