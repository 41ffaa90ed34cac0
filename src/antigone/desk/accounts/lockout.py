"""Counting what failed, so that nobody can go on guessing. Written inside actions only, under their lock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Attempt
from antigone.desk.accounts.secrets import attempt_key
from antigone.errors import SignInRefused

WINDOW = timedelta(minutes=15)
MOST_OF_PERSON, MOST_OF_ADDRESS = 5, 30
_KEPT = timedelta(days=1)


def locked(by: Actor, email: str = "") -> bool:
    """Whether this e-mail address (if one was typed), or the network address it is tried from, has failed too often."""
    since = timezone.now() - WINDOW
    most = {key: MOST_OF_PERSON if kind == "email" else MOST_OF_ADDRESS for kind, key in _keys(by, email)}
    return any(Attempt.objects.filter(key=key, at__gt=since).count() >= number for key, number in most.items())


def count(by: Actor, email: str = "") -> None:
    at = timezone.now()
    Attempt.objects.filter(at__lt=at - _KEPT).delete()
    Attempt.objects.bulk_create(Attempt(key=key, at=at) for _, key in _keys(by, email))


def forget(email: str) -> None:
    """After a success: earlier failures were the person's own."""
    Attempt.objects.filter(key=attempt_key("email", email)).delete()


def too_often() -> SignInRefused:
    minutes = int(WINDOW.total_seconds()) // 60
    return SignInRefused(
        _("Too many attempts."),
        _("Wait %(minutes)s minutes, or ask an administrator for a new link.") % {"minutes": minutes},
    )


def _keys(by: Actor, email: str) -> list[tuple[str, str]]:
    """What a failure counts for. A token and a passkey come with no e-mail address."""
    named = [("email", email)] if email else []
    return [(kind, attempt_key(kind, value)) for kind, value in (*named, ("address", by.address))]


def first_time(challenge: str) -> bool:
    """Whether a challenge was never answered before, and from now on it was: two answers at once are one too many."""
    key = attempt_key("challenge", challenge)
    if Attempt.objects.filter(key=key).exists():
        return False
    Attempt.objects.create(key=key, at=timezone.now())
    return True
