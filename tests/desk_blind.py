"""Somebody who judges a pair blind and is everything else at the desk too, and all that tells of the pair."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing
from antigone.desk.accounts.sight import leads_to
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Exclusion, Run
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.exchange.models import Arrival
from antigone.desk.families.models import Message, Request
from antigone.desk.identification.models import Decision, Recall
from antigone.desk.intake.models import ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.records.actions.names import add_name
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Informant, Record
from antigone.desk.review.models import Assignment, BenchPicture, Pair, PairPhoto
from antigone.desk.subjects.models import Subject
from antigone.types import Profile
from desk_people import People, a_person, as_, passed_proficiency
from desk_things import Things, things_of_both

NAME, SAID = "Qwrtzhidden", "Xkplhidden"
"""A name of the missing person, and a word that stands wherever something can be said of either."""
EVERYTHING = frozenset(Role) - {Role.AUDITOR, Role.VALIDATOR}
"""What one person can be beside an examiner: those two are never asked."""
HIDDEN = (
    *(Thing.CASE, Thing.RECORD, Thing.PM_PHOTO, Thing.AM_PHOTO, Thing.CONSENT, Thing.SEARCH, Thing.EXCLUSION),
    *(Thing.LINK, Thing.DUPLICATE_WARNING, Thing.REVIEW, Thing.PROPOSAL, Thing.ERASURE, Thing.REQUEST, Thing.GIVEN),
    *(Thing.FILE, Thing.DECISION, Thing.RECALL, Thing.PACKET, Thing.ARRIVAL, Thing.NOTIFICATION, Thing.PREPARED),
    Thing.KNOWN_PAIR,
)
"""Of what the hidden pair has one of each."""
ALSO_OF_OTHERS = {Thing.CASE, Thing.RECORD, Thing.SEARCH, Thing.FILE, Thing.DECISION, Thing.RECALL}
"""Of what there is one more in the same incident, that tells nothing of the pair."""
_numbers = itertools.count(1)


@dataclass
class Blind:
    """One who judges a pair blind, one who has the same roles and does not, and what both may ask for."""

    hidden: Things
    """All of the pair."""
    visible: tuple[Things, ...]
    """Of others: in the same incident, and in one that another agency lets theirs see."""
    iva: Person
    """Judges the pair."""
    una: Person
    """Judges nothing."""

    @cached_property
    def numbers(self) -> frozenset[int]:
        return as_(self.iva).blind_to

    @cached_property
    def words(self) -> list[str]:
        """What no page may say to Iva."""
        codes = Subject.objects.filter(pk__in=self.numbers).values_list("code", flat=True)
        return [NAME, SAID, *codes]

    @cached_property
    def ways(self) -> re.Pattern[str]:
        """Ways to pages of rows that tell of the pair, and of nothing else."""
        of_the_pair, of_others = set(), set()
        for model in apps.get_models():
            if issubclass(model, DeskModel):
                hidden = rows_that_tell(model, self.numbers)
                of_the_pair |= {_address(row) for row in hidden}
                of_others |= {_address(row) for row in model._base_manager.exclude(pk__in=[row.pk for row in hidden])}
        ways = sorted(way for way in of_the_pair - of_others if way and not way.startswith("/my-work"))
        return re.compile(rf'"({"|".join(map(re.escape, ways))})(?![0-9])')

    def told(self, page: str, but: str = "") -> list[str]:
        """What a page tells of the pair: words, and ways to pages about it."""
        return [word for word in self.words if word != but and word in page] + self.ways.findall(page)


def _address(row: Any) -> str:
    try:
        return str(row.address)
    except AttributeError:  # shown nowhere
        return ""


def rows_that_tell(model: type[DeskModel], numbers: Iterable[int]) -> list[Any]:
    """The rows of a model that tell of one of these cases and records."""
    told = models.Q(pk__in=[])
    for column in leads_to(model):
        told |= models.Q(**{f"{column}__in": list(numbers)})
    return list(model._base_manager.filter(told))


def a_blind_desk(people: People) -> Blind:
    ours, theirs = things_of_both(people)
    iva, una = (a_person(name, people.harbour, *EVERYTHING) for name in ("Iva Blind", "Una Seeing"))
    case, record = (Subject.objects.get(pk=ours.numbers[thing]) for thing in (Thing.CASE, Thing.RECORD))
    others = dict(ours.numbers)
    decided = Recall.objects.get(pk=others[Thing.RECALL]).decision
    _all_of_the_pair(ours, case, record, una)
    others |= {Thing.DECISION: decided.pk, **_across(case, record, una)}
    _say(record, una)
    _judged_by(iva, case, record, people)
    left = {thing: number for thing, number in others.items() if thing not in HIDDEN or thing in ALSO_OF_OTHERS}
    return Blind(ours, (Things(people.harbour, left), theirs), iva, una)


def _all_of_the_pair(things: Things, case: Subject, record: Subject, una: Person) -> None:
    """What ``things_of`` made of others, made of this pair; and what it made nothing of."""
    numbers, now = things.numbers, timezone.now()
    Request.objects.filter(pk=numbers[Thing.REQUEST]).update(record=record, accepted_at=now)
    Arrival.objects.filter(pk=numbers[Thing.ARRIVAL]).update(subject=case)
    ImportItem.objects.filter(bringing=numbers[Thing.IMPORT]).update(subject=case)
    decision = Decision.objects.get(case=case)
    recall = Recall.objects.create(
        **{"incident": case.incident, "agency": case.agency, "place": 91, "number": f"{case.code}-R"},
        **{"decision": decision, "ground": "wrong-person", "reason": SAID, "acts": [], "by": una, "at": now},
    )
    pair = Pair.objects.create(
        **{"incident": case.incident, "agency": case.agency, "case": case, "record": record, "by": una},
        **{"at": now, "reason": SAID},
    )
    numbers[Thing.FILE], numbers[Thing.RECALL] = decision.file_id, recall.pk
    numbers[Thing.REVIEW] = pair.pk


def _across(case: Subject, record: Subject, una: Person) -> dict[Thing, int | str]:
    """Others of the incident, and what names one of the pair in what is theirs: a list, an exclusion, a warning."""
    now = timezone.now()
    seen = open_case(by=as_(una), incident=case.incident).subject
    missing = open_record(by=as_(una), incident=case.incident, names=[{"family": "Other"}]).subject
    run = list_with(Things(case.agency, {Thing.CASE: case.pk, Thing.RECORD: record.pk}), seen)
    photograph = Photograph.objects.get(subject=record)
    Candidate.objects.create(run=run, subject=missing, photograph=photograph, rank=2, score=0.5)
    Exclusion.objects.create(case=seen, record=record, ground="dna", reason=SAID, by=una, at=now)
    DuplicateWarning.objects.create(first=case, second=seen, score=0.6, at=now)
    return {Thing.CASE: seen.pk, Thing.RECORD: missing.pk, Thing.SEARCH: run.pk}


def list_with(pair: Things, subject: Subject) -> Run:
    """A candidate list of somebody else, on which the pair's missing person stands."""
    run = Run.objects.filter(subject=pair.numbers[Thing.CASE], state=Run.State.DONE).latest("pk")
    run.pk, run.subject = None, subject
    run.save(force_insert=True)
    record = Subject.objects.get(pk=pair.numbers[Thing.RECORD])
    photograph = Photograph.objects.filter(subject=record).earliest("pk")
    Candidate.objects.create(run=run, subject=record, photograph=photograph, rank=1, score=0.5)
    return run


