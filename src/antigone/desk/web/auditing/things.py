"""What the numbers in a page's rows are the numbers of: names of people, codes of incidents, cases and records."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.models import Run
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject

_CODES = {
    Thing.INCIDENT: (Incident, "code"),
    Thing.CASE: (Subject, "code"),
    Thing.RECORD: (Subject, "code"),
    Thing.SEARCH: (Run, "subject__code"),
    Thing.PM_PHOTO: (Photograph, "subject__code"),
    Thing.AM_PHOTO: (Photograph, "subject__code"),
}


def names_of(rows: Sequence[AuditRow]) -> list[str]:
    """Names of who acted: the audit itself has only their numbers."""
    numbers = {int(row.actor.split()[1]) for row in rows if row.actor.startswith("person ")}
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [names.get(int(row.actor.split()[1]), "") if row.actor.startswith("person ") else "" for row in rows]


def codes_of(rows: Sequence[AuditRow]) -> list[str]:
    """Codes of what was acted on, or of the case or record it belongs to; empty where there is none."""
    wanted: dict[str, set[int]] = {kind: set() for kind in _CODES}
    for row in rows:
        kind, number = _split(row.thing)
        if kind in wanted:
            wanted[kind].add(number)
    codes: dict[tuple[str, int], str] = {}
    for kind, (model, column) in _CODES.items():
        if wanted[kind]:
            found = model._default_manager.filter(pk__in=wanted[kind]).values_list("pk", column)
            codes |= {(kind.value, number): code for number, code in found}
    return [codes.get(_split(row.thing), "") for row in rows]


def _split(thing: str) -> tuple[str, int]:
    kind, _, number = thing.rpartition(" ")
    return (kind, int(number)) if number.isdecimal() else (thing, 0)
