"""Each case of ../shared/cases/README.md, as it was sent, through the command and through the desk's pages."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from antigone.desk.candidates.listing import is_same_picture
from antigone.desk.candidates.models import Candidate, DuplicateWarning
from antigone.desk.exchange.actions.arrivals import accept_arrival, bring_in
from antigone.desk.families.models import Given
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Name, Record
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.types import Basis
from command_line import antigone, lines
from desk_exchange import exchange_of
from desk_intake import a_file, zipped
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, as_, browser
from desk_photos import DEMO, a_reference, a_subject
from desk_requests import a_ferry

pytestmark = [pytest.mark.slow, pytest.mark.shared]
LAWFUL = ("--source", "Request 1", "--basis", "consent")
SINGLE = {
    "exif-struct-error/bad.jpg": "turned as its orientation tag says",
    "photo-formats/no-eoi.jpg": "the file's end is missing",
    "photo-formats/grey-12-of-16.png": "stretched from 12 bits that were stored in 16",
}
"""Each photograph, and what is said of how it was read."""
ARCHIVES: dict[str, list[str] | None] = {
    "zip-wrapped-folder/wrapped.zip": ["N-51", "N-52", "N-53"],
    "zip-names-without-flag/mac.zip": ["Шевченко Ганна"],
    "zip-table-nfd-backslash-case/nfd.zip": None,
    "zip-table-nfd-backslash-case/backslash.zip": None,
}
TABLES: dict[str, list[str | None]] = {
    "table-month-first/table.csv": ["1980-05-17", "1980-05-07", None],
    "table-of-excel/semicolon.csv": ["1980-01-01"],
    "table-of-excel/emptied-rows.csv": ["1980-01-01"],
}
PUBLISHED: dict[str, tuple[str, ...]] = {"pfif/name-in-parts.xml": (), "pfif/lost.xml": ("Male", "May 1980")}
SAME, TWICE, NAMES = "same-photo-both-sides/same.jpg", "same-photo-both-sides/twice.zip", "names/pairs.txt"


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared / "cases"


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_no_case_is_without_a_test(cases: Path) -> None:
    sent = {path.relative_to(cases).as_posix() for path in cases.rglob("*") if path.is_file()} - {"README.md"}
    assert sent == {*SINGLE, *ARCHIVES, *TABLES, *PUBLISHED, SAME, TWICE, NAMES}


@pytest.mark.parametrize("case", SINGLE)
def test_a_photograph_is_read_by_every_command_the_desk_and_a_family_s_page(
    people: People, cases: Path, tmp_path: Path, case: str
) -> None:
    sent, note = cases / case, SINGLE[case]
    (found,) = lines(antigone("analyse", sent, "--json"))
    assert found["faces"] and found["notes"] == [note]
    (tmp_path / "people/N-1").mkdir(parents=True)
    shutil.copy(sent, tmp_path / "people/N-1")
    (enrolled,) = lines(antigone("enrol", tmp_path / "people", "--gallery", tmp_path / "g", *LAWFUL, "--json"))
    assert enrolled["status"] == "enrolled" and enrolled["notes"] == [note]
    searched = antigone("search", sent, "--gallery", tmp_path / "g")
    assert searched.returncode == 0 and note in searched.stdout + searched.stderr
    subject, boris = a_subject(people), browser(people.boris)
    answer = boris.post(f"/cases/{subject.pk}/photographs/add", {"photos": upload(sent), "stage": "unknown"})
    assert answer.status_code == 302
    family = browser()
    family.post("/p/begin", {"portal": a_ferry(people).portal.pk})
    assert family.post("/p/q/photos", {"photos": upload(sent)}).status_code == 302
    work_once()
    kept, given = Photograph.objects.get(), Given.objects.get()
    assert kept.state == "usable" and kept.notes == [note]
    assert len(given.faces) == 1 and given.notes == [note]


@pytest.mark.parametrize("case", SINGLE)
def test_a_photograph_is_read_in_an_archive_and_harms_no_other(people: People, cases: Path, case: str) -> None:
    whole = zipped({f"N-1/{Path(case).name}": (cases / case).read_bytes(), "N-2/b.jpg": a_file(2)})
    brought_in(people, "am", archive=SimpleUploadedFile("sent.zip", whole.read()))
    assert {item.state for item in ImportItem.objects.all()} == {"done"}
    assert Photograph.objects.get(subject=Record.objects.get(other_number="N-1").subject).notes == [SINGLE[case]]


def brought_in(people: People, kind: str, **files: Any) -> tuple[Import, str]:
    """Sent by a browser, seen, and done as it was shown; the page as it was shown."""
    rosa, incident = a_registrar(people), an_incident(people, "BROUGHT")
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    client = browser(rosa)
    answer = client.post(
        f"/incidents/{incident.pk}/imports/begin", {"kind": kind, "source": source.pk, **files}, follow=True
    )
    found, page = Import.objects.get(), answer.content.decode()
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None, page
    client.post(f"/imports/{found.pk}/seen", {"do": "yes", "digest": digest[1]})
    work_once()
    return Import.objects.get(), page


@pytest.mark.parametrize(("case", "people_of"), ARCHIVES.items())
def test_an_archive_is_brought_in_by_page_and_by_command_person_by_person(
    people: People, cases: Path, tmp_path: Path, case: str, people_of: list[str] | None
) -> None:
    refused = antigone("enrol", cases / case, "--gallery", tmp_path / "g", *LAWFUL, "--dry-run")
    assert refused.returncode == 2 and "Unpack it, and name the folder." in refused.stderr
    found, _ = brought_in(people, "am", archive=upload(cases / case))
    items = ImportItem.objects.filter(bringing=found)
    assert {item.state for item in items} == {"done"} and items.count() == len(people_of or "1")
    assert people_of is None or sorted(Record.objects.values_list("other_number", flat=True)) == people_of


def test_a_folder_around_all_is_looked_through_by_the_command_too(cases: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(cases / "zip-wrapped-folder/wrapped.zip") as archive:
        archive.extractall(tmp_path / "sent")
    done = antigone("enrol", tmp_path / "sent", "--gallery", tmp_path / "g", *LAWFUL, "--dry-run", "--json")
    rows = json.loads(done.stdout)["rows"]
    assert done.returncode == 0 and sorted({row["who"] for row in rows}) == ["N-51", "N-52", "N-53"]


@pytest.mark.parametrize(("case", "born"), TABLES.items())
def test_a_table_is_read_as_it_was_meant_by_page_and_by_command(
    people: People, cases: Path, tmp_path: Path, case: str, born: list[str | None]
) -> None:
    table = Path(shutil.copy(cases / case, tmp_path))
    called = [row[0] for row in csv.reader(re.split(r"\r?\n", table.read_text("utf-8-sig").replace(";", ","))) if row]
    photographs = {name: a_file(n) for n, name in enumerate(called) if name.endswith(".jpg")}
    for name, data in photographs.items():
        (tmp_path / name).write_bytes(data)
    shown = json.loads(antigone("enrol", table, "--gallery", tmp_path / "g", *LAWFUL, "--dry-run", "--json").stdout)
    assert shown["photographs"] == len(born)
    read = [row["details"].get("born") for row in shown["rows"]]
    assert [day and (day if "-" in day else f"{day}-01-01") for day in read] == born
    files = [SimpleUploadedFile(name, data) for name, data in photographs.items()]
    brought_in(people, "am", table=upload(table), photographs=files)
    earliest = [each.born_earliest for each in Record.objects.order_by("pk")]
    assert [each and each.isoformat() for each in earliest] == born


def test_the_very_file_of_a_reference_given_as_the_dead_person_s_has_no_weight(
    people: People, cases: Path, tmp_path: Path
) -> None:
    same = cases / SAME
    made = antigone("enrol", DEMO / "references", "--gallery", tmp_path / "g", *LAWFUL)
    assert made.returncode == 0
    done = antigone("search", same, "--gallery", tmp_path / "g", "--json")
    first = json.loads(done.stdout.splitlines()[0])["candidates"][0]
    assert first["person"] == "M-001" and first["same_picture"] is not None and first["weight"]["log10_lr"] is None
    reference, case = a_reference(people), a_subject(people)
    browser(people.boris).post(f"/cases/{case.pk}/photographs/add", {"photos": upload(same), "stage": "unknown"})
    work_once()
    found = Candidate.objects.filter(run__subject=case, subject=reference.subject).get()
    assert is_same_picture(found.weight)


def test_one_file_in_two_records_is_warned_of(people: People, cases: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(cases / TWICE) as archive:
        archive.extractall(tmp_path / "sent")
    done = antigone("enrol", tmp_path / "sent", "--gallery", tmp_path / "g", *LAWFUL)
    assert done.returncode == 1 and "enrolled as 'DUP-1'. Find out whose photo it is" in done.stdout + done.stderr
    brought_in(people, "am", archive=upload(cases / TWICE))
    work_once()
    warning = DuplicateWarning.objects.get()
    assert is_same_picture(warning.weight)
    assert {Record.objects.get(pk=each).other_number for each in (warning.first_id, warning.second_id)} == {
        "DUP-1",
        "DUP-2",
    }


@pytest.mark.parametrize(("case", "kept"), PUBLISHED.items())
def test_a_publication_s_person_is_a_record_and_its_words_stay(
    people: People, cases: Path, monkeypatch: pytest.MonkeyPatch, case: str, kept: tuple[str, ...]
) -> None:
    monkeypatch.setattr(settings, "DESK", settings.DESK)  # what the exchange changes of it is taken back
    exchange = exchange_of(people)
    by = as_(exchange.rosa)
    (arrival,) = bring_in(by=by, incident=exchange.incident, data=(cases / case).read_bytes())
    page = browser(exchange.rosa).get(arrival.address).content.decode()
    assert "Sydor" in page and all(words in page for words in kept)
    source = exchange.source()
    made = accept_arrival(by=by, arrival=arrival, source=source, reason="looked at").subject
    assert made is not None
    name = Name.objects.get(record_id=made.pk)
    assert "Sydor" in f"{name.family} {name.given}" and "Ivan" in f"{name.family} {name.given}"
    said = browser(exchange.rosa).get(Subject.objects.get(pk=made.pk).address).content.decode()
    assert all(words in said for words in kept)


def test_names_are_compared_from_the_file(cases: Path, tmp_path: Path) -> None:
    sent = (cases / NAMES).read_text(encoding="utf-8").splitlines()
    (tmp_path / "pairs.csv").write_text("\n".join(each.removeprefix("!") for each in sent), encoding="utf-8")
    found = lines(antigone("names", "compare", "--file", tmp_path / "pairs.csv", "--json"))
    assert [each["relation"] == "none" for each in found] == [each.startswith("!") for each in sent]
