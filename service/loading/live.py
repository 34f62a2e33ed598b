"""What is being done at this moment: worth nothing after it, so it is never forced onto the disk.

It stands in a file beside the job, since another process may be asked for it than the one that works.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from dataclasses import asdict

from index.types import Stage
from ingest.limits import Step
from service.loading.staging import Staging
from service.loading.types import Job

SELDOM = 0.3  # seconds between two writings of the file; readers look once a second


class Stopped(BaseException):
    """The process ends: raised through whatever is going on, which is begun again at the next start."""


class Live:
    """The step of each file being read and the stage of each job being stored; safe from several threads."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._lock = threading.Lock()
        self._steps: dict[str, dict[int, Step]] = defaultdict(dict)
        self._stages: dict[str, tuple[Stage, int, int]] = {}
        self._written: dict[str, float] = {}
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
            self._tell(id)

    def at_stage(self, id: str, stage: Stage, done: int, total: int) -> None:
        """Files of a job are stored together and are at ``stage``. Raises :class:`Stopped`."""
        self.check()
        with self._lock:
            self._stages[id] = (stage, done, total)
        self._tell(id)

    def stored(self, id: str) -> None:
        """Storing has ended; more may be read."""
        with self._lock:
            self._stages.pop(id, None)
        self._tell(id, at_once=True)

    def over(self, id: str) -> None:
        """Nothing is done for a job any more."""
        with self._lock:
            for told in (self._steps, self._stages, self._written):
                told.pop(id, None)
        self._staging.tell(id, None)

    def _tell(self, id: str, *, at_once: bool = False) -> None:
        with self._lock:
            if not at_once and time.monotonic() - self._written.get(id, 0.0) < SELDOM:
                return
            self._written[id] = time.monotonic()
            steps = {number: asdict(step) for number, step in self._steps.get(id, {}).items()}
            told = json.dumps({"steps": steps, "stage": self._stages.get(id)})
        self._staging.tell(id, told)

    def shown(self, job: Job) -> Job:
        """``job`` with what is being done for it, by this process or another."""
        told = json.loads(self._staging.told(job.id) or "{}")
        steps = {int(number): Step(**step) for number, step in told.get("steps", {}).items()}
        uploads = tuple(
            one.model_copy(update={"step": steps.get(one.number)}) if one.state == "reading" else one
            for one in job.uploads
        )
        stage = told.get("stage")
        if stage is None or job.finished:
            return job.model_copy(update={"uploads": uploads})
        return job.model_copy(
            update={"uploads": uploads, "stage": stage[0], "stage_done": stage[1], "stage_total": stage[2]}
        )
