"""Reading lists of persons, reconciliations and proposals: only what the actor may see; and what is new since a run."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import find, reach, takes_part, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.candidates.models import Exclusion, Link
from antigone.desk.photos.models import IndexChange
from antigone.desk.reconciling import signals
from antigone.desk.reconciling.models import ListedRecord, ListVersion, ProposedPair, Reconciliation
from antigone.desk.subjects.models import Revision, Subject
from antigone.errors import NotAllowed


def settled(incident: int) -> dict[int, int]:
    """The records by case that the board has identified. Where two apps differ, the first holds."""
    found: dict[int, int] = {}
    for pairs in signals.identified.answers(sender=Reconciliation, incident=incident):
        for case, record in pairs:
            found.setdefault(case, record)
    return found


def must_take_part(by: Actor, incident: Incident) -> None:
    """Raise NotAllowed unless the actor's agency leads the incident or may work in it."""
    if not takes_part(by, incident):
        raise NotAllowed(
            _("Your agency does not work in this incident."), _("Ask the agency that leads it to let you.")
        )


def standing(owner: Owned) -> list[tuple[ListVersion, list[int]]]:
    """The lists that stand, in the order in which they were first written, each with the records it names."""
    newer = ListVersion.objects.filter(
        incident=OuterRef("incident"), agency=OuterRef("agency"), name=OuterRef("name"), version__gt=OuterRef("version")
    )
    rows = ListVersion.objects.filter(
        ~Exists(newer), incident=owner.scope.incident, agency=owner.scope.agency, ends=False
    )
    found = {row.pk: (row, list[int]()) for row in rows.select_related("by").order_by("everybody_else", "pk")}
    for listing, record in ListedRecord.objects.filter(listing__in=found).values_list("listing", "record"):
        found[listing][1].append(record)
    return list(found.values())


def listings(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[ListVersion]:
    return ListVersion.objects.filter(within(by, verb, Thing.LISTING)).select_related("incident", "by")


def find_listing(by: Actor, number: int) -> ListVersion:
    return find(listings(by), number)


def versions(listing: ListVersion) -> QuerySet[ListVersion]:
    """All versions of a list, the latest first. Whoever may see one may see all."""
    same = {"incident": listing.incident_id, "agency": listing.agency_id, "name": listing.name}
    return ListVersion.objects.filter(**same).select_related("by").order_by("-version")


def reconciliations(by: Actor, incident: Incident | None = None) -> QuerySet[Reconciliation]:
    """The latest first."""
    found = Reconciliation.objects.filter(within(by, Verb.SEE, Thing.RECONCILIATION))
    found = found if incident is None else found.filter(incident=incident)
    return found.select_related("incident", "asked_by", "agency").order_by("-pk")


def find_reconciliation(by: Actor, number: int) -> Reconciliation:
    return find(reconciliations(by), number)


def newer(run: Reconciliation) -> Reconciliation | None:
    """The latest one of the same incident and agency that is done, if this is not it."""
    later = Reconciliation.objects.filter(
        incident=run.incident_id, agency=run.agency_id, pk__gt=run.pk, state=Reconciliation.State.DONE
    )
    return later.order_by("-pk").first()


def find_proposal(by: Actor, number: int) -> ProposedPair:
    seen = within(by, Verb.SEE, Thing.PROPOSAL, agency="run__agency")
    return find(ProposedPair.objects.filter(seen).select_related("run__incident", "run__agency"), number)


AsOf = dict[str, int]
"""How far each table was read."""
MOST = 1_000
"""Counted no further."""


def as_of(incident: int) -> AsOf:
    """The highest number of each table now. Rows that are ended or undone are counted instead."""
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
    """How many rows of each kind are new since a run, for what the agency reaches."""
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
