"""What an incident has in it, as far as somebody may see it: counts, and where the lists are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere, takes_part
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.subjects.models.subject import THINGS
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.tables import MOST
from antigone.types import Profile

_LISTS = (
    ("cases", _("Cases of the dead"), Profile.PM, "incident-open-case", _("Open a case")),
    ("records", _("Records of the missing"), Profile.AM, "incident-open-record", _("Open a record")),
)
"""The list's address, what it is called, what it counts, and where one more is opened."""


@dataclass(frozen=True, slots=True)
class IncidentList:
    """One list of an incident."""

    words: Any
    address: str
    number: int | None = None
    """Up to ``lists.MOST``."""
    more: bool = False
    open: str = ""
    open_words: Any = ""


def incident_overview(by: Actor, incident: Incident) -> list[IncidentList]:
    adds = incident.closed_at is None and takes_part(by, incident)
    found = []
    for name, words, kind, opening, open_words in _LISTS:
        if somewhere(by, Verb.SEE, THINGS[kind.value]):
            number = subjects(by, kind).filter(incident=incident).order_by()[: MOST + 1].count()
            opens = (
                reverse(opening, args=[incident.pk]) if adds and somewhere(by, Verb.OPEN, THINGS[kind.value]) else ""
            )
            seen = f"{reverse(name)}?incident={incident.pk}"
            found.append(IncidentList(words, seen, min(number, MOST), number > MOST, opens, open_words))
    for name, words, thing in (
        ("incident-sources", _("Lawful sources of photographs"), Thing.SOURCE),
        ("incident-imports", _("Many photographs brought in"), Thing.IMPORT),
        ("incident-arrivals", _("What came from others"), Thing.ARRIVAL),
        ("incident-families", _("Pages for families"), Thing.FAMILY_PORTAL),
        ("incident-review-rules", _("How pairs are examined"), Thing.REVIEW_RULES),
        ("incident-board", _("The board: members and rules"), Thing.BOARD),
    ):
        if somewhere(by, Verb.SEE, thing) and (thing is not Thing.FAMILY_PORTAL or takes_part(by, incident)):
            found.append(IncidentList(words, reverse(name, args=[incident.pk])))
    if takes_part(by, incident):
        for name, words, thing in (
            ("incident-lists", _("Who may lie here: lists of persons"), Thing.LISTING),
            ("incident-reconciliations", _("Everybody set against everybody"), Thing.RECONCILIATION),
        ):
            if somewhere(by, Verb.SEE, thing):
                found.append(IncidentList(words, reverse(name, args=[incident.pk])))
    return found
