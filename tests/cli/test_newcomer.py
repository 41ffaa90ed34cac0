"""The command line as somebody meets it who has the README and a folder: refusals that help, and never a traceback."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from PIL import Image

from antigone import engine
from antigone.cli import progress
from antigone.cli.common import counted
from antigone.cli.progress import watch
from antigone.gallery.gallery import open_writer
from command_line import antigone, lines
from conftest import INCIDENT, encoded

LAWFUL = ("--source", "Request 7, from the sister", "--basis", "consent")


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain folder of three persons, enrolled; one photo; an empty folder; a gallery of a model that is not here."""
    home = tmp_path_factory.mktemp("newcomer")
    for person in sorted((INCIDENT / "references").iterdir())[:3]:
        shutil.copytree(person, home / "references" / person.name)
    photo = next(iter(sorted((home / "references").glob("*/*.jpg"))))
    shutil.copy(photo, home / "one.jpg")
    (home / "none").mkdir()
    assert antigone("enrol", home / "references", "--gallery", home / "gallery", *LAWFUL).returncode == 0
    with open_writer(home / "foreign", "another-model", 64):
        pass
    return home


OPTIONS: dict[str, list[tuple[str, ...]]] = {
    "search": [
        (),
        ("--top", "1"),
        ("--face", "1"),
        ("--principal",),
        ("--profile", "am"),
        ("--case", "K-1", "--purpose", "identification"),
        ("--where", "sex=female"),
        ("--together",),
        ("--together", "--principal"),
        ("--calibration", "none"),
        ("--calibration", "one.jpg"),
        ("--scale", "enfsi"),
        ("--known", "age_band=adult"),
        ("--json",),
        ("--report", "list.html"),
        ("--together", "--report", "list.html"),
    ],
    "analyse": [(), ("--profile", "am"), ("--annotated", "marked"), ("--json",)],
    "embed": [("--out", "out.npz"), ("--out", "out.npz", "--principal"), ("--out", "out.npz", "--model", "no-such")],
    "enrol": [(), (*LAWFUL,), (*LAWFUL, "--principal"), (*LAWFUL, "--json"), (*LAWFUL, "--model", "no-such")],
}
SITUATIONS = ("references", "one.jpg", "none", "missing.jpg")


@pytest.mark.slow
@pytest.mark.parametrize(("command", "options"), [(name, each) for name in OPTIONS for each in OPTIONS[name]])
def test_no_option_ends_in_a_traceback(
    at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, options: tuple[str, ...]
) -> None:
    own = tmp_path / "own"
    shutil.copytree(at_home, own)
    monkeypatch.chdir(own)
    for what in SITUATIONS:
        galleries = ("gallery", "foreign") if command in ("search", "enrol") else ("",)
        for gallery in galleries:
            done = antigone(command, what, *options, *(("--gallery", gallery) if gallery else ()))
            said = done.stderr + done.stdout
            assert "Traceback" not in said and "unexpected" not in said, (what, gallery, done.stderr)
            assert done.returncode in (0, 1, 2, 3) and (done.returncode == 0 or done.stderr.strip())


def test_numbers_and_nouns_agree(at_home: Path) -> None:
    assert [counted(n, "photo") for n in (0, 1, 2)] == ["0 photos", "1 photo", "2 photos"]
    assert counted(1, "person", "people") == "1 person" and counted(3, "person", "people") == "3 people"


@pytest.mark.slow
def test_a_report_is_made_of_a_plain_folder_and_the_list_says_why_there_is_no_weight(
    at_home: Path, tmp_path: Path
) -> None:
    done = antigone("search", at_home / "one.jpg", "--gallery", at_home / "gallery", "--report", tmp_path / "list.html")
    assert done.returncode == 0, done.stderr
    assert "M-001" in (tmp_path / "list.html").read_text(encoding="utf-8")
    assert "1 photos" not in done.stdout and "nobody said how old" in done.stdout and "age_band" in done.stdout
    advice = re.search(r"--known (\S+=\S+)\.", done.stdout)
    assert advice is not None
    told = antigone("search", at_home / "one.jpg", "--gallery", at_home / "gallery", "--known", advice[1])
    assert told.returncode == 0 and "nobody said how old" not in told.stdout


@pytest.mark.slow
def test_an_unknown_column_is_refused_with_the_columns_there_are(incident: Path, tmp_path: Path) -> None:
    some = incident / "some.csv"
    some.write_text("".join((incident / "references.csv").read_text(encoding="utf-8").splitlines(True)[:3]))
    assert antigone("enrol", some, "--gallery", tmp_path / "g").returncode == 0
    photo = next((incident / "unidentified").glob("*.jpg"))
    wrong = antigone("search", photo, "--gallery", tmp_path / "g", "--where", "ages=30")
    assert wrong.returncode == 2 and "Did you mean age?" in wrong.stderr and "sex" in wrong.stderr
    nobody = antigone("search", photo, "--gallery", tmp_path / "g", "--where", "age=3")
    assert nobody.returncode == 0 and "Nobody in the gallery has age=3" in nobody.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("command", "more"), [("embed", ("--out", "x.npz")), ("enrol", ("--gallery", "g", *LAWFUL))])
