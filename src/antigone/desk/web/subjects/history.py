"""What a case or record said before, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.subjects.fields import plain_value
from antigone.desk.subjects.models import Revision
from antigone.desk.web.words import IN_WORDS

Words = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SHARED: Words = {
    "age_low": gettext_lazy("Age, lower end"),
    "age_high": gettext_lazy("Age, upper end"),
    "stature_low": gettext_lazy("Stature, lower end"),
    "stature_high": gettext_lazy("Stature, upper end"),
    "mark": gettext_lazy("Mark"),
    "elsewhere": gettext_lazy("Reference elsewhere"),
}
"""What is not called as its form calls it. A line of a list is named by the word before its number."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that was changed."""

    what: str
    before: str
    """Empty if it said nothing, or was not there."""
    then: str
    """What it said next; empty if nothing."""
    line: str = ""
    """Of a line of a list: ``added``, ``struck``, or ``said`` with what it said ``before``. Empty for a field."""


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """One revision in words."""

    at: datetime
    by: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)
    event: str = ""
    """``closed`` or ``reopened``, if that is what happened."""


def told(revisions: Iterable[Revision], rows: Iterable[Model], words: Words) -> list[RevisionShown]:
    """Revisions in words, the latest first, as they are given.

    Args:
        revisions: all of them down to the oldest wanted; what a field said next is read from the later ones.
        rows: the rows as they are now.
        words: what each field is called.
    """
    now: dict[str, Any] = {}
    for row in rows:
        prefix = "" if row._meta.model_name in ("subject", "case", "record") else f"{row._meta.model_name} "
        now |= {f"{prefix}{f.attname}": plain_value(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    found = []
    for revision in revisions:
        if revision.was.keys() == {"closed_at"}:
            event = "closed" if revision.was["closed_at"] is None else "reopened"
            found.append(RevisionShown(revision.at, revision.by.name, revision.reason, event=event))
            continue
        changes = [_change(name, was, now.get(name), words) for name, was in revision.was.items()]
        now |= revision.was
        found.append(RevisionShown(revision.at, revision.by.name, revision.reason, changes))
    return found


def _change(name: str, was: Any, then: Any, words: Words) -> FieldChange:
    kind, _space, number = name.partition(" ")
    if number.isdigit():
        what = _("%(what)s %(number)s") % {"what": words.get(kind, kind), "number": number}
        if was is None:
            return FieldChange(what, "", "", "added")
        return FieldChange(what, _in_words(was), "", "struck" if "withdrawn_at" in was else "said")
    return FieldChange(str(words.get(name, name)), _in_words(was), _in_words(then))


def _in_words(value: Any) -> str:
    """What was written, or the desk's own words for it. Of a line, all that it said."""
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_in_words, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_in_words, value)))
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):  # words that only look like a day
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return "" if value is None else str(IN_WORDS.get(value, value))
