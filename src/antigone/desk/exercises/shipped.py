"""The fictional people whom the package carries, as an exercise has them. Nobody in the pictures exists."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_CASES = {
    "U-04": ("male", 50, 65),
    "U-05": ("female", 35, 50),
    "U-08": ("male", 55, 70),
    "U-10": ("female", 40, 55),
}
"""Whom an exercise begins with: sex and age as a registrar would estimate them from the pictures."""
_RECORDS = ("M-004", "M-006", "M-012", "M-014", "M-015", "M-023", "M-026", "M-029")
TO_ADD = ("U-11.jpg", "U-01.jpg", "U-01-covered.jpg")
"""Pictures of two dead whom the exercise does not know yet: for whoever practises opening a case. Of the second one
most of the face is hidden in the last."""
_SEXES = {"f": "female", "m": "male"}


@dataclass(frozen=True, slots=True)
class FictionalCase:
    """Somebody found dead, who never lived."""

    number: str
    place: str
    sex: str
    age_low: int
    age_high: int
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FictionalRecord:
    """Somebody missed, who never lived."""

    number: str
    given: str
    family: str
    sex: str
    age: int
    pictures: tuple[str, ...]


def picture(path: str) -> bytes:
    return (_folder() / path).read_bytes()


def to_add(name: str) -> bytes:
    """The file of one of ``TO_ADD``."""
    return picture(f"covered/{name}" if "covered" in name else f"unidentified/{name}")


@cache
def cases() -> tuple[FictionalCase, ...]:
    found = []
    for number, (sex, low, high) in _CASES.items():
        rows = [row for row in _rows("unidentified.csv") if row["case"] == number]
        place = rows[0]["found"].partition(": ")[2].rpartition(", day ")[0]
        found.append(FictionalCase(number, place, sex, low, high, tuple(row["photo"] for row in rows)))
    return tuple(found)


@cache
def records() -> tuple[FictionalRecord, ...]:
    found = []
    for number in _RECORDS:
        rows = [row for row in _rows("references.csv") if row["person"] == number]
        one = rows[0]
        given, _, family = one["name"].rpartition(" ")
        sex, age = _SEXES[one["sex"]], int(one["age"])
        found.append(FictionalRecord(number, given, family, sex, age, tuple(row["path"] for row in rows)))
    return tuple(found)


def _folder() -> Traversable:
    return resources.files("antigone.demo") / "incident"


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_folder() / name).read_text(encoding="utf-8").splitlines()))
