"""``--points`` and ``--covers`` as people use them: a covered face is compared, and every list says how."""

from __future__ import annotations

import base64
import csv
import re
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from antigone.by_hand.points import COLUMNS
from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.report.pictures import portrait
from antigone.types import Face, Refusal
from antigone.weighing import UNSURE_FACE
from command_line import antigone, lines
from conftest import INCIDENT, encoded, photo_of

pytestmark = pytest.mark.slow
SIDEWAYS = 0x0112, 6
"""The orientation tag of a photo that people see turned clockwise by a quarter."""


@pytest.fixture(scope="module")
def found(engine: Engine, eileen: np.ndarray) -> Face:
    (face,) = find_faces(engine.detector, photo_of(eileen))
    return face


@pytest.fixture(scope="module")
def hidden(found: Face) -> np.ndarray:
    """True where a board lies over her down to the upper lip, so that no face is found."""
    _, y = np.meshgrid(np.arange(512), np.arange(512))
    return y < found.landmarks[2, 1] + 3


@pytest.fixture
def folder(tmp_path: Path, eileen: np.ndarray, found: Face, hidden: np.ndarray) -> SimpleNamespace:
    """Photos in folders: she as she is; under a board; the same on its side with an orientation tag."""
    photos, masks = tmp_path / "photos", tmp_path / "masks"
    under = eileen.copy()
    under[hidden] = (90, 110, 120)
    for name, data in {
        "a/plain.png": encoded(eileen, "PNG"),
        "a/under.png": encoded(under, "PNG"),
        "b/lying.jpg": _lying(under),
    }.items():
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        (photos / name).write_bytes(data)
    for name in ("a/under.png", "b/lying.png"):
        (masks / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray((hidden * 255).astype(np.uint8)).save(masks / name)
    points = tmp_path / "points.csv"
    made = SimpleNamespace(photos=photos, masks=masks, points=points, under=under, landmarks=found.landmarks)
    write(made, ["a/under.png", "b/lying.jpg"])
    return made


def _lying(pixels: np.ndarray) -> bytes:
    exif = Image.Exif()
    exif[SIDEWAYS[0]] = SIDEWAYS[1]
    return encoded(cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE), "JPEG", quality=97, exif=exif)


def write(folder: SimpleNamespace, names: list[str], landmarks: np.ndarray | None = None) -> None:
    with folder.points.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", *COLUMNS])
        table.writerows([name, *(folder.landmarks if landmarks is None else landmarks).ravel()] for name in names)


def embedded(folder: SimpleNamespace, *options: object) -> tuple[dict[str, np.ndarray], int]:
    out = folder.points.parent / "out.npz"
    done = antigone("embed", folder.photos, "--principal", "--out", out, *options)
    with np.load(out) as file:
        return dict(file), done.returncode


def test_a_face_that_the_machine_does_not_find_is_compared_where_a_person_points(folder: SimpleNamespace) -> None:
    alone, status = embedded(folder)
    assert status == 1 and alone["status"].tolist() == ["", "no-face", "no-face"]
    helped, status = embedded(folder, "--points", folder.points, "--covers", folder.masks)
    assert status == 0 and helped["status"].tolist() == ["", "", ""]
    assert helped["points"].tolist() == ["machine", "by hand", "by hand"]
    assert helped["covered"][0] == 0 and 0.3 < helped["covered"][1] < 0.8
    plain, under, lying = helped["templates"]
    assert float(under @ plain) > 0.2
    assert float(under @ lying) > 0.97, "points and masks are of the photo as people see it"
    assert helped["covered"][1] == pytest.approx(helped["covered"][2], abs=0.02)


def test_a_plain_photo_is_compared_to_the_bit_as_it_always_was(folder: SimpleNamespace) -> None:
    alone, _ = embedded(folder)
    Image.new("L", (512, 512)).save(folder.masks / "a/plain.png")  # nothing is white in it
    helped, _ = embedded(folder, "--points", folder.points, "--covers", folder.masks)
    assert helped["templates"][0].tobytes() == alone["templates"][0].tobytes()
    assert helped["model"] == alone["model"]
    write(folder, ["a/plain.png"])  # the machine's own points, from a person's hand
    same, _ = embedded(folder, "--points", folder.points)
    np.testing.assert_allclose(same["templates"][0], alone["templates"][0], atol=1e-5)


