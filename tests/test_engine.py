"""From photographs to candidate lists, on people who do not exist and on measuring data where it is there."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.gallery.gallery import open_gallery, open_writer
from antigone.gallery.intake import LawfulBasis, from_folder, from_manifest, ground
from antigone.types import Basis, Profile, Refusal
from conftest import photo_of, turned


@pytest.mark.slow
def test_a_face_turned_any_way_gives_nearly_the_same_template(engine: Engine, eileen: np.ndarray) -> None:
    upright = engine.probe(photo_of(eileen), Profile.PM)
    assert not isinstance(upright, Refusal)
    for degrees in (33, 90, 158, 180, 251, 305):
        lying = engine.probe(photo_of(turned(eileen, degrees)), Profile.PM)
        assert not isinstance(lying, Refusal)
        assert float(upright.template.vector @ lying.template.vector) > 0.85


@pytest.mark.slow
def test_the_same_photo_gives_the_same_template_whatever_runs_beside_it(eileen: np.ndarray, tmp_path: Path) -> None:
    import cv2

    paths = []
    for number in range(12):
        path = tmp_path / f"{number}.png"
        cv2.imwrite(str(path), np.roll(eileen, 3 * number, axis=1))
        paths.append(path)
    runs = []
    for threads in (1, 3):
        outcomes = Engine.open(threads=threads).probe_all(paths, Profile.PM)
        runs.append([outcome.probe.template.vector for outcome in outcomes if outcome.probe])
    assert len(runs[0]) == 12
    np.testing.assert_array_equal(runs[0], runs[1])


@pytest.mark.slow
def test_the_fictional_dead_lead_to_their_names_and_strangers_mostly_score_lower(
    engine: Engine, incident: Path, tmp_path: Path
) -> None:
    with open_writer(tmp_path / "g", engine.embedder.model, engine.embedder.size) as writer:
        outcomes = list(engine.enrol_all(from_manifest(incident / "references.csv", ground("", "")), writer))
    assert all(outcome.refusal is None for outcome in outcomes)
    rows = list(csv.DictReader((incident / "unidentified.csv").open(encoding="utf-8")))
    with open_gallery(tmp_path / "g") as gallery:
        assert gallery.seal.persons >= 30
        found = list(engine.search_all([incident / row["photo"] for row in rows], gallery, top=3))
    first = {row["photo"]: outcome.candidates[0] for row, outcome in zip(rows, found, strict=True)}
    mated = [row for row in rows if row["person"]]
    assert {row["case"] for row in rows if not row["person"]}, "some are not among the missing"
    assert all(first[row["photo"]].person == row["person"] for row in mated)
    strangers = [first[row["photo"]].score for row in rows if not row["person"]]  # one scores as mated ones do
    assert min(first[row["photo"]].score for row in mated) > np.median(strangers)


@pytest.mark.sweep
@pytest.mark.shared
@pytest.mark.slow
def test_real_people_are_found_again_lying_at_any_angle(
    engine: Engine, kept_faces: None, shared: Path, tmp_path: Path
) -> None:
    """120 people of lfw-dev, first photo enrolled, second searched, turned by a random angle.

    The rates stand in docs/accuracy.md.
    """
    people = [p for p in sorted((shared / "faces/lfw-dev").iterdir()) if len(list(p.glob("*.jpg"))) > 1][:120]
    for person in people:
        (tmp_path / "people" / person.name).mkdir(parents=True)
        first = sorted(person.glob("*.jpg"))[0]
        (tmp_path / "people" / person.name / first.name).write_bytes(first.read_bytes())
    given = LawfulBasis("lfw-dev, for measuring", Basis.PUBLIC_INTEREST)
    with open_writer(tmp_path / "g", engine.embedder.model, engine.embedder.size) as writer:
        done = engine.enrol_all(from_folder(tmp_path / "people", given), writer, principal=True)
        assert sum(outcome.refusal is None for outcome in done) == len(people)
    angles = np.random.default_rng(0).uniform(0, 360, len(people))
    hits = 0
    with open_gallery(tmp_path / "g") as gallery:
        for person, angle in zip(people, angles, strict=True):
            photo = engine.read(sorted(person.glob("*.jpg"))[1])
            assert not isinstance(photo, Refusal)
            probe = engine.probe(photo_of(turned(photo.pixels, angle, paper=0)), Profile.PM, principal=True)
            assert not isinstance(probe, Refusal), person.name
            hits += gallery.search(probe.template, 1)[0].person == person.name
    assert hits >= 0.95 * len(people)
