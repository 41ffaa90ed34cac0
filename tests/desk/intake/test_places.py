"""The command sees folders, tables and archives whole before it brings them in."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from antigone.desk.cases.models import Case
from antigone.desk.intake.models import Import
from antigone.desk.intake.places import bring_in_place, see_place
from antigone.desk.photos.models import Photograph
from antigone.errors import RuleBroken, UsageError
from antigone.types import Profile
from desk_intake import a_file, zipped
from desk_lawful_basis import a_registrar, an_incident
from desk_people import People

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT.parent / "shared" / "cases"


def an_archive(at: Path, **files: bytes) -> Path:
    at.write_bytes(zipped({name.replace("__", "/") + ".jpg": data for name, data in files.items()}).read())
    return at


@pytest.mark.slow
def test_an_archive_with_a_folder_around_all_becomes_a_case_for_each_folder(
    people: People, tmp_path: Path, vault_folder: Path
) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    place = an_archive(tmp_path / "dead.zip", dead__N1__a=a_file(1), dead__N2__a=a_file(2), dead__N2__b=a_file(3))
    seen = see_place(place, Profile.PM, {})
    assert seen.preview.people == ["N1", "N2"] and not Import.objects.exists()
    told: list[object] = []
    done = bring_in_place(seen, incident=incident.code, source="", email=rosa.email, said=told.append)
    assert done.seen == seen.preview.digest and len(told) == 3
    assert (Case.objects.count(), Photograph.objects.count()) == (2, 3)
    assert not any((vault_folder.parent / "intake").iterdir())


def test_an_archive_that_changed_since_it_was_seen_is_not_brought_in(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    place = an_archive(tmp_path / "dead.zip", N1__a=a_file(1))
    seen = see_place(place, Profile.PM, {})
    an_archive(place, N1__a=a_file(2))
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        bring_in_place(seen, incident=incident.code, source="", email=rosa.email, said=lambda item: None)


@pytest.mark.slow
def test_a_table_finds_its_files_however_their_names_are_spelled(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / (unicodedata.normalize("NFD", "Peña") + ".JPG")).write_bytes(a_file(1))
    (tmp_path / "t.csv").write_text("Path;Case\nPEÑA.jpg;C-1\n", encoding="utf-8")
    seen = see_place(tmp_path / "t.csv", Profile.PM, {})
    bring_in_place(seen, incident=incident.code, source="", email=rosa.email, said=lambda item: None)
    assert Photograph.objects.count() == 1


def test_what_must_be_answered_is_answered_first(people: People, tmp_path: Path) -> None:
    incident, rosa = an_incident(people), a_registrar(people)
    (tmp_path / "a.jpg").write_bytes(a_file(1))
    (tmp_path / "t.csv").write_text("path,case,died\na.jpg,C-1,05/07/1980\n", encoding="utf-8")
    seen = see_place(tmp_path / "t.csv", Profile.PM, {})
    with pytest.raises(UsageError, match="day or month") as asked:
        bring_in_place(seen, incident=incident.code, source="", email=rosa.email, said=lambda item: None)
    assert "--read-as 'dates:died=ANSWER', one of: day, month, words" in asked.value.hint
    assert not see_place(tmp_path / "t.csv", Profile.PM, {"dates:died": "day"}).preview.questions


@pytest.mark.shared
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the checkout")
@pytest.mark.parametrize(
    ("case", "who", "photographs"),
    [
        ("zip-wrapped-folder/wrapped.zip", ["N-51", "N-52", "N-53"], 3),
        ("zip-names-without-flag/mac.zip", ["Шевченко Ганна"], 1),
        ("zip-table-nfd-backslash-case/nfd.zip", None, 1),
        ("zip-table-nfd-backslash-case/backslash.zip", None, 1),
        ("table-of-excel/semicolon.csv", ["T-1"], 1),
        ("table-of-excel/emptied-rows.csv", ["T-1"], 1),
        ("table-month-first/table.csv", ["D-1", "D-2", "D-3"], 3),
    ],
)
def test_each_case_of_the_issue_is_seen_as_it_should_be(
    case: str, who: list[str] | None, photographs: int, tmp_path: Path
) -> None:
    place = tmp_path / Path(case).name
    shutil.copy(CASES / case, place)
    for name in ("a1", "d1", "d2", "d3"):
        (tmp_path / f"{name}.jpg").write_bytes(a_file(1))
    preview = see_place(place, Profile.AM, {}).preview
    assert not preview.refused and not preview.questions and preview.photographs == photographs
    assert who is None or preview.people == who
    born = [row.details["born"] for row in preview.rows if "born" in row.details]
    assert born == {
        "table.csv": ["1980-05-17", "1980-05-07"],
        "semicolon.csv": ["1980"],
        "emptied-rows.csv": ["1980"],
    }.get(place.name, [])
