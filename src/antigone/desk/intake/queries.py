"""Reading imports: only what the actor may see; and what was refused, as a table to put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from antigone.desk import csv_export
from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import not_hidden
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.queries import LATELY, rate_of
from antigone.types import Profile


def imports(by: Actor, incident: Incident) -> QuerySet[Import]:
    """Imports, the latest first."""
    return _counted(by).filter(incident=incident)


def find_import(by: Actor, number: int) -> Import:
    """Raises: NotThere."""
    return find(_counted(by), number)


def refused(bringing: Import) -> QuerySet[ImportItem]:
    """Files that were refused, in their order."""
    return bringing.items.filter(state=ImportItem.State.REFUSED).order_by("place")


def notes_of(bringing: Import) -> list[tuple[str, int]]:
    """How files that were brought in were read: each note with how many have it, the most frequent first."""
    brought = bringing.items.filter(state=ImportItem.State.DONE).exclude(photograph__notes=[])
    counted: Counter[str] = Counter()
    for notes, many in brought.values_list("photograph__notes").annotate(Count("pk")).order_by():
        for note in notes:
            counted[note] += many
    return counted.most_common()


def time_left(bringing: Import) -> timedelta | None:
    """How long it takes until the last file is settled, at the rate of the last minutes; None if nobody can say."""
    now = timezone.now()
    lately = bringing.items.filter(done_at__gt=now - LATELY).aggregate(done=Count("pk"), first=Min("done_at"))
    waiting = bringing.items.filter(state=ImportItem.State.WAITING).count()
    rate = rate_of(lately["done"], lately["first"] or now, now)
    return None if rate is None or not waiting else timedelta(seconds=waiting / rate)


def unfinished(by: Actor, incident: Incident, folder: str, name: str, kind: str) -> Import | None:
    """The unfinished import of this folder: a command that is given again continues it."""
    seen = within(by, Verb.SEE, Thing.IMPORT, incident="incident")
    same = Import.objects.filter(seen, incident=incident, folder=folder, name=name, kind=kind)
    return same.filter(by=by.person, done_at=None, cancelled_at=None).exclude(folder="").first()


def _counted(by: Actor) -> QuerySet[Import]:
    """With ``files``, ``brought``, ``refusals`` and ``waiting``."""
    states, there = ImportItem.State, not_hidden(ImportItem, "items__")
    return (
        Import.objects.filter(within(by, Verb.SEE, Thing.IMPORT, incident="incident"))
        .select_related("incident", "agency", "source", "by")
        .annotate(
            files=Count("items", filter=there),
            brought=Count("items", filter=there & Q(items__state=states.DONE)),
            refusals=Count("items", filter=there & Q(items__state=states.REFUSED)),
            waiting=Count("items", filter=there & Q(items__state=states.WAITING)),
        )
        .order_by("-id")
    )


def as_csv(bringing: Import) -> Iterator[str]:
    """The refused files as CSV, line by line."""
    header = ("path", "person" if bringing.kind == Profile.AM.value else "case", "why", "what to do")
    items = refused(bringing).iterator()
    return csv_export.lines(header, ((item.path, item.who, item.detail, item.hint) for item in items))
