"""Cleaning and checking text that people type, before it is kept or shown."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from antigone.errors import RuleBroken

_JOINERS = "\u200c\u200d"
"""Invisible, and part of how Persian and Indic names are written."""


def clean_text(text: str, what: str, most: int) -> str:
    """The text in NFC, without control and direction characters, with single spaces; never empty.

    Raises:
        RuleBroken: if nothing is left, or too much.
    """
    text = unicodedata.normalize("NFC", text)
    kept = (c if unicodedata.category(c)[0] != "C" or c in _JOINERS else " " for c in text)
    words = " ".join("".join(kept).split())
    if not words:
        raise RuleBroken(_("This is empty: %(what)s.") % {"what": _(what)}, _("Write at least one word."))
    if len(words) > most:
        raise RuleBroken(
            _("This is longer than %(most)s characters: %(what)s.") % {"most": most, "what": _(what)},
            _("Make it shorter."),
        )
    return words


def clean_email(text: str) -> str:
    """An e-mail address in lower case, by which people are told apart.

    Raises:
        RuleBroken: if it is none.
    """
    address = unicodedata.normalize("NFC", text).strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise RuleBroken(_("This is not an e-mail address."), _("Write it as name@example.org")) from fault
    return address


class DifferentCharacters:
    """A password is made of at least five different characters: one key held down is long and no secret."""

    FEWEST = 5

    def validate(self, password: str, _user: object = None) -> None:
        if len(set(password)) < self.FEWEST:
            raise ValidationError(
                _("The password has fewer than %(fewest)s different characters.") % {"fewest": self.FEWEST},
                code="password_too_even",
            )

    def get_help_text(self) -> str:
        return _("At least %(fewest)s different characters.") % {"fewest": self.FEWEST}