def test_a_list_says_what_a_covered_face_rests_on_and_states_no_weight(folder: SimpleNamespace, tmp_path: Path) -> None:
    given = ("--points", folder.points, "--covers", folder.masks)
    done = antigone("enrol", folder.photos, "--gallery", tmp_path / "g", "--source", "R", "--basis", "consent", *given)
    assert done.returncode == 0, done.stderr
    one = ("search", folder.photos, "--gallery", tmp_path / "g", *given)
    told = antigone(*one)
    assert told.returncode == 0, told.stderr
    assert re.search(
        r"note: compared with \d+ % of the face covered; what is hidden was left out of account", told.stdout
    )
    assert "note: the points of the face were set by hand" in told.stdout
    assert re.search(r"the reference: compared with \d+ % of the face covered", told.stdout)
    plain, under, _ = lines(antigone(*one, "--json"))
    assert plain["face"]["points"] == "machine" and under["face"]["points"] == "by hand"
    assert plain["face"]["covered"] == 0 < under["face"]["covered"]
    assert all("covered" in each["weight"]["refused"] for each in under["candidates"] if not each["same_picture"])
    covered = next(each for each in plain["candidates"] if each["person"] == "b")
    assert covered["details"]["points"] == "set by hand" and "left out of account" in covered["details"]["covered"]
    assert "covered" in covered["weight"]["refused"]


def test_nobody_is_shown_what_was_filled_in(folder: SimpleNamespace, engine: Engine, tmp_path: Path) -> None:
    given = ("--points", folder.points, "--covers", folder.masks)
    antigone("enrol", folder.photos, "--gallery", tmp_path / "g", "--source", "R", "--basis", "consent", *given)
    page = tmp_path / "list.html"
    antigone("search", folder.photos / "a/under.png", "--gallery", tmp_path / "g", "--report", page, *given)
    antigone("analyse", folder.photos, "--annotated", tmp_path / "seen", *given)
    photo = engine.read(folder.photos / "a/under.png")
    assert not isinstance(photo, Refusal)
    shown = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", page.read_text(encoding="utf-8"))
    assert base64.b64decode(shown[0]) == portrait(photo, folder.landmarks)
    assert "of the face covered; what is hidden was left out of account" in page.read_text(encoding="utf-8")
    (seen,) = (tmp_path / "seen").glob("*under.jpg")
    Image.new("L", (512, 512), 255).save(folder.masks / "a/under.png")
    told = antigone("analyse", folder.photos / "a/under.png", *given).stdout
    assert "note: 100 % of the face is covered: too little is left to search by it" in told
    board = cv2.imread(str(seen))[95:120, 190:250]
    assert np.abs(board.astype(int) - (90, 110, 120)).max() < 12
    assert not list(tmp_path.rglob("*filled*"))


def test_wrong_points_and_masks_refuse_their_photo_by_name_and_no_other(folder: SimpleNamespace) -> None:
    write(folder, ["a/under.png"], folder.landmarks + [400, 0])
    Image.new("L", (512, 511)).save(folder.masks / "b/lying.png")
    done = antigone("analyse", folder.photos, "--json", "--points", folder.points, "--covers", folder.masks)
    assert done.returncode == 1
    codes = {Path(line["photo"]).name: (line["refusal"] or {}).get("code") for line in lines(done)}
    assert codes == {"plain.png": None, "under.png": "points-outside", "lying.jpg": "cover-size"}


def test_a_face_that_is_covered_whole_is_not_searched_by(folder: SimpleNamespace) -> None:
    Image.new("L", (512, 512), 255).save(folder.masks / "a/under.png")
    made, status = embedded(folder, "--points", folder.points, "--covers", folder.masks)
    assert status == 1 and made["status"].tolist() == ["", "covered", ""]
    assert not made["templates"][1].any()