def test_a_command_advises_only_what_it_has(
    eileen: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    head = eileen[20:300, 90:370]
    (tmp_path / "in" / "two").mkdir(parents=True)
    (tmp_path / "in" / "two" / "1.png").write_bytes(encoded(np.hstack([head, head]), "PNG"))
    done = antigone(command, "in", *more)
    takes = antigone(command, "--help").stdout
    advised = set(re.findall(r"--[a-z]+", done.stderr))
    assert done.returncode == 1 and advised and all(option in takes for option in advised)


@pytest.mark.slow
def test_what_nobody_expected_is_one_line_with_a_number_and_the_log_has_the_rest(at_home: Path, own_home: Path) -> None:
    with mock.patch("antigone.engine.Engine.open", side_effect=ZeroDivisionError("inside")):
        done = antigone("analyse", at_home / "one.jpg")
        shown = antigone("analyse", at_home / "one.jpg", "--debug")
    (line,) = done.stderr.splitlines()
    number = re.search(r"Fault ([A-Z0-9]{8})", line)
    log = own_home / "antigone.log"
    assert done.returncode == 3 and number is not None and str(log) in line
    assert number[1] in log.read_text() and "Traceback" in log.read_text() and log.stat().st_mode & 0o77 == 0
    assert "Traceback" in shown.stderr and "ZeroDivisionError" in shown.stderr


@pytest.mark.slow
def test_what_one_photo_brings_about_is_told_of_it_and_the_others_are_read(at_home: Path) -> None:
    real, seen = engine.find_faces, []

    def broken(network: object, photo: object) -> object:
        seen.append(photo)
        if len(seen) == 1:
            raise ZeroDivisionError("inside")
        return real(network, photo)

    with mock.patch.object(engine, "find_faces", broken):
        done = antigone("analyse", at_home / "references", "--json")
    refused = [line["refusal"]["code"] for line in lines(done) if line["refusal"]]
    assert done.returncode == 1 and refused == ["unexpected"] and len(lines(done)) > 2


def test_elsewhere_than_on_a_terminal_long_work_says_a_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, *(10.0 * place for place in range(1, 21))])
    with mock.patch.object(progress.time, "monotonic", lambda: next(clock)):
        assert list(watch(iter(range(20)), 40)) == list(range(20))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "7 of 40 photos, 6 a minute, about 6 minutes left" and len(said) == 2


def test_beside_json_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch.object(progress, "MINUTE", 0.0):
        assert list(watch(iter(range(3)), 3, quiet=True)) == [0, 1, 2]
    assert capsys.readouterr().err == ""


def test_on_a_terminal_long_work_shows_a_bar_with_rate_and_time_left() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with mock.patch.object(progress.sys, "stderr", Terminal()) as shown:
        assert list(watch(iter(range(5)), 5)) == [0, 1, 2, 3, 4]
    bar = shown.getvalue()
    assert "3/5" in bar and "photos/s" in bar and "<" in bar


@pytest.mark.slow
def test_a_shell_completes_commands_and_options(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_ANTIGONE_COMPLETE" in antigone("completion", shell).stdout
    script = shutil.which("antigone") or str(Path(sys.executable).parent / "antigone")
    asked = {"_ANTIGONE_COMPLETE": "bash_complete", "COMP_WORDS": "antigone search --wh", "COMP_CWORD": "2"}
    done = subprocess.run([script], env={**os.environ, **asked}, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["plain,--where"]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["file", "face"])
def test_the_same_picture_on_both_sides_is_said_first_and_has_no_weight(
    at_home: Path, tmp_path: Path, how: str
) -> None:
    photo = at_home / "one.jpg"
    if how == "face":  # saved anew, as telephones do that pass it on
        photo = tmp_path / "passed-on.jpg"
        Image.open(at_home / "one.jpg").save(photo, quality=80)
    known = ("--gallery", at_home / "gallery", "--known", "age_band=adult")
    told = antigone("search", photo, *known, "--report", tmp_path / "list.html")
    (line,) = lines(antigone("search", photo, *known, "--json"))
    first, second = line["candidates"][:2]
    assert first["same_picture"]["by"] == how and first["weight"]["log10_lr"] is None and first["strangers"] is None
    assert second["same_picture"] is None and second["weight"]["log10_lr"] is not None
    assert told.stdout.index("THE SAME PICTURE") < told.stdout.index("  1. ")
    assert "The same picture:" in (tmp_path / "list.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_who_is_enrolled_with_somebody_elses_face_is_asked_about(at_home: Path, tmp_path: Path) -> None:
    one, other = (sorted((at_home / "references").iterdir())[place] for place in (0, 2))
    person = tmp_path / "people" / "A"
    person.mkdir(parents=True)
    for place, photo in enumerate([*sorted(one.glob("*.jpg"))[:2], sorted(other.glob("*.jpg"))[0]]):
        shutil.copy(photo, person / f"{place}.jpg")
    done = antigone("enrol", tmp_path / "people", "--gallery", tmp_path / "g", *LAWFUL)
    assert done.returncode == 0 and done.stderr.count("Whose face was meant?") == 1 and "A/2.jpg" in done.stderr
    same = antigone("enrol", at_home / "references", "--gallery", tmp_path / "h", *LAWFUL)
    assert "Whose face was meant?" not in same.stderr
