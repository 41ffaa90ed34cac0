"""``antigone enrol`` says what it would do before it does it, and what differs by spelling alone is one thing."""

from __future__ import annotations

import json
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from command_line import antigone

LAWFUL = ("--source", "Request 1", "--basis", "consent")
NFD = unicodedata.normalize("NFD", "José")


@pytest.fixture
def folder(tmp_path: Path, eileen_jpeg: bytes) -> Path:
    (tmp_path / "d1.jpg").write_bytes(eileen_jpeg)
    (tmp_path / "d2.jpg").write_bytes(eileen_jpeg + b"2")
    (tmp_path / "more.jpg").write_bytes(eileen_jpeg + b"3")
    return tmp_path


def test_a_dry_run_shows_everything_and_makes_nothing(folder: Path) -> None:
    table = "Path;Person;Born\nd1.jpg;D-1;05/17/1980\nD2.JPG;D-2;05/07/1980\n;;\nd3.jpg;D-3;1900-01-00\n"
    (folder / "t.csv").write_text(table, encoding="utf-8")
    done = antigone("enrol", folder / "t.csv", "--gallery", folder / "g", *LAWFUL, "--dry-run")
    assert done.returncode == 1 and not (folder / "g").exists()
    for said in (
        "cells parted by ;",
        "column Born: born (it is called so; 05/17/1980 proves it",
        "refused, 5: There is no such file.",
        "doubtful, 5: 1900-01-00 is how a spreadsheet writes an empty date",
        "no row names this file: more.jpg",
        "2 photographs of 2 people; 1 refused.",
    ):
        assert said in done.stdout
    shown = json.loads(antigone("enrol", folder / "t.csv", "--gallery", folder / "g", "--dry-run", "--json").stdout)
    assert shown["rows"][1]["details"] == {"born": "1980-05-07"} and shown["photographs"] == 2


@pytest.mark.slow
def test_one_bad_row_does_not_refuse_the_others(folder: Path) -> None:
    (folder / "t.csv").write_text("path,person\nd1.jpg,D-1\n,D-2\nd2.jpg,\n", encoding="utf-8")
    done = antigone("enrol", folder / "t.csv", "--gallery", folder / "g", *LAWFUL)
    assert done.returncode == 1 and "1 photo enrolled" in done.stderr
    assert "This row names no photograph." in done.stderr and "does not say whose" in done.stderr


def test_what_must_be_known_is_asked_with_what_to_type(folder: Path) -> None:
    (folder / "t.csv").write_text("file,photo,person\nd1.jpg,d2.jpg,D-1\n", encoding="utf-8")
    asked = antigone("enrol", folder / "t.csv", "--gallery", folder / "g", *LAWFUL)
    assert asked.returncode not in (0, 1) and "--read-as need:path=ANSWER, one of: file, photo" in asked.stderr
    done = antigone("enrol", folder / "t.csv", "--gallery", folder / "g", "--read-as", "need:path=photo", "--dry-run")
    assert "1 photograph of 1 person" in done.stdout
    wrong = antigone("enrol", folder / "t.csv", "--gallery", folder / "g", "--read-as", "colour=red")
    assert wrong.returncode == 2 and "answers nothing that is asked" in wrong.stderr


def test_of_a_second_folder_around_all_it_is_asked_as_it_can_be_typed(folder: Path) -> None:
    for person in ("N-51", "N-52"):
        (folder / "sent/on the ferry/all people" / person).mkdir(parents=True)
        shutil.copy(folder / "d1.jpg", folder / "sent/on the ferry/all people" / person)
    asked = antigone("enrol", folder / "sent", "--gallery", folder / "g", *LAWFUL)
    assert asked.returncode == 2 and "--read-as 'top:all people=ANSWER', one of: around, one." in asked.stderr
    answer = ("--read-as", "top:all people=around", "--dry-run")
    done = antigone("enrol", folder / "sent", "--gallery", folder / "g", *LAWFUL, *answer)
    assert done.returncode == 0 and "2 photographs of 2 people; 0 refused." in done.stdout


def test_an_archive_is_refused_with_what_to_do(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as whole:
        whole.writestr("P/1.jpg", b"x")
    done = antigone("enrol", folder / "a.zip", "--gallery", folder / "g", *LAWFUL)
    assert done.returncode == 2 and "Unpack it" in done.stderr


@pytest.mark.slow
def test_a_person_in_two_normal_forms_is_one_and_wholly_removed(folder: Path) -> None:
    for name, photo in (("José", "d1.jpg"), (NFD, "d2.jpg")):
        (folder / "people" / name).mkdir(parents=True)
        shutil.copy(folder / photo, folder / "people" / name)
    done = antigone("enrol", folder / "people", "--gallery", folder / "g", *LAWFUL)
    assert "2 photos of 1 person (" in done.stderr
    done = antigone("gallery", "remove", "--gallery", folder / "g", "--person", NFD)
    assert done.returncode == 0 and "Removed 2 photos" in done.stderr


@pytest.mark.slow
def test_a_folder_around_all_is_looked_through_and_said(folder: Path) -> None:
    for n, photo in enumerate(("d1.jpg", "d2.jpg")):
        (folder / "people/missing" / f"N-5{n}").mkdir(parents=True)
        shutil.copy(folder / photo, folder / "people/missing" / f"N-5{n}")
    done = antigone("enrol", folder / "people", "--gallery", folder / "g", *LAWFUL)
    assert "The folder missing is around all" in done.stderr and "2 photos of 2 persons" in done.stderr
