"""A centre measures Antigone on its own people, and gets the same numbers again, interrupted or not."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.errors import EvaluationForeign, ManifestInvalid, SamplesInvalid, UsageError
from antigone.evidence.conditions import parse
from antigone.evidence.samples import load
from antigone.validation.known import call_the_roll
from antigone.validation.run import SAMPLES, ValidationRequest, run
from antigone.validation.store import FILE, UNDER_COVER
from antigone.validation.templates import Read

pytestmark = pytest.mark.usefixtures("kept_faces")

PEOPLE = 14


def through(reads: Iterator[Read], _total: int) -> Iterator[Read]:
    return reads


@pytest.fixture
def people(incident: Path, tmp_path: Path) -> Path:
    """Fourteen of the demo's fictional people, a folder each."""
    folder = tmp_path / "people"
    for person in sorted((incident / "references").iterdir())[:PEOPLE]:
        shutil.copytree(person, folder / person.name)
    return folder


def steps(text: str = "night:mild,halftone:mild") -> dict:
    return {"steps": parse(text), "people": 6}


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_numbers(
    engine: Engine, people: Path, tmp_path: Path
) -> None:
    whole = run(engine, ValidationRequest(people, tmp_path / "whole", **steps()), through)

    class Killed(Exception):
        pass

    def kill(reads: Iterator[Read], _total: int) -> Iterator[Read]:
        yield next(reads)
        raise Killed

    with pytest.raises(Killed):
        run(engine, ValidationRequest(people, tmp_path / "again", **steps()), kill)
    resumed = run(engine, ValidationRequest(people, tmp_path / "again", **steps()), through)
    assert json.dumps(resumed) == json.dumps(whole)
    conditions = whole["conditions"]
    assert {r["condition"] for r in conditions["results"]} == {"night", "halftone"}
    assert all(0 <= r["faces_found"] <= r["photos"] for r in conditions["results"])
    assert "Simulated" in conditions["note"]


@pytest.mark.slow
def test_what_was_made_is_not_made_again(engine: Engine, people: Path, tmp_path: Path) -> None:
    request = ValidationRequest(people, tmp_path / "out", weights=False)
    run(engine, request, through)
    before = (tmp_path / "out" / FILE).stat().st_mtime_ns
    again = run(engine, request, through)
    assert (tmp_path / "out" / FILE).stat().st_mtime_ns == before
    assert again["data"]["photos"] == len(load(tmp_path / "out" / SAMPLES))


@pytest.mark.slow
def test_a_photo_without_a_face_is_a_miss_and_counted(engine: Engine, people: Path, tmp_path: Path) -> None:
    someone = next(people.iterdir())
    (someone / "broken.jpg").write_bytes(b"no photo")
    shutil.copy(Path(__file__), someone / "text.jpg")
    report = run(engine, ValidationRequest(people, tmp_path / "out", weights=False), through)
    assert report["data"]["refusals"] == {"not-a-photo": 2}
    samples = load(tmp_path / "out" / SAMPLES)
    assert (~samples.found).sum() == 2


@pytest.mark.slow
def test_templates_of_another_model_or_seed_are_not_mixed_in(engine: Engine, people: Path, tmp_path: Path) -> None:
    run(engine, ValidationRequest(people, tmp_path / "out", weights=False), through)
    with pytest.raises(EvaluationForeign, match="seed"):
        run(engine, ValidationRequest(people, tmp_path / "out", seed=7, weights=False), through)
    with sqlite3.connect(tmp_path / "out" / FILE) as before:  # by a version that knew no network for covered faces
        before.execute("DELETE FROM meta WHERE key = ?", (UNDER_COVER,))
    with pytest.raises(EvaluationForeign, match=UNDER_COVER):
        run(engine, ValidationRequest(people, tmp_path / "out", weights=False), through)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / FILE).write_bytes(b"not a database, " * 100)
    with pytest.raises(EvaluationForeign, match="not a file of templates"):
        run(engine, ValidationRequest(people, tmp_path / "other"), through)


@pytest.mark.slow
def test_a_gallery_is_filled_with_distractors_to_the_size_asked_for(
    engine: Engine, people: Path, incident: Path, tmp_path: Path
) -> None:
    others = tmp_path / "others"
    for person in sorted((incident / "references").iterdir())[PEOPLE : PEOPLE + 8]:
        shutil.copytree(person, others / person.name)
    plain = run(engine, ValidationRequest(people, tmp_path / "out", weights=False), through)
    size = plain["identification"]["enrolled"] + 5
    request = ValidationRequest(people, tmp_path / "out", distractors=others, gallery_size=size, weights=False)
    assert run(engine, request, through)["identification"]["enrolled"] == size
    with pytest.raises(UsageError, match="distractors"):
        run(engine, ValidationRequest(people, tmp_path / "out", gallery_size=size), through)
    with pytest.raises(UsageError, match=r"there are \d+"):
        run(engine, ValidationRequest(people, tmp_path / "out", distractors=others, gallery_size=9999), through)
    with pytest.raises(SamplesInvalid, match="both"):
        run(engine, ValidationRequest(people, tmp_path / "out", distractors=people), through)


