"""On photographs of people who are known: the figures are about right, from the engine's templates to the weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.evidence.assess import crossfit
from antigone.evidence.metrics import Sorted, eer
from antigone.evidence.pairs import draw, listed
from antigone.evidence.samples import Samples, of_folder
from antigone.types import Profile
from kept_faces import faces_kept

pytestmark = [pytest.mark.slow, pytest.mark.sweep, pytest.mark.shared]


@pytest.fixture(scope="module")
def known(shared: Path, engine: Engine) -> Samples:
    """130 people with their first two photos, and 120 with one."""
    folder = shared / "faces/lfw-dev"
    photos = [sorted(person.iterdir()) for person in sorted(folder.iterdir()) if person.is_dir()]
    chosen = [p[:2] for p in photos if len(p) > 1][:130] + [p for p in photos if len(p) == 1][:120]
    paths = [path for person in chosen for path in person]
    with faces_kept():
        outcomes = list(engine.probe_all(paths, Profile.AM, principal=True))
    empty = np.zeros(engine.embedder.size, np.float32)
    templates = np.stack([empty if o.probe is None else o.probe.template.vector for o in outcomes])
    names = np.array([path.relative_to(folder).as_posix() for path in paths])
    found = np.array([outcome.probe is not None for outcome in outcomes])
    return of_folder(names, templates, found, engine.embedder.model)


def test_people_are_told_apart(known: Samples) -> None:
    assert eer(Sorted(draw(known)).curve()) < 0.03


def test_weights_of_people_held_out_cost_little_and_lose_little_by_calibration(known: Samples) -> None:
    overall = crossfit(known, repeats=20)["overall"]
    assert overall["cllr"] < 0.15 and overall["cllr_minus_min"] < 0.05
    assert all(wrong["share"] <= wrong["stated_at_most"] for wrong in overall["wrong"].values())


def test_the_published_pairs_can_be_followed(known: Samples, shared: Path) -> None:
    photos = {name: int((known.persons == name).sum()) for name in np.unique(known.persons).tolist()}
    lines = []
    for line in (shared / "faces/lfw-dev-pairs.txt").read_text().splitlines():
        words = line.split()
        asked = [(words[0], words[1]), (words[-2] if len(words) == 4 else words[0], words[-1])]
        if all(int(number) <= photos.get(name, 0) for name, number in asked):
            lines.append(line)
    pairs = listed(known, lines)
    assert len(pairs.score) == len(lines) > 20
    assert pairs.score[pairs.mated].min() > np.median(pairs.score[~pairs.mated])
