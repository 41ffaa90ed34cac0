"""Reading lists, reconciliations and proposals: only what the actor may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import find, takes_part, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.reconciling import signals
from antigone.desk.reconciling.models import ListedRecord, ListVersion, ProposedPair, Reconciliation
from antigone.errors import NotAllowed


def settled(incident: int) -> dict[int, int]:
    """Whom the board has identified, case to record. Where two parts differ, the first holds."""
    found: dict[int, int] = {}
    for pairs in signals.identified.answers(sender=Reconciliation, incident=incident):
        for case, record in pairs:
            found.setdefault(case, record)
    return found


def must_take_part(by: Actor, incident: Incident) -> None:
    """Raises: NotAllowed, if the actor's agency neither leads the incident nor is let work in it."""
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
