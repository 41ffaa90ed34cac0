"""Publishing figures, by a person who has seen what the public would see, and withdrawing them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.figures.models import Publication
from antigone.desk.figures.protect import Published, protected
from antigone.desk.figures.queries import counted
from antigone.errors import OutOfStep, RuleBroken

EVERY = timedelta(days=28)
"""From one publication to the next at least: day by day, rounded numbers would tell on which day somebody came."""


def preview() -> list[Published]:
    """The figures that would be published now."""
    return protected(counted(timezone.now()))


def seal(figures: Sequence[Published]) -> str:
    """A hash of the figures, by which it is known that what is published is what was looked at."""
    return hashlib.sha256(json.dumps(list(figures), sort_keys=True).encode()).hexdigest()


def publish(*, by: Actor, seen: str, reason: str, note: str = "") -> Publication:
    """Publish the figures as they are now. ``seen``: the seal of the preview that was looked at.

    Raises:
        RuleBroken: if the last publication is younger than ``EVERY``, also one that was withdrawn.
        OutOfStep: if the figures are not those that were looked at any more.
    """
    reason = clean_text(reason, "reason", 2000)
    note = clean_text(note, "note", 2000) if note.strip() else ""
    with act(by, Verb.PUBLISH, Thing.FIGURES.of(WHOLE_DESK), reason=reason) as doing:
        assert doing.by.person is not None, "people publish"
        now = timezone.now()
        last = Publication.objects.order_by("-pk").first()
        if last is not None and now - last.at < EVERY:
            raise RuleBroken(
                _("Figures were published less than %(days)s days ago.") % {"days": EVERY.days},
                _("Wait: published more often, they would tell on which day somebody came."),
            )
        figures = protected(counted(now))
        if seal(figures) != seen:
            raise OutOfStep(_("The figures have changed since you looked."), _("Look at them again, then publish."))
        made = Publication.objects.create(
            counted_until=now, figures=figures, note=note, at=now, by_id=doing.by.person, reason=reason
        )
        doing.record(made.pk, seal=seen)
    return made


def withdraw(*, by: Actor, publication: Publication, reason: str) -> None:
    """Withdraw the public page. What was published stays on record, and whoever copied it has it.

    Raises:
        OutOfStep: if it was withdrawn, or is not the latest.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.WITHDRAW, Thing.FIGURES.of(WHOLE_DESK), reason=reason) as doing:
        latest = Publication.objects.order_by("-pk").first()
        if latest is None or latest.pk != publication.pk or latest.withdrawn_at is not None:
            raise OutOfStep(_("These figures are not on the public page."), _("There is nothing to do."))
        latest.withdrawn_at, latest.withdrawn_by_id, latest.withdrawn_reason = timezone.now(), doing.by.person, reason
        latest.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        doing.record(latest.pk)
