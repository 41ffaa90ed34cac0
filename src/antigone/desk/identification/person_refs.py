"""References to people in the protocol's values: ``person 12``, as the audit has them, or an expert from outside.

A name of an outside expert is only as good as whoever typed it: two spellings are two people to the rules.
"""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.accounts.models import Person

_PERSON, _OUTSIDE = "person ", "outside: "


def of_person(number: int) -> str:
    return f"{_PERSON}{number}"


def of_expert(name: str, institution: str) -> str:
    return f"{_OUTSIDE}{name}, {institution}"


def number_of(key: str) -> int | None:
    """The person's number; None of an expert from outside."""
    rest = key.removeprefix(_PERSON)
    return int(rest) if key.startswith(_PERSON) and rest.isascii() and rest.isdigit() else None


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The names of people and experts, by their references."""
    wanted = set(keys)
    numbers = {number: key for key in wanted if (number := number_of(key)) is not None}
    found = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return {key: key.removeprefix(_OUTSIDE) for key in wanted} | {
        key: found[number] for number, key in numbers.items() if number in found
    }
