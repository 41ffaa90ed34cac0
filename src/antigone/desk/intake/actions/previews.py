"""Previews that nobody does: given up after some days, or at once if they hold something of a person who is erased.

What was sent lies encrypted in the spool. A table cannot be rewritten without one row of it, so a preview that holds
something of whoever is erased is given up whole: whoever sent it has it still, and sends it without.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.permissions import Verb
from antigone.desk.audit.clock import ClockGuard
from antigone.desk.intake import drafts, spool
from antigone.desk.intake.fields import NAMES
from antigone.desk.intake.models import Import
from antigone.desk.intake.seeing import see
from antigone.desk.photos.models import Photograph
from antigone.desk.records.latin import plain, words_of
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.errors import ForbiddenOrigin, ManifestInvalid, RuleBroken
from antigone.tables.previews import PreviewRow
from antigone.types import Profile

KEPT_DAYS = 14
"""For so long what was sent waits to be looked at and done. The page says so."""
_LOOSE = timedelta(days=1)
"""After which a folder of the spool that no import names is what a desk left that was stopped while it received."""
EVERY = 3600.0
"""Seconds."""
_log = logging.getLogger("antigone.desk.intake")


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What says in a table, or in the name of a folder, that it is of one person: numbers, and whole names."""

    numbers: frozenset[str]
    names: tuple[frozenset[str], ...]
    """Each as its words in Latin letters."""

    def is_in(self, row: PreviewRow) -> bool:
        if row.who.strip() in self.numbers:
            return True
        called = _words(*(row.details.get(part, "") for part in NAMES)), _words(row.who)
        anywhere = _words(row.who, row.path, *row.details.values())
        return any(name in called or (len(name) > 1 and name <= anywhere) for name in self.names)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(plain(word) or word for text in texts for word in words_of(text))


def waiting() -> QuerySet[Import]:
    """Imports that were sent, and neither done nor given up."""
    return Import.objects.filter(seen_at=None, cancelled_at=None).exclude(spool="").select_related("incident")


def give_up_old(*, by: Actor) -> int:
    """Give up what nobody did within ``KEPT_DAYS`` days, one act for each. Returns how many."""
    old = [each for each in waiting() if each.made_at <= timezone.now() - timedelta(days=KEPT_DAYS)]
    for each in old:
        with act(by, Verb.END, each, reason=f"nobody did it within {KEPT_DAYS} days") as doing:
            still = waiting().filter(pk=each.pk).exists()
            if still:
                _give_up(each)
            doing.record(each.pk, cancelled=still, days=KEPT_DAYS)
    return len(old)


def clear_loose() -> int:
    """Delete from the spool what no unfinished import names: a desk was stopped while it received it. How many."""
    named = set(Import.objects.filter(done_at=None, cancelled_at=None).values_list("spool", flat=True))
    loose = [name for name, since in spool.kept() if name not in named and since <= timezone.now() - _LOOSE]
    for name in loose:
        spool.discard(name)
        _log.warning("what was sent to an import that never began is deleted")
    return len(loose)


def forget_pictures(photographs: Iterable[Photograph]) -> int:
    """Give up previews that hold one of these files. Called inside the act that erases; returns how many."""
    hashes = frozenset(each.sha256 for each in photographs if each.sha256)
    return _given_up(each for each in waiting() if hashes and _has_file(each, hashes))


def forget_person(subject: Subject) -> int:
    """Give up previews of this incident that have a row or folder of this record's person. Returns how many.

    Called inside the act that erases, while its names are there still.
    """
    said = _said_of(subject)
    same = (each for each in waiting() if each.incident_id == subject.incident_id)
    return _given_up(each for each in same if _speaks_of(each, said))


def _said_of(subject: Subject) -> SaidOf:
    record = Record.objects.get(pk=subject.pk)
    numbers = {record.other_number, subject.code, *subject.elsewhere.values_list("number", flat=True)} - {""}
    names = [_words(name.family, name.given) for name in record.names.all()]
    return SaidOf(frozenset(numbers), tuple(name for name in names if name))


def _has_file(bringing: Import, hashes: frozenset[str]) -> bool:
    try:
        return any(file.sha256 in hashes for file in drafts.sent_in(bringing.spool).files)
    except RuleBroken:
        return False  # nothing is left of it


def _speaks_of(bringing: Import, said: SaidOf) -> bool:
    try:
        sent = drafts.sent_in(bringing.spool)
    except RuleBroken:
        return False
    try:
        rows = see(sent, Profile(bringing.kind), drafts.answers_in(bringing.spool)).rows
    except (RuleBroken, ManifestInvalid, ForbiddenOrigin):
        return True  # who is in it cannot be read any more, so it may be they
    return any(said.is_in(row) for row in rows)


def _given_up(previews: Iterable[Import]) -> int:
    found = list(previews)
    for each in found:
        _give_up(each, name="?")
    return len(found)


def _give_up(bringing: Import, name: str = "") -> None:
    """``name``: what it is called from now on, for what was sent may be called as a person is."""
    Import.objects.filter(pk=bringing.pk).update(cancelled_at=timezone.now(), name=name or bringing.name)
    transaction.on_commit(lambda: spool.discard(bringing.spool))


@dataclass(slots=True)
class PreviewSweeper:
    """Sweeps when it is first asked, and then at most once an hour."""

    last: float | None = None
    clock: ClockGuard = field(default_factory=ClockGuard)

    def when_due(self) -> None:
        now = time.monotonic()
        if (self.last is None or now - self.last >= EVERY) and not self.clock.holds():
            self.last = now
            give_up_old(by=worker())
            clear_loose()
