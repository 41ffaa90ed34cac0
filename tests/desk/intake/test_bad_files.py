"""One bad file harms nobody else: whatever it brings about is told of that file, and the others are brought in."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone

from antigone.desk.intake import bringing, spool
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.bringing import bring_in_all, bring_in_next
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.actions import LEASE, MOST_TRIES
from antigone.desk.jobs.models import Job
from antigone.errors import StorageFailed
from antigone.types import Basis, Profile
from desk_intake import a_folder, begun, of
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, as_


def an_import(people: People, folder: Path) -> Import:
    incident, rosa = an_incident(people), a_registrar(people)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    return begun(rosa, incident, folder, source, of(a_folder(folder, 2, 2)))


def sent(people: People, folder: Path) -> Import:
    """As a browser sends it: the files lie in the spool."""
    incident, rosa = an_incident(people), a_registrar(people)
    entries, name = of(a_folder(folder, 2, 2)), spool.new()
    for place, entry in enumerate(entries, 1):
        spool.keep(name, place, (folder / entry.path).read_bytes())
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    return begin_import(
        by=as_(rosa), incident=incident, kind=Profile.AM, source=source, name="sent", entries=entries, kept=name
    )


def outcomes() -> list[str]:
    return [str(item.state) for item in ImportItem.objects.order_by("place")]


def whenever(place: int, fault: BaseException) -> mock.Mock:
    """Reading a file, of which the one at ``place`` brings about ``fault``."""
    real = bringing._read

    def read(item: ImportItem) -> object:
        if item.place == place:
            raise fault
        return real(item)

    return mock.Mock(side_effect=read)


def test_what_nobody_expected_of_one_file_is_told_of_it_with_a_number_and_the_rest_is_brought_in(
    people: People, tmp_path: Path
) -> None:
    whole = an_import(people, tmp_path / "families")
    with mock.patch.object(bringing, "_read", whenever(2, ZeroDivisionError("inside"))):
        bring_in_all(whole, lambda item: None)
    assert outcomes() == ["done", "refused", "done", "done"]
    assert "fault " in ImportItem.objects.get(place=2).detail and Import.objects.get().done_at is not None


def test_a_file_that_ends_its_worker_twice_is_set_aside_and_named(people: People, tmp_path: Path) -> None:
    whole = sent(people, tmp_path / "families")
    killed = mock.patch.object(bringing.items, "let_go", lambda **_: None)  # a killed process takes nothing back
    with killed, mock.patch.object(bringing, "_read", whenever(2, SystemExit())):
        for _ in range(2):
            with pytest.raises(SystemExit):
                bring_in_next(whole.pk)
    assert outcomes()[1] == "waiting"
    Job.objects.update(tries=MOST_TRIES, claimed_until=timezone.now() + LEASE)
    bring_in_next(whole.pk)
    item = ImportItem.objects.get(place=2)
    assert (item.state, item.detail) == ("refused", bringing.REFUSALS["set-aside"][0])
    assert Job.objects.get(kind=Job.Kind.BRING_IN, done_at=None).tries == 0  # another such file has its own tries
    bring_in_next(whole.pk)
    assert "waiting" not in outcomes()


def test_a_full_disk_sets_no_file_aside(people: People, tmp_path: Path) -> None:
    whole = an_import(people, tmp_path / "families")
    full = StorageFailed("The disk is full.", "Free some space.")
    with mock.patch.object(bringing, "prepare", side_effect=full):
        for _ in range(4):
            with pytest.raises(StorageFailed):
                bring_in_all(whole, lambda item: None)
    bring_in_all(whole, lambda item: None)
    assert outcomes() == ["done"] * 4
