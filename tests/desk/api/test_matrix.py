"""Every operation x every role x own or another agency x no token x a token with fewer roles than its person."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from ninja.operation import Operation

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Level, Role, Scope, Thing, Verb
from antigone.desk.api.gate import TokenAuth
from desk_api import KIND, OPERATIONS, WORDS, Program, a_token, kinds_of
from desk_people import People, a_person, as_, browser, two_agencies
from desk_things import Things, one_of_each_role, things_of_both

BODIES: dict[str, dict[str, Any]] = {
    "open_case": {"incident": Thing.INCIDENT},
    "change_case": {"reason": "r", "hair": "grey"},
    "change_article16": {"reason": "r", "power": "P"},
    "add_effect_to_case": {"description": "A ring"},
    "move_effect_of_case": {"kept_where": "Shelf 1", "reason": "r"},
    "open_record": {"incident": Thing.INCIDENT, "names": [{"family": "Novak"}]},
    "change_record": {"reason": "r", "hair": "grey"},
    "add_name_to_record": {"family": "Shcherbak"},
    "change_name_of_record": {"family": "Shcherbak", "reason": "r"},
    "add_informant_to_record": {"name": "A sister"},
    "change_informant_of_record": {"name": "A sister", "reason": "r"},
    "add_mark": {"what": "scar", "where": "left hand", "description": "Old"},
    "add_reference": {"what": "dna", "holder": "A laboratory", "holders_number": "7"},
    "choose_face": {"face": 1},
    "set_points": {"left_eye": {"x": 1, "y": 2}, "reason": "r"},
    "cover_face": {"mask": "AAAA", "reason": "r"},
    "grade_photograph": {"grade": 2},
    "open_source": {
        **{"name": "N", "controller": "C", "basis": "consent", "instrument": "I", "purposes": "P"},
        "valid_from": "2026-01-01",
    },
    "add_consent": {
        **{"source": Thing.SOURCE, "given_by": "A sister", "relation": "sister", "how": "signed form"},
        "given_on": "2026-01-01",
    },
    "ask_search": {"purpose": "to identify a dead person", "reason": "r"},
    "exclude": {"case": Thing.CASE, "record": Thing.RECORD, "ground": "dna", "reason": "r"},
    "make_link": {"one": Thing.CASE, "other": Thing.CASE, "reason": "r"},
}
"""What is sent; a thing stands for its number. Of all others: a reason."""
DONE = {200, 201, 400, 409, 422}
"""What a permitted question is answered: it is carried out, or a rule stands against it."""


def gate_of(operation: Operation) -> TokenAuth:
    (gate,) = operation.auth_callbacks
    assert isinstance(gate, TokenAuth)
    return gate


@pytest.fixture(scope="module")
def people(one_desk: Path) -> People:
    return two_agencies()


@pytest.fixture(scope="module")
def things(people: People) -> tuple[Things, Things]:
    return things_of_both(people)


@dataclass(frozen=True)
class Somebody:
    """Whose program asks, in one role alone."""

    by: Actor
    role: Role
    program: Program


@pytest.fixture(scope="module")
def everybody(people: People) -> list[Somebody]:
    asking = [Somebody(as_(person), role, Program(a_token(person))) for person, role in one_of_each_role(people)]
    for one in asking:
        one.program.get("/me")  # a token's first use of the day is written down: else each question would, and undo it
    return asking


def ask(program: Program, name: str, of: Things, kind: Thing | None, *, undo: bool = True) -> Any:
    """What the desk answers; whatever it did is undone, unless somebody asks how two at once end (bench/faults.py)."""
    path, operation = OPERATIONS[name]
    address = path.replace("{number}", str(of.numbers[kind]) if kind else "").replace("{size}", "blurred")
    address = address.replace(KIND, WORDS[kind]) if KIND in path and kind else address
    address = re.sub(r"{\w+}", "1", address)
    (method,) = operation.methods
    body = None
    if method != "GET":
        said = BODIES.get(name, {"reason": "r"})
        body = {field: of.numbers[value] if isinstance(value, Thing) else value for field, value in said.items()}
    with transaction.atomic() if undo else nullcontext():
        if gate_of(operation).files:
            sent = {"photograph": SimpleUploadedFile("1.jpg", b"none"), "source": of.numbers[Thing.SOURCE]}
            answer = program.client.post(f"/api{address}", sent)
        else:
            answer = program.ask(method, address, body)
        if undo:
            transaction.set_rollback(True)
    return answer


def things_asked(name: str, kind: Thing | None) -> list[Thing]:
    """What the gate looks at: what the address names, or all that its number can be of."""
    path, operation = OPERATIONS[name]
    _verb, things = gate_of(operation).permission
    return [kind] if KIND in path and kind in things.values() else list(things.values())


def let_in(by: Actor, name: str, kind: Thing | None) -> bool:
    """Whether the gate lets them in, which looks at their roles and at no number."""
    verb, _things = gate_of(OPERATIONS[name][1]).permission
    return any(somewhere(by, verb, each) for each in things_asked(name, kind))


def expected(by: Actor, name: str, kind: Thing | None, of: Things) -> set[int]:
    verb, things = gate_of(OPERATIONS[name][1]).permission
    if not let_in(by, name, kind):
        return {403}
    incident = of.numbers[Thing.INCIDENT]
    if kind is None:
        return DONE | {403, 404}
    if not may(by, Verb.SEE, kind.of(Scope(of.agency.pk, incident))):
        return {404}
    thing = kind if kind in things.values() else things[""]
    agency = by.agency if name == "open_source" else of.agency.pk
    if not may(by, verb, thing.of(Scope(agency, incident))):
        # a list of what one may see none of, among what one may see, is empty
        return {200, 403, 404} if verb is Verb.SEE else {403, 404}
    return DONE | ({404} if "photographs" in name or "consent" in name else set())


def questions(name: str, things: tuple[Things, Things], by: Actor) -> list[tuple[Things, Thing | None]]:
    """Of whose number somebody asks: of each agency's, or of one where no number can matter."""
    kinds = kinds_of(OPERATIONS[name][0])
    return [(of, kind) for kind in kinds for of in (things if let_in(by, name, kind) else things[:1])]


