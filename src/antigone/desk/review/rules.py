"""How pairs of an incident are examined: reading only."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from antigone.desk.accounts.models import Incident
from antigone.desk.review.models import Rules, Work
from antigone.protocol.known_pairs import Limits


def rules_of(incident: int) -> Rules:
    """The rules that hold. Where nobody wrote any, Antigone's own, which are in no table."""
    found = Rules.objects.filter(incident=incident).order_by("-pk").first()
    return found or Rules(incident_id=incident, at=timezone.now())


def limits_for(agency: int | None) -> Limits:
    """The strictest limits among the open incidents that an agency leads or examines in: of somebody who works in
    several, the same examinations are measured.
    """
    examined = Work.objects.filter(agency=agency).values("incident")
    incidents = Incident.objects.filter(Q(agency=agency) | Q(pk__in=examined), closed_at=None)
    found = [rules_of(number).limits for number in incidents.values_list("pk", flat=True)]
    return Limits(
        min((each.false_inclusion for each in found), default=Limits().false_inclusion),
        min((each.false_exclusion for each in found), default=Limits().false_exclusion),
    )
