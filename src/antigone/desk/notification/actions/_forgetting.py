"""Removing people from the log of a plan whose record is erased. Called inside the act that erases.

What stays is what whoever told a family must answer for: who of the desk went, when, what was done, and whether they
knew. Every name of the family becomes a number and every free word a dash; one person keeps one number, so that the log
can still be read and judged.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.desk.notification.to_protocol import entry_of, notification_of
from antigone.desk.photos.models import Photograph
from antigone.protocol.codec import freeze

GONE = "—"
_PERSONS = {"name", "who"}
_KEYS = {"by", "witness", "person", "training", "packet", "seals", "number", "made_by", "reviewed_by"}
"""Keys of the desk's people, and numbers. Everything else that is words goes, also what somebody adds one day."""


def forget_people(plan: NotificationPlan) -> None:
    """Remove names and words from the log. Raises RuleBroken if what is left is no valid log."""
    numbers: dict[str, str] = {}
    for row in PlanEntry.objects.filter(plan=plan).order_by("place"):
        PlanEntry.objects.filter(pk=row.pk).update(said=freeze(_without(entry_of(row), numbers)))
    notification_of(plan)


def forget_prepared(photographs: list[Photograph]) -> int:
    """Destroy words and hashes of pictures prepared from these photographs. Returns how many."""
    rows = PreparedPicture.objects.filter(photograph__in=photographs)
    return rows.update(sha256="", words="", reviewed_words="", cut=[], covers=[])


def _without(value: Any, numbers: dict[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_without(each, numbers) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
    return replace(value, **{name: _emptied(name, each, numbers) for name, each in said.items()})


def _emptied(name: str, value: Any, numbers: dict[str, str]) -> Any:
    if type(value) is not str:  # an enumeration is no word of theirs
        return _without(value, numbers)
    if name in _KEYS or not value.strip():
        return value
    return numbers.setdefault(value, str(len(numbers) + 1)) if name in _PERSONS else GONE
