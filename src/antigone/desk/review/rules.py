"""How pairs of an incident are examined: reading only."""

from __future__ import annotations

from django.db.models import Max, Q
from django.utils import timezone

from antigone.desk.accounts.models import Incident
from antigone.desk.review.models import Assignment, ReviewRules
from antigone.protocol.known_pairs import WarningLimits


def rules_of(incident: int) -> ReviewRules:
    """The rules that hold. Where nobody wrote any, Antigone's own, which are in no table."""
    found = ReviewRules.objects.filter(incident=incident).order_by("-pk").first()
    return found or ReviewRules(incident_id=incident, at=timezone.now())


def limits_for(agency: int | None) -> WarningLimits:
    """The strictest limits among the open incidents that an agency leads or examines in: of somebody who works in
    several, the same examinations are measured.
    """
    examined = Assignment.objects.filter(agency=agency).values("incident")
    incidents = Incident.objects.filter(Q(agency=agency) | Q(pk__in=examined), closed_at=None)
    numbers = set(incidents.values_list("pk", flat=True))
    latest = ReviewRules.objects.filter(incident__in=numbers).order_by().values("incident").annotate(last=Max("pk"))
    written = list(ReviewRules.objects.filter(pk__in=latest.values("last")))
    found = [each.limits for each in written]
    if not found or len(written) < len(numbers):  # some incident has Antigone's own
        found.append(WarningLimits())
    return WarningLimits(min(each.false_inclusion for each in found), min(each.false_exclusion for each in found))
