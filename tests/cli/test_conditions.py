"""The commands about simulated conditions, as people use them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from antigone.cli.main import antigone_command
from antigone.errors import AntigoneError, UsageError
from antigone.evidence.conditions import CONDITIONS
from conftest import INCIDENT


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(antigone_command, ["conditions", *map(str, arguments)], standalone_mode=False)
    if isinstance(done.exception, AntigoneError):
        raise done.exception
    assert done.exception is None, done.exception
    return done


@pytest.fixture
def photo(eileen_jpeg: bytes, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "portrait.jpg"
    path.write_bytes(eileen_jpeg)
    yield path


def test_the_list_names_every_condition_and_says_what_is_not_simulated() -> None:
    text = run("list").output
    assert [one.name for one in CONDITIONS if one.name not in text] == []
    assert "not captured" in text and "not simulated: Ten and twenty years younger" in text
    objects = [json.loads(row) for row in run("list", "--json").output.splitlines()]
    assert [entry["name"] for entry in objects] == [one.name for one in CONDITIONS]
    assert all(entry["simulated"] is True and entry["not_captured"] for entry in objects)


@pytest.mark.slow
def test_what_is_written_says_that_it_is_simulated_and_nothing_is_replaced(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("apply", photo, "--condition", "eyes-closed:severe,livor", "--out", out, "--seed", 4, "--json")
    assert done.return_value == 0
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    names = sorted(path.name for path in out.iterdir())
    assert names == ["portrait.eyes-closed-severe.SIMULATED.png", "portrait.livor-moderate.SIMULATED.png"]
    assert [Path(row["written"]).name for row in rows] == names
    with Image.open(out / names[0]) as picture:
        assert picture.text["Title"] == "SIMULATED" and "eyes-closed:severe" in picture.text["Description"]
        first = np.asarray(picture)
    with pytest.raises(UsageError, match="there already"):
        run("apply", photo, "--condition", "livor", "--out", out)
    run("apply", photo, "--condition", "eyes-closed:severe", "--out", tmp_path / "again", "--seed", 4)
    with Image.open(tmp_path / "again" / names[0]) as picture:
        assert (np.asarray(picture) == first).all()


@pytest.mark.slow
def test_a_photo_with_several_faces_or_none_is_refused_and_the_others_are_done(
    photo: Path, eileen: np.ndarray, tmp_path: Path
) -> None:
    two, none = tmp_path / "two.png", tmp_path / "none.png"
    Image.fromarray(np.hstack([eileen[:300, :, ::-1]] * 2)).save(two)
    Image.fromarray(np.full((200, 200, 3), 120, np.uint8)).save(none)
    out = tmp_path / "out"
    done = run("apply", two, none, photo, "--condition", "pallor:mild", "--out", out)
    assert done.return_value == 1
    assert "2 faces" in done.stderr and "No face" in done.stderr
    assert [path.name for path in out.iterdir()] == ["portrait.pallor-mild.SIMULATED.png"]
    assert run("apply", two, "--condition", "pallor", "--out", out, "--face", 2).return_value == 0
    with pytest.raises(UsageError, match="exclude"):
        run("apply", two, "--condition", "pallor", "--out", out, "--face", 2, "--principal")


@pytest.mark.slow
def test_photos_of_one_name_from_two_folders_are_not_mixed_up(photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / photo.name
    other.parent.mkdir()
    other.write_bytes(photo.read_bytes())
    with pytest.raises(UsageError, match="Two photos"):
        run("apply", photo, other, "--condition", "pallor", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_slip_in_a_name_is_answered_with_the_right_one(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run("apply", photo, "--condition", "livour", "--out", tmp_path)
    assert "livor" in caught.value.hint
    with pytest.raises(UsageError, match="nothing to show"):
        run("sheet", "--out", tmp_path / "sheet.html", "--conditions", "none")
    with pytest.raises(UsageError, match="neither"):
        run("sheet", "--out", tmp_path / "sheet.pdf")


@pytest.mark.slow
def test_the_page_says_on_every_picture_that_it_is_simulated_and_covers_the_graphic_ones(tmp_path: Path) -> None:
    page = tmp_path / "sheet.html"
    done = run("sheet", "--out", page, "--conditions", "eyes-closed,livor,stamp")
    assert done.return_value == 0 and "simulated" in done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.count("<figcaption>SIMULATED,") == 9
    assert text.count('class="cover"') == 3, "livor alone is covered"
    assert "Nobody shown exists" in text and "Not captured" in text and "Everything on this page is simulated" in text
    assert "<script" not in text and "http://" not in text and "https://" not in text
    assert str(INCIDENT) not in text


@pytest.mark.slow
def test_a_sheet_of_one_photo_is_a_picture_too(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    run("sheet", "--out", out, "--photo", photo, "--conditions", "pallor,lying", "--severity", "severe")
    with Image.open(out) as picture:
        assert picture.width == 2 * 2 * 220
