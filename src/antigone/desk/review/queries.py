"""Reading reviews and examinations: only what the actor may see, and nothing of others while they judge blind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.photos.queries import is_hidden
from antigone.desk.review.models import (
    Assignment,
    BenchPicture,
    ConflictHeld,
    ExaminationEntry,
    Leave,
    Pair,
    ProficiencyPiece,
    Slot,
)
from antigone.desk.review.open import finished_assignments, live_pairs, open_assignments, still_shown
from antigone.desk.review.people import agencies_for, askable
from antigone.desk.review.proficiency import (
    ShippedPicture,
    examination_of_piece,
    find_piece,
    picture_of_piece,
    sheet_of_piece,
)
from antigone.desk.review.to_protocol import (
    examination_of,
    examinations,
    given_pair_of,
    measured,
    person_id,
    settlement,
)
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere
from antigone.protocol.examination import BenchItem, Examination, visible
from antigone.protocol.known_pairs import Errors, Trial, errors, may_see_errors
from antigone.protocol.scales import Direction
from antigone.protocol.settle import WAITING, Settlement, SettlementOutcome, outcome
from antigone.protocol.two_examiners import BenchSheet, sheet
from antigone.types import Profile


def settlement_of(case: Subject, record: Subject) -> Settlement | None:
    """What the examinations of a case and a record amount to, rebuilt from their logs: of the latest round that is
    settled, else of the latest one; None if nobody was ever asked.

    Cases and records are named by their codes in it, people as in the audit (``person 12``).
    """
    return next(iter(sorted(settlements_of(case, record), key=lambda each: not each.settled)), None)


def settlements_of(case: Subject, record: Subject) -> list[Settlement]:
    """The settlements of all rounds, the latest first: what an earlier one said stays for the board to read."""
    rounds = Pair.objects.filter(case=case, record=record, known=False).select_related("case", "record")
    return [settlement_of_pair(pair) for pair in rounds.order_by("-round")]


def settlement_of_pair(pair: Pair) -> Settlement:
    return settlement(pair, Assignment.objects.filter(pair=pair).prefetch_related("pictures"))


def outcomes(pairs: Iterable[Pair]) -> dict[int, tuple[SettlementOutcome, int]]:
    """The outcome of each of these real pairs, and how many have finished, in two queries however many there are."""
    numbers = [pair.pk for pair in pairs if not pair.known]
    rows = list(Assignment.objects.filter(pair__in=numbers).order_by("place", "pk"))
    found = examinations(rows)
    said: dict[int, list[Direction]] = {number: [] for number in numbers}
    for assignment in rows:
        if found[assignment.pk].finished:
            said[assignment.pair_id].append(found[assignment.pk].direction or Direction.NEITHER)
    return {number: (outcome(directions), len(directions)) for number, directions in said.items()}


def is_settled(pair: Pair) -> bool:
    return outcomes([pair])[pair.pk][0] not in WAITING


BenchWork = Assignment | ProficiencyPiece
"""What the bench shows: real work, known pairs among it, and the pairs of a proficiency set."""


@seeing_all()
def sheet_of(assignment: BenchWork) -> BenchSheet:
    """The bench sheet: all that the examiner may be shown at the present step."""
    if isinstance(assignment, ProficiencyPiece):
        return sheet_of_piece(assignment)
    pair = Pair.objects.select_related("case", "record", "candidate", "truth").get(pk=assignment.pair_id)
    return sheet(given_pair_of(assignment, pair), examination_of(assignment))


@seeing_all()
def assignments(by: Actor) -> QuerySet[Assignment]:
    """One's own assignments: the bench is where an examiner sees what they judge, step by step."""
    return Assignment.objects.filter(within(by, Verb.SEE, Thing.ASSIGNMENT), examiner=by.person)


def examination_at(work: BenchWork) -> Examination:
    """What its examiner has written so far. Raises: ProtocolDamaged, RuleBroken."""
    return examination_of_piece(work) if isinstance(work, ProficiencyPiece) else examination_of(work)


def find_assignment(by: Actor, number: str) -> BenchWork:
    """One's own work at the bench. Raises: NotThere."""
    found = assignments(by).filter(number=number).first() or find_piece(by, number)
    if found is None:
        raise NotThere(_("There is no such work here."), _("Open the work from your own list."))
    return found


