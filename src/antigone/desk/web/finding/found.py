"""What the box in the header finds: a few of each kind, all of it through what whoever asks may see.

    straight_to(by, "HALCYON-26-PM-00007")     where that code leads, whatever it is of
    find_all(by, "rose")                       a few of each kind: cases, names, places, marks, requests, agencies

No query here begins elsewhere than the queries of the rooms do, which ask permission, and none sees what is judged
blind (``accounts.sight``): what one may not know is answered as what was never there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.exchange.queries import packets
from antigone.desk.families.queries import requests, written_code
from antigone.desk.identification.queries import decisions, files, recalls
from antigone.desk.notification.queries import plans
from antigone.desk.records.queries import search_by_name
from antigone.desk.subjects.models import THINGS, Mark, Subject
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.words import IN_WORDS
from antigone.types import Profile

EACH = 8
"""How many of a kind are shown; the list says the rest."""
LONGEST = 200
"""Letters that are looked for: more is no name."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found."""

    address: str
    called: str
    beside: Any = ""
    """What tells it from others of the same kind."""


@dataclass(frozen=True, slots=True)
class FoundKind:
    """A few things of one kind."""

    words: Any
    things: tuple[Found, ...]
    more: bool = False
    """Whether there are more than are shown."""
    all: str = ""
    """Where the rest stands; empty if no list is narrowed so."""


def as_typed(words: str) -> str:
    """What somebody means who typed this, or whose scanner did: of the address in a label's square, its code."""
    plain = "".join(letter for letter in words[: 4 * LONGEST] if letter.isprintable()).strip()
    if "://" in plain:
        plain = parse_qs(plain.partition("?")[2]).get("q", [plain])[0].strip()
    return plain[:LONGEST]


def straight_to(by: Actor, words: str) -> str:
    """The page of what has exactly this code or number; empty if nothing has that they may see."""
    code = words.upper()
    digits = re.sub(r"[\s-]", "", words)
    asked: list[QuerySet[Any]] = []
    if "-" in code:
        asked += [subjects(by, kind).filter(code=code) for kind in Profile]
        asked += [rows.filter(number=code) for rows in _numbered(by)]
    if len(digits) == 9 and digits.isascii() and digits.isdigit():
        asked.append(requests(by).filter(code=digits))
    asked.append(accounts.incidents(by).filter(code=code))
    for rows in asked:
        for row in rows.order_by("pk")[:1]:
            return str(row.address)
    return ""


def find_all(by: Actor, words: str) -> list[FoundKind]:
    """A few of each kind, those that people look for most first. Kinds of which nothing was found are left out."""
    finders = (_cases, _records, _by_place, _by_mark, _requests, _papers, _incidents, _agencies, _people)
    return [kind for find in finders for kind in find(by, words) if kind.things]


def _numbered(by: Actor) -> Iterator[QuerySet[Any]]:
    """What has a number of its own beside that of its row."""
    for rows, thing in ((files, Thing.FILE), (decisions, Thing.DECISION), (recalls, Thing.RECALL)):
        if somewhere(by, Verb.SEE, thing):
            yield rows(by)
    if somewhere(by, Verb.SEE, Thing.PACKET):
        yield packets(by)
    if somewhere(by, Verb.SEE, Thing.NOTIFICATION):
        yield plans(by)


def has(column: str, words: str) -> Q:
    """Whether these words stand in a column, in small letters or capitals of any script: SQLite's LIKE knows only
    those of A to Z, and asking Python of each row takes ten times as long."""
    wanted = Q()
    for spelt in {words, words.lower(), words.upper(), words.capitalize(), words.title()}:
        wanted |= Q(**{f"{column}__icontains": spelt})
    return wanted


def _some(words: Any, rows: Iterable[Any], told: Callable[[Any], Found], all: str = "") -> Iterator[FoundKind]:
    """The first few of these rows; ``all`` is only said where there are more."""
    found = list(rows[: EACH + 1] if isinstance(rows, QuerySet | list) else rows)
    more = len(found) > EACH
    yield FoundKind(words, tuple(map(told, found[:EACH])), more, all if more else "")


def _narrowed(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words})}"


def _cases(by: Actor, words: str) -> Iterator[FoundKind]:
    if not somewhere(by, Verb.SEE, Thing.CASE):
        return
    wanted = has("code", words) | has("case__other_number", words)
    if (place := _whole_number(words)) is not None:
        wanted = Q(place=place) | has("case__other_number", words)
    rows = subjects(by, Profile.PM).filter(wanted).select_related("case").order_by("-pk")
    yield from _some(_("Cases of the dead"), rows, _a_case, _narrowed("cases", words))


def _a_case(row: Subject) -> Found:
    return Found(row.address, row.code, row.case.found_place)


