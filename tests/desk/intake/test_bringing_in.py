"""Thousands of photographs brought in: each file is waiting, done or refused with a reason, whatever is killed."""

from __future__ import annotations

import ast
from pathlib import Path
from unittest import mock

import pytest
from django.db import DatabaseError, transaction

from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.models import Case
from antigone.desk.intake import bringing, spool
from antigone.desk.intake.actions.imports import begin_import, cancel_import
from antigone.desk.intake.bringing import bring_in_all, bring_in_next
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.intake.seeing import ManifestEntry
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions.lawful_basis import end_source
from antigone.desk.photos.models import Consent, Photograph
from antigone.desk.records.models import Record
from antigone.errors import ForbiddenOrigin, ManifestInvalid, NotAllowed, RuleBroken
from antigone.types import Basis, Profile
from desk_intake import a_file, a_folder, begun, from_table, of
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, as_

INTAKE = Path(bringing.__file__).parent


def states(whole: Import) -> dict[str, int]:
    found = list(ImportItem.objects.filter(bringing=whole).values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


@pytest.mark.slow
def test_a_folder_of_two_hundred_files_with_three_broken_ones_is_killed_and_goes_on(
    people: People, tmp_path: Path
) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "families", 40, 5)
    whole = begun(rosa, incident, folder, source, of(folder))
    told: list[int] = []

    def killed(item: ImportItem) -> None:
        told.append(item.place)
        if len(told) == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in_all(whole, killed)
    assert states(whole) == {"done": 57, "refused": 3, "waiting": 140}
    bring_in_all(Import.objects.get(), lambda item: told.append(item.place))
    assert told == list(range(1, 201))
    assert states(whole) == {"done": 197, "refused": 3} and Import.objects.get().done_at is not None
    assert (Record.objects.count(), Photograph.objects.count()) == (40, 197)
    assert Photograph.objects.values("subject", "sha256").distinct().count() == 197
    assert set(Photograph.objects.values_list("source", flat=True)) == {source.pk}
    for item in ImportItem.objects.filter(state="refused"):
        assert item.detail and item.hint and item.photograph is None
    assert Job.objects.filter(kind=Job.Kind.ANALYSE).count() == 197


@pytest.mark.slow
def test_a_file_that_is_killed_between_vault_and_row_is_brought_in_once(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 1, 2)
    whole = begun(rosa, incident, folder, source, of(folder))
    at = "antigone.desk.intake.actions.items.add_row"
    with mock.patch(at, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt), transaction.atomic():
        bring_in_all(whole, lambda item: None)
    assert (states(whole), Record.objects.count()) == ({"waiting": 2}, 0)
    bring_in_all(whole, lambda item: None)
    assert (states(whole), Record.objects.count(), Photograph.objects.count()) == ({"done": 2}, 1, 2)


@pytest.mark.slow
def test_the_same_folder_twice_makes_nothing_twice(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 2, 2)
    for _ in range(2):
        bring_in_all(begun(rosa, incident, folder, source, of(folder)), lambda item: None)
    assert (Record.objects.count(), Photograph.objects.count(), ImportItem.objects.count()) == (2, 4, 8)
    assert ImportItem.objects.filter(detail="The same file was there already.").count() == 4


