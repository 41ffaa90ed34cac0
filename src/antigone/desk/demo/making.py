"""Making the demonstration's incident while its first page is served, which says how far it is."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from antigone.desk.beside import end_this_process
from antigone.desk.demo import HALF_MADE
from antigone.desk.demo.incident import count_pictures, make_incident, tell_story
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Photograph

_EVERY = 0.25
"""Seconds between two looks whether the worker is done."""
_FIRST = 5.0
"""Seconds that the first page is waited for, which nothing shall make slower; a browser asks for it at once."""


class MakingStep(Enum):
    """What is done at the moment; the value is how the page says it."""

    ENTER = _("Records, cases and photographs are entered, as registrars and liaison officers do.")
    SEARCH = _("The engine looks at every photograph, and searches.")
    TELL = _("Examiners compare, the board votes, a family is told.")
    SEARCH_AGAIN = _("The lists that this changed are made again.")


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far it is: pieces of work that are done, and all that are known so far."""

    step: MakingStep
    done: int
    known: int


class Making:
    """The incident as it is being made, in a thread of its own beside those that serve; the worker does its jobs."""

    def __init__(self) -> None:
        self.step = MakingStep.ENTER
        self.seen, self.whole = threading.Event(), threading.Event()
        self.whole.set()
        self.fault: BaseException | None = None

    def begin(self) -> None:
        """Make it beside what this process does else. ``whole`` is set at the end."""
        self.whole.clear()
        threading.Thread(target=self._make, daemon=True, name="making").start()

    def progress(self) -> HowFar:
        """How far it is, from the desk's own tables: each picture is one piece of work, and each job of the worker."""
        entered, jobs = Photograph.objects.count(), Job.objects.count()
        finished = Job.objects.exclude(done_at=None).count()
        coming = max(0, count_pictures() - entered)  # each leaves a job, too
        return HowFar(self.step, entered + finished, entered + jobs + 2 * coming)

    def was_shown(self) -> None:
        """Somebody sees how far it is: now it is begun in earnest."""
        self.seen.set()

    def _make(self) -> None:
        try:
            self.seen.wait(_FIRST)
            make_incident()
            self._worked_off(MakingStep.SEARCH)
            self.step = MakingStep.TELL
            tell_story()
            self._worked_off(MakingStep.SEARCH_AGAIN)
        except BaseException as fault:
            self.fault = fault
            end_this_process()  # there is nothing to show: whoever serves says why, and ends
        else:
            (settings.DESK.home / HALF_MADE).unlink(missing_ok=True)
            self.whole.set()
        finally:
            connection.close()

    def _worked_off(self, step: MakingStep) -> None:
        """Wait until the worker, which runs beside, has nothing left to do."""
        self.step = step
        while Job.objects.filter(done_at=None, given_up_at=None).exists():
            time.sleep(_EVERY)


MAKING = Making()
"""Of this process. Nothing is being made unless ``begin`` was called."""
