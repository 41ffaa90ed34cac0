"""How pairs of an incident are examined: reading only."""

from __future__ import annotations

from django.db.models import Max, Q
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
    numbers = set(incidents.values_list("pk", flat=True))
    latest = Rules.objects.filter(incident__in=numbers).order_by().values("incident").annotate(last=Max("pk"))
    written = list(Rules.objects.filter(pk__in=latest.values("last")))
    found = [each.limits for each in written]
    if not found or len(written) < len(numbers):  # some incident has Antigone's own
        found.append(Limits())
    return Limits(min(each.false_inclusion for each in found), min(each.false_exclusion for each in found))
