"""What came since a reconciliation read the desk: counted, so that a page can say that it is no longer what it was."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from antigone.desk.accounts.access import reach
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.models import Exclusion, Link
from antigone.desk.photos.models import IndexChange
from antigone.desk.reconciling.models import ListVersion, Reconciliation
from antigone.desk.reconciling.queries import settled
from antigone.desk.subjects.models import Revision, Subject

AsOf = dict[str, int]
"""How far each table was read."""
MOST = 1_000
"""Counted no further."""


def as_of(incident: int) -> AsOf:
    """How far each table is at this moment. What is ended, lifted or undone has no number of its own: it is counted."""
    of = {"case__incident": incident}
    return {
        "photographs": IndexChange.objects.aggregate(last=Max("sequence"))["last"] or 0,
        "changes": Revision.objects.aggregate(last=Max("pk"))["last"] or 0,
        "opened": Subject.objects.aggregate(last=Max("pk"))["last"] or 0,
        "closed": Subject.objects.filter(incident=incident, closed_at__isnull=False).count(),
        "excluded": Exclusion.objects.aggregate(last=Max("pk"))["last"] or 0,
        "lifted": Exclusion.objects.filter(**of, lifted_at__isnull=False).count(),
        "linked": Link.objects.aggregate(last=Max("pk"))["last"] or 0,
        "undone": Link.objects.filter(first__incident=incident, undone_at__isnull=False).count(),
        "lists": ListVersion.objects.aggregate(last=Max("pk"))["last"] or 0,
        "settled": len(settled(incident)),
    }


def since(run: Reconciliation) -> dict[str, int]:
    """How many of each kind came to what the agency reaches, without those of which none came."""
    then: AsOf = run.as_of or {}
    if not then:
        return {}
    dead = reach(run, Verb.SEE, Thing.CASE)
    missing = reach(run, Verb.SEE, Thing.RECORD)
    whose = Q(agency__in=dead, kind="pm") | Q(agency__in=missing, kind="am")
    of_whose = Q(subject__agency__in=dead, subject__kind="pm") | Q(subject__agency__in=missing, subject__kind="am")
    here = Subject.objects.filter(whose, incident=run.incident_id)
    of_incident = {"case__incident": run.incident_id}
    lists = ListVersion.objects.filter(incident=run.incident_id, agency=run.agency_id, pk__gt=then["lists"])
    found: dict[str, QuerySet[Any]] = {
        "photographs": IndexChange.objects.filter(whose, incident=run.incident_id, sequence__gt=then["photographs"]),
        "changes": Revision.objects.filter(of_whose, subject__incident=run.incident_id, pk__gt=then["changes"]),
        "opened": here.filter(pk__gt=then["opened"]),
        "excluded": Exclusion.objects.filter(**of_incident, pk__gt=then["excluded"]),
        "linked": Link.objects.filter(first__incident=run.incident_id, pk__gt=then["linked"]),
        "lists": lists,
    }
    counted = {name: rows.order_by()[:MOST].count() for name, rows in found.items()}
    now = {
        "closed": Subject.objects.filter(incident=run.incident_id, closed_at__isnull=False).count(),
        "lifted": Exclusion.objects.filter(**of_incident, lifted_at__isnull=False).count(),
        "undone": Link.objects.filter(first__incident=run.incident_id, undone_at__isnull=False).count(),
        "settled": len(settled(run.incident_id)),
    }
    counted |= {name: abs(number - then[name]) for name, number in now.items()}
    return {name: number for name, number in counted.items() if number}
