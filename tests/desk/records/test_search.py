"""Records are found by name, in any script, by those who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.permissions import Level
from antigone.desk.records.actions.names import add_name
from antigone.desk.records.models import Record
from antigone.desk.records.queries import nearly, search_by_name
from antigone.desk.records.spelling import Likeness
from antigone.errors import RuleBroken
from desk_families import Families
from desk_people import as_

pytestmark = pytest.mark.both


def test_any_spelling_finds_the_one_that_was_written_down(families: Families) -> None:
    record = families.record("Щербак", "Олександр", "Іванович")
    families.record("Бондаренко", "Олена")
    for words in ("Щербак", "Shcherbak", "Scherbak", "Szczerbak", "Schtscherbak Alexander", "ivanovich shcherbak"):
        assert [each.record for each in search_by_name(families.by, words, families.incident.pk)] == [record.pk], words


def test_the_same_letters_come_before_the_same_sound_and_that_before_near(families: Families) -> None:
    near, sound, letters = (families.record(name) for name in ("Shcherbuk", "Szczerbak", "Щербак"))
    found = search_by_name(families.by, "Shcherbak", families.incident.pk)
    assert [each.record for each in found] == [letters.pk, sound.pk, near.pk]
    assert [each.how for each in found] == [Likeness.LETTERS, Likeness.SOUND, Likeness.NEAR]


def test_every_name_of_a_record_finds_it(families: Families) -> None:
    record = families.record("حسين", "محمد")
    add_name(by=families.by, record=record, what="also called", family="Abu Omar")
    for words in ("Mohamed Hussein", "Hussein", "Abu Omar", "Omar Muhammad", "محمّد"):
        assert [each.record for each in search_by_name(families.by, words)] == [record.pk], words


def test_a_record_that_has_only_a_part_of_the_name_comes_last(families: Families) -> None:
    both, part = families.record("Щербак", "Олена"), families.record("Щербак")
    found = search_by_name(families.by, "Shcherbak Olena", families.incident.pk)
    assert [(each.record, each.whole) for each in found] == [(both.pk, True), (part.pk, False)]


def test_a_page_of_text_is_no_name_and_breaks_nothing(families: Families) -> None:
    families.record("Щербак")
    for words in ("chj" * 66, "chj " * 50, "jchthx cchjgj xchj " * 10, "щ" * 200, "a " * 100):
        search_by_name(families.by, words)


def test_what_is_in_no_name_finds_nobody(families: Families) -> None:
    families.record("Щербак", "Олена")
    for words in ("", "  ", "-", "Kuznets", "12"):
        assert search_by_name(families.by, words) == []


def test_another_agencys_records_and_other_incidents_are_not_found(families: Families) -> None:
    record, people = families.record("Щербак"), families.people
    other = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="OTHER", name="Another")
    assert search_by_name(families.by, "Щербак", other.pk) == []
    emil = as_(people.emil)
    assert search_by_name(emil, "Щербак") == [] and nearly(emil, families.incident.pk, [{"family": "Щербак"}]) == []
    share_incident(
        by=as_(people.ana), incident=families.incident, to=people.hills.pk, level=Level.SEE, reason="together"
    )
    assert [each.record for each in search_by_name(emil, "Щербак")] == [record.pk]


@pytest.mark.slow
def test_a_search_takes_as_many_queries_for_many_as_for_one(families: Families) -> None:
    counts, by = [], families.by
    for number in range(3):
        for _ in range(1 + 5 * number):
            families.record("Щербак", "Олена")
        with CaptureQueriesContext(connection) as caught:
            assert search_by_name(by, "Shcherbak Olena", families.incident.pk)
        counts.append(len(caught))
    assert len(set(counts)) == 1 and counts[0] == 3


def test_a_second_record_of_nearly_the_same_name_is_told(families: Families) -> None:
    born = {"born_earliest": date(1980, 1, 1), "born_latest": date(1980, 12, 31)}
    record = families.record("Щербак", "Олександр", **born)
    other = families.record("Щербак", "Олена")
    name = [{"family": "Scherbak", "given": "Alexandr"}]
    incident = families.incident.pk
    assert nearly(families.by, incident, name) == [record]
    assert nearly(families.by, incident, name, (date(1983, 1, 1), date(1983, 1, 1))) == [record]
    assert nearly(families.by, incident, name, (date(1999, 1, 1), date(1999, 1, 1))) == []
    assert nearly(families.by, incident, [{"family": "Щербак"}]) == [other, record]
    alone = families.record("Szczerbak")
    assert nearly(families.by, incident, name) == [record, alone]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_as_a_name_is_kept_and_found_or_refused_in_words(families: Families, family: str, given: str) -> None:
    before = Record.objects.count()
    try:
        record = families.record(family, given)
    except RuleBroken as fault:
        assert fault.hint and Record.objects.count() == before
        return
    name = record.names.get()
    assert name.family or name.given
    found = [each.record for each in search_by_name(families.by, f"{name.family} {name.given}", families.incident.pk)]
    assert record.pk in found or len(found) >= 20 or not name.keys.exists()
