"""The figures by which one sees whether a desk is well, and what of them needs somebody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone

import antigone
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit import outbox
from antigone.desk.audit.models import AuditHead, AuditRow
from antigone.desk.erasing.models import Erasure
from antigone.desk.jobs.models import Job
from antigone.desk.photos.space import FLOOR
from antigone.desk.seen import answers_failed

_DAY = timedelta(days=1)
_OLDEST_JOB, _OLDEST_CHECKPOINT, _OLDEST_BACKUP = timedelta(hours=1), 2 * _DAY, 2 * _DAY


@dataclass(frozen=True, slots=True)
class WorkState:
    """The jobs of one kind."""

    kind: str
    waiting: int
    oldest_seconds: float
    given_up: int


@dataclass(frozen=True, slots=True)
class DeskState:
    """A desk at one moment. An age is None where there is nothing that could have one."""

    version: str
    work: tuple[WorkState, ...]
    audit_rows: int
    answers_failed: int
    refused_in_an_hour: int
    """Acts and sign-ins that were refused."""
    erasures_open: int
    erasures_overdue: int
    erasures_not_cleared: int
    """Carried out, and their files and free space not cleared yet."""
    checkpoint_seconds: float | None
    backup_seconds: float | None
    disk_free: int
    disk_size: int

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.work)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "concerns": list(concerns(self))}


def state_now() -> DeskState:
    """The figures as they are."""
    now = timezone.now()
    asked = Erasure.objects.filter(state__in=(Erasure.State.ASKED, Erasure.State.AGREED))
    disk = shutil.disk_usage(settings.DESK.home)
    refused = AuditRow.objects.filter(verb="refused", at__gte=now - timedelta(hours=1))
    return DeskState(
        version=antigone.__version__,
        work=tuple(_work(now)),
        audit_rows=AuditHead.objects.get().sequence,
        answers_failed=answers_failed(),
        refused_in_an_hour=refused.count(),
        erasures_open=asked.count(),
        erasures_overdue=asked.filter(due_on__lt=timezone.localdate()).count(),
        erasures_not_cleared=Erasure.objects.filter(state=Erasure.State.DONE, scrubbed_at=None).count(),
        checkpoint_seconds=_age(now, _last_checkpoint()),
        backup_seconds=_age(now, _last_backup()),
        disk_free=disk.free,
        disk_size=disk.total,
    )


def _work(now: datetime) -> Iterator[WorkState]:
    """Every kind of job, those of which there is none too: a series that comes and goes cannot be watched."""
    waiting = {
        row["kind"]: row
        for row in Job.objects.filter(done_at=None, given_up_at=None)
        .order_by()
        .values("kind")
        .annotate(number=Count("pk"), oldest=Min("queued_at"))
    }
    given_up = dict(
        Job.objects.filter(given_up_at__isnull=False).order_by().values_list("kind").annotate(number=Count("pk"))
    )
    for kind in Job.Kind.values:
        row = waiting.get(kind)
        age = (now - row["oldest"]).total_seconds() if row else 0.0
        yield WorkState(kind, row["number"] if row else 0, max(0.0, age), given_up.get(kind, 0))


def _last_checkpoint() -> datetime | None:
    """By the file: the checkpoint says its own time, and a file of today may be a day old in another zone."""
    times = [path.stat().st_mtime for path in Path(outbox.folder()).glob("*.json")]
    return datetime.fromtimestamp(max(times), timezone.get_default_timezone()) if times else None


def _last_backup() -> datetime | None:
    made = AuditRow.objects.filter(verb=f"{Verb.MAKE} {Thing.BACKUP}").order_by("-sequence")
    return made.values_list("at", flat=True).first()


def _age(now: datetime, then: datetime | None) -> float | None:
    return None if then is None else max(0.0, (now - then).total_seconds())


def concerns(state: DeskState) -> Iterator[str]:
    """What needs somebody, in words; the alerts that docs/operate.md suggests say the same."""
    if state.disk_free < FLOOR:
        yield f"Only {state.disk_free / 1e9:.1f} GB of the disk are free: nothing more is taken. Free some space."
    for each in state.work:
        if each.oldest_seconds > _OLDEST_JOB.total_seconds():
            yield f"{each.kind}: a job waits for {_span(each.oldest_seconds)}. Does a worker run?"
        if each.given_up:
            yield f"{each.kind}: {each.given_up} given up. See: antigone desk jobs"
    if state.erasures_overdue:
        yield f"{state.erasures_overdue} erasures are overdue: the law gave a month. See the page Erasures."
    if state.checkpoint_seconds is None or state.checkpoint_seconds > _OLDEST_CHECKPOINT.total_seconds():
        age = "none" if state.checkpoint_seconds is None else f"{_span(state.checkpoint_seconds)} old"
        yield f"The newest checkpoint of the audit: {age}. The worker makes one each day."
    if state.backup_seconds is None or state.backup_seconds > _OLDEST_BACKUP.total_seconds():
        age = "none" if state.backup_seconds is None else f"{_span(state.backup_seconds)} old"
        yield f"The newest backup: {age}. Make one: antigone desk backup"


def _span(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
