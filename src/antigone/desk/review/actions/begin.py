"""Putting a case and a record before examiners, and calling that off."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.actions.pairs import side_of_pair
from antigone.desk.candidates.models import Candidate
from antigone.desk.candidates.queries import excluded_for
from antigone.desk.photos.models import Photograph
from antigone.desk.review import signals
from antigone.desk.review.actions._assigning import assign, open_slot
from antigone.desk.review.models import CalledOff, ConflictHeld, Pair, PairPhoto
from antigone.desk.review.open import photographs_for
from antigone.desk.review.queries import is_settled
from antigone.desk.review.to_protocol import entry_for
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest


def begin_review(*, by: Actor, case: Subject, record: Subject, reason: str, candidate: Candidate | None = None) -> Pair:
    """Put a case and a record before two examiners. Whoever does so knows why, and does not examine them.

    Raises:
        RuleBroken: if they are not a case and a record of one incident, are closed, excluded, identified or recalled,
            are before examiners already, were and no photograph came since, or there is nothing to compare.
        NotThere: if ``by`` may not see both.
    """
    reason = clean_text(reason, "reason", 2000)
    side = side_of_pair(by, Verb.OPEN, Thing.REVIEW, case, record)
    with act(by, Verb.OPEN, Thing.REVIEW.of(side), reason=reason) as doing:
        case, record = _present(doing.by, case, record)
        earlier = list(Pair.objects.filter(case=case, record=record, known=False).order_by("round"))
        photographs = {subject.kind: photographs_for(subject) for subject in (case, record)}
        _must_be_new(earlier, photographs)
        if not all(photographs.values()):
            raise RuleBroken(
                _("There is nothing to compare: one of the two has no photograph with a chosen face to show."),
                _("Add a photograph, or choose the face."),
            )
        if candidate is not None and {candidate.run.subject_id, candidate.subject_id} != {case.pk, record.pk}:
            raise RuleBroken(_("This entry of a list is of others."), _("Begin from the list itself."))
        assert doing.by.person is not None, "only people put pairs before examiners"
        pair = Pair.objects.create(
            incident_id=case.incident_id,
            agency_id=side.agency_id,
            case=case,
            record=record,
            round=len(earlier) + 1,
            candidate=candidate or entry_for(case.pk, record.pk),
            by_id=doing.by.person,
            at=timezone.now(),
            reason=reason,
        )
        keep_photographs(pair, photographs)
        note_conflict(doing.by.person, case, record, what=ConflictOfInterest.SAW_THE_LIST)
        doing.record(pair.pk, case=case.code, record=record.code, round=pair.round)
        assign([open_slot(pair, place) for place in (1, 2)])
    return pair


def call_off(*, by: Actor, pair: Pair, reason: str) -> None:
    """Call a review off: nobody has to examine it any more. What was written or settled stays.

    Raises:
        RuleBroken: if it was called off, or is settled.
    """
    reason = clean_text(reason, "reason", 2000)
    side = side_of_pair(by, Verb.END, Thing.REVIEW, pair.case, pair.record)
    with act(by, Verb.END, Thing.REVIEW.of(side), reason=reason) as doing:
        if pair.known or CalledOff.objects.filter(pair=pair).exists():
            raise OutOfStep(_("This review was called off."), _("There is nothing to do."))
        if is_settled(pair):
            raise OutOfStep(_("This review is settled."), _("What examiners said stays: bring it before the board."))
        assert doing.by.person is not None
        CalledOff.objects.create(pair=pair, by_id=doing.by.person, at=timezone.now(), reason=reason)
        doing.record(pair.pk, case=pair.case.code, record=pair.record.code)


def note_conflict(person: int, *subjects: Subject, what: ConflictOfInterest) -> None:
    """Note that somebody has a conflict of interest with these subjects. Inside an act; twice is once."""
    for subject in subjects:
        ConflictHeld.objects.get_or_create(
            person_id=person, subject=subject, what=what.value, defaults={"at": timezone.now()}
        )


def keep_photographs(pair: Pair, photographs: dict[str, list[Photograph]]) -> None:
    """Keep which photographs all examiners of a pair are shown. Inside an act."""
    PairPhoto.objects.bulk_create(
        PairPhoto(pair=pair, side=side, place=place, photograph=photograph)
        for side, shown in photographs.items()
        for place, photograph in enumerate(shown, 1)
    )


def _present(by: Actor, case: Subject, record: Subject) -> tuple[Subject, Subject]:
    found = Subject.objects.select_related("incident").in_bulk([case.pk, record.pk])
    case, record = found[case.pk], found[record.pk]
    for each in (case, record):
        if not may(by, Verb.SEE, each) or each.pk in by.blind_to:
            raise NotThere(_("There is no such case or record here."), _("Perhaps it is another agency's."))
    if not case.pairs_with(record):
        raise RuleBroken(
            _("A review is of a case and a record of the same incident."), _("Check the code that you typed.")
        )
    if case.closed_at or record.closed_at or case.incident.closed_at:
        raise OutOfStep(_("This is closed."), _("Nobody examines what is closed."))
    if record.pk in excluded_for(case):
        raise OutOfStep(
            _("This pair is excluded."), _("If that is wrong, a member of the board lifts the exclusion first.")
        )
    for refusal in signals.objections.answers(sender=Pair, case=case, record=record):
        if refusal is not None:
            raise OutOfStep(_(refusal.detail), _(refusal.hint))
    return case, record


def _must_be_new(earlier: list[Pair], photographs: dict[str, list[Photograph]]) -> None:
    if not earlier:
        return
    last = earlier[-1]
    if not is_settled(last) and not CalledOff.objects.filter(pair=last).exists():
        raise OutOfStep(_("This pair is before examiners."), _("Wait for what they say."))
    shown = set(PairPhoto.objects.filter(pair__in=earlier).values_list("photograph", flat=True))
    new = {photograph.pk for side in photographs.values() for photograph in side} - shown
    if not new and is_settled(last):
        raise OutOfStep(
            _("This pair was examined, and no photograph came since."),
            _("What was said stays. Another round needs a photograph that nobody was shown."),
        )
