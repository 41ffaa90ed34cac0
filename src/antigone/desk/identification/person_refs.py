"""References to people in the protocol's values: ``person 12``, as the audit has them; ``expert 3`` of a register."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.accounts.models import Person
from antigone.desk.identification.models import Expert

_PERSON, _EXPERT = "person ", "expert "


def of_person(number: int) -> str:
    return f"{_PERSON}{number}"


def of_expert(number: int) -> str:
    return f"{_EXPERT}{number}"


def number_of(key: str) -> int | None:
    """The person's number; None of an expert from outside."""
    return _number(key, _PERSON)


def expert_of(key: str) -> int | None:
    """The expert's number; None of somebody who works with the desk."""
    return _number(key, _EXPERT)


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The names of people, and of experts with their institutions, by their references."""
    wanted = set(keys)
    people = {number: key for key in wanted if (number := number_of(key)) is not None}
    experts = {number: key for key in wanted if (number := expert_of(key)) is not None}
    found = {key: key for key in wanted}
    for number, name in Person.objects.filter(pk__in=people).values_list("pk", "name"):
        found[people[number]] = name
    for expert in Expert.objects.filter(pk__in=experts):
        found[experts[expert.pk]] = f"{expert.name}, {expert.institution} ({expert.discipline})"
    return found


def _number(key: str, kind: str) -> int | None:
    rest = key.removeprefix(kind)
    return int(rest) if key.startswith(kind) and rest.isascii() and rest.isdigit() else None
