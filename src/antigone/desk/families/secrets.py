"""Codes and secrets of requests: digits, which every telephone and script has; the last is a check digit.

A secret is kept as Argon2 of a keyed hash. The key is the desk's (``SECRET_KEY``), so a copy of the database alone
cannot be tried out at all; Argon2 makes trying slow for whoever has the key too.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

from antigone.desk.families.limits import CODE_DIGITS, SECRET_DIGITS


def new_code() -> str:
    return _with_check(_random(CODE_DIGITS - 1))


def new_secret() -> str:
    return _with_check(_random(SECRET_DIGITS - 1))


def in_groups(digits: str) -> str:
    """Digits in groups, as they are shown, read out and written down."""
    size = 3 if len(digits) == CODE_DIGITS else 4
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))


def read_digits(text: str) -> str:
    """The digits that were typed, in whatever script, without separators."""
    return "".join(str(unicodedata.digit(char)) for char in text[:100] if unicodedata.digit(char, None) is not None)


def is_code(digits: str) -> bool:
    return len(digits) == CODE_DIGITS and _sum(digits) == 0


def is_secret(digits: str) -> bool:
    return len(digits) == SECRET_DIGITS and _sum(digits) == 0


def plain_word(text: str) -> str:
    """A safe word normalised for comparing: any script, any capitals and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())[:60]


def hashed(code: str, secret: str) -> str:
    return make_password(_keyed(code, secret))


def opens(kept: str, code: str, secret: str) -> bool:
    """Whether this is the request's secret. Takes as long where there is none."""
    right = check_password(_keyed(code, secret), kept or _nobodys())
    return right and bool(kept)


def _keyed(code: str, secret: str) -> str:
    return salted_hmac("antigone families", f"{code} {secret}", algorithm="sha256").hexdigest()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return make_password(secrets.token_hex(16))


def _random(size: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(size))


def _with_check(digits: str) -> str:
    return digits + str((10 - _sum(f"{digits}0")) % 10)


def _sum(digits: str) -> int:
    """Luhn's sum (ISO/IEC 7812-1), as on bank cards: finds one wrong digit, and most two that changed places."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10
