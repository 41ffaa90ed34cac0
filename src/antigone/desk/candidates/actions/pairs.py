"""Exclusions, links and dismissed warnings: what people decide of pairs. Also called inside other acts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from antigone.desk.accounts.access import may
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.just_now import must_be_just_now
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates import signals
from antigone.desk.candidates.actions.runs import begin_by_itself
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Link, Run
from antigone.desk.subjects.models import Subject
from antigone.errors import NotThere, OutOfStep, RuleBroken


def exclude(*, by: Actor, case: Subject, record: Subject, ground: str, reason: str) -> Exclusion:
    """Record that a case and a record were proved to be of different people. It holds for all linked to either.

    Raises:
        RuleBroken: if they are not a case and a record of one incident, or it stands already.
        NotThere: if ``by`` may not see both.
    """
    reason = clean_text(reason, "reason", 2000)
    if ground not in Exclusion.Ground.values:
        raise RuleBroken(_("There is no such ground."), _("Choose one of the list."))
    side = side_of_pair(by, Verb.MAKE, Thing.EXCLUSION, case, record)
    with act(by, Verb.MAKE, Thing.EXCLUSION.of(side), reason=reason) as doing:
        _both_seen(doing.by, case, record)
        if not case.pairs_with(record):
            raise RuleBroken(
                _("An exclusion is of a case and a record of the same incident."), _("Check the code that you typed.")
            )
        if Exclusion.objects.filter(case=case, record=record, lifted_at=None).exists():
            raise OutOfStep(_("This pair is excluded."), _("There is nothing to do."))
        made = Exclusion.objects.create(
            case=case, record=record, ground=ground, reason=reason, by_id=_person(doing.by), at=timezone.now()
        )
        doing.record(made.pk, case=case.code, record=record.code, ground=ground)
    return made


def lift(*, by: Actor, exclusion: Exclusion, reason: str) -> None:
    """Take an exclusion back that was proved wrong, and search the case again. Only a board member may.

    Raises:
        RuleBroken: if it was lifted.
    """
    reason = clean_text(reason, "reason", 2000)
    case, record = _subjects(exclusion.case_id, exclusion.record_id)
    side = side_of_pair(by, Verb.LIFT, Thing.EXCLUSION, case, record)
    with act(by, Verb.LIFT, Thing.EXCLUSION.of(side), reason=reason) as doing:
        found = Exclusion.objects.get(pk=exclusion.pk)
        if found.lifted_at is not None:
            raise OutOfStep(_("This exclusion was lifted."), _("There is nothing to do."))
        found.lifted_at, found.lifted_by_id, found.lifted_reason = timezone.now(), _person(doing.by), reason
        found.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
        doing.record(found.pk, case=case.code, record=record.code)
        begin_by_itself(by=worker(), subjects=[case], why=Run.Why.ASKED)


def take_back_exclusion(*, by: Actor, exclusion: Exclusion) -> None:
    """Take back an exclusion that ``by`` made within ten minutes, by mistake, and search the case again.

    Raises:
        OutOfStep: if it was not they, it is longer ago, or it was lifted.
    """
    case, record = _subjects(exclusion.case_id, exclusion.record_id)
    side = side_of_pair(by, Verb.UNDO, Thing.EXCLUSION, case, record)
    with act(by, Verb.UNDO, Thing.EXCLUSION.of(side)) as doing:
        must_be_just_now(doing.by, Verb.MAKE, Thing.EXCLUSION, exclusion.pk)
        found = Exclusion.objects.get(pk=exclusion.pk)
        if not lift_inside(doing.by, [found], gettext_noop("Taken back within ten minutes, by whoever made it.")):
            raise OutOfStep(_("This exclusion was lifted."), _("There is nothing to do."))
        doing.record(found.pk, case=case.code, record=record.code)
        begin_by_itself(by=worker(), subjects=[case], why=Run.Why.ASKED)


def link(*, by: Actor, one: Subject, other: Subject, reason: str) -> Link:
    """Say that two cases are of one body, or two records of one person. Both stay as they are; if one is identified,
    the photographs of the other leave search with it.

    Raises:
        RuleBroken: if they are not two of one kind and incident, or are linked.
        NotThere: if ``by`` may not see both.
    """
    reason = clean_text(reason, "reason", 2000)
    first, second = sorted((one, other), key=lambda subject: subject.pk)
    side = side_of_pair(by, Verb.MAKE, Thing.LINK, first, second)
    with act(by, Verb.MAKE, Thing.LINK.of(side), reason=reason) as doing:
        _both_seen(doing.by, first, second)
        if first.pk == second.pk or (first.kind, first.incident_id) != (second.kind, second.incident_id):
            raise RuleBroken(
                _("A link is of two cases, or of two records, of the same incident."),
                _("Check the code that you typed."),
            )
        if Link.objects.filter(first=first, second=second, undone_at=None).exists():
            raise OutOfStep(_("These two are linked."), _("There is nothing to do."))
        made = Link.objects.create(
            first=first, second=second, reason=reason, by_id=_person(doing.by), at=timezone.now()
        )
        left = signals.linked.answers(sender=Link, subjects=[first, second])
        doing.record(made.pk, first=first.code, second=second.code, photographs=sum(left))
    return made


def undo_link(*, by: Actor, link: Link, reason: str) -> None:
    """Say that they are not the same after all. Exclusions spread over it no more.

    Raises:
        RuleBroken: if it was undone.
    """
    reason = clean_text(reason, "reason", 2000)
    first, second = _subjects(link.first_id, link.second_id)
    side = side_of_pair(by, Verb.UNDO, Thing.LINK, first, second)
    with act(by, Verb.UNDO, Thing.LINK.of(side), reason=reason) as doing:
        found = Link.objects.get(pk=link.pk)
        if found.undone_at is not None:
            raise OutOfStep(_("This link was undone."), _("There is nothing to do."))
        found.undone_at, found.undone_by_id, found.undone_reason = timezone.now(), _person(doing.by), reason
        found.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        back = signals.unlinked.answers(sender=Link, subjects=[first, second])
        doing.record(found.pk, first=first.code, second=second.code, photographs=sum(back))


def dismiss(*, by: Actor, warning: DuplicateWarning, reason: str) -> None:
    """Say that a warning was wrong: they are two. It is not given again.

    Raises:
        RuleBroken: if it was dismissed.
    """
    reason = clean_text(reason, "reason", 2000)
    first, second = _subjects(warning.first_id, warning.second_id)
    side = side_of_pair(by, Verb.DISMISS, Thing.DUPLICATE_WARNING, first, second)
    with act(by, Verb.DISMISS, Thing.DUPLICATE_WARNING.of(side), reason=reason) as doing:
        found = DuplicateWarning.objects.get(pk=warning.pk)
        if found.dismissed_at is not None:
            raise OutOfStep(_("This warning was dismissed."), _("There is nothing to do."))
        found.dismissed_at, found.dismissed_by_id, found.dismissed_reason = timezone.now(), _person(doing.by), reason
        found.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_reason"])
        doing.record(found.pk, first=first.code, second=second.code)


def side_of_pair(by: Actor, verb: Verb, thing: Thing, one: Subject, other: Subject) -> Subject:
    """The one of two subjects through which ``by`` may do this: they can be of two agencies.

    Whoever may do it for one of them, and sees the other, may do it. If they may for neither, the first is asked.
    """
    return next((subject for subject in (one, other) if may(by, verb, thing.of(subject))), one)


def _both_seen(by: Actor, *subjects: Subject) -> None:
    for each in subjects:
        if not may(by, Verb.SEE, each):
            raise NotThere(_("There is no such case or record here."), _("Perhaps it is another agency's."))


def _subjects(*numbers: int) -> list[Subject]:
    found = Subject.objects.in_bulk(numbers)
    return [found[number] for number in numbers]


def _person(by: Actor) -> int:
    assert by.person is not None, "only people decide of pairs"
    return by.person


def exclude_inside(
    by: Actor, pairs: Iterable[tuple[int, int]], ground: Exclusion.Ground, reason: str
) -> list[Exclusion]:
    """Exclude these pairs of a case and a record, except those that are excluded. Called inside an act."""
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
    """Lift those of these exclusions that stand. Called inside an act."""
    lifted = []
    for found in exclusions:
        if found.lifted_at is None:
            found.lifted_at, found.lifted_by_id, found.lifted_reason = timezone.now(), by.person, reason
            found.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
            lifted.append(found)
    return lifted
