"""Called inside an act that ends a ground."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.photos.actions._index import leave
from antigone.desk.photos.models import Photograph

_AT_A_TIME = 1_000


class EndedWithBasis(NamedTuple):
    """What an ended ground took with it."""

    ended: int
    """Photographs that were held on it."""
    left: int
    """Those of them whose template was in the index."""


def take_out(photographs: QuerySet[Photograph]) -> EndedWithBasis:
    """End these photographs; those in the index leave it, and ``signals.left`` is sent. Inside an act."""
    now, ended, left = timezone.now(), 0, 0
    standing = photographs.filter(ended_at=None)
    numbers = list(standing.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), _AT_A_TIME):
        some = numbers[start : start + _AT_A_TIME]
        left += len(leave(Photograph.objects.filter(pk__in=some, indexed=True)))
        ended += Photograph.objects.filter(pk__in=some).update(state=Photograph.State.ENDED, ended_at=now)
    return EndedWithBasis(ended, left)