def test_what_names_no_photo_is_refused_by_name(folder: SimpleNamespace, tmp_path: Path) -> None:
    write(folder, ["a/under.png", "a/undr.png"])
    done = antigone("analyse", folder.photos / "a", "--points", folder.points)
    assert done.returncode == 2 and "Nothing in" in done.stderr, "names are relative to the folder that is named"
    done = antigone("analyse", folder.photos / "a/under.png", "--points", folder.points)
    assert done.returncode == 1 and "set by hand" in done.stdout, "of one photo the end of its path is enough"
    done = antigone("analyse", folder.photos, "--points", folder.points)
    assert done.returncode == 1 and "the points of a/undr.png" in done.stderr
    kept = antigone(
        *("enrol", folder.photos, "--gallery", tmp_path / "g", "--source", "R", "--basis", "consent"),
        *("--points", folder.points),
    )
    assert kept.returncode == 2 and "a/undr.png" in kept.stderr
    assert not (tmp_path / "g").exists()


def test_points_say_which_of_several_faces_is_meant(folder: SimpleNamespace, eileen: np.ndarray) -> None:
    both = folder.photos / "a/plain.png"
    both.write_bytes(encoded(np.hstack([eileen, eileen]), "PNG"))
    write(folder, ["plain.png"], folder.landmarks + [512, 0])
    (line,) = lines(antigone("analyse", both, "--json", "--points", folder.points))
    by_hand = [face["index"] for face in line["faces"] if face["points"] == "by hand"]
    assert len(line["faces"]) == 2 and len(by_hand) == 1
    assert line["faces"][by_hand[0] - 1]["box"][0] > 512


def test_an_evaluation_takes_points_and_masks_and_does_not_mix_templates(tmp_path: Path) -> None:
    people = tmp_path / "people"
    for number, path in enumerate(sorted((INCIDENT / "references").glob("*/*.jpg"))[:6]):
        (people / f"P{number}").mkdir(parents=True)
        (people / f"P{number}" / "1.jpg").write_bytes(path.read_bytes())
    masks = tmp_path / "masks"
    masks.mkdir()
    Image.new("L", (9, 9)).save(masks / "nobody.png")
    done = antigone("evaluate", people, "--out", tmp_path / "out", "--covers", masks)
    assert done.returncode == 2 and "Nothing in" in done.stderr


def test_where_the_machine_is_not_sure_of_its_points_it_asks_a_person_to_set_them(
    folder: SimpleNamespace, eileen: np.ndarray
) -> None:
    half_of(folder, eileen)
    asked = "note: the machine is not sure where eyes, nose and mouth are"
    plain, doubtful = (antigone("analyse", folder.photos / name).stdout for name in ("a/plain.png", "b/half.png"))
    assert asked in doubtful and asked not in plain
    (said,) = lines(antigone("analyse", folder.photos / "b/half.png", "--json"))
    assert [face["points_doubtful"] for face in said["faces"]] == [True]
    write(folder, ["b/half.png"])
    answered = antigone("analyse", folder.photos / "b/half.png", "--points", folder.points).stdout
    assert asked not in answered and "note: the points of the face were set by hand" in answered


def test_points_by_hand_do_not_make_a_weight_of_a_face_that_the_machine_hardly_sees(
    folder: SimpleNamespace, eileen: np.ndarray
) -> None:
    (folder.photos / "b/lying.jpg").unlink()
    half_of(folder, eileen)
    write(folder, ["b/half.png"])
    given = ("--gallery", folder.photos.parent / "g", "--points", folder.points)
    enrolled = antigone("enrol", folder.photos, *given, "--source", "R", "--basis", "consent")
    assert "2 photos enrolled" in enrolled.stderr
    listed = lines(antigone("search", folder.photos, *given, "--known", "age_band=adult", "--json"))
    of = {Path(each["photo"]).name: each["candidates"] for each in listed}
    half, plain = of["half.png"], of["plain.png"]
    of_b = next(each for each in plain if each["person"] == "b")
    assert "no weight rests on it" in of_b["details"]["badly_seen"]
    assert {each["weight"]["refused"] for each in (*half, of_b) if not each["same_picture"]} == {UNSURE_FACE}


def half_of(folder: SimpleNamespace, eileen: np.ndarray) -> None:
    half = eileen.copy()
    half[:, : int(folder.landmarks[2, 0])] = (90, 110, 120)
    cv2.imwrite(str(folder.photos / "b/half.png"), half)
