"""Cleaning and checking what people write of a case or record, field by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db.models import CharField, DateField, DecimalField, Field, Model, TextField
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.models import Subject, column, written
from antigone.errors import RuleBroken

OWN = written(Subject)
"""What people write of a case and of a record alike."""
AGES, STATURES = range(121), range(20, 251)
"""Whole years; centimetres."""
_LONGEST_TEXT = 10_000
_EARLIEST = date(1850, 1, 1)


def texts(model: type[Model]) -> tuple[str, ...]:
    """Those of ``written`` that are text or a choice."""
    return tuple(name for name in written(model) if isinstance(column(model, name), CharField | TextField))


def nothing(model: type[Model]) -> dict[str, Any]:
    """The values of ``written`` in a new row."""
    return {name: column(model, name).get_default() for name in written(model)}


def halves(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values split into those of ``Subject`` and those of the case or record."""
    own = {name: value for name, value in given.items() if name in OWN}
    return own, {name: value for name, value in given.items() if name not in OWN}


def plain_fields(model: type[Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values cleaned and checked, as the columns of ``model`` will hold them.

    Raises:
        RuleBroken: if one cannot be: too long, no choice of the list, a day that has not come.
    """
    return {name: _plain(column(model, name), value) for name, value in given.items()}


def in_order(row: Model, low: str, high: str, broken: RuleBroken) -> None:
    """Check a range: the lower end is not above the upper. A missing end is no end."""
    first, last = getattr(row, low), getattr(row, high)
    if first is not None and last is not None and first > last:
        raise broken


def check_place(row: Model, prefix: str = "") -> None:
    """Check a place in degrees: both coordinates or neither, and on the earth.

    Raises:
        RuleBroken: otherwise.
    """
    latitude, longitude = getattr(row, f"{prefix}latitude"), getattr(row, f"{prefix}longitude")
    if (latitude is None) != (longitude is None):
        raise RuleBroken(_("Only one coordinate is given."), _("Write both latitude and longitude, or neither."))
    if latitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise RuleBroken(
            _("These coordinates are not on the earth."),
            _("Latitude goes from -90 to 90, longitude from -180 to 180, in degrees."),
        )


def check_body(row: Model) -> None:
    """Check age and stature of a ``Subject``: whole ranges that a human being can have."""
    for low, high, possible, half, wrong in (
        ("age_low", "age_high", AGES, _("Only one end of the age is given."), _("The age is not from 0 to 120 years.")),
        (
            "stature_low",
            "stature_high",
            STATURES,
            _("Only one end of the stature is given."),
            _("The stature is not from 20 to 250 centimetres."),
        ),
    ):
        first, last = getattr(row, low), getattr(row, high)
        if (first is None) != (last is None):
            raise RuleBroken(half, _("Write both ends; where it is known exactly, the same number twice."))
        if first is None:
            continue
        if first not in possible or last not in possible:
            raise RuleBroken(wrong, _("Look at the numbers again."))
        if first > last:
            raise RuleBroken(
                _("The lower end of a range is above the upper end."), _("Write the smaller number first.")
            )


def _plain(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, TextField):
        return _text(str(value or ""), field)
    if isinstance(field, CharField):
        text = str(value or "").strip()
        text = clean_text(text, str(field.verbose_name), int(field.max_length or 200)) if text else field.get_default()
        if field.choices and text not in dict(field.flatchoices):
            raise RuleBroken(_("This is none of the choices."), _("Choose one of the list."))
        return text
    if value is None or value == "":
        return None
    if isinstance(field, DecimalField):
        value = Decimal(value)
        if not value.is_finite() or abs(value) >= 10**field.max_digits:
            raise RuleBroken(_("This is not a number that can be."), _("Look at the numbers again."))
        return value.quantize(Decimal(10) ** -field.decimal_places, ROUND_HALF_EVEN)
    if isinstance(field, DateField):
        _a_past_day(value)
    return value


def _text(text: str, field: TextField[Any, Any]) -> str:
    """Text of several lines, each cleaned."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    kept = "\n".join(clean_text(line, str(field.verbose_name), _LONGEST_TEXT) if line.strip() else "" for line in lines)
    if len(kept) > _LONGEST_TEXT:
        raise RuleBroken(_("A text is longer than 10,000 characters."), _("Make it shorter."))
    return kept.strip()


def _a_past_day(day: date) -> None:
    if day > timezone.localdate():
        raise RuleBroken(_("A day has not come yet."), _("Look at the dates again."))
    if day < _EARLIEST:
        raise RuleBroken(_("A day is before 1850."), _("Look at the years again."))
