"""What people said of pairs: exclusions and links, and how an exclusion spreads over links. Reading only.

The number of questions depends on the longest chain of links, not on how many candidates or links there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from antigone.desk.candidates.models import Exclusion, Link
from antigone.desk.subjects.models import Subject


def groups(numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each subject, all that are linked to it, directly or through others, and itself."""
    wanted = set(numbers)
    known, new = set(wanted), set(wanted)
    pairs: set[tuple[int, int]] = set()
    while new:
        standing = Link.objects.filter(Q(first__in=new) | Q(second__in=new), undone_at=None)
        pairs |= set(standing.values_list("first", "second"))
        new = {number for pair in pairs for number in pair} - known
        known |= new
    group = {number: {number} for number in known}
    for first, second in pairs:
        joined = group[first] | group[second]
        for number in joined:
            group[number] = joined
    return {number: frozenset(group[number]) for number in wanted}


def excluded_for(subject: Subject) -> dict[int, Exclusion]:
    """Everybody of the other kind who is excluded for a subject, with the exclusion that says so: recorded for either
    of the pair, or for whoever is linked to one of them.
    """
    mine = groups([subject.pk])[subject.pk]
    dead = subject.is_case
    column = "case__in" if dead else "record__in"
    found: dict[int, Exclusion] = {}
    standing = Exclusion.objects.filter(**{column: mine}, lifted_at=None).order_by("pk")
    said = {each.record_id if dead else each.case_id: each for each in standing}
    if not said:
        return found
    for number, group in groups(said).items():
        for other in group:
            found.setdefault(other, said[number])
    return found | said
