"""A mail that there is new work, to whoever asked for it: through the agency's own server, and with nothing in it.

It never says what is new, of whom, or where: mail is read on other people's screens and kept by other people's servers.
"""

from __future__ import annotations

import logging
import smtplib
import time
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from antigone.desk.accounts.actions.account import note_mailed
from antigone.desk.accounts.actor import acting, worker
from antigone.desk.accounts.exercise import exercises
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.sight import apart_from, hiding
from antigone.desk.web.news import last_look, new_for

EVERY = 60.0
"""Seconds between two looks whether somebody is to be told."""
AT_MOST = timedelta(hours=1)
"""Nobody is told more often."""
_log = logging.getLogger("antigone.desk.worker")


class Mailer:
    """Sends mails when the worker looks, on a desk that has a mail server."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def when_due(self) -> None:
        if settings.DESK.mail is None or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + EVERY
        mail_those_with_news()


def mail_those_with_news() -> int:
    """Tell everybody who asked for it, has something new, and was told nothing within the hour. Returns how many."""
    before = timezone.now() - AT_MOST
    free = Q(mailed_at=None) | Q(mailed_at__lt=before)
    people = Person.objects.filter(free, mail_notices=True, ended_at=None, agency__closed_at=None)
    told = 0
    for person in people.select_related("agency").prefetch_related("held"):
        if _has_news(person) and note_mailed(by=worker(), person=person, before=before):
            told += _send(person.email)
    return told


def _has_news(person: Person) -> bool:
    """Whether something came since they last looked, of which no mail has told them yet."""
    by = acting(person)
    since = max(last_look(person), person.mailed_at or last_look(person))
    with apart_from(exercises()), hiding(by.blind_to):
        return bool(new_for(by, since))


def text() -> str:
    """One sentence, in each language of the desk: nobody's language is known while they are not here."""
    sentences = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            sentences.append(gettext("You have new work on the desk."))
    return "\n".join(sentences) + "\n"


def _send(address: str) -> bool:
    try:
        send_mail("You have new work on the desk", text(), settings.DEFAULT_FROM_EMAIL, [address])
    except (OSError, smtplib.SMTPException) as fault:  # it is tried again in an hour, if they have not looked by then
        _log.warning("A mail could not be sent: %s", type(fault).__name__)
        return False
    return True
