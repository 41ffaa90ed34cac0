"""Every address of the desk's pages, and whose numbers it takes: for tests that ask them all."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from antigone.desk.accounts.actor import PersonBackend
from antigone.desk.accounts.models import Person, SessionStore
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.web.gate import SEEN, WAITING
from antigone.desk.web.urls import urlpatterns
from desk_people import browser
from desk_things import Things

PATTERNS = {str(pattern.name): pattern for pattern in urlpatterns}
SEEN_AS = {
    "person": Thing.PERSON,
    "invitation": Thing.INVITATION,
    "appointment": Thing.APPOINTMENT,
    "agency": Thing.AGENCY,
    "incident": Thing.INCIDENT,
    "grant": Thing.GRANT,
    "case": Thing.CASE,
    "record": Thing.RECORD,
    "photograph": Thing.PM_PHOTO,
    "source": Thing.SOURCE,
    "consent": Thing.CONSENT,
    "import": Thing.IMPORT,
    "search": Thing.SEARCH,
    "exclusion": Thing.EXCLUSION,
    "link": Thing.LINK,
    "warning": Thing.DUPLICATE_WARNING,
    "review": Thing.REVIEW,
    "examination": Thing.ASSIGNMENT,
    "picture": Thing.ASSIGNMENT,
    "leave": Thing.LEAVE,
    "known": Thing.KNOWN_PAIR,
    "proficiency": Thing.PROFICIENCY,
    "file": Thing.FILE,
    "decision": Thing.DECISION,
    "recall": Thing.RECALL,
    "recipient": Thing.RECIPIENT,
    "packet": Thing.PACKET,
    "arrival": Thing.ARRIVAL,
    "portal": Thing.FAMILY_PORTAL,
    "request": Thing.REQUEST,
    "given": Thing.GIVEN,
    "notification": Thing.NOTIFICATION,
    "prepared": Thing.PREPARED,
    "training": Thing.TRAINING,
    "list": Thing.LISTING,
    "reconciliation": Thing.RECONCILIATION,
    "proposal": Thing.PROPOSAL,
    "erasure": Thing.ERASURE,
}
"""The first word of an address's name, and the thing its number is of."""
WORDS = {
    "guide": ["examiner"],
    "help": ["front"],
    "translation": ["uk"],
    "translation-patch": ["uk"],
    "exercise-picture": ["U-11.jpg"],
}
"""What stands in an address that takes a word and no number."""
OF_KINDS = {Thing.CASE: "pm", Thing.PM_PHOTO: "pm", Thing.RECORD: "am", Thing.AM_PHOTO: "am"}
"""What has a kind, which decides what is asked of the table where an address serves both."""
NOT_PUBLIC = [name for name, pattern in PATTERNS.items() if not getattr(pattern.callback, "public", False)]


@dataclass
class Window:
    """The browser of somebody who is signed in, or of nobody, which each question finds as it was.

    Whose it is, is read from the database once and not for each question: a quarter of what a question costs.
    """

    client: Client
    cookies: str = field(init=False)

    def __post_init__(self) -> None:
        self.cookies = self.client.cookies.output(header="", sep=";")
        self._session, self._person = _kept_of(self.client)

    def ask(self, address: str, method: str, said: dict[str, str] | None = None) -> Any:
        """What the desk answers; whatever it did is undone."""
        self.client.cookies = SimpleCookie(self.cookies)
        with self._known(), transaction.atomic():
            answer: HttpResponse = getattr(self.client, method)(address, said)
            transaction.set_rollback(True)
        return answer

    @contextmanager
    def _known(self) -> Iterator[None]:
        session, person = self._session, self._person
        with (
            mock.patch.object(SessionStore, "_get_session_from_db", lambda store: pickle.loads(session)),
            mock.patch.object(PersonBackend, "get_user", lambda backend, number: pickle.loads(person)),
        ):
            yield


def _kept_of(client: Client) -> tuple[bytes, bytes]:
    """The row of a browser's session, and the person whose it is, as they are read for each question."""
    found = client.session._get_session_from_db() if settings.SESSION_COOKIE_NAME in client.cookies else None
    person = PersonBackend().get_user(found.person_id) if found and found.person_id else None
    return pickle.dumps(found), pickle.dumps(person)


def signed_in(person: Person) -> Window:
    client = browser(person)
    session = client.session
    # else each question after a minute would write that they were seen and what waits for them, and undo it
    session[SEEN] += 24 * 60 * 60
    session[WAITING]["at"] += 24 * 60 * 60
    session.save()
    return Window(client)


def kinds_of(name: str) -> list[Thing | None]:
    """Whose numbers the address takes; None if it takes none."""
    if says_its_kind(name):
        return [Thing.CASE, Thing.RECORD]
    kind = SEEN_AS.get(name.split("-", maxsplit=1)[0]) if "number" in str(PATTERNS[name].pattern) else None
    return [Thing.PM_PHOTO, Thing.AM_PHOTO] if kind is Thing.PM_PHOTO else [kind]


def says_its_kind(name: str) -> bool:
    return "<kind:kind>" in str(PATTERNS[name].pattern)


def address_of(name: str, kind: Thing | None, of: Things) -> str:
    if kind is None:
        return reverse(name, args=WORDS.get(name))
    return reverse(name, args=[*([OF_KINDS[kind]] if says_its_kind(name) else []), of.numbers[kind]])


def permission(name: str) -> tuple[Verb, Mapping[str, Thing]]:
    """What is asked of the table: of one thing, or of what each kind has (``pm``, ``am``)."""
    said: tuple[Verb, Mapping[str, Thing]] = PATTERNS[name].callback.permission  # type: ignore[union-attr]
    return said
