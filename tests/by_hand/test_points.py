"""A table of points as registrars write it: what is wrong with one photo's points is said of that photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from antigone.by_hand.given import given
from antigone.by_hand.points import COLUMNS, points_in
from antigone.errors import ManifestInvalid, UsageError
from antigone.types import Refusal

HEADER = "path," + ",".join(COLUMNS)
GOOD = "100,100,160,100,130,134,105,169,155,169"


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "points.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_points_are_read_in_the_order_of_a_faces_landmarks(tmp_path: Path) -> None:
    points = points_in(table(tmp_path, f"a/b.jpg,{GOOD}"))["a/b.jpg"]
    np.testing.assert_array_equal(points, [[100, 100], [160, 100], [130, 134], [105, 169], [155, 169]])


def test_columns_may_stand_in_any_order_and_decimals_have_a_comma(tmp_path: Path) -> None:
    names = ["mouth_right_y", "path", "left_eye_x", "left_eye_y", "right_eye_x", "right_eye_y", "nose_tip_x"]
    names += ["nose_tip_y", "mouth_left_x", "mouth_left_y", "mouth_right_x", "who"]
    row = "169;a.jpg;100,5;100;160;100;130;134;105;169;155;Olena"
    points = points_in(table(tmp_path, row, header=";".join(names)))["a.jpg"]
    np.testing.assert_array_equal(points, [[100.5, 100], [160, 100], [130, 134], [105, 169], [155, 169]])


def test_an_empty_row_leaves_a_photo_to_the_machine(tmp_path: Path) -> None:
    assert points_in(table(tmp_path, "a.jpg" + 10 * ",", f"b.jpg,{GOOD}"))["a.jpg"] is None


@pytest.mark.parametrize(
    ("row", "code", "word"),
    [
        ("100,100,160,hundred,130,134,105,169,155,169", "points-no-number", "right_eye_y is 'hundred'"),
        ("100,100,160,nan,130,134,105,169,155,169", "points-no-number", "right_eye_y"),
        ("100,100,160,1e999,130,134,105,169,155,169", "points-no-number", "right_eye_y"),
        ("100,100,160,,130,134,105,169,155,169", "points-no-number", "right_eye"),
        ("160,100,100,100,130,134,155,169,105,169", "points-mirrored", "mirror"),
        ("100,100,160,100,130,400,105,169,155,169", "points-impossible", "No face"),
        ("100,100,,,,,,,,", "points-too-few", "one point"),
    ],
)
def test_wrong_points_are_refused_with_their_photo_and_the_others_go_on(
    tmp_path: Path, row: str, code: str, word: str
) -> None:
    found = points_in(table(tmp_path, f"a.jpg,{row}", f"b.jpg,{GOOD}"))
    why = found["a.jpg"]
    assert isinstance(why, Refusal) and why.code == code and word in why.detail
    assert isinstance(found["b.jpg"], np.ndarray)


def test_a_photo_whose_points_are_given_twice_is_refused(tmp_path: Path) -> None:
    why = points_in(table(tmp_path, f"a/b.jpg,{GOOD}", f"./a/b.jpg,{GOOD}"))["a/b.jpg"]
    assert isinstance(why, Refusal) and why.code == "points-twice"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("path,left_eye_x", "a.jpg,3"),
        (HEADER.replace("path", "photo"), f"a.jpg,{GOOD}"),
        (HEADER + ",nose_tip_x", f"a.jpg,{GOOD},3"),
        (HEADER, f",{GOOD}"),
    ],
)
def test_what_is_no_table_of_points_says_which_columns_one_has(tmp_path: Path, header: str, row: str) -> None:
    with pytest.raises(ManifestInvalid, match="left_eye_x"):
        points_in(table(tmp_path, row, header=header))


def test_points_of_a_photo_that_is_not_there_are_named(tmp_path: Path) -> None:
    photos = {Path("in/a.jpg"): ["a.jpg"], Path("in/b.jpg"): ["b.jpg"]}
    found = given(table(tmp_path, f"a.jpg,{GOOD}", f"c.jpg,{GOOD}"), None, photos)
    assert found.unknown == ("the points of c.jpg",)
    assert found.of(Path("in/b.jpg")).points is None and found.of(Path("in/a.jpg")).points is not None
    with pytest.raises(UsageError, match=r"c\.jpg"):
        found.must_all_be_known()
    with pytest.raises(UsageError, match="Nothing"):
        given(table(tmp_path, f"c.jpg,{GOOD}"), None, photos)


def test_a_name_of_two_photos_is_not_guessed(tmp_path: Path) -> None:
    photos = {Path("one/a.jpg"): ["a.jpg", "one/a.jpg"], Path("two/a.jpg"): ["a.jpg", "two/a.jpg"]}
    with pytest.raises(UsageError, match="2 photos"):
        given(table(tmp_path, f"a.jpg,{GOOD}"), None, photos)
    found = given(table(tmp_path, f"two/a.jpg,{GOOD}"), None, photos)
    assert found.of(Path("one/a.jpg")).points is None and found.of(Path("two/a.jpg")).points is not None
