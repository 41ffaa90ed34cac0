"""A copy of the database without the desk's keys shows nothing of what people said of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import connection
from django.test import override_settings

from antigone.desk.families.actions.messages import write
from antigone.desk.families.models import Answer, Message
from antigone.desk.photos import vault
from antigone.desk.photos.actions.lawful_basis import add_consent
from antigone.desk.photos.models import Consent, Face
from antigone.desk.photos.queries import sealed
from antigone.desk.records.actions.names import add_informant, change_informant
from antigone.desk.records.models import Informant
from antigone.desk.subjects.models import Revision
from antigone.errors import ColumnDamaged, VaultDamaged
from antigone.types import Basis
from desk_faces import a_photograph
from desk_families import families_of
from desk_people import People
from desk_photos import new_source
from desk_requests import a_ferry

pytestmark = pytest.mark.both
SAID = {"name": "Ірина Щербак", "relation": "mother", "contact": "+380 44 000", "never": "at work"}


def as_it_lies(model: Any, *columns: str) -> str:
    """What the database itself has in these columns, of all rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table}")
        return str(cursor.fetchall())


def test_informants_and_what_they_said_before_are_read_by_the_desk_alone(people: People) -> None:
    families = families_of(people)
    record = families.record("Щербак")
    row = add_informant(by=families.by, record=record, **SAID)
    changed = {**SAID, "contact": "+380 44 111"}
    change_informant(by=families.by, record=record, informant=row.pk, reason="she moved", **changed)
    lies = as_it_lies(Informant, *SAID) + as_it_lies(Revision, "was")
    assert not any(words in lies for words in (*SAID.values(), "+380 44 111"))
    assert {name: getattr(Informant.objects.get(), name) for name in SAID} == changed
    assert "+380 44 000" in str([revision.was for revision in Revision.objects.all()])


def test_who_consented_is_read_by_the_desk_alone(people: People) -> None:
    families = families_of(people)
    subject = families.record("Щербак").subject
    said = {"given_by": "Ірина Щербак", "relation": "mother", "how": "signed form 7"}
    source = new_source(subject.incident, subject.agency, Basis.CONSENT)
    add_consent(by=families.by, source=source, subject=subject, given_on=date(2026, 1, 2), **said)
    lies = as_it_lies(Consent, *said)
    assert not any(words in lies for words in said.values())
    assert {name: getattr(Consent.objects.get(), name) for name in said} == said


def test_what_a_family_answers_and_writes_is_read_by_the_desk_alone(people: People) -> None:
    ferry = a_ferry(people)
    request = ferry.sent()
    write(by=ferry.theirs(request), request=request, what=Message.What.MESSAGE, words="Call my sister, not me.")
    lies = as_it_lies(Answer, "said") + as_it_lies(Message, "words")
    assert not any(words in lies for words in ("Ромашко", "Iryna", "sister"))
    assert Message.objects.get().words == "Call my sister, not me."
    assert any("Ромашко" in answer.said for answer in Answer.objects.all())


def test_a_faces_landmarks_are_read_with_the_photographs_own_key(people: People) -> None:
    families = families_of(people)
    subject = families.record("Щербак").subject
    photograph, other = (a_photograph(subject, np.eye(1, 128, n)[0]) for n in range(2))
    points = np.arange(10.0).reshape(5, 2)
    Face.objects.filter(photograph=photograph).update(landmarks=vault.seal_landmarks(sealed(photograph), points))
    lies = bytes(Face.objects.get(photograph=photograph).landmarks)
    assert points.tobytes() not in lies
    np.testing.assert_array_equal(vault.unseal_landmarks(sealed(photograph), lies), points)
    with pytest.raises(VaultDamaged):
        vault.unseal_landmarks(sealed(other), lies)


def test_what_is_empty_stays_empty_and_nothing_else_can_be_looked_for(people: People) -> None:
    families = families_of(people)
    add_informant(by=families.by, record=families.record("Щербак"), name="Ірина")
    assert Informant.objects.filter(contact="").exists() and not Informant.objects.exclude(contact="").exists()
    for lookup in ("exact", "contains", "in", "startswith", "gt"):
        with pytest.raises(FieldError):
            Informant.objects.filter(**{f"name__{lookup}": "Ірина"})


def test_the_same_words_lie_there_differently_each_time(people: People) -> None:
    families = families_of(people)
    for _ in range(2):
        add_informant(by=families.by, record=families.record("Щербак"), name="Ірина")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM records_informant")
        first, second = (name for (name,) in cursor.fetchall())
    assert first != second


@pytest.mark.parametrize("how", ["another column", "plain words", "cut off", "another key"])
def test_what_was_changed_or_moved_behind_the_desk_does_not_open(people: People, how: str) -> None:
    families = families_of(people)
    add_informant(by=families.by, record=families.record("Щербак"), **SAID)
    change = {"another column": "contact", "plain words": "'Somebody'", "cut off": "substr(name, 1, 30)"}
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_informant SET name = {change.get(how, 'name')}")
    key = b"k" * 32 if how == "another key" else settings.DESK.photo_key
    with override_settings(DESK=replace(settings.DESK, photo_key=key)), pytest.raises(ColumnDamaged, match="photo key"):
        Informant.objects.get()
