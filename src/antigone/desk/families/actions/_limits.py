"""Counting what strangers do, so that nobody can go on guessing or filling. Called inside acts, under their lock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.accounts.models import Attempt
from antigone.desk.accounts.secrets import attempt_key
from antigone.desk.families import limits
from antigone.errors import SignInRefused

_KEPT = timedelta(days=1)
Kind = tuple[str, str, int]
"""What is counted, of whom, and how many are allowed in a window."""


def tries(code: str, address: str) -> list[Kind]:
    return [
        ("family code", code, limits.TRIES_OF_CODE),
        ("family address", address, limits.TRIES_OF_ADDRESS),
        ("family", "all", limits.TRIES_IN_ALL),
    ]


def begun(address: str) -> list[Kind]:
    return [("request", address, limits.BEGUN_OF_ADDRESS), ("request", "all", limits.BEGUN_IN_ALL)]


def given(address: str) -> list[Kind]:
    return [("given", address, limits.GIVEN_OF_ADDRESS), ("given", "all", limits.GIVEN_IN_ALL)]


def too_many(kinds: list[Kind]) -> bool:
    since = timezone.now() - limits.WINDOW
    counts = (Attempt.objects.filter(key=attempt_key(kind, of), at__gt=since).count() for kind, of, _ in kinds)
    return any(number >= most for number, (_, _, most) in zip(counts, kinds, strict=True))


def count(kinds: list[Kind]) -> None:
    at = timezone.now()
    Attempt.objects.filter(at__lt=at - _KEPT).delete()
    Attempt.objects.bulk_create(Attempt(key=attempt_key(kind, of), at=at) for kind, of, _ in kinds)


def forget(code: str) -> None:
    """After a success: earlier slips were the family's own."""
    Attempt.objects.filter(key=attempt_key("family code", code)).delete()


def too_often() -> SignInRefused:
    minutes = int(limits.WINDOW.total_seconds()) // 60
    again = ngettext(
        "Please try again in %(minutes)s minute, or call us.",
        "Please try again in %(minutes)s minutes, or call us.",
        minutes,
    )
    return SignInRefused(
        _("Too many people are trying at this moment, or these numbers were wrong too often."),
        again % {"minutes": minutes},
    )
