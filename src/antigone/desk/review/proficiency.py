"""Reading proficiency sets: how somebody stands to them, and their pieces as the bench shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Grant, Incident, Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.review.models import ProficiencyPiece, ProficiencySet, ReviewRules
from antigone.desk.review.shipped import shipped_pairs
from antigone.desk.review.to_protocol import KINDS, agency_id, person_id
from antigone.errors import NotThere
from antigone.protocol.codec import thaw_entry
from antigone.protocol.examination import BenchItem, Examination, visible
from antigone.protocol.known_pairs import Errors, Trial, errors, rate
from antigone.protocol.pairs import Truth
from antigone.protocol.proficiency import ProficiencyLimits, why_not_passed
from antigone.protocol.scales import Direction
from antigone.protocol.two_examiners import BenchSheet, Examiner, GivenPair, sheet
from antigone.types import Profile


class SetState(StrEnum):
    """How somebody stands to the proficiency set."""

    NEVER = "never"
    """None was begun."""
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    """The latest does not suffice, and nobody has decided that another may be done."""
    AGAIN = "again"
    """It does not suffice, and another may be done."""


@dataclass(frozen=True, slots=True)
class SetProgress:
    """Somebody's set, beside what is asked of them."""

    person: Person
    stands: SetState
    latest: ProficiencySet | None
    """The latest that suffices; if none does, the latest."""
    limits: ProficiencyLimits
    found: Errors | None
    """Of that set, if it is finished."""
    done: int = 0
    """How many of its pairs are concluded."""


def passed_set(person: int, limits: ProficiencyLimits) -> ProficiencySet | None:
    """The latest of somebody's sets that suffices for what an incident asks."""
    return passed_sets([person], limits).get(person)


def passed_sets(people: Iterable[int], limits: ProficiencyLimits) -> dict[int, ProficiencySet]:
    finished = ProficiencySet.objects.filter(person__in=list(people), finished_at__isnull=False).order_by("pk")
    return {each.person_id: each for each in finished if why_not_passed(errors_in(each), limits) is None}


def errors_in(done: ProficiencySet) -> Errors:
    """The errors of a finished set, with their intervals."""
    different = done.size - done.same
    return Errors(
        person_id(done.person_id),
        rate(done.false_inclusions, different),
        rate(done.false_exclusions, done.same),
        rate(done.undecided_different, different),
        rate(done.undecided_same, done.same),
    )


def limits_of_agency(agency: int | None) -> ProficiencyLimits:
    """The strictest of the open incidents in which an agency leads or is let: with it, its examiners can be asked in
    each of them.
    """
    let = Grant.objects.filter(to=agency, revoked_at=None).values("incident")
    incidents = Incident.objects.filter(Q(agency=agency) | Q(pk__in=let), closed_at=None)
    rows = ReviewRules.objects.filter(incident__in=incidents).order_by().values("incident")
    limits = ProficiencyLimits()
    written = list(ReviewRules.objects.filter(pk__in=rows.annotate(last=Max("pk")).values("last")))
    if written and len(written) == incidents.count():  # else some incident has Antigone's own, which count too
        limits = written[0].proficiency
    for each in written:
        limits = limits.stricter(each.proficiency)
    return limits


def progress(person: Person) -> SetProgress:
    """How one person stands. See ``progress_of``."""
    return progress_of([person])[0]


def progress_of(people: Iterable[Person]) -> list[SetProgress]:
    """How people stand to what is asked of them, in their order; ``latest`` is what suffices, where something does."""
    wanted = list(people)
    limits = {agency: limits_of_agency(agency) for agency in {each.agency_id for each in wanted}}
    sets: defaultdict[int, list[ProficiencySet]] = defaultdict(list)
    concluded = Count("pieces", filter=~Q(pieces__said=""))
    rows = ProficiencySet.objects.filter(person__in=wanted).select_related("again_by").annotate(concluded=concluded)
    for row in rows.order_by("pk"):
        sets[row.person_id].append(row)
    return [_stands(each, sets[each.pk], limits[each.agency_id]) for each in wanted]


def _stands(person: Person, sets: list[ProficiencySet], limits: ProficiencyLimits) -> SetProgress:
    if not sets:
        return SetProgress(person, SetState.NEVER, None, limits, None)
    latest = sets[-1]
    if latest.finished_at is None:
        return SetProgress(person, SetState.OPEN, latest, limits, None, latest.concluded)  # type: ignore[attr-defined]
    passed = [each for each in sets if why_not_passed(errors_in(each), limits) is None]
    if passed:
        return SetProgress(person, SetState.PASSED, passed[-1], limits, errors_in(passed[-1]), passed[-1].size)
    state = SetState.FAILED if latest.again_at is None else SetState.AGAIN
    return SetProgress(person, state, latest, limits, errors_in(latest), latest.size)