@pytest.mark.slow
def test_what_a_browser_sent_waits_encrypted_and_is_gone_afterwards(people: People, vault_folder: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    entries = [ManifestEntry(f"C-1/{place}.jpg", "C-1") for place in range(60)]
    kept = spool.new()
    for place, _ in enumerate(entries, 1):
        spool.keep(kept, place, a_file(place))
    whole = begin_import(
        by=as_(rosa), incident=incident, kind=Profile.PM, source=None, name="a.zip", entries=entries, kept=kept
    )
    lying = [path.read_bytes() for path in (vault_folder.parent / "intake" / kept).iterdir()]
    assert len(lying) == 60 and not any(b"JFIF" in data for data in lying)
    bring_in_next(whole.pk)
    assert states(whole) == {"done": 50, "waiting": 10}
    bring_in_next(whole.pk)
    assert states(whole) == {"done": 60} and not (vault_folder.parent / "intake" / kept).exists()
    assert (Case.objects.get().other_number, Photograph.objects.count()) == ("C-1", 60)
    assert Job.objects.filter(kind=Job.Kind.BRING_IN, done_at=None).count() == 1  # the worker marks it as done
    bring_in_next(whole.pk)


@pytest.mark.slow
def test_a_table_fills_in_the_record(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source = a_source(rosa, incident, name="Requests")
    (tmp_path / "a.jpg").write_bytes(a_file(1))
    (tmp_path / "b.jpg").write_bytes(a_file(2))
    text = (
        "path,person,family,given,patronymic,sex,born,age,shoe size,consent_given_by,consent_relation,"
        "consent_given_on,consent_how,source,basis\n"
        "a.jpg,M-7,Щербак,Ірина,Петрівна,f,1990,30-36,39,Her sister,sister,2026-01-02,form 7,Requests,consent\n"
        "b.jpg,M-7,,,,,,,,,,,,,\n"
    )
    bring_in_all(begun(rosa, incident, tmp_path, source, from_table(text, Profile.AM)), lambda item: None)
    record = Record.objects.select_related("subject").get()
    name = record.names.get()
    assert (name.family, name.given, name.patronymic) == ("Щербак", "Ірина", "Петрівна")
    assert (record.other_number, record.born_earliest.isoformat(), record.born_latest.isoformat()) == (
        "M-7",
        "1990-01-01",
        "1990-12-31",
    )
    assert (record.subject.sex, record.subject.age_low, record.subject.age_high) == ("female", 30, 36)
    assert record.subject.remarks == "shoe size: 39"
    consent = Consent.objects.get()
    assert (consent.given_by, consent.photographs.count()) == ("Her sister", 2)
    assert list(ImportItem.objects.values_list("details", flat=True)) == [{}, {}]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("source", "Somebody's", "no lawful source of the name"),
        ("basis", "vital-interests", "rests on public-interest"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_makes_no_record(
    people: People, tmp_path: Path, column: str, value: str, why: str
) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / "a.jpg").write_bytes(a_file(1))
    entries = from_table(f"path,person,{column}\na.jpg,M-7,{value}\n", Profile.AM)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    bring_in_all(begun(rosa, incident, tmp_path, source, entries), lambda item: None)
    assert why in ImportItem.objects.get().detail and not Record.objects.exists()


@pytest.mark.slow
def test_on_consent_nothing_comes_in_without_one(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    folder = a_folder(tmp_path / "f", 1, 1)
    bring_in_all(begun(rosa, incident, folder, a_source(rosa, incident), of(folder)), lambda item: None)
    assert "nobody's is written down" in ImportItem.objects.get().detail and not Record.objects.exists()


@pytest.mark.slow
def test_a_source_that_ends_meanwhile_ends_the_import_file_by_file(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 1, 2)
    whole = begun(rosa, incident, folder, source, of(folder))
    end_source(by=as_(rosa), source=source, reason="over")
    bring_in_all(whole, lambda item: None)
    assert states(whole) == {"refused": 2} and not Photograph.objects.exists()


@pytest.mark.slow
def test_nothing_is_brought_in_for_somebody_who_may_not_any_more(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 1, 1)
    whole = begun(rosa, incident, folder, source, of(folder))
    change_roles(by=as_(people.ana), person=rosa, roles=[Role.EXAMINER], reason="moved")
    bring_in_all(whole, lambda item: None)
    assert states(whole) == {"refused": 1} and not Photograph.objects.exists()
    with pytest.raises(NotAllowed):
        begun(people.boris, incident, folder, source, of(folder))


@pytest.mark.slow
def test_who_may_not_any_more_adds_nothing_to_a_record_that_is_there_either(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 1, 2)
    first, second = of(folder)
    bring_in_all(begun(rosa, incident, folder, source, [first]), lambda item: None)
    whole = begun(rosa, incident, folder, source, [second])
    change_roles(by=as_(people.ana), person=rosa, roles=[Role.EXAMINER], reason="moved")
    bring_in_all(whole, lambda item: None)
    assert states(whole) == {"refused": 1}
    assert (Record.objects.count(), Photograph.objects.count()) == (1, 1)


@pytest.mark.both
def test_an_import_that_is_given_up_brings_in_nothing_more(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "f", 1, 2)
    whole = begun(rosa, incident, folder, source, of(folder))
    cancel_import(by=as_(rosa), bringing=whole, reason="the wrong folder")
    bring_in_all(whole, lambda item: None)
    assert states(whole) == {"waiting": 2}
    with pytest.raises(RuleBroken, match="is over"):
        cancel_import(by=as_(rosa), bringing=whole, reason="again")
    with pytest.raises(DatabaseError), transaction.atomic():
        ImportItem.objects.all().delete()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / "secret.jpg").write_bytes(a_file(1))
    (tmp_path / "f/P-1").mkdir(parents=True)
    (tmp_path / "f/P-1/1.jpg").symlink_to(tmp_path / "secret.jpg")
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    bring_in_all(begun(rosa, incident, tmp_path / "f", source, of(tmp_path / "f")), lambda item: None)
    assert "outside the folder" in ImportItem.objects.get().detail


@pytest.mark.slow
def test_two_records_of_one_number_are_left_to_a_person(people: People, tmp_path: Path) -> None:
    from antigone.desk.records.actions.records import open_record

    incident, rosa = an_incident(people), a_registrar(people)
    for _ in range(2):
        open_record(by=as_(rosa), incident=incident, names=[{"family": "Lind"}], other_number="P-000")
    folder = a_folder(tmp_path / "f", 1, 1)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    bring_in_all(begun(rosa, incident, folder, source, of(folder)), lambda item: None)
    assert "both have the number P-000" in ImportItem.objects.get().detail


@pytest.mark.parametrize("address", ["https://example.org/a.jpg", "ftp://example.org/a.jpg", "file:///etc/a.jpg"])
def test_no_table_can_name_an_address(address: str) -> None:
    with pytest.raises(ForbiddenOrigin):
        from_table(f"path,person\n{address},M-1\n", Profile.AM)


@pytest.mark.parametrize("path", ["../a.jpg", "/etc/a.jpg", "a/../../b.jpg", "C:/../a.jpg", "E:a.jpg"])
def test_no_table_leads_out_of_its_folder(path: str) -> None:
    (entry,) = from_table(f"path,person\n{path},M-1\n", Profile.AM)
    assert entry.refusal is not None and entry.refusal.code == "outside"


@pytest.mark.parametrize("text", ["", "path,person\n", "path,path,person\na.jpg,b.jpg,c\n"])
def test_what_is_no_table_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ManifestInvalid):
        from_table(text, Profile.AM)


@pytest.mark.slow
def test_what_a_row_says_otherwise_stays_as_words_in_the_record_and_its_photograph_comes_in(
    people: People, tmp_path: Path
) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / "a.jpg").write_bytes(a_file(1))
    text = "path,person,sex,age,born\na.jpg,M-7,unclear,old,long ago\n"
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    bring_in_all(begun(rosa, incident, tmp_path, source, from_table(text, Profile.AM)), lambda item: None)
    subject = Record.objects.get().subject
    assert subject.remarks.splitlines() == [
        "age as written: old",
        "born as written: long ago",
        "sex as written: unclear",
    ]
    assert (subject.sex, subject.age_low, Photograph.objects.count()) == ("unknown", None, 1)


def test_nothing_that_fetches_is_within_reach_of_an_import() -> None:
    fetching = {"socket", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "ssl", "asyncio"}
    for path in INTAKE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.partition(".")[0] for name in names} & fetching, path


@pytest.mark.slow
def test_the_audit_of_an_import_has_no_names_of_people_or_files(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / "Iryna.jpg").write_bytes(a_file(1))
    entries = from_table("path,person,family\nIryna.jpg,Iryna-7,Shcherbak\n", Profile.AM)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    bring_in_all(begun(rosa, incident, tmp_path, source, entries), lambda item: None)
    said = "\n".join(f"{row.thing} {row.detail}" for row in AuditRow.objects.all())
    assert "Iryna" not in said and "Shcherbak" not in said
