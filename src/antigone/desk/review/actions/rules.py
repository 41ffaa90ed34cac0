"""The rules of review of an incident, and the sources with which examiners may be measured."""

from __future__ import annotations

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
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.known_pairs import Mix, WarningLimits
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
) -> ReviewRules:
    """Write a new version of the rules. Assignments keep the scale with which they were made.

    Raises:
        RuleBroken: if there is no such scale, or a share or limit cannot be.
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
        made = ReviewRules.objects.create(
            incident=incident,
            scale=scale,
            known_rate=known_rate,
            known_same=known_same,
            agencies_apart=agencies_apart,
            false_inclusion=false_inclusion,
            false_exclusion=false_exclusion,
            by_id=doing.by.person,
            at=timezone.now(),
            reason=reason,
        )
        doing.record(made.pk, scale=scale, known_rate=str(known_rate), agencies_apart=agencies_apart)
        assign_all()
    return made


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
