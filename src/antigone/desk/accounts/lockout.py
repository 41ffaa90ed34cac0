"""Rate limits for what strangers try: signing in, secrets of families, new requests. Called inside actions.

For signing in here; families/limits.py has what is counted of people without an account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Attempt, Person
from antigone.desk.accounts.secrets import attempt_key
from antigone.errors import SignInRefused, TooOften

WINDOW = timedelta(minutes=15)
MINUTES = int(WINDOW.total_seconds()) // 60
MOST_OF_PERSON, MOST_OF_ADDRESS = 5, 30
MOST_CODES = 10
"""Wrong codes in a day by whoever knows the password. Three codes of a million are right at any time."""
DAY = timedelta(days=1)


class Limit(NamedTuple):
    """What is counted, of whom, and how many are allowed in a window."""

    kind: str
    of: str
    most: int
    window: timedelta = WINDOW


def tries(by: Actor, email: str = "") -> list[Limit]:
    """What a failure to sign in counts for: the e-mail address, if one was typed, and where it is tried from.

    A token and a passkey come with no e-mail address.
    """
    named = [Limit("email", email, MOST_OF_PERSON)] if email else []
    return [*named, Limit("address", by.address, MOST_OF_ADDRESS)]


def tokens(by: Actor) -> list[Limit]:
    """What a wrong token counts for, apart from people: a program gone wrong locks nobody out who sits beside it."""
    return [Limit("token address", by.address, MOST_OF_ADDRESS)]


def of_browser(known: str) -> list[Limit]:
    """What a failure counts for in a browser that has signed this person in before, instead of all of ``tries``."""
    return [Limit("browser", known, MOST_OF_PERSON)]


def own_password(person: Person) -> list[Limit]:
    """What a wrong password of somebody who is signed in counts for: strangers who try their account are another."""
    return [Limit("own password", str(person.pk), MOST_OF_PERSON)]


def codes(person: Person) -> Limit:
    """What a wrong code with the right password counts for: a day, until a second person gives a new link."""
    return Limit("code", str(person.pk), MOST_CODES, DAY)


def reached(limits: Iterable[Limit]) -> bool:
    """Whether the limit is reached for any of these in its window, so that no more tries are taken.

    What failed while the clock was far ahead locks nobody out until that time comes.
    """
    now = timezone.now()
    return any(
        Attempt.objects.filter(key=attempt_key(each.kind, each.of), at__range=(now - each.window, now + WINDOW)).count()
        >= each.most
        for each in limits
    )


def count(limits: Iterable[Limit]) -> None:
    at = timezone.now()
    Attempt.objects.filter(at__lt=at - DAY).delete()
    Attempt.objects.bulk_create(Attempt(key=attempt_key(kind, of), at=at) for kind, of, *_ in limits)


def forget(kind: str, of: str) -> None:
    """Delete the failures that are counted for somebody who has just signed in."""
    Attempt.objects.filter(key=attempt_key(kind, of)).delete()


def first_time(challenge: str) -> bool:
    """Whether this challenge is answered for the first time, and remember that it was: each counts once."""
    key = attempt_key("challenge", challenge)
    if Attempt.objects.filter(key=key).exists():
        return False
    Attempt.objects.create(key=key, at=timezone.now())
    return True


def too_many_codes() -> SignInRefused:
    return SignInRefused(
        _("Too many wrong codes today: somebody may know your password."),
        _("Ask an administrator for a new link, and choose another password."),
    )


def too_often() -> TooOften:
    return TooOften(
        _("Too many attempts."),
        _(
            "Wait %(minutes)s minutes; or sign in with a passkey, or from a browser in which you have signed in before;"
            " or ask an administrator for a new link."
        )
        % {"minutes": MINUTES},
    )