@seeing_all()
def find_picture(by: Actor, assignment: Assignment, key: str) -> BenchPicture:
    """A picture that the bench shows at the present step, and that may be looked at today.

    Raises:
        NotThere: otherwise.
    """
    found = BenchPicture.objects.filter(assignment=assignment, key=key, assignment__examiner=by.person)
    picture = found.select_related("photograph__subject", "assignment__pair__case", "assignment__pair__record").first()
    if picture is None or not (_is_shown(picture) and still_shown(picture.photograph)):
        raise NotThere(_("There is no such picture at this step."), _("Open the work from your own list."))
    return picture


@seeing_all()
def hidden_pictures(assignment: BenchWork) -> frozenset[str]:
    """The keys of the bench's pictures that are blurred until somebody asks: those of the dead."""
    if isinstance(assignment, ProficiencyPiece):
        return frozenset()
    rows = assignment.pictures.select_related("photograph")
    return frozenset(row.key for row in rows if is_hidden(row.photograph))


@seeing_all()
def hardest_grade(assignment: BenchWork) -> int:
    """The highest grade, as to how hard it is to look at, among the bench's photographs."""
    if isinstance(assignment, ProficiencyPiece):
        return 0
    rows = assignment.pictures.values_list("photograph__grade", flat=True)
    return max((grade or 0 for grade in rows), default=0)


@seeing_all()
def picture_of(by: Actor, key: str) -> BenchPicture | ShippedPicture:
    """The same, by its key alone."""
    shipped = picture_of_piece(by, key)
    if shipped is not None:
        return shipped
    row = (
        BenchPicture.objects.filter(key=key, assignment__in=assignments(by).values("pk"))
        .select_related("assignment")
        .first()
    )
    if row is None:
        raise NotThere(_("There is no such picture at this step."), _("Open the work from your own list."))
    return find_picture(by, row.assignment, key)


def _is_shown(picture: BenchPicture) -> bool:
    side = BenchItem.PM_PHOTOS if picture.side == Profile.PM.value else BenchItem.REFERENCE_PHOTOS
    pair = picture.assignment.pair
    if side not in visible(examination_of(picture.assignment)):
        return False
    return picture.assignment.agency_id in agencies_for(pair.case, pair.record)


@seeing_all()
def my_open_assignments(by: Actor) -> QuerySet[Assignment]:
    """Open assignments of ``by``: begun ones first, then by the day they were made."""
    begun = Exists(ExaminationEntry.objects.filter(assignment=OuterRef("pk")))
    mine = open_assignments().filter(pk__in=assignments(by).values("pk"))
    return mine.annotate(begun=begun).order_by("-begun", "given_at__date", "number")


@seeing_all()
def my_finished_assignments(by: Actor) -> QuerySet[Assignment]:
    """Finished assignments of ``by``, the latest first: they can still be changed, with a reason."""
    return finished_assignments().filter(pk__in=assignments(by).values("pk")).order_by("-pk")


def of_ones_agency(by: Actor, code: str) -> Subject | None:
    """A case or record of the validator's agency by its whole code: they see no more than that it exists."""
    mine = within(by, Verb.MAKE, Thing.KNOWN_PAIR)
    return Subject.objects.filter(mine, code=code.strip().upper()).first()


def reviews_led(by: Actor) -> QuerySet[Pair]:
    """Real pairs of one's agency, for whoever sees to the load; none that they judge blind."""
    mine = within(by, Verb.SEE, Thing.LOAD, agency="case__agency") | within(
        by, Verb.SEE, Thing.LOAD, agency="record__agency"
    )
    return Pair.objects.filter(mine, _harmless(by), known=False)


