"""Exclusions that follow from another act: called inside it, under its permission and with its audit row."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates.models import Exclusion


def exclude_inside(
    by: Actor, pairs: Iterable[tuple[int, int]], ground: Exclusion.Ground, reason: str
) -> list[Exclusion]:
    """Exclude these pairs of a case and a record, except those that stand excluded."""
    wanted = dict.fromkeys(pairs)
    cases = {case for case, _ in wanted}
    standing = Exclusion.objects.filter(case__in=cases, lifted_at=None).values_list("case", "record")
    for pair in standing:
        wanted.pop(pair, None)
    now = timezone.now()
    assert by.person is not None, "only people decide of pairs"
    return [
        Exclusion.objects.create(case_id=case, record_id=record, ground=ground, reason=reason, by_id=by.person, at=now)
        for case, record in wanted
    ]


def lift_inside(by: Actor, exclusions: Iterable[Exclusion], reason: str) -> list[Exclusion]:
    """Lift those of these that stand."""
    lifted = []
    for found in exclusions:
        if found.lifted_at is None:
            found.lifted_at, found.lifted_by_id, found.lifted_reason = timezone.now(), by.person, reason
            found.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
            lifted.append(found)
    return lifted
