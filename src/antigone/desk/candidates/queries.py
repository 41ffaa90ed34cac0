"""Reading runs, candidate lists, exclusions, links and warnings: only what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from antigone.desk.accounts.access import find, within, within_latest
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import not_hidden
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Exclusion, Link, Run
from antigone.desk.photos.models import IndexChange, Photograph
from antigone.desk.records.models import Name
from antigone.desk.subjects.models import THINGS, Subject


def groups(numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each subject, itself and all that are linked to it, directly or through others."""
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


MOST = 1_000
"""Photographs that came are counted no further."""


def runs(by: Actor) -> QuerySet[Run]:
    mine = within(by, Verb.SEE, Thing.SEARCH, of="subject")
    return Run.objects.filter(mine).select_related("subject__incident", "subject__agency", "asked_by")


def find_run(by: Actor, number: int) -> Run:
    return find(runs(by), number)


def runs_of(by: Actor, subject: Subject) -> QuerySet[Run]:
    """The runs of a subject, the latest first, each with the number of entries on its list."""
    listed = Count("candidates", filter=not_hidden(Candidate, "candidates__"))
    return runs(by).filter(subject=subject).annotate(listed=listed).order_by("-pk")


def subjects(by: Actor, numbers: Iterable[int] | None = None) -> QuerySet[Subject]:
    """The cases and records that ``by`` may see; of these numbers, if any are given."""
    found = Subject.objects.filter(_seen(by)).select_related("incident", "agency", "case", "record")
    return found if numbers is None else found.filter(pk__in=set(numbers))


def _seen(by: Actor, of_kind: str = "kind", agency: str = "agency", incident: str = "incident") -> Q:
    """The cases and records that ``by`` may see; where a row tells of one, its columns are named."""
    seen = Q(pk__in=[])
    for kind, thing in THINGS.items():
        seen |= Q(**{of_kind: kind}) & within(by, Verb.SEE, thing, agency=agency, incident=incident)
    return seen


def names_of(numbers: Iterable[int]) -> dict[int, str]:
    """How each missing person is called: their own first name given, else any."""
    found: dict[int, str] = {}
    own: set[int] = set()
    for name in Name.objects.filter(record__in=set(numbers)).order_by("pk"):
        is_own = name.what == Name.What.OWN
        if name.record_id not in found or (is_own and name.record_id not in own):
            found[name.record_id] = " ".join(filter(None, (name.given, name.patronymic, name.family)))
        if is_own:
            own.add(name.record_id)
    return found


def names_known(by: Actor, numbers: Iterable[int]) -> dict[int, str]:
    """Of these cases and records those that ``by`` may see, each with a name if it has one."""
    seen = [row.pk for row in subjects(by, numbers)]
    names = names_of(seen)
    return {number: names.get(number, "") for number in seen}


def lists_of(photographs: Iterable[Photograph]) -> set[int]:
    """The searches that were made with one of these photographs, or whose list shows one."""
    numbers = [photograph.pk for photograph in photographs]
    shown = Candidate.objects.filter(photograph__in=numbers).values_list("run", flat=True)
    return set(shown) | set(Run.probes.through.objects.filter(photograph__in=numbers).values_list("run", flat=True))


def also_first(by: Actor, run: Run, numbers: Iterable[int]) -> dict[int, int]:
    """For each of these subjects: on how many other latest lists, visible to ``by``, it is first."""
    latest = Run.objects.filter(subject=OuterRef("run__subject"), state=Run.State.DONE).order_by("-pk")
    firsts = (
        Candidate.objects.filter(subject__in=set(numbers), rank=1, marked_at=None)
        .exclude(run__subject=run.subject_id)
        .filter(run=Subquery(latest.values("pk")[:1]))
    )
    mine = within_latest(by, Verb.SEE, Thing.SEARCH, firsts, of="run__subject")
    return dict(mine.order_by().values_list("subject").annotate(Count("pk")))


def arrived_since(run: Run) -> int:
    """How many photographs came into the gallery of this list after it was made; at most ``MOST``."""
    if not run.gallery:
        return 0
    agencies = [part["agency"] for part in run.gallery]
    since = max(part["sequence"] for part in run.gallery)
    return (
        IndexChange.objects.filter(
            incident=run.subject.incident_id,
            agency__in=agencies,
            kind=run.subject.other_kind,
            model=run.model,
            removed=False,
            sequence__gt=since,
        )
        .order_by()[:MOST]
        .count()
    )


def newer_run(by: Actor, run: Run) -> Run | None:
    """The latest run of the same subject, if it is another one."""
    return runs(by).filter(subject=run.subject_id, pk__gt=run.pk).order_by("-pk").first()


def exclusions(by: Actor) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(
        within(by, Verb.SEE, Thing.EXCLUSION, of="case") | within(by, Verb.SEE, Thing.EXCLUSION, of="record"),
    ).select_related("case", "record", "by", "lifted_by")


def find_exclusion(by: Actor, number: int) -> Exclusion:
    return find(exclusions(by), number)


def exclusions_of(by: Actor, subject: Subject) -> QuerySet[Exclusion]:
    return exclusions(by).filter(Q(case=subject) | Q(record=subject))


def links(by: Actor) -> QuerySet[Link]:
    return Link.objects.filter(
        within(by, Verb.SEE, Thing.LINK, of="first") | within(by, Verb.SEE, Thing.LINK, of="second"),
    ).select_related("first", "second", "by", "undone_by")


def find_link(by: Actor, number: int) -> Link:
    return find(links(by), number)


def links_of(by: Actor, subject: Subject) -> QuerySet[Link]:
    return links(by).filter(Q(first=subject) | Q(second=subject))


def duplicate_warnings(by: Actor) -> QuerySet[DuplicateWarning]:
    """Warnings of which ``by`` may see both subjects."""
    rows: QuerySet[DuplicateWarning] = DuplicateWarning.objects.all()
    for each in ("first", "second"):
        rows = within_latest(by, Verb.SEE, Thing.DUPLICATE_WARNING, rows, of=each)
        rows = rows.filter(_seen(by, f"{each}__kind", "whose_agency", "whose_incident"))
    return rows.select_related("first__incident", "second__incident", "first__agency", "second__agency", "dismissed_by")


def open_duplicate_warnings(by: Actor) -> QuerySet[DuplicateWarning]:
    """Warnings that nobody dismissed, of pairs that nobody linked."""
    linked = Link.objects.filter(first=OuterRef("first"), second=OuterRef("second"), undone_at=None)
    return duplicate_warnings(by).filter(~Exists(linked), dismissed_at=None)


def find_duplicate_warning(by: Actor, number: int) -> DuplicateWarning:
    return find(duplicate_warnings(by), number)
