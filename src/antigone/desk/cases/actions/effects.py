"""The inventory of what was with a body: lines are added, moved and struck, never rewritten or removed."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.cases.models import Case, Effect
from antigone.desk.subjects.actions.changing import keep, line, must_say_why, still_open, why
from antigone.desk.subjects.fields import plain_fields
from antigone.errors import RuleBroken


def add_effect(*, by: Actor, case: Case, description: str, found_where: str = "", kept_where: str = "") -> Effect:
    """Add a line to the inventory. It has the next number, also where lines before it were struck."""
    said = {"description": description, "found_where": found_where, "kept_where": kept_where}
    fields = plain_fields(Effect, said)
    clean_text(fields["description"], "description", 500)
    subject = case.subject
    with act(by, Verb.CHANGE, subject) as doing:
        found = still_open(subject)
        last = Effect.objects.filter(case=found.pk).aggregate(last=Max("place"))["last"]
        effect = Effect.objects.create(case_id=found.pk, place=(last or 0) + 1, **fields)
        keep(doing.by, found, "", {f"effect {effect.place}": None})
        doing.record(found.pk, effect=effect.place)
    return effect


def move_effect(*, by: Actor, case: Case, place: int, kept_where: str, reason: str = "") -> None:
    """Change where an effect is kept. Where nobody had said it, no reason is asked for.

    Raises:
        RuleBroken: if the line was struck, or it is kept there.
    """
    reason = why(reason)
    now_kept = clean_text(kept_where, "place", 200)
    subject = case.subject
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        effect = _standing(found.pk, place)
        if effect.kept_where == now_kept:
            raise RuleBroken(_("It is kept there."), _("Write where it is now, or go back."))
        must_say_why(reason, [effect.kept_where])
        keep(doing.by, found, reason, {f"effect {place}": line(effect, "kept_where")})
        effect.kept_where = now_kept
        effect.save(update_fields=["kept_where"])
        doing.record(found.pk, effect=place, moved=True)


def strike_effect(*, by: Actor, case: Case, place: int, reason: str) -> None:
    """Strike a line that is wrong, or whose effect was given away: it stays readable.

    Raises:
        RuleBroken: if it was struck.
    """
    reason = clean_text(reason, "reason", 2000)
    subject = case.subject
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        effect = _standing(found.pk, place)
        keep(doing.by, found, reason, {f"effect {place}": {"withdrawn_at": None}})
        effect.withdrawn_at = timezone.now()
        effect.save(update_fields=["withdrawn_at"])
        doing.record(found.pk, effect=place, struck=True)


def _standing(case: int, place: int) -> Effect:
    effect = Effect.objects.filter(case=case, place=place).first()
    if effect is None:
        raise RuleBroken(_("There is no such line in the inventory."), _("Look at the inventory again."))
    if effect.withdrawn_at is not None:
        raise RuleBroken(_("This line was struck."), _("Write a new line instead."))
    return effect
