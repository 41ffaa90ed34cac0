"""Every candidate comes with a weight or the reason why there is none, and with how many strangers to expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from antigone.by_hand.details import BADLY_SEEN, COVERED
from antigone.errors import CalibrationForeign
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Calibration
from antigone.evidence.expected import GallerySize
from antigone.evidence.samples import Samples, join
from antigone.gallery.gallery import Gallery, open_gallery, open_writer
from antigone.gallery.store import GalleryEntry
from antigone.types import Basis, Template
from antigone.weighing import COVERED_FACE, UNSURE_FACE, Weighable, Weighing, about, not_enrolled, weighed
from evidence.population import SIZE, population

ADULT = {"age_band": "adult"}
SIZE_OF_IT = GallerySize(60, 120)


@pytest.fixture(scope="module")
def known() -> Samples:
    adults = population(groups={"age_band": "adult"}, photos=4)
    return join(adults, population(photos=1, seed=1, name="C", groups={"age_band": "child"}, centre=2.5))


@pytest.fixture(scope="module")
def calibration(known: Samples) -> Calibration:
    return calibrate(
        known,
        made="2026-01-01",
        description="people who do not exist",
        by=("age_band",),
        photos=((1, 1), (2, 1), (2, 2)),
        fusion="mean-template",
        repeats=20,
    )


@pytest.fixture(scope="module")
def missing() -> Samples:
    """Sixty adults with four photos each, none of whom the calibration knows."""
    return population(people=60, photos=4, seed=5, name="M")


@pytest.fixture
def gallery(missing: Samples, tmp_path: Path) -> Iterator[Gallery]:
    """Two photos of each are enrolled; of the first person nobody knows the age."""
    entries = []
    for row, person in enumerate(missing.persons.tolist()):
        if row % 4 < 2:
            details = () if person == "M0000" else (("age", "34"), ("sex", "F"))
            entries.append(entry(missing, row, person, details))
    with open_writer(tmp_path / "gallery", "fake@1", SIZE) as writer:
        writer.add(entries)
    with open_gallery(tmp_path / "gallery") as opened:
        yield opened


def entry(missing: Samples, row: int, person: str, details: tuple[tuple[str, str], ...]) -> GalleryEntry:
    return GalleryEntry(
        person=person,
        path=f"{row}.jpg",
        sha256=f"{row:064x}",
        face=1,
        chosen="only",
        source="Request 1",
        basis=Basis.CONSENT,
        details=details,
        landmarks=((0.0, 0.0),) * 5,
        quality=0.5 + row % 4 / 10,
        template=missing.templates[row],
    )


def dead(missing: Samples, person: int, count: int = 1) -> list[Weighable]:
    return [Weighable(probe.vector) for probe in probes(missing, person, count)]


def probes(missing: Samples, person: int, count: int = 1) -> list[Template]:
    return [Template(missing.templates[4 * person + 2 + i], "fake@1") for i in range(count)]


@pytest.mark.slow
def test_the_person_looked_for_has_the_larger_weight_and_fewer_strangers(
    gallery: Gallery, missing: Samples, calibration: Calibration
) -> None:
    found = gallery.search(probes(missing, 7)[0], 10)
    listed = weighed(found, dead(missing, 7), gallery, Weighing(calibration), SIZE_OF_IT)
    first, last = listed[0], listed[-1]
    assert [c.person for c in listed] == [c.person for c in found] and first.person == "M0007"
    assert first.weight and last.weight and first.strangers and last.strangers
    assert first.weight.log10_lr > 0.5 > last.weight.log10_lr  # type: ignore[operator]
    assert first.strangers.value < last.strangers.value <= 60
    assert "2 photos of the missing, 1 photo of the dead" in first.weight.stratum


@pytest.mark.slow
def test_all_photos_of_the_dead_person_count(gallery: Gallery, missing: Samples, calibration: Calibration) -> None:
    found = gallery.search(probes(missing, 7)[0], 1)
    (both,) = weighed(found, dead(missing, 7, 2), gallery, Weighing(calibration), SIZE_OF_IT)
    assert both.weight and "2 photos of the missing, 2 photos of the dead" in both.weight.stratum


@pytest.mark.slow
def test_a_missing_person_of_unknown_age_gets_less_weight_or_none(
    gallery: Gallery, missing: Samples, calibration: Calibration
) -> None:
    """Who might be a child is weighed as one who might be: strangers among children look more alike."""
    found = gallery.search(probes(missing, 0)[0], 1)
    (unknown,) = weighed(found, dead(missing, 0), gallery, Weighing(calibration), SIZE_OF_IT)
    (adult,) = weighed(found, dead(missing, 0), gallery, Weighing(calibration, known=ADULT), SIZE_OF_IT)
    assert unknown.person == "M0000" and unknown.weight and adult.weight
    assert unknown.weight.refused or unknown.weight.log10_lr < adult.weight.log10_lr - 0.5  # type: ignore[operator]
    assert "everybody" in unknown.weight.stratum


@pytest.mark.slow
def test_the_order_of_photos_does_not_depend_on_their_scores(
    gallery: Gallery, missing: Samples, calibration: Calibration
) -> None:
    """With one photo calibrated for, it is the best one that counts, not the one most like the probe."""
    single = calibrate(
        population(groups={"age_band": "adult"}),
        made="2026-01-01",
        description="people who do not exist",
        repeats=20,
    )
    found = gallery.search(probes(missing, 9)[0], 60)
    for candidate in weighed(found, dead(missing, 9), gallery, Weighing(single), SIZE_OF_IT):
        row = 4 * int(candidate.person[1:]) + 1  # of the two enrolled, the one of better quality
        score = float(missing.templates[row] @ probes(missing, 9)[0].vector)
        stratum = single.find({}, (1, 1))
        assert candidate.weight and not isinstance(stratum, str)
        assert candidate.weight.log10_lr == pytest.approx(stratum.at(score)[0], abs=1e-6)


def test_templates_of_another_model_are_not_weighed(
    gallery: Gallery, missing: Samples, calibration: Calibration
) -> None:
    found = gallery.search(probes(missing, 7)[0], 1)
    other = replace(calibration, model="fake@2")
    with pytest.raises(CalibrationForeign):
        weighed(found, dead(missing, 7), gallery, Weighing(other), SIZE_OF_IT)


def test_a_photo_on_which_no_weight_may_rest_is_left_out_of_the_weight(
    gallery: Gallery, missing: Samples, calibration: Calibration
) -> None:
    found = gallery.search(probes(missing, 7)[0], 1)
    first, second = dead(missing, 7, 2)
    (alone,) = weighed(found, [first], gallery, Weighing(calibration), SIZE_OF_IT)
    for why in (UNSURE_FACE, COVERED_FACE):
        (left,) = weighed(found, [first, replace(second, in_the_way=why)], gallery, Weighing(calibration), SIZE_OF_IT)
        assert alone.weight is not None and left.weight == alone.weight


@pytest.mark.parametrize("whose", ["of the dead", "of the missing"])
def test_where_nothing_else_is_left_the_reason_stands_in_place_of_the_weight(
    missing: Samples, calibration: Calibration, tmp_path: Path, whose: str
) -> None:
    for why, detail in ((UNSURE_FACE, BADLY_SEEN), (COVERED_FACE, COVERED)):
        there = () if whose == "of the dead" else ((detail, "said"),)
        with open_writer(tmp_path / detail, "fake@1", SIZE) as writer:
            writer.add([entry(missing, 4 * 7, "M0007", (("age", "34"), *there))])
        mine = [replace(each, in_the_way=None if there else why) for each in dead(missing, 7)]
        with open_gallery(tmp_path / detail) as gallery:
            found = gallery.search(probes(missing, 7)[0], 1)
            (listed,) = weighed(found, mine, gallery, Weighing(calibration), SIZE_OF_IT)
        assert listed.weight is not None and (listed.weight.log10_lr, listed.weight.refused) == (None, why)
        assert (listed.strangers is None) is (why == COVERED_FACE)


def test_a_list_without_the_person_has_a_first_place_too_and_it_is_told_what_it_looks_like(
    known: Samples, calibration: Calibration
) -> None:
    """The median of the best of 60 strangers, against lists that are really drawn."""
    top = not_enrolled(Weighing(calibration, known=ADULT), GallerySize(60, 60))
    assert top is not None
    adults = known.take(np.flatnonzero(known.groups["age_band"] == "adult"))
    random = np.random.default_rng(0)
    best = []
    for _ in range(400):
        people = random.choice(150, 61, replace=False)
        rows = adults.templates[4 * people]
        best.append(float((rows[1:] @ rows[0]).max()))
    assert top.median == pytest.approx(np.median(best), abs=0.04)
    assert np.mean(np.array(best) > top.high) == pytest.approx(0.05, abs=0.05)
    assert not top.beyond and "not among the 60 enrolled" in top.in_words()


def test_a_gallery_larger_than_the_strangers_that_were_seen_is_told_as_a_least(calibration: Calibration) -> None:
    top = not_enrolled(Weighing(calibration, known=ADULT), GallerySize(10**9, 10**9))
    assert top is not None and top.beyond and "at least" in top.in_words()


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ((("age", "7"), ("sex", "f")), {"age_band": "child", "sex": "female"}),
        ((("Age_Band", "Adult"), ("sex", "Male")), {"age_band": "adult", "sex": "male"}),
        ((("age", "about forty"), ("sex", "unknown")), {}),
        ((("origin", "Scan"), ("name", "x")), {"origin": "scan"}),
    ],
)
def test_what_a_manifest_says_is_put_into_the_calibrations_words(details: tuple, told: dict) -> None:
    assert about(details) == told