def _say(record: Subject, una: Person) -> None:
    add_name(by=as_(una), record=record.record, family=NAME, given=NAME)
    Informant.objects.filter(record=record.record).update(name=SAID)
    for request in Request.objects.filter(record=record):
        Message.objects.create(request=request, what="message", words=SAID, at=timezone.now())


def _judged_by(iva: Person, case: Subject, record: Subject, people: People) -> None:
    pair = Pair.objects.get(case=case, record=record, known=False)
    work = Assignment.objects.create(
        **{"number": "b" * 32, "pair": pair, "place": 1, "examiner": iva, "agency": people.harbour},
        **{"incident": case.incident, "scale": "interpol-dvi@1", "given_at": timezone.now()},
        proficiency=passed_proficiency(iva),
    )
    for side, subject in ((Profile.PM, case), (Profile.AM, record)):
        photograph = Photograph.objects.filter(subject=subject).earliest("pk")
        of = {"side": side.value, "place": 1, "photograph": photograph}
        PairPhoto.objects.create(pair=pair, **of)
        BenchPicture.objects.create(assignment=work, key=f"{photograph.pk:032x}", **of)


def more_of_the_pair(numbers: Iterable[int]) -> set[str]:
    """One more row of each kind that tells of the pair, as far as the database takes a copy. Returns which it took."""
    taken = set()
    for model in apps.get_models():
        if not issubclass(model, DeskModel) or model in (Subject, Case, Record):
            continue
        rows = rows_that_tell(model, numbers)
        if rows and any(_taken(_copy_of(rows[-1]), spare) for spare in (None, *_others(rows[-1], numbers))):
            taken.add(model.__name__)
    return taken


def _others(row: Any, numbers: Iterable[int]) -> list[tuple[str, int]]:
    """With whom else the copy could be, and still tell of the pair."""
    keys = [field.attname for field in row._meta.concrete_fields if field.related_model is Subject]
    others = Subject.objects.filter(incident=Subject.objects.filter(pk__in=numbers).first().incident)  # type: ignore[union-attr]
    found = []
    for key, other in itertools.product(keys, others):
        after = [other.pk if each == key else getattr(row, each) for each in keys]
        if set(after) & set(numbers) and len(set(after)) == len(after):
            found.append((key, other.pk))
    return found


def _taken(row: Any, instead: tuple[str, int] | None) -> bool:
    if instead is not None:
        setattr(row, *instead)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except (DatabaseError, ValueError):
        return False
    return True


def _copy_of(row: Any) -> Any:
    """The row once more, with another value wherever only one row may have it."""
    alone = {name for one in row._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.CharField) and (field.unique or field.name in alone):
            setattr(row, field.attname, f"{value[: (field.max_length or 99) - 4]}{next(_numbers):04}")
        elif field.name in alone and isinstance(value, int) and not field.is_relation:
            setattr(row, field.attname, 900 + next(_numbers))
    row.pk = None
    row._state.adding = True
    return row
