"""Known pairs that can be given to somebody: reading only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

from django.db.models import Q, QuerySet

from antigone.desk.accounts.models import Person
from antigone.desk.review import signals
from antigone.desk.review.conflicts_of_interest import conflicts_with
from antigone.desk.review.models import Assignment, KnownTruth, Pair, PairPhoto
from antigone.desk.review.people import agencies_for
from antigone.desk.review.showing import still_shown
from antigone.desk.review.to_protocol import STAND_IN
from antigone.desk.subjects.models import Subject
from antigone.protocol.pairs import KnownPair, Truth
from antigone.types import Profile


def standing() -> QuerySet[Pair]:
    """Known pairs whose truth still stands, as far as this app knows."""
    sound = Q(truth__exclusion=None) | Q(truth__exclusion__lifted_at=None)
    return Pair.objects.filter(sound, known=True, truth__ended_at=None).select_related("case", "record", "truth")


class Pool(Sequence[KnownPair]):
    """Those that somebody never had, is not tied to, and whose photographs their agency may see.

    Looked up only if one is drawn from it, which is seldom. The material is a stand-in: whoever draws needs the number
    and the truth only.
    """

    def __init__(self, person: Person) -> None:
        self._person = person

    @cached_property
    def _pairs(self) -> list[KnownPair]:
        return _pool_for(self._person)

    @overload
    def __getitem__(self, at: int) -> KnownPair: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[KnownPair]: ...
    def __getitem__(self, at: int | slice) -> KnownPair | Sequence[KnownPair]:
        return self._pairs[at]

    def __len__(self) -> int:
        return len(self._pairs)


def _pool_for(person: Person) -> list[KnownPair]:
    had = Assignment.objects.filter(examiner=person).values("pair")
    return [
        KnownPair(str(pair.pk), Truth(pair.truth.truth), pair.truth.how, STAND_IN)
        for pair in standing().exclude(pk__in=had).order_by("pk")
        if person.agency_id in agencies_for(pair.case, pair.record)
        and person.pk not in conflicts_with(pair)
        and is_true(pair)
        and can_be_shown(pair)
    ]


def identified_as(case: Subject) -> int | None:
    """The record with which the identification of a case stands, by other evidence than faces."""
    said = signals.identified_as.answers(sender=Pair, case=case)
    return next((record for record in said if record is not None), None)


def is_true(pair: Pair) -> bool:
    """Whether an identification by which it is known still stands."""
    identified = identified_as(pair.case)
    match KnownTruth.Ground(pair.truth.ground):
        case KnownTruth.Ground.ESTABLISHED:
            return identified == pair.record_id
        case KnownTruth.Ground.ELSEWHERE:
            return identified is not None and identified != pair.record_id
        case _:
            return True


def can_be_shown(pair: Pair) -> bool:
    shown = PairPhoto.objects.filter(pair=pair).select_related("photograph")
    return {each.side for each in shown if still_shown(each.photograph)} == {side.value for side in Profile}