@pytest.mark.slow
def test_one_person_or_nobody_with_two_photos_measures_nothing(engine: Engine, people: Path, tmp_path: Path) -> None:
    one = next(p for p in people.iterdir() if len(list(p.iterdir())) > 1)
    shutil.copytree(one, tmp_path / "one" / one.name)
    with pytest.raises(SamplesInvalid, match="one person"):
        run(engine, ValidationRequest(tmp_path / "one", tmp_path / "out1"), through)
    for person in people.iterdir():
        for photo in sorted(person.iterdir())[1:]:
            photo.unlink()
    with pytest.raises(SamplesInvalid, match="two photos"):
        run(engine, ValidationRequest(people, tmp_path / "out2"), through)


@pytest.mark.slow
def test_a_photo_under_two_names_is_left_out_and_counted(engine: Engine, people: Path, tmp_path: Path) -> None:
    first, second = sorted(people.iterdir())[:2]
    shutil.copy(next(first.iterdir()), second / "same.jpg")
    report = run(engine, ValidationRequest(people, tmp_path / "out", weights=False, **steps("night:mild")), through)
    assert report["data"]["left_out"]["photo-under-two-names"] == 2


def groups_file(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def test_groups_are_told_of_people_or_photos_and_what_is_lacking_is_counted(people: Path, tmp_path: Path) -> None:
    names = sorted(p.name for p in people.iterdir())
    rows = [{"person": name, "age": "7" if row % 2 else "", "sex": "female"} for row, name in enumerate(names[:-1])]
    roll = call_the_roll(people, groups_file(tmp_path / "groups.csv", rows))
    lacking = [photo for photo in roll.photos if "age_band" not in photo.groups]
    assert roll.lacking["age_band"] == len(lacking) > 0
    assert {photo.groups.get("age_band") for photo in roll.photos} == {None, "child"}
    assert roll.lacking["sex"] == sum(photo.person == names[-1] for photo in roll.photos)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("person,sex\nnobody,f\n", "No row"),
        ("name,sex\nM-001,f\n", "neither photos nor people"),
        ("person\nM-001\n", "says nothing"),
        ("person,age\nM-001,old\n", "not an age"),
        ("person,sex\nM-001\n", "fields"),
        ("\xff\xfe", "names neither"),
    ],
)
def test_a_wrong_file_of_groups_is_refused_with_what_is_wrong(
    people: Path, tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "groups.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=told):
        call_the_roll(people, file)


def test_missing_files_of_groups_and_pairs_are_faults_not_empty_lists(
    engine: Engine, people: Path, tmp_path: Path
) -> None:
    with pytest.raises(ManifestInvalid, match="cannot be read"):
        call_the_roll(people, tmp_path / "none.csv")
    with pytest.raises(UsageError, match="list of pairs"):
        run(engine, ValidationRequest(people, tmp_path / "out", pairs=tmp_path / "none.txt"), through)


@pytest.mark.slow
def test_probes_under_a_condition_are_searched_in_the_untouched_gallery(
    engine: Engine, people: Path, tmp_path: Path
) -> None:
    report = run(engine, ValidationRequest(people, tmp_path / "out", **steps("night:severe,faded:mild")), through)
    by_name = {r["condition"]: r for r in report["conditions"]["results"]}
    as_they_are = report["conditions"]["as_they_are"]
    assert by_name["night"]["side"] == "pm" and by_name["faded"]["side"] == "am"
    assert by_name["night"]["photos"] == as_they_are["pm"]["photos"]
    assert by_name["night"]["median_mated_score"] < as_they_are["pm"]["median_mated_score"]
    assert np.isfinite(by_name["faded"]["median_mated_score"])


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.shared
def test_weights_calibrated_on_good_photos_are_judged_under_conditions_on_other_people(
    engine: Engine, shared: Path, tmp_path: Path
) -> None:
    several = [p for p in sorted((shared / "faces/lfw-dev").iterdir()) if len(list(p.iterdir())) > 1]
    single = [p for p in sorted((shared / "faces/lfw-dev").iterdir()) if len(list(p.iterdir())) == 1]
    for person in [*several[:110], *single[:110]]:
        (tmp_path / "people" / person.name).mkdir(parents=True)
        for photo in sorted(person.iterdir())[:2]:
            shutil.copy(photo, tmp_path / "people" / person.name)
    request = ValidationRequest(
        tmp_path / "people", tmp_path / "out", principal=True, steps=parse("soil:severe,faded:mild"), people=100
    )
    conditions = run(engine, request, through)["conditions"]
    by_name = {r["condition"]: r["weights"] for r in conditions["results"]}
    plain = conditions["as_they_are"]["pm"]["weights"]
    assert plain["cllr_min"] <= plain["cllr"] < 0.2 < by_name["soil"]["cllr"]
    assert by_name["faded"]["cllr"] < by_name["soil"]["cllr"]
    assert by_name["soil"]["mated_comparisons"] < plain["mated_comparisons"] == 100
    assert by_name["soil"]["mated_below_0"] > plain["mated_below_0"]
