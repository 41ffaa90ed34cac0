"""Nobody sees what they judge blind, whatever else they are: every page, file, answer, count and search is asked.

Made from the routes and the API's operations: a new one is asked on the day it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from antigone.desk.accounts.permissions import Thing
from antigone.desk.cases.models import Case
from antigone.desk.exchange.models import Packet
from antigone.desk.families.models import Request
from antigone.desk.identification.models import Decision, File
from antigone.desk.subjects.models import Mark, Subject
from desk_addresses import NOT_PUBLIC, Window, address_of, kinds_of, signed_in
from desk_api import KIND, OPERATIONS, WORDS, Program, a_token
from desk_api import kinds_of as api_kinds_of
from desk_blind import HIDDEN, NAME, SAID, Blind, a_blind_desk, list_with, more_of_the_pair
from desk_people import two_agencies

pytestmark = [pytest.mark.slow, pytest.mark.sweep]

OWN = {Thing.ASSIGNMENT}
"""What the bench shows an examiner of their own work."""


SECRETS = ("authenticator", "passkeys")
"""Pages with a new secret of one's own each time, and nothing else."""


LISTS = {
    *("/", "/cases", "/records", "/requests", "/packets", "/notifications", "/erasures", "/decisions", "/files"),
    *("/recalls", "/reviews", "/warnings"),
}


@pytest.fixture(scope="module")
def desk_of_two(one_desk: Path) -> Blind:
    return a_blind_desk(two_agencies())


@pytest.fixture(scope="module")
def iva(desk_of_two: Blind) -> Window:
    return signed_in(desk_of_two.iva)


@pytest.fixture(scope="module")
def una(desk_of_two: Blind) -> Window:
    return signed_in(desk_of_two.una)


@pytest.fixture(scope="module")
def her_pages(desk_of_two: Blind, iva: Window) -> dict[str, str]:
    """Every page as Iva sees it before a test does anything, asked for once: all that is done is undone again."""
    return {address: body(iva.ask(address, "get")) for address in addresses(desk_of_two)}


@pytest.fixture(scope="module")
def pages_of_una(desk_of_two: Blind, una: Window) -> dict[str, str]:
    """The same as Una sees them, who judges nothing."""
    return {address: body(una.ask(address, "get")) for address in addresses(desk_of_two)}


def addresses(blind: Blind) -> Iterator[str]:
    """Every address that takes no number, and every other with the numbers of what is not of the pair."""
    for name in ("front", "figures", "figures-file", *NOT_PUBLIC):
        if name in SECRETS:
            continue
        for kind in kinds_of(name):
            if kind is None:
                yield address_of(name, None, blind.hidden)
            for of in blind.visible:
                if kind in of.numbers and kind not in OWN:
                    yield address_of(name, kind, of)


def body(answer: Any) -> str:
    """What is said in an answer, as text, and where it leads."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", errors="replace") + f'"{answer.get("Location", "")}"'


class _Forms(HTMLParser):
    """The forms of a page: their method, where they go, and their fields with the kind of each and its value."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, tuple[str, str]]]] = []
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("method", "get"), said.get("action", ""), {}))
        if not self.found:
            return
        fields = self.found[-1][2]
        if tag in ("input", "textarea", "select", "button") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            fields.setdefault(said["name"], (kind, said.get("value", "")))
            self._choosing = said["name"] if tag == "select" else ""
        elif tag == "option" and self._choosing and not fields[self._choosing][1]:
            fields[self._choosing] = ("select", said.get("value", ""))


WRITTEN = ("text", "search", "textarea")
"""Fields into which somebody writes."""


def forms_of(page: str, method: str) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    forms = _Forms()
    forms.feed(page)
    return [(action, fields) for how, action, fields in forms.found if how.lower() == method]


def searched(pages: dict[str, str]) -> set[tuple[str, str]]:
    """Where something can be looked for, and by which field: once, on however many pages the box stands."""
    return {
        (action or address, name)
        for address, page in pages.items()
        for action, fields in forms_of(page, "get")
        for name, (kind, _value) in fields.items()
        if kind in WRITTEN
    }


def written(fields: dict[str, tuple[str, str]], words: str) -> dict[str, str]:
    """A form as somebody sends it who writes these words wherever they can."""
    return {name: words if kind in WRITTEN else value for name, (kind, value) in fields.items()}


