"""Every address of the desk's pages, and whose numbers it takes: for tests that ask them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from antigone.desk.accounts.models import Person
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
OF_KINDS = {Thing.CASE: "pm", Thing.PM_PHOTO: "pm", Thing.RECORD: "am", Thing.AM_PHOTO: "am"}
"""What has a kind, which decides what is asked of the table where an address serves both."""
NOT_PUBLIC = [name for name, pattern in PATTERNS.items() if not getattr(pattern.callback, "public", False)]


@dataclass
class Window:
    """The browser of somebody who is signed in, or of nobody, which each question finds as it was."""

    client: Client
    cookies: str = field(init=False)

    def __post_init__(self) -> None:
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, address: str, method: str, said: dict[str, str] | None = None) -> Any:
        """What the desk answers; whatever it did is undone."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer: HttpResponse = getattr(self.client, method)(address, said)
            transaction.set_rollback(True)
        return answer


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
        return reverse(name)
    return reverse(name, args=[*([OF_KINDS[kind]] if says_its_kind(name) else []), of.numbers[kind]])


def permission(name: str) -> tuple[Verb, Mapping[str, Thing]]:
    """What is asked of the table: of one thing, or of what each kind has (``pm``, ``am``)."""
    said: tuple[Verb, Mapping[str, Thing]] = PATTERNS[name].callback.permission  # type: ignore[union-attr]
    return said
