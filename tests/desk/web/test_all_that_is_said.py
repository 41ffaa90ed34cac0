"""A field that somebody adds to a case or a record goes everywhere: no list of fields is forgotten.

Each test walks the fields of the models, so that a new one is tried without a word here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import CharField, DateField, DecimalField, Model, TextField, TimeField
from django.forms import Form

from antigone.client import shapes as client
from antigone.desk.cases.models import Article16, Case
from antigone.desk.records.models import Record
from antigone.desk.subjects.fields import nothing
from antigone.desk.subjects.models import Subject, column, written
from antigone.desk.web.cases import case as case_page
from antigone.desk.web.cases import forms as of_cases
from antigone.desk.web.records import forms as of_records
from antigone.desk.web.records import record as record_page
from desk_api import Program, a_token
from desk_cases import text
from desk_families import Families, families_of
from desk_people import People, browser

NUMBERS = {"age_low": 30, "age_high": 40, "stature_low": 170, "stature_high": 181}
TWO_IN_ONE = {"born": ("born_earliest", "born_latest"), "last_seen": ("last_seen_earliest", "last_seen_latest")}


@dataclass(frozen=True)
class Side:
    """A case or a record: its other half beside ``Subject``, and where it is written and read."""

    half: type[Model]
    address: str
    forms: tuple[type[Form], ...]
    words: dict[str, Any]
    shape: type
    not_in_files: frozenset[str] = frozenset()

    @property
    def fields(self) -> set[str]:
        return {*written(self.half), *written(Subject)}

    @property
    def values(self) -> dict[str, Any]:
        """Something that can be said in each field, and is not what it says by itself."""
        return {name: _value(model, name) for model in (self.half, Subject) for name in written(model)}


def _value(model: type[Model], name: str) -> Any:
    field = column(model, name)
    if field.choices:
        return next(value for value, _ in field.flatchoices if value != nothing(model)[name])
    if isinstance(field, CharField | TextField):
        return f"words of {name}"
    if isinstance(field, DateField):
        return date(1984, 5, 17) if name.startswith("born") else date(2026, 3, 1)
    if isinstance(field, TimeField):
        return time(6, 30)
    return Decimal("46.48253") if isinstance(field, DecimalField) else NUMBERS[name]


SIDES = {
    "case": Side(
        Case,
        "/cases",
        (of_cases.WhereFoundForm, of_cases.CaseBodyForm, of_cases.Teeth, of_cases.Clothing, of_cases.Custody),
        case_page.WORDS,
        client.Case,
    ),
    "record": Side(
        Record,
        "/records",
        (of_records.When, of_records.RecordBodyForm, of_records.LifeForm, of_records.Belongings),
        record_page.WORDS,
        client.Record,
        frozenset({"circumstances"}),
    ),
}
BOTH = pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)


@pytest.fixture
def families(people: People) -> Families:
    return families_of(people)


def opened(families: Families, side: Side) -> tuple[dict[str, Any], Program]:
    """A case or record with something in every field, as a program opened it and was answered."""
    program = Program(a_token(families.people.boris if side.half is Case else families.lena))
    sent = json.loads(json.dumps(side.values, default=str))
    names = {"names": [{"family": "Щербак"}]} if side.half is Record else {}
    return program.post(side.address, {"incident": families.incident.pk, **names, **sent}), program


@pytest.mark.slow
@BOTH
def test_a_program_sends_every_field_and_is_answered_all_of_it(families: Families, side: Side) -> None:
    answer, program = opened(families, side)
    for name, value in side.values.items():
        assert answer[name] == (
            float(value) if isinstance(value, Decimal) else json.loads(json.dumps(value, default=str))
        )
    unknown = dict.fromkeys(side.fields)
    program.ask("PATCH", f"{side.address}/{answer['number']}", {"reason": "all of it was wrong", **unknown})
    now = program.get(f"{side.address}/{answer['number']}")
    assert {name: now[name] for name in side.fields} == {**nothing(side.half), **nothing(Subject)}
    read = client.read(side.shape, now)
    assert {name: read.said[name] for name in side.fields} == {name: now[name] for name in side.fields}


@pytest.mark.slow
@BOTH
def test_every_field_is_written_on_one_page_and_read_on_the_first(families: Families, side: Side) -> None:
    there = [name for form in side.forms for name in form.base_fields if name != "reason"]
    assert len(there) == len(set(there))
    assert {each for name in there for each in TWO_IN_ONE.get(name, (name,))} == side.fields
    answer, _program = opened(families, side)
    page = text(browser(families.rosa), f"{side.address}/{answer['number']}")
    said = {value for value in side.values.values() if str(value).startswith("words of")}
    assert len(said) > 5 and {value for value in said if value not in page} == set()


@BOTH
def test_a_file_of_a_list_has_a_column_for_every_field(families: Families, side: Side) -> None:
    opened(families, side)
    sent = {"form_of": "json", "reason": "for the board"}
    (row,) = json.loads(b"".join(browser(families.rosa).post(f"{side.address}/export", sent).streaming_content))  # type: ignore[attr-defined]
    assert side.fields - set(row) == side.not_in_files
    assert {name for name in side.fields & set(row) if str(row[name]) != str(side.values[name])} == set()


@BOTH
def test_the_history_calls_every_field_by_a_name(side: Side) -> None:
    assert side.fields - set(side.words) == set()
    assert {f"article16 {name}" for name in written(Article16)} <= set(SIDES["case"].words)