def test_whoever_judges_a_pair_finds_nothing_that_tells_of_it(
    desk_of_two: Blind, her_pages: dict[str, str], pages_of_una: dict[str, str]
) -> None:
    leaks = {address: found for address, page in her_pages.items() if (found := desk_of_two.told(page))}
    seen = {address for address, page in pages_of_una.items() if desk_of_two.told(page)}
    assert leaks == {}
    assert seen >= LISTS, "the same roles see it where they judge nothing"


def of_the_pair(blind: Blind) -> Iterator[str]:
    """Every address that takes the number of something of the pair."""
    for name in NOT_PUBLIC:
        yield from (address_of(name, kind, blind.hidden) for kind in kinds_of(name) if kind in HIDDEN)


@pytest.mark.usefixtures("bare_refusals")
def test_what_is_asked_by_its_number_is_not_there(desk_of_two: Blind, iva: Window, una: Window) -> None:
    """Not to look at, and not to do anything to: as if it had never been."""
    there, kept = {}, set()
    for address in of_the_pair(desk_of_two):
        for method in ("get", "post"):
            status = iva.ask(address, method).status_code
            if status not in (403, 404, 405):
                there[f"{method} {address}"] = status
            if address not in kept and una.ask(address, method).status_code in (200, 302, 400):
                kept.add(address)
    assert there == {}
    assert len(kept) > 60, "the same roles find it where they judge nothing"


def test_a_decision_on_others_is_not_there_while_its_lists_name_the_pair(
    desk_of_two: Blind, iva: Window, una: Window
) -> None:
    """A decision keeps its candidate lists whole, with everybody who was not chosen."""
    decision = Decision.objects.get(pk=desk_of_two.visible[0].numbers[Thing.DECISION])
    asked = (decision.address, decision.address_of("certificate"), decision.address_of("recall"))
    for address in asked:
        assert iva.ask(address, "get").status_code in (200, 400), "it tells nothing of the pair yet"
    list_with(desk_of_two.hidden, decision.record)
    for address in asked:
        assert iva.ask(address, "get").status_code == 404
        assert una.ask(address, "get").status_code in (200, 400)
    assert f"{decision.address}" not in body(iva.ask("/decisions", "get"))


def test_no_search_finds_it_and_none_tells_that_it_is_there(
    desk_of_two: Blind, her_pages: dict[str, str], iva: Window, una: Window
) -> None:
    code = next(word for word in desk_of_two.words if "-PM-" in word)
    leaks, seen, fields = {}, set(), searched(her_pages)
    for address, name in sorted(fields):
        for wanted in (code, NAME):
            asked = f"{address}?{urlencode({name: wanted})}"
            if found := desk_of_two.told(body(iva.ask(asked, "get")), but=wanted):
                leaks[asked] = found
            if desk_of_two.told(body(una.ask(asked, "get")), but=wanted):
                seen.add(address)
    assert leaks == {}
    assert len(fields) >= 4 and seen >= {"/cases", "/records", "/find"}, seen


def test_the_box_of_every_page_answers_as_if_the_pair_had_never_been(
    desk_of_two: Blind, iva: Window, una: Window
) -> None:
    """Whatever it finds: codes, numbers of papers and of requests, a name in another script, a mark, a place."""
    pair = Subject.objects.filter(pk__in=desk_of_two.numbers)
    case, record = (pair.get(pk=desk_of_two.hidden.numbers[kind]) for kind in (Thing.CASE, Thing.RECORD))
    Mark.objects.create(subject=record, what="scar", where=SAID, description=SAID)
    Case.objects.filter(pk=case.pk).update(found_place=SAID, other_number="Zq-771")
    request = Request.objects.filter(record=record).earliest("pk")
    file, packet = (
        File.objects.get(pk=desk_of_two.hidden.numbers[Thing.FILE]),
        Packet.objects.filter(subject__in=pair).earliest("pk"),
    )
    code = case.code
    for words in (
        *(code, code.lower(), record.code, f"https://desk.example/find?q={code}", code[-5:], str(case.place)),
        *(NAME, NAME.upper(), SAID, SAID.upper(), "Zq-771", request.code, str(request.pk), file.number),
        *(packet.number, packet.number[:-1]),
    ):
        asked = f"/find?{urlencode({'q': words})}"
        hers, others = body(iva.ask(asked, "get")), body(una.ask(asked, "get"))
        assert [each for each in desk_of_two.told(hers) if each.lower() not in words.lower()] == [], words
        assert not re.search(r'"/(cases|records|files|packets|requests)/\d+"$', hers), f"{words} leads straight there"
        assert desk_of_two.ways.findall(others), f"{words}: the same roles find it where they judge nothing"
    nobody = _plain(body(iva.ask(f"/find?q={NOBODY}", "get")), NOBODY)
    assert _plain(body(iva.ask(f"/find?q={code}", "get")), code) == nobody


