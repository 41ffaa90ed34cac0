"""From a row of the CSV table to the fields of a record or case.

Columns that have no field of their own are kept in the remarks, word for word: nothing that was sent is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from antigone.desk.cases.models import Case
from antigone.desk.records.days import read_days
from antigone.desk.records.models import Record
from antigone.desk.subjects.fields import texts
from antigone.desk.subjects.models import Sex, Subject
from antigone.errors import RuleBroken
from antigone.types import Profile

_SEXES = {"f": Sex.FEMALE, "m": Sex.MALE, "x": Sex.OTHER, "": Sex.UNKNOWN}
_SAME = {"birth": "born", "language": "languages", "found": "found_place", "height": "stature"}
"""Other words for the same column."""
CONSENT = ("consent_given_by", "consent_relation", "consent_given_on", "consent_how", "consent_until")
_GROUND = ("source", "basis", "stage", *CONSENT)
NAMES = ("family", "given", "patronymic", "name")
_TOLD_APART = ("sex", "remarks", "other_number")
"""Read in a way of their own, below; the number is who the row is of."""
_WORDS: dict[type[Model], tuple[str, ...]] = {
    model: tuple(n for n in texts(model) if n not in _TOLD_APART) for model in (Subject, Case, Record)
}
"""Columns that are taken as they are."""
_BODY = ("sex", "age", "stature", *_WORDS[Subject], "remarks")
_OF_RECORD = ("born", "last_seen", *_WORDS[Record])
_OF_CASE = ("found_on", "died", *_WORDS[Case])


def known(kind: Profile) -> tuple[str, ...]:
    """Every column that has a field of its own, or a meaning, in a table of records or of cases."""
    own = (*NAMES, *_OF_RECORD) if kind is Profile.AM else _OF_CASE
    return (*_BODY, *own, *_GROUND)


def of_record(who: str, said: Mapping[str, str]) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Names and details for ``open_record``. Without a name, the person is called as the table or folder calls them.

    Raises:
        RuleBroken: if a field cannot be read.
    """
    given = _plain(said)
    name = {part: given[part] for part in ("family", "given", "patronymic") if given.get(part)}
    if given.get("name"):
        name.setdefault("family", given["name"])
    details = _body(given, (*NAMES, *_OF_RECORD)) | _words(Record, given)
    for column, low, high in (
        ("born", "born_earliest", "born_latest"),
        ("last_seen", "last_seen_earliest", "last_seen_latest"),
    ):
        details[low], details[high] = _days(column, given.get(column, ""))
    return [name or {"family": who}], {**details, "other_number": who}


def of_case(who: str, said: Mapping[str, str]) -> dict[str, Any]:
    """Details for ``open_case``.

    Raises:
        RuleBroken: if a field cannot be read.
    """
    given = _plain(said)
    details = _body(given, _OF_CASE) | _words(Case, given)
    if given.get("found_on"):
        details["found_on"] = _day("found_on", given["found_on"])
    details["died_earliest"], details["died_latest"] = _days("died", given.get("died", ""))
    return {**details, "other_number": who}


def of_consent(said: Mapping[str, str]) -> dict[str, Any] | None:
    """Fields for ``add_consent``; None if the row has none.

    Raises:
        RuleBroken: if it tells of half of one.
    """
    given = {name.removeprefix("consent_"): said[name] for name in CONSENT if said.get(name)}
    if not given:
        return None
    if missing := [name for name in ("given_by", "relation", "given_on", "how") if name not in given]:
        raise RuleBroken(
            _("The consent is told without %(listed)s.") % {"listed": ", ".join("consent_" + name for name in missing)},
            _("Fill in who gave it, who they are to the person, on which day, and how."),
        )
    return {
        "given_by": given["given_by"],
        "relation": given["relation"],
        "given_on": _day("consent_given_on", given["given_on"]),
        "how": given["how"],
        "valid_until": _day("consent_until", given["until"]) if "until" in given else None,
    }


def _plain(said: Mapping[str, str]) -> dict[str, str]:
    return {_SAME.get(name, name): value for name, value in said.items()}


def _words(model: type[Model], given: Mapping[str, str]) -> dict[str, Any]:
    return {name: given[name] for name in _WORDS[model] if given.get(name)}


def _body(given: Mapping[str, str], others: tuple[str, ...]) -> dict[str, Any]:
    details = _words(Subject, given)
    sex = given.get("sex", "").lower()
    details["sex"] = _SEXES.get(sex, sex)
    if details["sex"] not in Sex.values:
        raise RuleBroken(
            _("%(said)s is no sex that the desk knows.") % {"said": f"{given['sex']!r}"},
            _("Write one of: %(listed)s.") % {"listed": ", ".join(Sex.values)},
        )
    for column in ("age", "stature"):
        if given.get(column):
            details[f"{column}_low"], details[f"{column}_high"] = _range(column, given[column])
    known = (*_BODY, *others, *_GROUND)
    rest = [f"{name}: {value}" for name, value in sorted(given.items()) if name not in known]
    if remarks := "\n".join(([given["remarks"]] if given.get("remarks") else []) + rest):
        details["remarks"] = remarks
    return details


def _range(column: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", text)
    if found is None:
        raise RuleBroken(
            _("The %(column)s %(text)s is no number.") % {"column": column, "text": f"{text!r}"},
            _("Write 34, or 30-40."),
        )
    return int(found[1]), int(found[2] or found[1])


def _days(column: str, text: str) -> tuple[date | None, date | None]:
    try:
        return read_days(text)
    except RuleBroken as fault:
        raise RuleBroken(
            _("In column %(column)s: %(detail)s") % {"column": column, "detail": fault.detail}, fault.hint
        ) from fault


def _day(column: str, text: str) -> date:
    first, last = _days(column, text)
    if first is None or first != last:
        raise RuleBroken(_("Column %(column)s wants the very day.") % {"column": column}, _("Write it as 2026-05-17."))
    return first
