"""What is being done at this moment: kept in memory only, since it is worth nothing after it."""

from __future__ import annotations

import threading
from collections import defaultdict

from index.types import Stage
from ingest.limits import Step
from service.loading.types import Job


class Stopped(BaseException):
    """The process ends: raised through whatever is going on, which is begun again at the next start."""


class Live:
    """The step of each file being read and the stage of each job being stored; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: dict[str, dict[int, Step]] = defaultdict(dict)
        self._stages: dict[str, tuple[Stage, int, int]] = {}
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Makes every work stop at its next step."""
        self._stopping.set()

    def check(self) -> None:
        """Raises :class:`Stopped` once work is to stop."""
        if self._stopping.is_set():
            raise Stopped

    def at_step(self, id: str, number: int, step: Step | None) -> None:
        """The reading of a file is at ``step``; a mere sign of life changes nothing. Raises :class:`Stopped`."""
        self.check()
        if step is not None:
            with self._lock:
                self._steps[id][number] = step

    def at_stage(self, id: str, stage: Stage, done: int, total: int) -> None:
        """Files of a job are stored together and are at ``stage``. Raises :class:`Stopped`."""
        self.check()
        with self._lock:
            self._stages[id] = (stage, done, total)

    def stored(self, id: str) -> None:
        """Storing has ended; more may be read."""
        with self._lock:
            self._stages.pop(id, None)

    def over(self, id: str) -> None:
        """Nothing is done for a job any more."""
        with self._lock:
            self._steps.pop(id, None)
            self._stages.pop(id, None)

    def shown(self, job: Job) -> Job:
        """``job`` with what is being done for it."""
        with self._lock:
            steps = dict(self._steps.get(job.id, {}))
            stage = self._stages.get(job.id)
        uploads = tuple(
            one.model_copy(update={"step": steps.get(one.number)}) if one.state == "reading" else one
            for one in job.uploads
        )
        told = {"uploads": uploads}
        if stage is None or job.finished:
            return job.model_copy(update=told)
        return job.model_copy(update={**told, "stage": stage[0], "stage_done": stage[1], "stage_total": stage[2]})
