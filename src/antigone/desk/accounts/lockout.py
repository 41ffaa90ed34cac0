"""Counting what failed, so that nobody can go on guessing. Written inside actions only, under their lock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Attempt
from antigone.desk.accounts.secrets import attempt_key
from antigone.errors import SignInRefused

WINDOW = timedelta(minutes=15)
MOST_OF_PERSON, MOST_OF_ADDRESS = 5, 30
_KEPT = timedelta(days=1)


def locked(by: Actor, email: str) -> bool:
    """Whether this e-mail address, or the network address it is tried from, has failed too often."""
    since = timezone.now() - WINDOW
    return any(
        Attempt.objects.filter(key=key, at__gt=since).count() >= most
        for key, most in (
            (attempt_key("email", email), MOST_OF_PERSON),
            (attempt_key("address", by.address), MOST_OF_ADDRESS),
        )
    )


def count(by: Actor, email: str) -> None:
    at = timezone.now()
    Attempt.objects.filter(at__lt=at - _KEPT).delete()
    keys = attempt_key("email", email), attempt_key("address", by.address)
    Attempt.objects.bulk_create(Attempt(key=key, at=at) for key in keys)


def forget(email: str) -> None:
    """After a success: earlier failures were the person's own."""
    Attempt.objects.filter(key=attempt_key("email", email)).delete()


def too_often() -> SignInRefused:
    minutes = int(WINDOW.total_seconds()) // 60
    return SignInRefused("Too many attempts.", f"Wait {minutes} minutes, or ask an administrator for a new link.")
