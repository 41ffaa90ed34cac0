"""The acts that two may do at once: the API's operations that write, every form of every page, and the worker.

Operations are sent as the API's own matrix sends them (tests/desk/api/test_matrix.py). Forms are read from the pages:
each address is opened for the numbers of a desk with one thing of each kind, by those whom the gate lets in, and its
forms are filled in. What comes through and writes something is an act; it is undone again.
"""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import ModuleType
from typing import Any

from faults_pairs_forms import Said, forms_of

TESTS = Path(__file__).resolve().parents[1] / "tests"
SHARED = re.compile(r"(audit_\w+|accounts_(token|person|agency|incident|session)|django_\w+)")
PEOPLE = "accounts_person"
"""Tables that every act reads, or writes under the audit's lock: no pair is chosen for these."""
ALONE = ("sign-out", "language", "notices-seen", "sign-in")
"""Forms of pages that change nothing but for whoever asks."""
TRIED = 4
"""So many people open a page, until two of them could do what it offers."""
Row = tuple[str, Any]


@dataclass
class Act:
    """Something that somebody may do, and what it touches: tables, and rows that were there before."""

    name: str
    do: Callable[[], str]
    answer: str = ""
    """What it was answered when it was found."""
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    people: bool = False
    """Whether it writes about a person: that alone makes no pair, for every act reads who does it."""
    statements: int = 0
    changed: set[Row] = field(default_factory=set)
    ended: set[Row] = field(default_factory=set)
    """Rows that are gone, or settled by it: a time was written where none was."""
    builds: set[Row] = field(default_factory=set)
    """Rows that were there, to which what it writes points, and the row of who does it."""

    @property
    def kind(self) -> str:
        """Its words without numbers, names and which of two doors it came through: pages or the API."""
        name = self.name.partition(" by ")[0].partition(" of ")[0]
        return " ".join(sorted(word for word in re.split(r"[-_ :]", name) if word.isalpha()))


def operations(programs: list[Any], of: Any) -> list[Act]:
    """Of the API: each with the first program that may."""
    from desk_api import OPERATIONS, kinds_of

    matrix, found = _matrix(), []
    for name, (path, operation) in OPERATIONS.items():
        for kind in kinds_of(path) if operation.methods != ["GET"] else []:
            for program in programs:
                answer = matrix.ask(program, name, of, kind)  # what it did is undone
                if answer.status_code in (200, 201):
                    found.append(
                        Act(f"{name} of {kind}", _asking(matrix, program, name, of, kind), str(answer.status_code))
                    )
                    break
    return found


def _asking(matrix: ModuleType, program: Any, name: str, of: Any, kind: Any) -> Callable[[], str]:
    return lambda: str(matrix.ask(program, name, of, kind, undo=False).status_code)


def _matrix() -> ModuleType:
    where = TESTS / "desk/api/test_matrix.py"
    spec = importlib.util.spec_from_file_location("api_matrix", where)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["api_matrix"] = module  # its dataclasses look for it
    spec.loader.exec_module(module)
    return module


def worker() -> Act:
    def do() -> str:
        from antigone.desk.worker import work_once

        work_once()
        return "worked"

    return Act("the worker's next jobs", do, "worked")


def windows_of(people: list[Any]) -> dict[int, Any]:
    """A browser for each, signed in; before the desk is kept, or it would know nothing of it."""
    from desk_addresses import signed_in

    return {person.pk: signed_in(person).client for person in people}


def of_pages(people: list[Any], windows: dict[int, Any], things: list[Any], addresses: Iterable[str]) -> Iterator[Act]:
    """What the forms of these pages do, for all numbers of ``things``; each form by two people, where two may."""
    from desk_addresses import address_of, kinds_of

    asked: set[str] = set()
    done: dict[str, int] = {}
    for name in addresses:
        for kind in kinds_of(name):
            for of in things if kind else things[:1]:
                if kind is not None and kind not in of.numbers:
                    continue
                address = address_of(name, kind, of)
                if address not in asked:
                    asked.add(address)
                    yield from _of_page(address, _let_in(people, name, kind), windows, done)


def _let_in(people: list[Any], name: str, kind: Any) -> list[Any]:
    """Those whom the gate lets in, which looks at roles: one of each set of roles before others."""
    from antigone.desk.accounts.access import somewhere
    from desk_addresses import OF_KINDS, PATTERNS, permission, says_its_kind
    from desk_people import as_

    verb, of = permission(name)
    asked_kind = OF_KINDS[kind] if kind and says_its_kind(name) else PATTERNS[name].default_args.get("kind")
    asked = [of[asked_kind]] if asked_kind and len(of) > 1 else list(of.values())
    return [each for each in people if any(somewhere(as_(each), verb, thing) for thing in asked)]


