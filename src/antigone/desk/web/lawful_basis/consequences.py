"""What the end of a ground does to candidate lists: counted before, so that nobody is surprised, and after."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.photos.models import Photograph


def _showing(photographs: QuerySet[Photograph]) -> QuerySet[Run]:
    numbers = photographs.values("pk")
    shown = Exists(Candidate.objects.filter(run=OuterRef("pk"), photograph__in=numbers))
    searched = Exists(Run.probes.through.objects.filter(run=OuterRef("pk"), photograph__in=numbers))
    return Run.objects.filter(Q(shown) | Q(searched), state=Run.State.DONE)


def lists_to_mark(photographs: QuerySet[Photograph]) -> int:
    """Candidate lists that show one of these, or were made with one, and hold so far."""
    return _showing(photographs).filter(marked_at=None).count()


def lists_marked(photographs: QuerySet[Photograph], since: datetime) -> int:
    return _showing(photographs).filter(marked_at__gte=since).count()