NOBODY = "HARBOUR-PM-99999"
EXPORTS = {"/cases/export?", "/records/export?"}
"""Forms that answer whoever judges nothing with what the code is of."""


def test_no_form_tells_that_a_code_is_there_and_no_file_has_it(
    desk_of_two: Blind, her_pages: dict[str, str], iva: Window, una: Window
) -> None:
    """Whoever writes the code of what they judge into a form is answered as if it had never been given to anybody."""
    leaks, seen, asked = {}, set(), 0
    codes = [word for word in desk_of_two.words if re.search("-(PM|AM)-", word)]
    for to, fields in _written_into(her_pages):
        nobody = _plain(body(iva.ask(to, "post", written(fields, NOBODY))), NOBODY)
        for code in codes[:2]:
            asked += 1
            hers = body(iva.ask(to, "post", written(fields, code)))
            if _plain(hers, code) != nobody or desk_of_two.told(hers, but=code):
                leaks[f"{to} {code}"] = desk_of_two.told(hers, but=code)
            if to in EXPORTS and desk_of_two.told(body(una.ask(to, "post", written(fields, code))), but=code):
                seen.add(to)
    assert leaks == {}
    assert asked > 50 and seen == EXPORTS


def _written_into(pages: dict[str, str]) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """Where each form goes in which somebody writes, and its fields: once, on however many pages it stands."""
    found = {
        (action or address, repr(fields)): (action or address, fields)
        for address, page in pages.items()
        for action, fields in forms_of(page, "post")
        if action != "/language" and any(kind in WRITTEN for kind, _value in fields.values())
    }
    return list(found.values())


def at_any_moment(page: str) -> str:
    return _OF_THE_MOMENT.sub("", page)


def _plain(page: str, code: str) -> str:
    return at_any_moment(page).replace(code, "").replace(code.lower(), "")


_OF_THE_MOMENT = re.compile(r"/invitation/[\w-]+|[A-Za-z0-9]{64}|nonce=\"[^\"]+\"|\b\d\d:\d\d(:\d\d)?")
"""What is another each time that a page is asked for."""


def test_no_count_and_no_page_changes_when_more_comes_of_it(
    desk_of_two: Blind, her_pages: dict[str, str], pages_of_una: dict[str, str], iva: Window, una: Window
) -> None:
    """What happens to the pair meanwhile changes no page of whoever judges it: nothing can be worked out from one."""

    hers, others = ({each: at_any_moment(page) for each, page in seen.items()} for seen in (her_pages, pages_of_una))
    taken = more_of_the_pair(desk_of_two.numbers)
    assert taken >= {"Photograph", "Candidate", "Exclusion", "Packet", "Request", "Message", "ImportItem"}, taken
    after = {each: at_any_moment(body(iva.ask(each, "get"))) for each in hers}
    assert [each for each in hers if hers[each] != after[each]] == []
    changed = (each for each in others if others[each] != at_any_moment(body(una.ask(each, "get"))))
    assert len(list(islice(changed, 16))) == 16, "as pages of whoever judges nothing do"


def asked_of_the_api(blind: Blind) -> Iterator[tuple[str, bool]]:
    """Every address of the API, and whether its number is of something of the pair."""
    for path, operation in OPERATIONS.values():
        if operation.methods != ["GET"]:
            continue
        for kind in api_kinds_of(path):
            for of in (blind.hidden, *blind.visible):
                if kind is not None and kind not in of.numbers:
                    continue
                address = path.replace("{number}", str(of.numbers[kind]) if kind else "").replace("{size}", "blurred")
                address = address.replace(KIND, WORDS[kind]) if kind in WORDS else address
                yield re.sub(r"{\w+}", "1", address), of is blind.hidden and kind in HIDDEN


def test_no_operation_of_the_api_tells_of_it(desk_of_two: Blind) -> None:
    hers, others = (Program(a_token(person)) for person in (desk_of_two.iva, desk_of_two.una))
    leaks, seen = {}, set()
    for address, hidden in asked_of_the_api(desk_of_two):
        answer = hers.ask("GET", address)
        if (found := desk_of_two.told(body(answer))) or (hidden and answer.status_code not in (403, 404)):
            leaks[address] = answer.status_code, found
        if desk_of_two.told(body(others.ask("GET", address))):
            seen.add(address)
    assert leaks == {}
    assert len(seen) > 5