def _harmless(by: Actor) -> Q:
    """Whoever examines could be asked for any pair: of one that is not settled they see nothing, unless they are bound
    to it already; and nothing at all of those that were given to them, real or known.
    """
    if Role.EXAMINER not in by.roles:
        return Q()
    of_either = Q(subject=OuterRef("case")) | Q(subject=OuterRef("record"))
    bound = ConflictHeld.objects.filter(of_either, person=by.person)
    wanted = Slot.objects.filter(pair=OuterRef("pk"), filled_at=None)
    ended = ExaminationEntry.objects.filter(assignment=OuterRef("pk"), kind__in=ExaminationEntry.ENDS)
    under_way = Assignment.objects.filter(~Exists(ended), pair=OuterRef("pk"))
    settled = Q(~Exists(wanted)) & Q(~Exists(under_way))
    given = Assignment.objects.filter(pair=OuterRef("pk"), examiner=by.person)
    return (Q(by=by.person) | Q(Exists(bound)) | settled) & Q(~Exists(given))


def reviews(by: Actor) -> QuerySet[Pair]:
    """Real pairs of which ``by`` may see the state; none that they judge blind."""
    seen = Q(pk__in=[])
    for side in ("case", "record"):
        seen |= within(by, Verb.SEE, Thing.REVIEW, of=side)
    found = Pair.objects.filter(seen, _harmless(by), known=False)
    return found.select_related("case__agency", "record__agency", "incident", "by", "candidate")


def find_review(by: Actor, number: int) -> Pair:
    return find(reviews(by), number)


def waiting_slots(pair: Pair) -> list[Slot]:
    return list(
        Slot.objects.filter(pair=pair, filled_at=None, pair__in=live_pairs()).select_related(
            "pair__case", "pair__record"
        )
    )


def known_pairs(by: Actor) -> QuerySet[Pair]:
    mine = within(by, Verb.SEE, Thing.KNOWN_PAIR)
    return Pair.objects.filter(mine, known=True).select_related("case", "record", "incident", "truth").order_by("-pk")


def find_known_pair(by: Actor, number: int) -> Pair:
    return find(known_pairs(by), number)


def errors_of(by: Actor, people: Iterable[Person]) -> list[Errors]:
    """How often each of them was wrong on known pairs: for themself, and the validator of their agency.

    Raises:
        NotThere: for anybody else.
    """
    wanted = list(people)
    validator = within(by, Verb.SEE, Thing.KNOWN_PAIR)
    validated = set(Person.objects.filter(validator, pk__in=[each.pk for each in wanted]).values_list("pk", flat=True))
    for person in wanted:
        refusal = may_see_errors(
            viewer=person_id(by.person or 0),
            viewer_is_validator=person.pk in validated,
            examiner=person_id(person.pk),
        )
        if refusal is not None:
            raise NotThere(_("There are no such error rates here."), _("They are for the examiner and the validator."))
    trials = trials_of(wanted)
    return [errors(person_id(person.pk), trials[person.pk]) for person in wanted]


def trials_of(people: Iterable[Person]) -> dict[int, list[Trial]]:
    """Finished examinations of known pairs whose truth still stands, by person."""
    found: dict[int, list[Trial]] = {person.pk: [] for person in people}
    counts = Q(pair__truth__exclusion=None) | Q(pair__truth__exclusion__lifted_at=None)
    done = finished_assignments().filter(counts, examiner__in=found, pair__known=True, pair__truth__counted=True)
    rows = list(done.select_related("pair__truth"))
    logs = examinations(rows)
    for assignment in rows:
        found[assignment.examiner_id].append(Trial(measured(assignment), logs[assignment.pk]))
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """The open assignments of one examiner: how many and since when. Nothing of how fast they are."""

    person: Person
    waiting: int
    oldest: datetime | None
    away_until: object
    """The last day of a leave that is now, or None."""


def load(by: Actor) -> list[Load]:
    """Of the examiners of one's agency, in the order of their names."""
    mine = within(by, Verb.SEE, Thing.LOAD)
    people = askable(Person.objects.filter(mine).values_list("agency", flat=True)).filter(mine).select_related("agency")
    day = timezone.localdate()
    waiting: dict[int, list[datetime]] = {}
    for person, given in open_assignments().filter(examiner__in=people).values_list("examiner", "given_at"):
        waiting.setdefault(person, []).append(given)
    away = dict(
        Leave.objects.filter(person__in=people, ended_at=None, first__lte=day, last__gte=day).values_list(
            "person", "last"
        )
    )
    return [
        Load(each, len(waiting.get(each.pk, [])), min(waiting.get(each.pk, []), default=None), away.get(each.pk))
        for each in people.order_by("name", "pk")
    ]
