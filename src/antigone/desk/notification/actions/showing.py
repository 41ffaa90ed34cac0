"""Showing pictures, only if the family asks: step by step, each with consent by name, and none is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.notification.actions._adding import add, append, current, said
from antigone.desk.notification.actions.preparing import jpeg_of
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.desk.notification.to_protocol import prepared_of
from antigone.errors import RuleBroken
from antigone.protocol.ladder import Asked, Consented, Halted, PassedOver, Refused, Rung, Shown


def record_asked(*, by: Actor, plan: NotificationPlan, who: str, words: str) -> PlanEntry:
    """Record that somebody of the family asks to see. Nobody offers it.

    Raises:
        RuleBroken: if the family has not been told, or is across a front line.
    """
    who, words = clean_text(who, "who asks", 200), clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Asked(at, key, who, words))


def record_consent(*, by: Actor, plan: NotificationPlan, who: str, rung: Rung, words: str) -> PlanEntry:
    """Record consent to the next step: they know what comes and want it, for one look.

    Raises:
        RuleBroken: if the step before was not taken, or they stopped.
    """
    words = clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Consented(at, key, who, rung, words))


def describe(*, by: Actor, plan: NotificationPlan, who: str, words: str) -> PlanEntry:
    """Take the first step: what would be seen was said in words.

    Raises:
        RuleBroken
    """
    words = clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Shown(at, key, who, Rung.WORDS, words))


def pass_over(*, by: Actor, plan: NotificationPlan, who: str, words: str) -> PlanEntry:
    """Record that there is no object and no tattoo to show, and why.

    Raises:
        RuleBroken
    """
    words = clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: PassedOver(at, key, who, words))


def refuse_picture(*, by: Actor, plan: NotificationPlan, who: str, rung: Rung, words: str) -> PlanEntry:
    """Record that what they asked for is not shown, with the words in which they are told why.

    Raises:
        RuleBroken
    """
    words = clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Refused(at, key, who, rung, words))


def halt(*, by: Actor, plan: NotificationPlan, who: str, words: str = "") -> PlanEntry:
    """Record that they want to see no more: from now on nothing is shown.

    Raises:
        RuleBroken: if they had not asked.
    """
    return add(by=by, plan=plan, make=lambda at, key: Halted(at, key, who, words.strip()[:2000]))


def show_picture(*, by: Actor, plan: NotificationPlan, who: str, picture: PreparedPicture) -> bytes:
    """Show a prepared picture to one of the family, on this device, once. The consent for it is used up by it.

    Raises:
        RuleBroken: without that consent, or if nobody else has looked the picture over.
        VaultDamaged: if it is not what was looked over.
    """
    jpeg = jpeg_of(picture)
    with act(by, Verb.SHOW_FAMILY, Thing.PREPARED.of(plan.case)) as doing:
        found = current(plan)
        require(doing.by, Verb.CHANGE, found)
        whole = PreparedPicture.objects.select_related("photograph").get(pk=picture.pk)
        if whole.plan_id != found.pk or not whole.accepted or whole.photograph.ended_at is not None:
            raise RuleBroken(
                _("This picture was not prepared for this family, or nobody has looked it over."),
                _("Have one prepared, and looked over by a second person."),
            )
        row, _after = append(
            found,
            doing.by,
            lambda at, key: Shown(at, key, who, Rung(whole.rung), picture=prepared_of(whole)),
            picture=whole,
        )
        doing.record(whole.pk, plan=found.number, rung=whole.rung, **said(row))
    return jpeg
