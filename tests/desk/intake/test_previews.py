"""What was sent to be seen first, and never done, is deleted; and so is what it holds of a person who is erased."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.intake import spool
from antigone.desk.intake.actions.previews import KEPT_DAYS, PreviewSweeper, clear_loose, give_up_old
from antigone.desk.intake.models import Import
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.types import Basis
from desk_erasing import NAME, Missing, agreed, somebody_missing
from desk_intake import a_file, zipped
from desk_lawful_basis import a_source, an_incident
from desk_people import People, as_, browser

pytestmark = pytest.mark.slow


@pytest.fixture
def incident(people: People) -> Incident:
    return an_incident(people)


@pytest.fixture
def missing(people: People, incident: Incident) -> Missing:
    return somebody_missing(people, incident)


def sent(rosa: Person, incident: Incident, files: dict[str, bytes]) -> Import:
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    archive = SimpleUploadedFile("Kovalenko Olena.zip", zipped(files).read())
    begin = f"/incidents/{incident.pk}/imports/begin"
    browser(rosa).post(begin, {"kind": "am", "source": source.pk, "archive": archive})
    return Import.objects.get()


def another_of(missing: Missing, data: bytes) -> Photograph:
    """A photograph of theirs whose file was ``data``."""
    row = Photograph.objects.get(pk=missing.photographs[0].pk)
    row.pk, row.sha256, row.sealed = None, hashlib.sha256(data).hexdigest(), "0" * 64
    row.save(force_insert=True)
    return Photograph.objects.select_related("subject").get(pk=row.pk)


def lies_in_the_spool(folder: Path) -> bool:
    return any((folder.parent / "intake").glob("*/*"))


def test_what_nobody_did_within_the_days_that_the_page_names_is_deleted(
    missing: Missing, incident: Incident, vault_folder: Path
) -> None:
    found = sent(missing.rosa, incident, {"P-1/a.jpg": a_file(1)})
    page = browser(missing.rosa).get(found.address).content.decode()
    until = timezone.localdate() + timedelta(days=KEPT_DAYS)
    assert f"{until.day} {until:%B %Y}" in page and "it is deleted" in page
    assert give_up_old(by=worker()) == 0 and lies_in_the_spool(vault_folder)
    Import.objects.update(made_at=timezone.now() - timedelta(days=KEPT_DAYS, minutes=1))
    with TestCase.captureOnCommitCallbacks(execute=True):
        PreviewSweeper().when_due()
    assert Import.objects.get().cancelled_at is not None and not lies_in_the_spool(vault_folder)
    row = AuditRow.objects.latest("pk")
    assert row.verb == "end import" and row.reason == f"nobody did it within {KEPT_DAYS} days"
    assert "what was sent is deleted" in browser(missing.rosa).get(found.address).content.decode()
    assert give_up_old(by=worker()) == 0 and verify().faults == ()


def test_an_import_that_was_begun_waits_for_as_long_as_it_takes(
    missing: Missing, incident: Incident, vault_folder: Path
) -> None:
    sent(missing.rosa, incident, {"P-1/a.jpg": a_file(1)})
    Import.objects.update(made_at=timezone.now() - timedelta(days=99), seen_at=timezone.now())
    assert give_up_old(by=worker()) == 0 and lies_in_the_spool(vault_folder)


def test_what_was_received_when_the_desk_was_stopped_is_deleted_a_day_later(
    missing: Missing, incident: Incident
) -> None:
    of_import, loose = sent(missing.rosa, incident, {"P-1/a.jpg": a_file(1)}).spool, spool.new()
    spool.keep(loose, 1, b"a photograph")
    assert clear_loose() == 0
    yesterday = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    for name in (of_import, loose):
        os.utime(spool._folder(name), (yesterday, yesterday))
    assert clear_loose() == 1 and [name for name, _ in spool.kept()] == [of_import]


@pytest.mark.parametrize("how", ["the same file", "their name as a folder", "their number", "their name in a table"])
def test_who_is_erased_is_in_no_preview_either(
    missing: Missing, incident: Incident, vault_folder: Path, how: str
) -> None:
    Record.objects.filter(pk=missing.record.pk).update(other_number="M-77")
    another_of(missing, a_file(2))
    other = {"P-1/a.jpg": a_file(1)}
    files = {
        "the same file": other | {"P-2/b.jpg": a_file(2)},
        "their name as a folder": other | {f"{NAME} Олена/b.jpg": a_file(3)},
        "their number": other | {"M-77/b.jpg": a_file(3)},
        "their name in a table": {
            "list.csv": f"path,person,family,given\na.jpg,X-1,{NAME},Олена\n".encode(),
            "a.jpg": a_file(1),
        },
    }[how]
    sent(missing.rosa, incident, files)
    agreed(missing)
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    found = Import.objects.get()
    assert found.cancelled_at is not None and found.name == "?" and not lies_in_the_spool(vault_folder)


def test_a_preview_of_others_stays_when_somebody_is_erased(
    missing: Missing, incident: Incident, vault_folder: Path
) -> None:
    found = sent(missing.rosa, incident, {"P-1/a.jpg": a_file(1), "Олена Інша/b.jpg": a_file(2)})
    agreed(missing)
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase_record(by=as_(missing.rosa), record=missing.record, reason="it was asked for")
    assert Import.objects.get().cancelled_at is None and lies_in_the_spool(vault_folder)
    assert "P-1" in browser(missing.rosa).get(found.address).content.decode()


def test_one_photograph_that_is_erased_is_in_no_preview_either(missing: Missing, incident: Incident) -> None:
    shown = another_of(missing, a_file(2))
    sent(missing.rosa, incident, {"P-9/b.jpg": a_file(2)})
    agreed(missing, shown)
    erase_photograph(by=as_(missing.rosa), photograph=shown, reason="it was asked for")
    assert Import.objects.get().cancelled_at is not None
