"""Who is bound to a pair, and by what: read from everything that people did, at the moment when somebody is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.pairs import groups
from antigone.desk.photos.models import Consent, Photograph
from antigone.desk.review import signals
from antigone.desk.review.models import Assignment, ConflictHeld, Pair
from antigone.desk.subjects.models import Revision, Subject
from antigone.protocol.two_examiners import ConflictOfInterest


def conflicts_with(pair: Pair) -> dict[int, frozenset[ConflictOfInterest]]:
    """By people's numbers. What is linked to the case or to the record counts as they do."""
    sides = groups([pair.case_id, pair.record_id])
    cases, records = sides[pair.case_id], sides[pair.record_id]
    found: defaultdict[int, set[ConflictOfInterest]] = defaultdict(set)
    for person, conflict in (*_opened(cases | records), *_held(cases | records), *_met_the_family(records)):
        found[person].add(conflict)
    for person in _examined(cases, records):
        found[person].add(ConflictOfInterest.EXAMINED)
    if pair.known:
        found[pair.by_id].add(ConflictOfInterest.MADE_THE_PAIR)
    for more in signals.conflicts.answers(sender=Pair, case=pair.case, record=pair.record):
        for person, conflict in more:
            found[person].add(conflict)
    return {person: frozenset(conflicts) for person, conflicts in found.items()}


def _opened(subjects: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    """Opening it, changing it and photographing it are one thing here: whoever did one of them has seen the file."""
    numbers = list(subjects)
    people = set(Subject.objects.filter(pk__in=numbers).values_list("opened_by", flat=True))
    people |= set(Revision.objects.filter(subject__in=numbers).order_by().values_list("by", flat=True))
    people |= set(Photograph.objects.filter(subject__in=numbers).order_by().values_list("added_by", flat=True))
    return ((person, ConflictOfInterest.OPENED) for person in people)


def _held(subjects: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    rows = ConflictHeld.objects.filter(subject__in=list(subjects)).values_list("person", "what")
    return ((person, ConflictOfInterest(what)) for person, what in rows)


def _met_the_family(records: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    """Whoever wrote down a consent. Informants stand in the record's revisions, which ``_opened`` reads."""
    consents = Consent.objects.filter(subject__in=list(records)).values_list("pk", flat=True)
    rows = AuditRow.objects.filter(thing__in=[f"consent {number}" for number in consents], verb="add consent")
    for actor in set(rows.values_list("actor", flat=True)):
        kind, _, number = actor.partition(" ")
        if kind == "person":
            yield int(number), ConflictOfInterest.MET_THE_FAMILY


def _examined(cases: Iterable[int], records: Iterable[int]) -> set[int]:
    """Of the same two, in whatever round, finished or not, also as a known pair."""
    same = Q(pair__case__in=list(cases), pair__record__in=list(records))
    return set(Assignment.objects.filter(same).values_list("examiner", flat=True))
