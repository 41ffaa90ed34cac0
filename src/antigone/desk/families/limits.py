"""Rate limits for strangers, and how probable they make guessing: docs/families.md states the numbers.

accounts/lockout.py counts, inside acts, under the lock that each of them holds.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts.lockout import DAY, MINUTES, WINDOW, Limit
from antigone.errors import SignInRefused

TRIES_OF_CODE = 5
"""Wrong secrets for one code in a window."""
TRIES_OF_ADDRESS = 60
"""From one network address: a shelter, or a whole mobile network, may have one."""
TRIES_IN_ALL = 2_000
"""By everybody together: what bounds guessing from many addresses."""
SAFE_WORDS_OF_CODE = 20
"""Tries of one code in a window while it is locked."""
BEGUN_OF_ADDRESS, BEGUN_IN_ALL = 40, 400
"""Requests begun in a window."""
GIVEN_OF_ADDRESS, GIVEN_IN_ALL = 200, 2_000
"""Photographs given in a window."""
MOST_GIVEN, MOST_EVER = 24, 72
"""Photographs that one request holds, and with those that were taken back: a family gives six or so (Cappella and
others 2022)."""
BYTES_OF_REQUEST = 300_000_000
"""Of the photographs that one request holds."""
MEGABYTES_OF_ADDRESS = 4_000
"""That one network address gives in a day."""
BYTES_OF_SITE = 20_000_000_000
"""Of all photographs that families gave by themselves and nobody has accepted or declined yet."""
MOST_ANSWERS, MOST_MESSAGES = 600, 200
"""Of one request."""

CODE_DIGITS, SECRET_DIGITS = 9, 16
"""The last digit of each only tells a slip of the pen."""
_A_YEAR = timedelta(days=365.25)


def tries_in_a_year(most: int) -> float:
    """How many wrong tries ``most`` in a window allows in a year."""
    return float(most * (_A_YEAR / WINDOW))


def chance_of_guessing(most: int = TRIES_IN_ALL) -> float:
    """Upper bound of the chance that somebody who tries for a year opens any request at all.

    They are taken to know every code; a code that they must guess too makes it less likely still. Each try is of one
    request, and opens it with one secret of all that there are.
    """
    return tries_in_a_year(most) / float(f"1e{SECRET_DIGITS - 1}")


def tries(code: str, address: str) -> list[Limit]:
    return [
        Limit("family code", code, TRIES_OF_CODE),
        Limit("family address", address, TRIES_OF_ADDRESS),
        Limit("family", "all", TRIES_IN_ALL),
    ]


def safe_words(code: str, address: str) -> list[Limit]:
    """What is tried while a code or address is locked: only the safe word is looked at then, and it opens nothing."""
    return [
        Limit("safe word", code, SAFE_WORDS_OF_CODE),
        Limit("safe word address", address, TRIES_OF_ADDRESS),
        Limit("safe word", "all", TRIES_IN_ALL),
    ]


def begun(address: str) -> list[Limit]:
    return [Limit("request", address, BEGUN_OF_ADDRESS), Limit("request", "all", BEGUN_IN_ALL)]


def given(address: str) -> list[Limit]:
    return [Limit("given", address, GIVEN_OF_ADDRESS), Limit("given", "all", GIVEN_IN_ALL)]


def megabytes(address: str) -> Limit:
    """Counted once for each megabyte that was begun."""
    return Limit("given megabytes", address, MEGABYTES_OF_ADDRESS, DAY)


def too_often() -> SignInRefused:
    again = ngettext(
        "Please try again in %(minutes)s minute, or call us.",
        "Please try again in %(minutes)s minutes, or call us.",
        MINUTES,
    )
    return SignInRefused(
        _("Too many people are trying at this moment, or these numbers were wrong too often."),
        again % {"minutes": MINUTES},
    )
