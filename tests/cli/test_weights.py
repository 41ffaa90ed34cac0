"""Weights on the command line: what comes along, one's own, and none."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from antigone.weighing import shipped
from antigone.weights.catalogue import find
from command_line import antigone, lines
from conftest import INCIDENT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery of the demo's first ten people, with the age on the photo known of all but the first."""
    incident = Path(shutil.copytree(INCIDENT, tmp_path_factory.mktemp("aged") / "incident"))
    rows = list(csv.DictReader((incident / "references.csv").open(encoding="utf-8")))
    people = sorted({row["person"] for row in rows})[:10]
    manifest = incident / "aged.csv"
    with manifest.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, ["path", "person", "source", "basis", "age", "sex"])
        table.writeheader()
        for row in rows:
            if row["person"] in people and Path(row["path"]) != _kept_apart(incident, row["person"]):
                known = {name: row[name] for name in ("path", "person", "source", "basis")}
                table.writerow(known | {"age": "" if row["person"] == people[0] else "34", "sex": row["sex"]})
    done = antigone("enrol", manifest, "--gallery", incident.parent / "gallery")
    assert done.returncode == 0, done.stderr
    return incident.parent / "gallery"


def _kept_apart(incident: Path, person: str) -> Path | None:
    """Of a person with several photographs the last one is not enrolled: to be searched with, as another photograph."""
    photos = sorted((incident / "references" / person).iterdir())
    return photos[-1].relative_to(incident) if len(photos) > 1 else None


def someone(incident: Path) -> Path:
    """A photograph that is not enrolled, of somebody who is, and whose age is known."""
    people = sorted({p.name for p in (incident / "references").iterdir()})[1:10]
    return next(incident / apart for person in people if (apart := _kept_apart(incident, person)))


def test_the_calibration_that_comes_along_is_for_the_model_that_comes_along(aged: Path) -> None:
    from antigone.gallery.gallery import open_gallery

    with open_gallery(aged) as gallery:
        calibration = shipped(gallery.seal.model)
    assert calibration is not None and find("sface").id in calibration.model
    assert "Nobody in them is dead" in calibration.description


def test_every_candidate_of_known_age_has_a_weight_with_its_interval_and_words(aged: Path, incident: Path) -> None:
    (line,) = lines(antigone("search", someone(incident), "--gallery", aged, "--json"))
    first, unknown = line["candidates"][0], next(c for c in line["candidates"] if "age" not in c["details"])
    weight = first["weight"]
    assert set(weight) == {"log10_lr", "low", "high", "calibration", "stratum", "verbal", "refused", "limit", "score"}
    assert weight["low"] <= weight["log10_lr"] <= weight["high"] and weight["log10_lr"] > 1
    assert "more probable if the photographs show one person" in weight["verbal"] and "enfsi" in weight["verbal"]
    assert weight["calibration"] == line["calibration"] and "adult" in weight["stratum"]
    assert unknown["weight"]["log10_lr"] is None and unknown["weight"]["refused"]
    assert first["strangers"]["gallery"] == 10 and 0 < line["not_enrolled"]["median_top_score"] < 1


def test_a_list_says_of_every_number_where_it_comes_from(aged: Path, incident: Path) -> None:
    from antigone.gallery.gallery import open_gallery

    with open_gallery(aged) as gallery:
        calibration = shipped(gallery.seal.model)
        model = gallery.seal.model
    assert calibration is not None
    said = antigone("search", someone(incident), "--gallery", aged).stdout
    assert f"Score: how alike the face searched with and each person's best photograph are to the model {model}" in said
    assert "Strangers: how many other people" in said
    # Of the first person nobody knows the age: counted are the strangers that look most alike.
    assert "Counted among the calibration's strangers of: age band adult" in said and "age band infant" in said
    assert "Weight: how many times more often" in said and "may not be added" in said
    assert f"Both from the calibration {calibration.id} of {calibration.made}: {calibration.description}" in said


def test_a_list_without_a_calibration_speaks_of_the_score_alone(aged: Path, incident: Path) -> None:
    said = antigone("search", someone(incident), "--gallery", aged, "--calibration", "none").stdout
    assert "Score: how alike" in said
    assert "Strangers:" not in said and "Weight:" not in said and "calibration" not in said


def test_another_scale_and_no_calibration_at_all(aged: Path, incident: Path) -> None:
    (other,) = lines(antigone("search", someone(incident), "--gallery", aged, "--json", "--scale", "swgdam"))
    assert "swgdam" in other["candidates"][0]["weight"]["verbal"]
    (bare,) = lines(antigone("search", someone(incident), "--gallery", aged, "--json", "--calibration", "none"))
    assert bare["calibration"] is None and bare["candidates"][0]["weight"] is None


def test_several_photos_of_one_dead_person_give_one_list(aged: Path, incident: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    photos = [sorted((incident / "references" / person).iterdir()) for person in ("M-001", "M-004", "M-005")]
    several = next(p for p in photos if len(p) > 1)[:2]
    done = antigone("search", *several, broken, "--gallery", aged, "--json", "--together")
    (line,) = lines(done)
    assert [part["refusal"] is None for part in line["together"]] == [True, True, False]
    assert line["candidates"][0]["person"] == several[0].parent.name


def test_too_few_people_for_a_calibration_are_told_so(incident: Path, tmp_path: Path) -> None:
    done = antigone("calibrate", incident / "references", "--out", tmp_path / "own.json", "--one-photo")
    assert done.returncode == 3 and "30 people" in done.stderr and "Add people" in done.stderr
    assert not (tmp_path / "own.json").exists()


@pytest.mark.shared
def test_a_calibration_made_here_is_used_and_one_that_was_changed_is_refused(
    aged: Path, incident: Path, kept_faces: None, shared: Path, tmp_path: Path
) -> None:
    several = [p for p in sorted((shared / "faces/lfw-dev").iterdir()) if len(list(p.iterdir())) > 1]
    for person in several[:110]:
        (tmp_path / "people" / person.name).mkdir(parents=True)
        for photo in sorted(person.iterdir())[:2]:
            shutil.copy(photo, tmp_path / "people" / person.name)
    made = tmp_path / "own.json"
    done = antigone("calibrate", tmp_path / "people", "--out", made, "--one-photo", "--principal", "--description", "x")
    assert done.returncode == 0, done.stderr
    (line,) = lines(antigone("search", someone(incident), "--gallery", aged, "--json", "--calibration", made))
    assert line["calibration"] == hash_of(made)
    assert line["candidates"][0]["weight"]["log10_lr"] > 0.5
    made.write_text(made.read_text().replace('"description": "x"', '"description": "the dead"'))
    done = antigone("search", someone(incident), "--gallery", aged, "--calibration", made)
    assert done.returncode == 3 and "changed" in done.stderr


def hash_of(calibration: Path) -> str:
    return str(json.loads(calibration.read_text(encoding="utf-8"))["sha256"])[:12]
