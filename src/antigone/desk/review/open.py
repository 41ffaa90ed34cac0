"""Open assignments, live pairs, the rules that hold, and the photographs that can be shown: reading only."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from antigone.desk.accounts.models import Incident
from antigone.desk.photos.lawful_basis import shown
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.review.models import Assignment, CalledOff, ExaminationEntry, Pair, ReviewRules
from antigone.desk.subjects.models import Subject
from antigone.protocol.entries import Unmasked
from antigone.protocol.known_pairs import WarningLimits


def _ended() -> Exists:
    return Exists(ExaminationEntry.objects.filter(assignment=OuterRef("pk"), kind__in=ExaminationEntry.ENDS))


def finished_assignments() -> QuerySet[Assignment]:
    """Assignments that were concluded and unmasked: these count."""
    return Assignment.objects.filter(
        Exists(ExaminationEntry.objects.filter(assignment=OuterRef("pk"), kind=Unmasked.__name__))
    )


def open_assignments() -> QuerySet[Assignment]:
    """Assignments neither finished nor handed back, of pairs that still have to be examined."""
    off = Exists(CalledOff.objects.filter(pair=OuterRef("pair")))
    closed = Q(pair__known=False) & (Q(pair__case__closed_at__isnull=False) | Q(pair__record__closed_at__isnull=False))
    return Assignment.objects.filter(~_ended(), ~off).exclude(closed)


def live_pairs() -> QuerySet[Pair]:
    """Real pairs that were not called off, of a case and a record that are open."""
    off = Exists(CalledOff.objects.filter(pair=OuterRef("pk")))
    return Pair.objects.filter(~off, known=False, case__closed_at=None, record__closed_at=None)


def rules_of(incident: int) -> ReviewRules:
    """The rules of an incident. Where nobody wrote any, Antigone's own, which are in no table."""
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


MOST = 6
"""Of each side: about as many as families give (Cappella and others 2022)."""


def photographs_for(subject: Subject) -> list[Photograph]:
    """Photographs with a chosen face that may be looked at today, the best quality first."""
    faces = Face.objects.filter(chosen=True, photograph__subject=subject, photograph__state=Photograph.State.USABLE)
    rows = faces.filter(photograph__in=shown().filter(subject=subject)).select_related("photograph")
    ordered = sorted(rows, key=lambda face: (-float(face.quality.get("overall", 0)), face.photograph_id))
    return [face.photograph for face in ordered[:MOST]]


def still_shown(photograph: Photograph) -> bool:
    """Whether a photograph may be looked at today: it has not ended, and is lawful."""
    return shown().filter(pk=photograph.pk).exists()
