"""What must be true of a desk whatever was killed: each as a question to its database, its files and its index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.db.models import F, Q

from antigone.desk.audit.verify import verify
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.candidates.index.chosen import index
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.console import verify_the_index
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.proving import _faults as remains
from antigone.desk.intake.models import ImportItem
from antigone.desk.jobs.models import Job
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.models import FaceTemplate, Photograph, PhotoKey
from antigone.desk.photos.queries import orphans, sealed
from antigone.errors import AntigoneError


def photographs_whole() -> Iterator[str]:
    """Every photograph has its file, its key and its row, or none of them."""
    for photograph in Photograph.objects.filter(erased_at=None).select_related("key"):
        try:
            vault.original(sealed(photograph))
        except AntigoneError as fault:
            yield f"photograph {photograph.pk} does not open: {fault}"
    gone = Photograph.objects.exclude(erased_at=None)
    halves = keyring.halves(set(gone.values_list("sealed", flat=True)))
    for photograph in gone:
        if photograph.sealed in halves or vault.count_made(photograph.sealed):
            yield f"photograph {photograph.pk} was erased and something of it is there"
    for key in PhotoKey.objects.exclude(photograph__erased_at=None):
        yield f"the key of photograph {key.photograph_id} is there, which was erased"


def jobs_done() -> Iterator[str]:
    """Every job is done, and none was given up."""
    for job in Job.objects.filter(done_at=None):
        yield f"job {job.pk} ({job.kind} {job.number}) is not done: {job.fault or 'no fault'}"


def photographs_looked_at() -> Iterator[str]:
    """No photograph still waits when nothing is left to do, and none that is to be searched lacks its template."""
    for photograph in Photograph.objects.filter(state=Photograph.State.WAITING, erased_at=None, ended_at=None):
        yield f"photograph {photograph.pk} was forgotten"
    templates = FaceTemplate.objects.values("face__photograph")
    for photograph in Photograph.objects.filter(indexed=True).exclude(pk__in=templates):
        yield f"photograph {photograph.pk} is in the index without a template"
    for photograph in Photograph.objects.filter(indexed=True).filter(~Q(erased_at=None) | ~Q(ended_at=None)):
        yield f"photograph {photograph.pk} ended and is in the index"


def lists_lawful() -> Iterator[str]:
    """Whoever stands on a list could be searched when it was made."""
    late = Candidate.objects.filter(photograph__ended_at__lt=F("run__done_at"))
    late |= Candidate.objects.filter(photograph__erased_at__lt=F("run__done_at"))
    for candidate in late:
        yield f"list {candidate.run_id} names photograph {candidate.photograph_id}, which had ended before"
    for run in Run.objects.filter(state=Run.State.WAITING):
        yield f"list {run.pk} was never made"


def chain_whole() -> Iterator[str]:
    """The audit's chain is whole, and every bound row is as its acts left it: no half decision."""
    yield from (fault.words for fault in verify().faults)
    yield from (f"{fault.row}: {fault.words}" for fault in verify_bound().faults)


def index_equal() -> Iterator[str]:
    """The index holds what the database has, in memory and in its files."""
    for state in verify_the_index():
        if state.fault:
            yield f"{state.kind}: {state.fault}"
    index().tidy()


def files_owned() -> Iterator[str]:
    """After the sweep no file is without an owner, and no half of a key without a photograph."""
    for name in orphans(time.time() + 1):
        vault.discard(name)
    known = set(Photograph.objects.values_list("sealed", flat=True))
    for name, _ in vault.names():
        if name not in known:
            yield f"file {name[:8]} has no owner"


def erasures_through() -> Iterator[str]:
    """What was erased is erased everywhere, and the worker cleared what it lay in."""
    for erasure in Erasure.objects.filter(state=Erasure.State.DONE):
        yield from (f"erasure {erasure.pk}: {fault}" for fault in remains(erasure))


def imports_through() -> Iterator[str]:
    """Every file of an import is waiting, done or refused; one that is done has its photograph, and no other has."""
    for item in ImportItem.objects.filter(state="done", photograph=None).exclude(detail__contains="already"):
        yield f"file {item.path} is done without a photograph"
    twice = ImportItem.objects.exclude(state="done").exclude(photograph=None)
    yield from (f"file {item.path} is {item.state} with a photograph" for item in twice)


INVARIANTS: tuple[Callable[[], Iterator[str]], ...] = (
    photographs_whole,
    jobs_done,
    photographs_looked_at,
    lists_lawful,
    chain_whole,
    index_equal,
    files_owned,
    erasures_through,
    imports_through,
)