def _records(by: Actor, words: str) -> Iterator[FoundKind]:
    """By name in any script, the likest first; then by number."""
    if not somewhere(by, Verb.SEE, Thing.RECORD):
        return
    mine = subjects(by, Profile.AM)
    wanted = has("code", words) | has("record__other_number", words)
    if (place := _whole_number(words)) is not None:
        wanted = Q(place=place) | has("record__other_number", words)
    numbers = [each.record for each in search_by_name(by, words, most=EACH + 1)]
    if any(letter.isdigit() for letter in words):
        numbers += mine.filter(wanted).order_by("-pk").values_list("pk", flat=True)[: EACH + 1]
    numbers = list(dict.fromkeys(numbers))[: EACH + 1]
    rows = {row.pk: row for row in mine.filter(pk__in=numbers).prefetch_related("record__names")}
    inorder = [rows[number] for number in numbers if number in rows]
    yield from _some(_("Missing persons"), inorder, _a_record, _narrowed("records", words))


def _a_record(row: Subject) -> Found:
    return Found(row.address, row.code, "; ".join(_whole_name(name) for name in row.record.names.all()))


def _whole_name(name: Any) -> str:
    return " ".join(part for part in (name.family, name.given, name.patronymic) if part)


def _by_place(by: Actor, words: str) -> Iterator[FoundKind]:
    for kind, column, said in (
        (Profile.PM, "case__found_place", _("Found at such a place")),
        (Profile.AM, "record__last_seen_place", _("Last seen at such a place")),
    ):
        if somewhere(by, Verb.SEE, THINGS[kind.value]):
            part, _sep, name = column.partition("__")
            rows = subjects(by, kind).filter(has(column, words)).select_related(part).order_by("-pk")
            told = lambda row, part=part, name=name: Found(row.address, row.code, getattr(getattr(row, part), name))  # noqa: E731
            yield from _some(said, rows, told, _narrowed("cases", words) if kind is Profile.PM else "")


def _by_mark(by: Actor, words: str) -> Iterator[FoundKind]:
    """Marks on bodies, of the dead and of the missing."""
    for kind, said in ((Profile.PM, _("Marks on the dead")), (Profile.AM, _("Marks of the missing"))):
        if somewhere(by, Verb.SEE, THINGS[kind.value]):
            marks = Mark.objects.filter(has("description", words) | has("where", words))
            rows = marks.filter(subject__in=subjects(by, kind)).select_related("subject").order_by("-pk")
            yield from _some(said, rows, _a_mark)


def _a_mark(row: Mark) -> Found:
    return Found(row.subject.address, row.subject.code, f"{IN_WORDS[row.what]}, {row.where}: {row.description}")


def _requests(by: Actor, words: str) -> Iterator[FoundKind]:
    """By the nine digits of a family's paper, or by the number that the worklist names."""
    digits = re.sub(r"[\s-]", "", words)
    if somewhere(by, Verb.SEE, Thing.REQUEST) and digits.isascii() and digits.isdigit() and len(digits) <= 9:
        rows = requests(by).filter(Q(code__startswith=digits) | Q(pk=int(digits))).order_by("-pk")
        yield from _some(_("Requests of families"), rows, _a_request)


def _a_request(row: Any) -> Found:
    return Found(row.address, gettext("Request %(number)s") % {"number": row.pk}, written_code(row))


def _papers(by: Actor, words: str) -> Iterator[FoundKind]:
    """Files, decisions, recalls, packets, plans to tell a family: by a part of the number."""
    found = [row for rows in _numbered(by) for row in rows.filter(number__icontains=words).order_by("-pk")[: EACH + 1]]
    yield from _some(_("Files, decisions and other papers"), found, lambda row: Found(row.address, row.number))


def _incidents(by: Actor, words: str) -> Iterator[FoundKind]:
    rows = accounts.incidents(by).filter(has("code", words) | has("name", words)).order_by("-pk")
    yield from _some(_("Incidents"), rows, lambda row: Found(row.address, row.code, row.name), reverse("incidents"))


def _agencies(by: Actor, words: str) -> Iterator[FoundKind]:
    """One's own and those that share something; each leads to the cases that it holds, where one sees any."""
    if not somewhere(by, Verb.SEE, Thing.AGENCY):
        return
    held = reverse("cases") if somewhere(by, Verb.SEE, Thing.CASE) else ""
    rows = accounts.agencies_seen(by).filter(has("name", words)).order_by("name")

    def told(row: Any) -> Found:
        return Found(f"{held}?agency={row.pk}" if held else row.address, row.name)

    yield from _some(_("Agencies"), rows, told)


def _people(by: Actor, words: str) -> Iterator[FoundKind]:
    if somewhere(by, Verb.SEE, Thing.PERSON):
        rows = accounts.people(by).filter(has("name", words) | has("email", words)).order_by("name")
        told = lambda row: Found(row.address, row.name, row.agency.name)  # noqa: E731
        yield from _some(_("People who work here"), rows, told, _narrowed("people", words))


def _whole_number(words: str) -> int | None:
    """The number that a code ends with, typed alone."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None
