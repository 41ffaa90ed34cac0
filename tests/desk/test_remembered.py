"""What is made once and written again is what was made; and where anything else was written before, it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

import desk_remembered
from antigone.desk.accounts.models import Agency
from antigone.desk.audit.binding import bound_rows, watched
from antigone.desk.audit.verify import verify
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.vault import Sealed
from desk_databases import Database
from desk_people import an_agency, two_agencies
from desk_remembered import remembered, undoing
from desk_things import things_of_both

made: list[str] = []


@remembered
def a_harbour(name: str = "Harbour") -> Agency:
    made.append(name)
    (settings.DESK.home / "quay").write_text(name)
    harbour = an_agency(name, host=True)
    with pytest.raises(IntegrityError), transaction.atomic():  # what was taken back is not written again
        an_agency("Another host", host=True)
    return harbour


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made.clear()
    monkeypatch.setattr(desk_remembered, "_kept", {})


def undone(do: Callable[[], object]) -> list[str]:
    """All that the database says after this was done on an empty desk, which it is again then."""
    with transaction.atomic(), undoing():
        do()
        said = list(connection.connection.iterdump())
        transaction.set_rollback(True)
    return said


def test_the_second_who_asks_finds_the_same_rows_and_the_same_file(desk: Database) -> None:
    first = undone(a_harbour)
    (settings.DESK.home / "quay").unlink()
    assert undone(a_harbour) == first and made == ["Harbour"]
    assert (settings.DESK.home / "quay").read_text() == "Harbour"
    assert a_harbour() == Agency.objects.get() and a_harbour.__name__ == "a_harbour"


def test_whoever_asks_for_something_else_has_it_made(desk: Database) -> None:
    undone(a_harbour)
    undone(lambda: a_harbour("Coast"))
    assert made == ["Harbour", "Coast"]


def test_where_something_else_was_written_before_it_is_made(desk: Database) -> None:
    undone(a_harbour)
    undone(lambda: (an_agency("Hills"), a_harbour()))
    undone(lambda: (two_agencies(), Agency.objects.update(is_host=False), a_harbour()))
    assert made == ["Harbour"] * 3


def test_by_another_clock_it_is_made(desk: Database) -> None:
    undone(a_harbour)
    then = datetime(2020, 1, 1, tzinfo=UTC)
    with mock.patch.object(timezone, "now", lambda: then):
        undone(lambda: [a_harbour(), *Agency.objects.filter(opened_at=then)][1])
    assert made == ["Harbour"] * 2


def test_inside_an_act_which_binds_what_is_written_it_is_made(desk: Database) -> None:
    undone(a_harbour)
    with watched():
        undone(a_harbour)
        bound_rows()  # asked for, as an act does
    assert made == ["Harbour"] * 2


@pytest.mark.slow
def test_things_of_two_agencies_are_whole_again_with_their_audit_and_their_pictures(desk: Database) -> None:
    first = undone(lambda: things_of_both(two_agencies()))
    for file in (settings.DESK.home / "photos").rglob("*"):
        if file.is_file():
            file.unlink()
    again = undone(lambda: _seen(things_of_both(two_agencies())))
    assert again == first and len(first) > 500


def _seen(things: object) -> None:
    assert verify().rows and verify().faults == ()
    shown = Photograph.objects.exclude(format="")
    assert shown and all(vault.original(Sealed(each.sealed, bytes(each.key.wrapped))) for each in shown)