@pytest.mark.slow
@pytest.mark.parametrize("about", sorted({path.split("/")[1] for path, _ in OPERATIONS.values()}))
def test_an_operation_answers_whom_the_table_names_and_nobody_else(
    things: tuple[Things, Things], everybody: list[Somebody], about: str
) -> None:
    mine = [name for name, (path, _) in OPERATIONS.items() if path.split("/")[1] == about]
    for one, name in product(everybody, mine):
        for of, kind in questions(name, things, one.by):
            answer = ask(one.program, name, of, kind)
            who = f"{name} of {of.agency} by a {one.role} of agency {one.by.agency}: {answer.content!r}"
            assert answer.status_code in expected(one.by, name, kind, of), who
            assert answer.status_code == 200 or set(answer.json()) == {"detail", "hint"}
    assert len(everybody) == len(Role) * 2 and mine


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.both
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_every_operation_answers_on_postgresql_too(things: tuple[Things, Things], everybody: list[Somebody]) -> None:
    """Whom the table names is asked above; here, once for each number, the first who may."""
    opened = 0
    for name, (path, _) in OPERATIONS.items():
        for kind in kinds_of(path):
            who = next(one for one in everybody if expected(one.by, name, kind, things[0]) >= DONE)
            answer = ask(who.program, name, things[0], kind)
            assert answer.status_code in expected(who.by, name, kind, things[0]), f"{name}: {answer.content!r}"
            opened += answer.status_code in (200, 201)
    assert opened > len(OPERATIONS) / 2


@pytest.mark.slow
def test_nobody_asks_without_a_token_and_a_cookie_is_none(people: People, things: tuple[Things, Things]) -> None:
    signed_in = Program()
    signed_in.client = browser(people.boris)
    for program, name in product((Program(), Program("antigone_wrong"), signed_in), OPERATIONS):
        answer = ask(program, name, things[0], kinds_of(OPERATIONS[name][0])[0])
        assert answer.status_code == 401 and set(answer.json()) == {"detail", "hint"}
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.slow
def test_a_token_with_fewer_roles_than_its_person_does_no_more_than_those(
    people: People, things: tuple[Things, Things]
) -> None:
    many = a_person("Many Roles", people.harbour, Role.EXAMINER, Role.REGISTRAR, Role.BOARD_MEMBER, Role.AUDITOR)
    little = Program(a_token(many, Role.AUDITOR))
    auditor = a_person("Only Auditor", people.harbour, Role.AUDITOR)
    by = as_(auditor)
    for name, (path, _) in OPERATIONS.items():
        for kind in kinds_of(path):
            assert ask(little, name, things[0], kind).status_code in expected(by, name, kind, things[0])


def test_every_operation_says_who_may_ask_for_it() -> None:
    assert [name for name, (_, operation) in OPERATIONS.items() if not operation.auth_callbacks] == []
    assert all(gate_of(operation).permission for _, operation in OPERATIONS.values())


@pytest.mark.slow
def test_what_is_shared_to_be_seen_can_be_seen_and_not_changed(people: People) -> None:
    from antigone.desk.cases.actions.cases import open_case

    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="SHARED", name="A ferry")
    case = open_case(by=as_(people.boris), incident=incident)
    emil = Program(a_token(people.emil))
    assert emil.ask("GET", f"/cases/{case.pk}").status_code == 404
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="for help")
    assert emil.get(f"/cases/{case.pk}")["code"] == "SHARED-PM-00001"
    assert emil.ask("PATCH", f"/cases/{case.pk}", {"reason": "r", "hair": "grey"}).status_code == 403
