"""Names of files and people are one name, whatever machine wrote them; two files are never taken for one."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib

import pytest

from antigone.errors import ManifestInvalid
from antigone.tables.archive_names import entry_name, readings
from antigone.tables.folders import of_folders
from antigone.tables.naming import FileNames
from tables_people import ASKED, folders, seen

NFD = unicodedata.normalize("NFD", "Peña")


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("photos/Peña.jpg", f"photos/{NFD}.jpg"),
        (f"{NFD}.jpg", "Peña.jpg"),
        ("photos\\w1.jpg", "photos/w1.jpg"),
        ("photos/w1.jpg", "photos\\w1.jpg"),
        ("Photos/W1.JPG", "photos/w1.jpg"),
        ("./w1.jpg", "w1.jpg"),
        ("photos/w1.jpg", "w1.jpg"),
        ("w1.jpg", "deep/er/w1.jpg"),
        ("b/w1.jpg", "a/b/w1.jpg"),
    ],
)
def test_a_file_is_found_as_people_write_its_name(name: str, there: str) -> None:
    assert FileNames(["other.jpg", there]).find(name).path == there


def test_capitals_are_looked_past_only_if_one_file_is_meant() -> None:
    names = FileNames(["A.jpg", "a.jpg", "x/1.jpg", "y/1.jpg"])
    assert names.find("a.jpg").path == "a.jpg" and names.find("A.jpg").path == "A.jpg"
    assert names.find("a.JPG").how == "nowhere" and names.find("a.JPG").near == ("A.jpg", "a.jpg")
    assert names.find("1.jpg").how == "nowhere"


def test_the_folder_of_the_table_goes_first() -> None:
    assert FileNames(["in/a.jpg", "a.jpg"], beside="in").find("a.jpg").path == "in/a.jpg"


def test_files_that_no_row_names_and_rows_that_no_file_fits_are_listed() -> None:
    preview = seen("path,person\nfoto1.jpg,P-1\nfoto9.jpg,P-2\n", ["foto1.jpg", "foto8.jpg", "notes.txt"])
    assert preview.unnamed == ("foto8.jpg",)
    (refused,) = preview.refused
    assert refused.refusal is not None and refused.refusal.code == "not-found" and "foto8.jpg" in refused.near
    chosen = seen("path,person\nfoto1.jpg,P-1\nfoto9.jpg,P-2\n", ["foto1.jpg", "foto8.jpg"], file__3="foto8.jpg")
    assert [row.path for row in chosen.rows] == ["foto1.jpg", "foto8.jpg"] and chosen.unnamed == ()


def test_one_file_that_two_rows_mean_by_their_ends_is_nobodys() -> None:
    preview = seen("path,person\nx/1.jpg,P-1\ny/1.jpg,P-2\n", ["1.jpg"])
    assert [row.refusal.code if row.refusal else "" for row in preview.rows] == ["twice", "twice"]


@pytest.mark.parametrize("path", ["C:\\Fotos\\a.jpg", "\\\\server\\share\\a.jpg", "/Users/ana/Desktop/a.jpg"])
def test_a_path_of_the_machine_where_the_table_was_written_is_looked_for_by_its_end(path: str) -> None:
    (row,) = seen(f"path,person\n{path},P\n", ["a.jpg", "b.jpg"]).rows
    assert row.path == "a.jpg" and "found in another folder" in str(row.doubts[0])
    (none,) = seen(f"path,person\n{path},P\n", ["b.jpg"]).rows
    assert none.refusal is not None


@pytest.mark.parametrize("path", ["../a.jpg", "C:/../a.jpg", "/etc/a.jpg", "x/../../a.jpg"])
def test_a_path_that_leads_out_of_the_folder_is_refused(path: str) -> None:
    (row,) = seen(f"path,person\n{path},P\n", ["a.jpg"]).rows
    assert row.refusal is not None and row.refusal.code == "outside"


def test_a_person_in_two_normal_forms_is_one_person() -> None:
    assert folders(f"{NFD}/1.jpg", "Peña/2.jpg").people == ["Peña"]
    assert seen(f"path,person\na.jpg,{NFD}\nb.jpg,Peña\n").people == ["Peña"]


def test_one_folder_around_all_is_looked_through() -> None:
    preview = folders("missing/N-51/1.jpg", "missing/N-52/1.jpg", "missing/N-53/1.jpg", "missing/.DS_Store")
    assert preview.people == ["N-51", "N-52", "N-53"] and "around all" in str(preview.understood[0])
    assert folders("missing/N-51/1.jpg", "missing/N-52/1.jpg", top="one").people == ["missing"]


def test_of_a_second_folder_around_all_it_is_asked_before_three_people_become_one() -> None:
    sent = ("sent/people/N-51/a.jpg", "sent/people/N-52/b.jpg", "sent/people/N-53/c.jpg")
    (question,) = folders(*sent).questions
    assert question.about == "top:people" and "people" in str(question.asks)
    assert folders(*sent, top__people="around").people == ["N-51", "N-52", "N-53"]
    assert folders(*sent, top__people="one").people == ["people"]


def test_a_folder_that_may_be_around_all_or_somebodys_own_is_asked_about() -> None:
    preview = folders("P-1/front/1.jpg", "P-1/2.jpg")
    assert [question.about for question in preview.questions] == ["top"]
    assert folders("P-1/front/1.jpg", "P-1/2.jpg", top="one").people == ["P-1"]
    assert folders("P-1/front/1.jpg", "P-1/2.jpg", top="around").people == ["front"]


def test_two_whose_names_differ_by_capitals_alone_are_doubted_and_a_space_at_the_end_is_no_name() -> None:
    preview = folders("anna/1.jpg", "Anna/2.jpg", "Ivo/3.jpg", "Ivo /4.jpg", "Ivo\u00a0/5.jpg")
    assert preview.people == ["Anna", "Ivo", "anna"]
    doubted = {row.who for row in preview.rows if any("capitals alone" in str(doubt) for doubt in row.doubts)}
    assert doubted == {"anna", "Anna"}


def test_several_folders_of_one_person_are_doubted() -> None:
    preview = folders("AM/N-1/1.jpg", "AM/N-2/1.jpg", "PM/C-1/1.jpg")
    assert len(preview.doubtful) == 2 and "are they one person?" in str(preview.doubtful[0].doubts[0])


def test_a_file_in_no_folder_is_refused_until_somebody_says_whose_it_is() -> None:
    assert folders("1.jpg", "P-1/2.jpg").refused[0].key == "1.jpg"
    assert of_folders(["1.jpg"], ASKED, {"who:1.jpg": "P-2"}).people == ["P-2"]


def test_a_folder_without_photographs_is_none() -> None:
    with pytest.raises(ManifestInvalid, match="no photographs"):
        folders("notes.txt")


def entry(raw: bytes, extra: bytes = b"") -> zipfile.ZipInfo:
    """An entry as a reader finds it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        info = zipfile.ZipInfo("x" * len(raw))
        info.extra = extra
        whole.writestr(info, b"")
    data = out.getvalue().replace(b"x" * len(raw), raw)
    (found,) = zipfile.ZipFile(io.BytesIO(data)).infolist()
    return found


def test_names_without_a_flag_are_read_from_their_unicode_field_then_as_utf_8_then_asked() -> None:
    assert entry_name(entry("Шевченко".encode())) == "Шевченко"
    raw = "Шевченко".encode("cp866")
    told = struct.pack("<BL", 1, zlib.crc32(raw)) + "Шевченко".encode()
    field = struct.pack("<HH", 0x7075, len(told)) + told
    assert entry_name(entry(raw, field)) == "Шевченко"
    assert entry_name(entry(raw)) == raw
    assert entry_name(entry(raw), "cp866") == "Шевченко"
    assert ("cp866", "Шевченко") in readings([raw])


def test_a_unicode_field_of_another_name_is_not_believed() -> None:
    raw = "Шевченко".encode("cp866")
    told = struct.pack("<BL", 1, zlib.crc32(b"another")) + b"Somebody"
    assert entry_name(entry(raw, struct.pack("<HH", 0x7075, len(told)) + told)) == raw
