"""Changing what a case or record says, and keeping what it said before. Called inside an act, under its lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.models import Revision, Subject, plain_value
from antigone.errors import OutOfStep, ReasonMissing, RuleBroken

NOTHING = (None, "", "unknown")
"""What a field says while nobody has written it."""


def still_open(subject: Subject) -> Subject:
    """The case or record as it is now. Raises if it is closed.

    Raises:
        RuleBroken: if it or its incident is closed.
    """
    found = Subject.objects.select_related("incident").get(pk=subject.pk)
    if found.incident.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
    if found.closed_at is not None:
        raise OutOfStep(_("This is closed."), _("Open it again to change it."))
    return found


def change_subject(
    by: Actor, subject: Subject, reason: str, rows: Sequence[tuple[Model, Mapping[str, Any]]], as_of: int | None = None
) -> list[str]:
    """Set fields of the rows of one case or record, keep what they said, and return which changed.

    The rows are not saved: the caller checks its rules on them as they would be, then saves them. ``as_of`` is the last
    revision that the person had seen: what somebody else changed since is not written over. A first entry needs no
    ``reason``.

    Raises:
        ReasonMissing: if something that was written would change without one.
        RuleBroken: if nothing would change, or somebody else changed the same field since.
    """
    was: dict[str, object] = {}
    for row, fields in rows:
        for name, value in fields.items():
            if getattr(row, name) != value:
                was[_named(row, name)] = getattr(row, name)
                setattr(row, name, value)
    if not was:
        raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
    if as_of is not None:
        for later in Revision.objects.filter(subject=subject, pk__gt=as_of):
            if was.keys() & later.was.keys():
                raise OutOfStep(
                    _("Somebody else changed the same thing while you were writing."),
                    _("Look at the history below or on its page, then send yours again if it still holds."),
                )
    must_say_why(reason, was.values())
    keep(by, subject, reason, was)
    return sorted(was)


def why(reason: str) -> str:
    """A reason as it is kept, or none."""
    return clean_text(reason, "reason", 2000) if reason.strip() else ""


def must_say_why(reason: str, was: Iterable[object]) -> None:
    """Raises: ReasonMissing, if there is no reason and any of ``was`` had been written by somebody."""
    if not reason and any(value not in NOTHING for value in was):
        raise ReasonMissing(_("Something that was written would change."), _("Write why."))


def keep(by: Actor, subject: Subject, reason: str, was: Mapping[str, object]) -> Revision:
    """Keep a revision of what was said before. A line that was not there is None: ``{"effect 3": None}``."""
    assert by.person is not None, "only people change what a case or record says"
    kept = {name: _plain(value) for name, value in was.items()}
    return Revision.objects.create(subject=subject, at=timezone.now(), by_id=by.person, reason=reason, was=kept)


def line(row: Model, *names: str) -> dict[str, Any]:
    """A line of a list (a mark, a name, an effect) as ``keep`` has it."""
    return {name: plain_value(getattr(row, name)) for name in names}


def _plain(value: object) -> Any:
    return value if isinstance(value, dict | list) else plain_value(value)


def _named(row: Model, name: str) -> str:
    """Fields of the subject and its one other half are told apart by their names; other rows by their kind too."""
    halves = ("subject", "case", "record")
    return name if row._meta.model_name in halves else f"{row._meta.model_name} {name}"
