"""What cannot be measured is refused clearly, and what is left out is counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from antigone.errors import AntigoneError, SamplesInvalid
from antigone.evidence.samples import Samples, folds, join, load, prepare
from evidence.population import population, table


def changed(samples: Samples, **changes: object) -> Samples:
    columns = {name: getattr(samples, name) for name in Samples.__slots__}
    return Samples(**(columns | changes))  # type: ignore[arg-type]


def test_one_person_alone_cannot_be_told_from_strangers() -> None:
    with pytest.raises(SamplesInvalid, match="one person only") as fault:
        prepare(population(people=1))
    assert isinstance(fault.value, AntigoneError) and fault.value.hint


def test_people_with_one_photo_each_cannot_be_recognised() -> None:
    with pytest.raises(SamplesInvalid, match="Nobody has two photos"):
        prepare(population(people=5, photos=1))


def test_two_rows_of_one_photo_are_not_two_photos() -> None:
    samples = population(people=5, photos=2)
    with pytest.raises(SamplesInvalid, match="Nobody has two photos"):
        prepare(changed(samples, photos=np.repeat([f"{n:064x}" for n in range(5)], 2)))


def test_a_photo_under_two_names_is_left_out_and_counted() -> None:
    samples = population(people=5, photos=3)
    photos = samples.photos.copy()
    photos[3] = photos[0]  # the second person's first photo is the first person's
    prepared = prepare(changed(samples, photos=photos))
    assert dict(prepared.left_out) == {"photo-under-two-names": 2}
    assert len(prepared.samples) == 13 and photos[0] not in prepared.samples.photos


def test_a_template_that_is_not_a_number_names_its_photo() -> None:
    samples = population(people=3)
    templates = samples.templates.copy()
    templates[4, 2] = np.nan
    with pytest.raises(SamplesInvalid, match=r"P0001/00004\.jpg"):
        changed(samples, templates=templates)


def test_a_template_of_another_length_is_refused_unless_no_face_was_found() -> None:
    samples = population(people=3)
    templates = samples.templates.copy()
    templates[0] = 0
    with pytest.raises(SamplesInvalid, match="length 1"):
        changed(samples, templates=templates)
    refusals = samples.refusals.copy()
    refusals[0] = "no-face"
    assert changed(samples, templates=templates, refusals=refusals).found.sum() == 8


def test_a_photo_of_nobody_and_a_half_column_are_refused() -> None:
    samples = population(people=3)
    with pytest.raises(SamplesInvalid, match="no person"):
        changed(samples, persons=np.array(["", *samples.persons[1:]]))
    with pytest.raises(SamplesInvalid, match="'sex' has 4 rows of 9"):
        changed(samples, groups={"sex": np.full(4, "male")})


def test_a_column_that_is_missing_or_empty_says_which_there_are() -> None:
    samples = population(people=3, groups={"sex": ""})
    with pytest.raises(SamplesInvalid, match="'age_band'") as fault:
        samples.column("age_band")
    assert "sex" in fault.value.hint
    with pytest.raises(SamplesInvalid, match="'sex' is empty"):
        samples.column("sex")


def test_a_table_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    samples = population(people=4, groups={"sex": "female"})
    samples = changed(samples, attributes={"origin": np.full(12, "scan")})
    samples.save(tmp_path / "samples.npz")
    again = load(tmp_path / "samples.npz")
    for name in ("paths", "persons", "photos", "templates", "refusals", "quality"):
        assert np.array_equal(getattr(again, name), getattr(samples, name)), name
    assert again.model == samples.model and list(again.groups) == ["sex"] and list(again.attributes) == ["origin"]


def test_a_file_that_is_no_table_is_refused_and_nothing_in_it_is_run(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("not a table")
    np.savez(tmp_path / "pickle.npz", schema=np.array([{"a": 1}], dtype=object))
    np.savez(tmp_path / "other.npz", schema=np.array(99))
    for name in ("text.npz", "pickle.npz", "other.npz", "absent.npz"):
        with pytest.raises(SamplesInvalid):
            load(tmp_path / name)


def test_nobody_is_in_two_folds_and_people_with_several_photos_are_spread_evenly() -> None:
    persons = np.concatenate([np.repeat([f"A{n}" for n in range(20)], 3), [f"B{n}" for n in range(40)]])
    vectors = np.eye(100, dtype=np.float32)
    samples = table(persons, vectors)
    fold = folds(samples, 5, seed=3)
    for person in np.unique(persons):
        assert len(np.unique(fold[persons == person])) == 1
    several = np.char.startswith(persons, "A")
    assert np.bincount(fold[several]).tolist() == [12] * 5
    assert np.array_equal(fold, folds(samples, 5, seed=3)) and not np.array_equal(fold, folds(samples, 5, seed=4))


def test_tables_of_two_models_or_with_shared_names_are_not_joined() -> None:
    one, other = population(people=3), population(people=3, name="Q")
    assert len(join(one, other)) == 18
    with pytest.raises(SamplesInvalid, match="names stand in both"):
        join(one, one)
    with pytest.raises(SamplesInvalid, match="different models"):
        join(one, changed(other, model="another@1"))