def _of_page(address: str, people: list[Any], windows: dict[int, Any], done: dict[str, int]) -> Iterator[Act]:
    tried = 0
    for person in people:
        if tried >= TRIED:
            return
        client = windows[person.pk]
        answer = _asked(client, lambda client=client: client.get(address))
        if answer.status_code in (403, 404):
            tried += 1
            continue
        if answer.status_code != 200 or answer.streaming or not answer["Content-Type"].startswith("text/html"):
            return  # no page: a picture, a file, or what is only sent to
        tried += 1
        offered = False
        for form in forms_of(answer.content.decode(), address):
            for action, said in form.ways():
                key = _key(action, said)
                if not key or done.get(key, 0) >= 2 or done.get(f"{key} {person.pk}"):
                    continue
                offered = True
                if act := _tried(client, person, action, said, f"{key} by {person.name}"):
                    done[key] = done.get(key, 0) + 1
                    done[f"{key} {person.pk}"] = 1
                    yield act
        if not offered and done:
            tried += 1


def _key(action: str, said: Said) -> str:
    """A form's name: its address and the button; empty if it is none of staff's."""
    from django.urls import Resolver404, resolve

    try:
        found = resolve(action.partition("?")[0])
    except Resolver404:
        return ""
    if found.url_name in ALONE or not hasattr(found.func, "permission"):
        return ""
    what = [said[name][0].partition(":")[0] for name in ("do", "step", "what", "accepted", "key") if name in said]
    return " ".join([str(found.url_name), *(str(each) for each in found.kwargs.values()), *what])


def _tried(client: Any, person: Any, action: str, said: Said, name: str) -> Act | None:
    """The act, if it comes through and writes something; asked once more if the page does."""
    said, act = deepcopy(said), Act(name, lambda: "")
    for _ in range(2):
        answer = _asked(client, lambda: client.post(action, said), act)
        if answer.status_code == 302:
            break
        if answer.status_code != 200 or answer.streaming or b'name="sure"' not in answer.content:
            return None
        said["sure"] = ["yes"]
        act = Act(name, lambda: "")
    if answer.status_code != 302 or not act.writes:
        return None
    act.do, act.answer = _sending(client, action, said), _answer(answer)
    act.builds.add((PEOPLE, person.pk))
    return act


def _sending(client: Any, action: str, said: Said) -> Callable[[], str]:
    """In a browser of its own, which has the cookies that the other had."""
    from desk_people import a_client

    cookies = client.cookies.output(header="", sep=";")

    def do() -> str:
        mine = a_client()
        mine.cookies = SimpleCookie(cookies)
        return _answer(mine.post(action, said))

    return do


def _answer(answer: Any) -> str:
    return f"{answer.status_code} {re.sub('[0-9a-f]{6,}|[0-9]+', '#', answer.headers.get('Location', ''))}"


def _asked(client: Any, ask: Callable[[], Any], act: Act | None = None) -> Any:
    """What the desk answers; what it did is heard, and undone."""
    from django.db import connection, transaction

    cookies = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        if act is None:
            answer = ask()
        else:
            with connection.execute_wrapper(_hearing(act)):
                answer = ask()
            _look_at_rows(act)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return answer


def watch(act: Act) -> None:
    """Do it once, hear what it touches, and undo it."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.execute_wrapper(_hearing(act)):
            act.do()
        _look_at_rows(act)
        transaction.set_rollback(True)


def _hearing(act: Act) -> Callable[..., Any]:
    known = set(_models())

    def hears(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        act.statements += 1
        own = {table for table in re.findall(r'"(\w+)"', sql) if table in known and not SHARED.fullmatch(table)}
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            target = re.search(r'"(\w+)"', sql)
            act.writes |= own & {target.group(1)} if target else set()
            if target and target.group(1) == PEOPLE:
                act.people = True
        act.reads |= own
        return execute(sql, params, many, context)

    return hears


def _models() -> dict[str, Any]:
    from django.apps import apps

    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


_before: dict[str, dict[Any, tuple[Any, ...]]] = {}


def remember_rows() -> None:
    """As they are before any act."""
    for table, model in _models().items():
        _before[table] = _rows(model)


def _rows(model: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in model._base_manager.values_list("pk", *_columns(model))}


def _columns(model: Any) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields]


def _look_at_rows(act: Act) -> None:
    """Which rows are others now: changed, ended, or new and pointing at some that were there."""
    models = _models()
    for table in act.writes | ({PEOPLE} if act.people else set()):
        was, now, columns = _before[table], _rows(models[table]), _columns(models[table])
        act.ended |= {(table, key) for key in was.keys() - now.keys()}
        for key, row in now.items():
            old = was.get(key)
            if old == row:
                continue
            if old is not None:
                act.changed.add((table, key))
                if any(
                    name.endswith("_at") and before is None and after is not None
                    for name, before, after in zip(columns, old, row, strict=True)
                ):
                    act.ended.add((table, key))
            act.builds |= set(_pointed(models[table], columns, row))


def _pointed(model: Any, columns: list[str], row: tuple[Any, ...]) -> Iterator[Row]:
    for each, value in zip(model._meta.concrete_fields, row, strict=True):
        if each.related_model is None or value is None:
            continue
        table = each.related_model._meta.db_table
        if not SHARED.fullmatch(table) and value in _before.get(table, {}):
            yield table, value


def drawn(names: list[str], many: int, dice: random.Random) -> list[str]:
    """So many of the addresses, or all."""
    return names if many >= len(names) else dice.sample(names, many)
