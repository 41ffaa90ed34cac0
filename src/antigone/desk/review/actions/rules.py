"""The rules of review of an incident, and the sources with which examiners may be measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.photos.models import Source
from antigone.desk.review.actions._assigning import assign_all
from antigone.desk.review.models import Measuring, ReviewRules
from antigone.desk.review.open import rules_of
from antigone.desk.review.shipped import shipped_pairs
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.known_pairs import Mix, WarningLimits
from antigone.protocol.proficiency import ProficiencyLimits
from antigone.protocol.scales import SCALES


def change_rules(
    *,
    by: Actor,
    incident: Incident,
    scale: str,
    known_rate: float,
    known_same: float,
    agencies_apart: bool,
    false_inclusion: float,
    false_exclusion: float,
    reason: str,
    set_size: int | None = None,
    set_false_inclusions: int | None = None,
    set_false_exclusions: int | None = None,
    set_undecided: int | None = None,
) -> ReviewRules:
    """Write a new version of the rules. Assignments keep the scale with which they were made, and stay.

    What somebody did as a proficiency set is judged anew by what is asked for now: where that is stricter, whoever's no
    longer suffices is given nothing new until they have done another. What is None of the set stays as it is.

    Raises:
        RuleBroken: if there is no such scale, a share or limit cannot be, or there are not so many pairs for a set.
    """
    reason = clean_text(reason, "reason", 2000)
    if scale not in SCALES:
        raise RuleBroken(_("There is no such scale."), _("Choose one of the list."))
    try:
        Mix(known_rate, known_same), WarningLimits(false_inclusion, false_exclusion)
    except ValueError as fault:
        raise RuleBroken(
            _("A share or a limit cannot be so."),
            _("At most half of the work is known pairs, both kinds occur, and a limit lies between 0 and 1."),
        ) from fault
    with act(by, Verb.CHANGE, Thing.REVIEW_RULES.of(incident), reason=reason) as doing:
        if Incident.objects.get(pk=incident.pk).closed_at is not None:
            raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
        assert doing.by.person is not None
        limits = _limits(incident.pk, set_size, set_false_inclusions, set_false_exclusions, set_undecided)
        made = ReviewRules.objects.create(
            incident=incident,
            scale=scale,
            known_rate=known_rate,
            known_same=known_same,
            agencies_apart=agencies_apart,
            false_inclusion=false_inclusion,
            false_exclusion=false_exclusion,
            set_size=limits.size,
            set_false_inclusions=limits.false_inclusions,
            set_false_exclusions=limits.false_exclusions,
            set_undecided=limits.undecided,
            by_id=doing.by.person,
            at=timezone.now(),
            reason=reason,
        )
        doing.record(made.pk, scale=scale, known_rate=str(known_rate), agencies_apart=agencies_apart)
        assign_all()
    return made


def _limits(incident: int, *said: int | None) -> ProficiencyLimits:
    """What is asked of a proficiency set: as it was, where nothing is said. Raises: RuleBroken if it cannot be."""
    was = astuple(rules_of(incident).proficiency)
    try:
        limits = ProficiencyLimits(*(old if new is None else new for old, new in zip(was, said, strict=True)))
    except RuleBroken as fault:
        raise RuleBroken(
            _("A proficiency set cannot ask for so little."),
            _("It has 20 pairs or more; at most 2 false inclusions, 4 false exclusions and half of it undecided."),
        ) from fault
    most = 2 * min(Counter(pair.truth for pair in shipped_pairs().values()).values())
    if limits.size > most:
        raise RuleBroken(
            _("There are %(number)s pairs with which a proficiency set can be made.") % {"number": most},
            _("Ask for so many, or fewer."),
        )
    return limits


def allow_measuring(*, by: Actor, source: Source, reason: str) -> Measuring:
    """Allow, by the purposes of a source, that examiners are measured with its photographs.

    Raises:
        RuleBroken: if that was said, or the source has ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, source, reason=reason) as doing:
        if Source.objects.get(pk=source.pk).ended_at is not None:
            raise OutOfStep(_("This source has ended."), _("Nothing rests on it any more."))
        if Measuring.objects.filter(source=source, ended_at=None).exists():
            raise OutOfStep(_("This was allowed."), _("There is nothing to do."))
        assert doing.by.person is not None
        made = Measuring.objects.create(source=source, by_id=doing.by.person, at=timezone.now(), reason=reason)
        doing.record(source.pk, measuring=True)
    return made


def end_measuring(*, by: Actor, measuring: Measuring, reason: str) -> None:
    """End that permission: no new known pairs are made. Raises: RuleBroken, if it was ended."""
    reason = clean_text(reason, "reason", 2000)
    source = measuring.source
    with act(by, Verb.CHANGE, source, reason=reason) as doing:
        found = Measuring.objects.get(pk=measuring.pk)
        if found.ended_at is not None:
            raise OutOfStep(_("This was ended."), _("There is nothing to do."))
        assert doing.by.person is not None
        found.ended_at, found.ended_by_id = timezone.now(), doing.by.person
        found.save(update_fields=["ended_at", "ended_by"])
        doing.record(source.pk, measuring=False)
