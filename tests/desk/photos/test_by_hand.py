"""Points and covers by hand: who may set them, what is refused by name, and what is made anew and said of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PIL import Image

from antigone.desk.accounts.act import act
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.candidates.models import Run
from antigone.desk.photos import painted, pictures, vault
from antigone.desk.photos.actions._destroying import destroy
from antigone.desk.photos.actions.by_hand import paint_cover, send_cover, set_points, take_cover_off
from antigone.desk.photos.actions.photographs import choose_face, end_photograph
from antigone.desk.photos.analyse import analyse
from antigone.desk.photos.by_hand import faces_of, hand_work, history_of
from antigone.desk.photos.by_hand import points_of as set_on
from antigone.desk.photos.looking import decoded
from antigone.desk.photos.models import CoverByHand, Face, FaceTemplate, Photograph, PointsByHand
from antigone.desk.photos.queries import sealed
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, OutOfStep, RuleBroken, UsageError
from antigone.face.doubt import SURE_OF_POINTS
from antigone.types import Points
from desk_faces import opened
from desk_people import People, a_person, as_, browser
from desk_photos import a_dead_face, a_photograph, a_subject, beside, jpeg, pixels_of, written

WHY = "the hair lies over both eyes"


@dataclass
class Looked:
    """A photograph of the dead that the worker has looked at."""

    photograph: Photograph

    @property
    def now(self) -> Photograph:
        return Photograph.objects.select_related("subject").get(pk=self.photograph.pk)

    @property
    def points(self) -> Points:
        return faces_of(self.now, sealed(self.now))[0].landmarks

    @property
    def vector(self) -> np.ndarray:
        return opened(FaceTemplate.objects.get(face__photograph=self.photograph))


@pytest.fixture
def looked(people: People) -> Looked:
    photograph = a_photograph(people)
    work_once()
    return Looked(photograph)


def refused(people: People, photograph: Photograph, points: Any) -> str:
    with pytest.raises(RuleBroken) as fault:
        set_points(by=as_(people.boris), photograph=photograph, points=np.asarray(points, float), reason=WHY)
    return fault.value.detail


@pytest.mark.slow
@pytest.mark.both
def test_points_by_hand_make_the_face_anew_and_say_whose_they_are(people: People, looked: Looked) -> None:
    before, points, run = looked.vector, looked.points + [6, 4], Run.objects.get()
    set_points(by=as_(people.boris), photograph=looked.now, points=points, reason=WHY)
    found = looked.now
    assert (found.state, found.indexed) == ("waiting", False) and not FaceTemplate.objects.exists()
    assert set_on(hand_work(found), sealed(found)) is not None
    work_once()
    found = looked.now
    face = Face.objects.get(photograph=found)
    assert (found.state, found.indexed, face.by_hand, face.chosen_how) == ("usable", True, True, "person")
    assert np.allclose(looked.points, points) and float(before @ looked.vector) < 0.999
    row = PointsByHand.objects.get()
    assert (row.by, row.reason) == (people.boris, WHY)
    assert AuditRow.objects.get(verb="set points in photograph of the dead").reason == WHY
    run.refresh_from_db()
    assert run.marked_at is not None, "a list of before rested on other points"
    latest = Run.objects.latest("pk")
    assert latest.pk > run.pk and latest.state == "refused", "there is nobody to search among"

    set_points(by=as_(people.boris), photograph=found, points=None, reason="the machine was right")
    work_once()
    assert np.allclose(looked.vector, before, atol=1e-3) and not Face.objects.get().by_hand
    assert [(step.what, step.back) for step in history_of(found)] == [("points", True), ("points", False)]
    with pytest.raises(OutOfStep, match="Nobody set points"):
        set_points(by=as_(people.boris), photograph=found, points=None, reason=WHY)
    assert verify().faults == ()


@pytest.mark.slow
def test_points_that_no_face_has_are_refused_by_name(people: People, looked: Looked) -> None:
    found, right = looked.now, looked.points
    assert "lies outside the photo" in refused(people, found, right + [9000, 0])
    assert "in a mirror" in refused(people, found, right[[1, 0, 2, 4, 3]])
    assert "No face has its points so" in refused(people, found, right[[3, 1, 2, 0, 4]])
    one = np.full((5, 2), np.nan)
    one[0] = right[0]
    assert "Only one point" in refused(people, found, one)
    assert not PointsByHand.objects.exists() and looked.now.state == "usable"
    one[1] = right[1] + 3
    set_points(by=as_(people.boris), photograph=found, points=one, reason=WHY)
    work_once()
    assert np.allclose(looked.points, np.vstack([right[0], right[1] + 3, right[2:]]), atol=1e-6), "the rest are its own"


@pytest.mark.slow
def test_a_face_that_the_machine_does_not_find_is_found_where_a_person_points(people: People) -> None:
    """Half a face: a sheet lies over the rest."""
    whole = pixels_of(a_dead_face())
    photograph = a_photograph(people, jpeg(whole))
    work_once()
    points = Looked(photograph).points
    half = whole.copy()
    eyes = np.linalg.norm(points[1] - points[0])
    half[:, : int(points[:, 0].mean() + 0.1 * eyes)] = 127
    half[: int(points[2, 1])] = 127
    other = a_photograph(people, jpeg(half), subject=a_subject(people))
    work_once()
    hidden = Looked(other)
    assert (hidden.now.state, (hidden.now.refusal or {}).get("code")) == ("refused", "no-face")
    some = points.copy()
    some[4] = np.nan
    assert "it finds no face there" in refused(people, other, some)
    set_points(by=as_(people.boris), photograph=other, points=points, reason=WHY)
    work_once()
    assert (hidden.now.state, hidden.now.indexed, hidden.now.refusal) == ("usable", True, None)
    assert Face.objects.get(photograph=other).by_hand and np.allclose(hidden.points, points)
    set_points(by=as_(people.boris), photograph=other, points=None, reason="it is not a face")
    work_once()
    assert hidden.now.state == "refused" and not Face.objects.filter(photograph=other).exists()


@pytest.mark.slow
def test_points_say_which_of_two_faces_is_meant(people: People) -> None:
    photograph = a_photograph(people, jpeg(beside(a_dead_face(0), a_dead_face(1))))
    work_once()
    found = Looked(photograph)
    faces = faces_of(found.now, sealed(found.now))
    set_points(by=as_(people.boris), photograph=found.now, points=faces[1].landmarks + 2, reason=WHY)
    with pytest.raises(OutOfStep, match="looking at this photograph"):
        choose_face(by=as_(people.boris), photograph=found.now, number=1)
    work_once()
    assert found.now.state == "usable" and Face.objects.get(chosen=True).number == faces[1].index
    with pytest.raises(RuleBroken, match="points of another face"):
        choose_face(by=as_(people.boris), photograph=found.now, number=faces[0].index)
    set_points(by=as_(people.boris), photograph=found.now, points=None, reason="they were right")
    work_once()
    assert Face.objects.get(chosen=True).number == faces[1].index, "whom a person chose stays chosen"


@pytest.mark.slow
def test_who_may_not_choose_a_face_sets_no_points_and_paints_nothing(people: People, looked: Looked) -> None:
    board = as_(a_person("Mira of the board", people.harbour, Role.BOARD_MEMBER))
    with pytest.raises(NotAllowed):
        set_points(by=board, photograph=looked.now, points=looked.points, reason=WHY)
    with pytest.raises(NotAllowed):
        paint_cover(by=board, photograph=looked.now, bits=bits_of(looked.now, np.s_[:]), reason=WHY)
    end_photograph(by=as_(people.boris), photograph=looked.now, reason="a mistake")
    for do in (set_points, paint_cover):
        about: dict[str, Any] = (
            {"points": looked.points} if do is set_points else {"bits": bits_of(looked.now, np.s_[:])}
        )
        with pytest.raises(OutOfStep, match="taken out"):
            do(by=as_(people.boris), photograph=looked.now, reason=WHY, **about)
    assert not PointsByHand.objects.exists() and not CoverByHand.objects.exists()


@pytest.mark.slow
def test_a_worker_that_was_held_up_writes_nothing_of_points_that_hold_no_more(people: People, looked: Looked) -> None:
    first, second = looked.points + [6, 4], looked.points + [2, 1]
    set_points(by=as_(people.boris), photograph=looked.now, points=first, reason=WHY)
    late = analyse(looked.photograph.pk)
    written(analyse(looked.photograph.pk))
    set_points(by=as_(people.boris), photograph=looked.now, points=second, reason=WHY)
    written(late)
    assert looked.now.state == "waiting" and not FaceTemplate.objects.exists()
    work_once()
    assert np.allclose(looked.points, second)


@pytest.mark.slow
def test_a_face_of_which_the_machine_is_not_sure_asks_a_person_until_one_has_looked(people: People) -> None:
    rosa = a_person("Rosa Berg", people.harbour, Role.REGISTRAR)
    plain = a_photograph(people)
    work_once()
    found = Looked(plain)
    assert not Face.objects.get(photograph=plain).doubtful
    asked = "The machine is not sure"
    assert asked not in browser(rosa).get(plain.address).content.decode()
    hidden = pixels_of(a_dead_face())
    hidden[:, : int(found.points[2, 0] + 0.2 * np.linalg.norm(found.points[1] - found.points[0]))] = 127
    photograph = a_photograph(people, jpeg(hidden), subject=a_subject(people))
    work_once()
    face = Face.objects.get(photograph=photograph)
    assert face.doubtful and face.quality["measures"]["detection"]["value"] < SURE_OF_POINTS
    assert asked in browser(rosa).get(photograph.address).content.decode()
    assert asked in browser(rosa).get("/").content.decode()
    seen = Looked(photograph)
    set_points(by=as_(rosa), photograph=seen.now, points=seen.points, reason="they are right")
    work_once()
    assert not Face.objects.get(photograph=photograph).doubtful
    assert asked not in browser(rosa).get(photograph.address).content.decode()


def bits_of(photograph: Photograph, where: Any) -> bytes:
    """What a browser sends: one bit a point, painted there."""
    across, down = painted.points_of(photograph.width or 1, photograph.height or 1)
    points = np.zeros((down, across), bool)
    points[where] = True
    return np.packbits(points).tobytes()


def lower_half(looked: Looked) -> bytes:
    """All that lies below the tip of the nose."""
    found = looked.now
    _, down = painted.points_of(found.width or 1, found.height or 1)
    return bits_of(found, np.s_[int(looked.points[2, 1] / (found.height or 1) * down) :])


@pytest.mark.slow
@pytest.mark.both
def test_what_is_painted_over_is_left_out_of_account_and_said(people: People, looked: Looked) -> None:
    before = looked.vector
    paint_cover(by=as_(people.boris), photograph=looked.now, bits=lower_half(looked), reason="a sheet")
    assert looked.now.state == "waiting"
    work_once()
    face = Face.objects.get()
    assert looked.now.indexed and 0.3 < face.covered < 0.7 and not face.by_hand
    assert 0.5 < float(before @ looked.vector) < 0.999
    assert Run.objects.latest("pk").rests_on == [
        {"photograph": looked.photograph.pk, "by_hand": False, "covered": round(face.covered, 3)}
    ]
    row = CoverByHand.objects.get()
    closed = bytes(row.sealed or b"")
    assert row.painted and row.by == people.boris and b"PNG" not in closed
    assert AuditRow.objects.get(verb="paint over photograph of the dead").reason == "a sheet"
    place = sealed(looked.now)
    landmarks = vault.unseal_landmarks(place, bytes(face.landmarks))
    own = pictures.made_from(decoded(place)) | pictures.of_face(decoded(place), landmarks)
    for size in (vault.Size.VIEW, vault.Size.FACE):
        shown = vault.made(place, size, 1 if size is vault.Size.FACE else 0)
        assert shown == own[size], "nobody is shown what was filled in"
    take_cover_off(by=as_(people.boris), photograph=looked.now, reason="it was cleaned")
    work_once()
    assert np.allclose(looked.vector, before, atol=1e-3) and Face.objects.get().covered == 0
    with pytest.raises(OutOfStep, match="Nothing is painted over"):
        take_cover_off(by=as_(people.boris), photograph=looked.now, reason="again")
    assert verify().faults == ()


@pytest.mark.slow
def test_by_too_little_of_a_face_nothing_is_searched_and_the_page_says_so(people: People, looked: Looked) -> None:
    runs = Run.objects.count()
    paint_cover(by=as_(people.boris), photograph=looked.now, bits=bits_of(looked.now, np.s_[:]), reason="mud")
    work_once()
    found = looked.now
    assert (found.state, found.indexed, (found.refusal or {})["code"]) == ("refused", False, "covered")
    assert "too little is left to compare" in (found.refusal or {})["detail"] and found.has_pictures
    assert not FaceTemplate.objects.exists() and Face.objects.get().chosen, "people see which face it is"
    assert not Run.objects.filter(pk__gt=runs, why=Run.Why.NEW_PHOTOGRAPH).exists()
    take_cover_off(by=as_(people.boris), photograph=found, reason="too much")
    work_once()
    assert looked.now.indexed


@pytest.mark.slow
def test_a_mask_comes_as_a_file_without_scripts(people: People, looked: Looked) -> None:
    found, by = looked.now, as_(people.boris)
    mask = np.zeros((found.height or 1, found.width or 1), np.uint8)
    mask[int(looked.points[2, 1]) :] = 255
    for data, words in (
        (a_dead_face(), "not a PNG"),
        (b"\x89PNG", "not a PNG"),
        (coded(mask[:-2]), "pixels, the photograph"),
        (coded(mask) + bytes(painted.MOST_BYTES), "more than 4 MB"),
    ):
        with pytest.raises(RuleBroken, match=words):
            send_cover(by=by, photograph=found, data=data, reason="a sheet")
    send_cover(by=by, photograph=found, data=coded(mask), reason="a sheet")
    work_once()
    by_file = Face.objects.get().covered
    paint_cover(by=by, photograph=looked.now, bits=lower_half(looked), reason="the same by brush")
    work_once()
    # Their rims differ by a pixel or so, and so do the points that the machine finds once what they hide is filled in.
    assert looked.now.indexed and abs(Face.objects.get().covered - by_file) < 0.05
    half = coded(mask)[:60]
    send_cover(by=by, photograph=looked.now, data=half, reason="cut off on its way")
    work_once()
    assert (looked.now.refusal or {})["code"] == "cover-unreadable" and looked.now.has_pictures
    assert Face.objects.filter(photograph=found).exists(), "people see what is there, and can paint again"
    with pytest.raises(UsageError):
        paint_cover(by=by, photograph=looked.now, bits=b"\0", reason="nothing")


def coded(mask: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(mask).save(out, "PNG")
    return out.getvalue()


@pytest.mark.slow
def test_a_painted_cover_is_erased_with_its_photograph(people: People, looked: Looked) -> None:
    set_points(by=as_(people.boris), photograph=looked.now, points=looked.points + 1, reason=WHY)
    work_once()
    paint_cover(by=as_(people.boris), photograph=looked.now, bits=lower_half(looked), reason="a sheet")
    work_once()
    rosa = a_person("Rosa Berg", people.harbour, Role.REGISTRAR)
    with act(as_(rosa), Verb.ERASE, looked.now) as doing:
        counted, _pieces = destroy(looked.now)
        doing.record(looked.photograph.pk)
    assert (counted["points"], counted["covers"]) == (1, 1)
    assert not PointsByHand.objects.exists() and not CoverByHand.objects.exists() and verify().faults == ()
