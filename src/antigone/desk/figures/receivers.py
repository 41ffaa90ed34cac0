"""What the lower apps have to count for the public: searches, cases, records, photographs by basis, known pairs.

Of the whole desk, of all agencies: the finer the slice, the smaller the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext_noop as noop

from antigone.desk import signals as desk
from antigone.desk.accounts.models import Person
from antigone.desk.candidates.models import Run
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.review.open import finished_assignments
from antigone.desk.review.queries import trials_of
from antigone.desk.review.to_protocol import person_id
from antigone.desk.signals import Counts, ErrorRate, Figure
from antigone.desk.subjects.models import Subject
from antigone.protocol.known_pairs import errors
from antigone.types import Basis, Profile

BASES = {
    Basis.CONSENT: noop("consent"),
    Basis.VITAL_INTERESTS: noop("vital interests"),
    Basis.PUBLIC_INTEREST: noop("public interest"),
    Basis.LEGAL_OBLIGATION: noop("legal obligation"),
}


@receiver(desk.figures, dispatch_uid="figures: cases, records, searches, sources, errors of examiners")
def figures(until: datetime, **_: Any) -> Iterable[Figure]:
    yield Counts(noop("Cases of the dead"), _subjects(Profile.PM, until))
    yield Counts(noop("Records of the missing"), _subjects(Profile.AM, until))
    yield Counts(noop("Searches"), _searches(until))
    yield Counts(noop("Lawful sources of reference photographs, by legal basis"), _by_basis(until, "sources"))
    yield Counts(noop("Reference photographs in the desk, by legal basis"), _by_basis(until, "photographs"))
    yield from _errors()


def _subjects(kind: Profile, until: datetime) -> dict[str, int]:
    rows = Subject.objects.filter(kind=kind.value, opened_at__lte=until)
    found = rows.aggregate(open=Count("pk", filter=Q(closed_at=None)), closed=Count("pk", filter=~Q(closed_at=None)))
    return {noop("open"): found["open"], noop("closed"): found["closed"]}


def _searches(until: datetime) -> dict[str, int]:
    """Searches that gave a list; the same case searched again is another search."""
    done = Run.objects.filter(state=Run.State.DONE, done_at__lte=until)
    of_kind = {kind: Count("pk", filter=Q(subject__kind=kind.value)) for kind in Profile}
    found = done.aggregate(**{kind.value: count for kind, count in of_kind.items()})
    return {
        noop("for a dead person, among the missing"): found[Profile.PM.value],
        noop("for a missing person, among the dead"): found[Profile.AM.value],
    }


def _by_basis(until: datetime, what: str) -> dict[str, int]:
    standing = Photograph.objects.filter(kind=Profile.AM.value, added_at__lte=until, ended_at=None)
    sources = Source.objects.filter(made_at__lte=until, ended_at=None)
    rows: QuerySet[Any, Any] = sources if what == "sources" else standing
    by = "basis" if what == "sources" else "source__basis"
    counted = dict(rows.order_by().values_list(by).annotate(many=Count("pk")))
    return {words: counted.get(basis.value, 0) for basis, words in BASES.items()}


def _errors() -> Iterator[Figure]:
    """Error rates of all examiners together, on known pairs. Nobody is named or counted alone."""
    tested = Person.objects.filter(pk__in=finished_assignments().filter(pair__known=True).values("examiner"))
    wrong, of = {"inclusion": 0, "exclusion": 0}, {"inclusion": 0, "exclusion": 0}
    people = {"inclusion": 0, "exclusion": 0}
    for person, trials in trials_of(tested).items():
        found = errors(person_id(person), trials)
        for name, rate in (("inclusion", found.false_inclusion), ("exclusion", found.false_exclusion)):
            wrong[name] += rate.count
            of[name] += rate.of
            people[name] += bool(rate.of)
    for name, words in (
        ("inclusion", noop("Examiners who called two different people one, on pairs that are known to be different")),
        ("exclusion", noop("Examiners who called one person two, on pairs that are known to be of one person")),
    ):
        yield ErrorRate(words, wrong[name], of[name], people[name])
