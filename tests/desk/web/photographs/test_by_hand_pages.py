"""The pages of points and covers: for whom they are there, what they say, and that nobody blind reaches them."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from antigone.desk.accounts.permissions import Role
from antigone.desk.photos import painted
from antigone.desk.photos.actions.by_hand import paint_cover, set_points
from antigone.desk.photos.by_hand import faces_of
from antigone.desk.photos.models import CoverByHand, Photograph, PointsByHand
from antigone.desk.photos.queries import sealed
from antigone.desk.photos.vault import Size, is_made
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.models import Assignment, BenchPicture
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.types import Profile
from desk_databases import Database
from desk_people import People, a_person, as_, browser
from desk_photos import a_photograph, a_reference
from desk_review import a_team, seen_pair

PAGES = ("points", "painted")


@pytest.fixture
def looked(people: People) -> Photograph:
    photograph = a_photograph(people)
    work_once()
    return Photograph.objects.select_related("subject").get(pk=photograph.pk)


def sent_points(photograph: Photograph, by: float = 3.0) -> dict[str, str]:
    landmarks = faces_of(photograph, sealed(photograph))[0].landmarks + by
    names = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
    said = {
        f"{name}_{axis}": f"{value:.1f}"
        for name, at in zip(names, landmarks, strict=True)
        for axis, value in zip("xy", at, strict=True)
    }
    return said | {"reason": "hair over the eyes"}


def bits(photograph: Photograph, where: Any = np.s_[:]) -> bytes:
    across, down = painted.points_of(photograph.width or 1, photograph.height or 1)
    points = np.zeros((down, across), bool)
    points[where] = True
    return np.packbits(points).tobytes()


@pytest.mark.slow
def test_they_are_blurred_until_somebody_asks_and_say_nothing_of_the_face_before(
    people: People, looked: Photograph
) -> None:
    client = browser(people.boris)
    landmark = f"{faces_of(looked, sealed(looked))[0].landmarks[0, 0]:.1f}"
    for page in PAGES:
        shown = client.get(f"{looked.address}/{page}").content.decode()
        assert "/blurred" in shown and "/picture/view" not in shown and landmark not in shown
        clear = client.post(f"{looked.address}/{page}/reveal").content.decode()
        assert "/picture/view" in clear
    assert landmark in client.post(f"{looked.address}/points/reveal").content.decode()


@pytest.mark.slow
def test_a_form_without_scripts_says_what_is_wrong_and_keeps_what_was_written(
    people: People, looked: Photograph
) -> None:
    client, address = browser(people.boris), f"{looked.address}/points"
    empty = dict.fromkeys(sent_points(looked), "") | {"reason": "r"}
    for said, words in (
        (empty, "No point is set"),
        (empty | {"nose_x": "12"}, "one number is missing"),
        (sent_points(looked) | {"nose_x": "99999"}, "lies outside the photo"),
        (sent_points(looked) | {"reason": ""}, "required"),
    ):
        answer = client.post(address, said)
        assert answer.status_code == 400 and words in answer.content.decode(), words
    assert 'value="99999"' in client.post(address, sent_points(looked) | {"nose_x": "99999"}).content.decode()
    assert not PointsByHand.objects.exists()
    assert client.post(address, sent_points(looked)).status_code == 302
    assert PointsByHand.objects.get().by == people.boris
    assert client.get(address).status_code == 404, "the desk is looking at it"
    work_once()
    page = client.get(looked.address).content.decode()
    assert "The points of this face were set by hand" in page and "hair over the eyes" in page
    assert "Its points were set by hand" in client.get(f"/cases/{looked.subject_id}/photographs").content.decode()
    back = client.post(f"{address}/back", {"back-reason": "they were right"})
    assert back.status_code == 302
    assert client.post(f"{looked.address}/painted", {"painted": "!", "reason": "r"}).status_code == 404
    work_once()
    assert client.post(f"{looked.address}/painted", {"painted": "!", "reason": "r"}).status_code == 400
    assert client.post(f"{looked.address}/painted", {"painted": "AAAA", "reason": "r"}).status_code == 400
    assert not CoverByHand.objects.exists()


@pytest.mark.slow
def test_a_registrar_and_whoever_looks_after_families_may_and_a_board_may_not(people: People) -> None:
    reference, dead = a_reference(people), a_photograph(people)
    work_once()
    farid = reference.added_by
    rosa = a_person("Rosa Berg", people.harbour, Role.REGISTRAR)
    mira = a_person("Mira Board", people.harbour, Role.BOARD_MEMBER)
    for person, photograph, status in (
        (rosa, dead, 200),
        (rosa, reference, 200),
        (farid, reference, 200),
        (farid, dead, 404),
        (mira, dead, 403),
        (mira, reference, 403),
    ):
        for page in PAGES:
            assert browser(person).get(f"/photographs/{photograph.pk}/{page}").status_code == status, (person, page)
    assert "painted" not in browser(mira).get(f"/photographs/{dead.pk}").content.decode()


@pytest.mark.slow
def test_what_is_painted_can_be_saved_by_whoever_may_see_the_photograph(people: People, looked: Photograph) -> None:
    client = browser(people.boris)
    empty = client.get(f"{looked.address}/painted/mask").content
    assert not np.asarray(Image.open(io.BytesIO(empty))).any(), "nothing is painted over yet"
    said = {"painted": base64.b64encode(bits(looked, np.s_[200:])).decode(), "reason": "a sheet"}
    assert client.post(f"{looked.address}/painted", said).status_code == 302
    work_once()
    answer = client.get(f"{looked.address}/painted/mask")
    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    page = client.get(looked.address).content.decode()
    assert "% of the face is covered" in page and "a sheet" in page
    assert browser(people.emil).get(f"{looked.address}/painted/mask").status_code == 404


def reached(client: Client, photograph: Photograph) -> set[int]:
    """What the pages answer to somebody."""
    return {
        client.get(f"{photograph.address}/points").status_code,
        client.get(f"{photograph.address}/painted").status_code,
        client.get(f"{photograph.address}/painted/mask").status_code,
        client.post(f"{photograph.address}/points", sent_points(photograph)).status_code,
        client.post(f"{photograph.address}/painted", {"painted": "AAAA", "reason": "r"}).status_code,
    }


@pytest.mark.slow
def test_an_examiner_who_judges_a_pair_blind_sets_nothing_on_either_side_of_it(desk: Database) -> None:
    team = a_team()
    case, record = seen_pair(team)
    begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    assignment = Assignment.objects.select_related("examiner").first()
    assert assignment is not None
    for subject in (case, record):
        photograph = Photograph.objects.get(subject=subject)
        assert reached(browser(assignment.examiner), photograph) == {404}
    assert not PointsByHand.objects.exists() and not CoverByHand.objects.exists()
    dead = Photograph.objects.get(subject=case)
    assert browser(team.people.boris).get(f"{dead.address}/points").status_code == 200


@pytest.mark.slow
def test_the_head_that_examiners_saw_stays_as_they_saw_it_and_another_is_made_anew(desk: Database) -> None:
    team = a_team()
    case, record = seen_pair(team)
    begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    picture = BenchPicture.objects.filter(side=Profile.PM.value).select_related("assignment__examiner").first()
    assert picture is not None
    client = browser(picture.assignment.examiner)
    head = client.get(f"/my-work/pictures/{picture.key}")
    assert head.status_code == 200
    dead = Photograph.objects.get(subject=Subject.objects.get(pk=case.pk))
    moved = faces_of(dead, sealed(dead))[0].landmarks + [9, 0]
    set_points(by=as_(team.people.boris), photograph=dead, points=moved, reason="hair")
    work_once()
    assert client.get(f"/my-work/pictures/{picture.key}").content == head.content
    assert is_made(sealed(dead), Size.BENCH, 1)


@pytest.mark.slow
def test_nothing_is_painted_on_what_was_taken_out_or_erased(people: People, looked: Photograph) -> None:
    paint_cover(by=as_(people.boris), photograph=looked, bits=bits(looked, np.s_[200:]), reason="a sheet")
    work_once()
    client = browser(people.boris)
    client.post(f"{looked.address}/end", {"end-reason": "a mistake", "sure": "yes"})
    page = client.get(f"{looked.address}/points").content.decode()
    assert "This photograph was taken out" in page and "points-form" not in page
    answer = client.post(f"{looked.address}/points", sent_points(looked))
    assert answer.status_code == 400 and PointsByHand.objects.count() == 0