def progress_of_examiners(by: Actor) -> list[SetProgress]:
    """Of the examiners whom ``by`` may let try again: those of their agency, and not ``by``."""
    theirs = Person.objects.filter(within(by, Verb.RENEW, Thing.PROFICIENCY), ended_at=None)
    examiners = theirs.filter(held__role=Role.EXAMINER.value).order_by("name", "pk")
    return progress_of(each for each in examiners if each.pk != by.person)


def to_decide(by: Actor) -> list[SetProgress]:
    """Those of them whose set did not suffice: ``by`` decides whether they do another."""
    return [each for each in progress_of_examiners(by) if each.stands is SetState.FAILED]


def find_set(by: Actor, number: int) -> ProficiencySet:
    """A set of somebody whom ``by`` may let try again. Raises: NotThere."""
    found = ProficiencySet.objects.filter(within(by, Verb.RENEW, Thing.PROFICIENCY), pk=number).first()
    if found is None:
        raise NotThere(_("There is no such set here."), _("Perhaps it is another agency's."))
    return found


def wrong_pieces(by: Actor, done: ProficiencySet) -> list[ProficiencyPiece]:
    """Pairs of one's own finished set of which the opposite of what is true was concluded."""
    if done.person_id != by.person or done.finished_at is None:
        return []
    opposite = Q(truth=Truth.SAME.value, said=Direction.DIFFERENT.value)
    opposite |= Q(truth=Truth.DIFFERENT.value, said=Direction.SAME.value)
    return list(done.pieces.filter(opposite).order_by("place"))


def open_pieces(by: Actor) -> QuerySet[ProficiencyPiece]:
    """What is left of one's set, in its order."""
    return ProficiencyPiece.objects.filter(set__person=by.person, set__finished_at=None, said="").order_by("place")


def find_piece(by: Actor, number: str) -> ProficiencyPiece | None:
    mine = ProficiencyPiece.objects.filter(within(by, Verb.SEE, Thing.PROFICIENCY, agency="set__agency"))
    return mine.filter(set__person=by.person, number=number).select_related("set").first()


def examination_of_piece(piece: ProficiencyPiece) -> Examination:
    """Raises: ProtocolDamaged, RuleBroken, if its log is not one that the protocol allows."""
    return Examination(
        number=piece.number,
        examiner=person_id(piece.set.person_id),
        scale=piece.scale,
        opened_at=piece.opened_at or piece.set.opened_at,
        entries=tuple(thaw_entry(KINDS, row.kind, row.said) for row in piece.entries.order_by("place")),
    )


def given_piece(piece: ProficiencyPiece) -> GivenPair:
    known = shipped_pairs()[piece.pair].known(piece.pm_key, piece.am_key)
    return GivenPair(piece.number, Examiner(person_id(piece.set.person_id), agency_id(piece.set.agency_id)), known)


def sheet_of_piece(piece: ProficiencyPiece) -> BenchSheet:
    return sheet(given_piece(piece), examination_of_piece(piece))


def errors_in_logs(done: ProficiencySet) -> Errors:
    """The errors, read off what was written in a set."""
    pieces = done.pieces.select_related("set").order_by("place")
    return errors(person_id(done.person_id), [Trial(given_piece(each), examination_of_piece(each)) for each in pieces])


@dataclass(frozen=True, slots=True)
class ShippedPicture:
    """A picture of a piece, under the key by which the bench fetches it."""

    piece: ProficiencyPiece
    side: Profile

    @property
    def jpeg(self) -> bytes:
        return shipped_pairs()[self.piece.pair].picture(self.side)


def picture_of_piece(by: Actor, key: str) -> ShippedPicture | None:
    """A picture of one's own that the bench shows at its present step."""
    mine = ProficiencyPiece.objects.filter(set__person=by.person).select_related("set")
    piece = mine.filter(Q(pm_key=key) | Q(am_key=key)).first()
    if piece is None:
        return None
    side = Profile.PM if key == piece.pm_key else Profile.AM
    wanted = BenchItem.PM_PHOTOS if side is Profile.PM else BenchItem.REFERENCE_PHOTOS
    return ShippedPicture(piece, side) if wanted in visible(examination_of_piece(piece)) else None


def truth_of(pair: str) -> Truth:
    return shipped_pairs()[pair].truth
