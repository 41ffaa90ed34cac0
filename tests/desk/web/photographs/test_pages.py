"""Pages of photographs: blurred until somebody asks, advice, choosing, and uploads of all kinds."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.jobs.models import Job
from antigone.desk.photos import uploads
from antigone.desk.photos.actions.photographs import grade_photograph
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.photos.queries import same_file
from antigone.desk.photos.words import HOUR
from antigone.desk.web.photographs import of_subject
from antigone.desk.worker import work_once
from antigone.face.photo import PhotoLimits
from antigone.types import Basis, Profile
from desk_people import People, a_person, as_, browser
from desk_photos import (
    a_consent,
    a_dead_face,
    a_liaison,
    a_photograph,
    a_reference,
    a_source,
    a_subject,
    beside,
    jpeg,
    pixels_of,
)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def looks() -> int:
    return AuditRow.objects.filter(verb__startswith="see ").count()


@pytest.mark.slow
def test_several_files_are_added_at_once_and_a_list_says_what_happens(people: People) -> None:
    subject, client = a_subject(people), browser(people.boris)
    assert "There is no photograph yet" in text(client, f"/cases/{subject.pk}/photographs")
    address = f"/cases/{subject.pk}/photographs/add"
    assert "parallel to the face" in text(client, address)
    files = [upload("1.jpg", a_dead_face()), upload("2.jpg", a_dead_face(1))]
    sent = client.post(address, {"photos": files, "stage": "after cleaning"})
    assert sent.status_code == 302 and sent["Location"] == f"/cases/{subject.pk}/photographs"
    assert set(Photograph.objects.values_list("stage", "file_name")) == {
        ("after cleaning", "1.jpg"),
        ("after cleaning", "2.jpg"),
    }
    page = text(client, sent["Location"])
    assert "2 photographs were added" in page and page.count("is looking at it") == 2 and "hx-get" in page
    work_once()
    assert text(client, sent["Location"]).count("It is used in searches.") == 2
    assert not any(path.is_file() for path in (settings.DESK.home / "uploads").iterdir())


@pytest.mark.slow
def test_files_that_are_refused_are_named_and_the_others_kept(people: People) -> None:
    subject, client = a_subject(people), browser(people.boris)
    files = [upload("good.jpg", a_dead_face()), upload("<b>.jpg", b"words"), upload("empty.jpg", b"")]
    sent = client.post(f"/cases/{subject.pk}/photographs/add", {"photos": files, "stage": "unknown"})
    page = sent.content.decode()
    assert sent.status_code == 400 and Photograph.objects.count() == 1
    assert "2 files were not added" in page and "&lt;b&gt;.jpg" in page and "is empty (0 bytes)" in page
    assert "1 photograph was added" in page
    sent = client.post(f"/cases/{subject.pk}/photographs/add", {"stage": "unknown"})
    assert sent.status_code == 400 and b"No photograph was chosen" in sent.content


@pytest.mark.slow
def test_what_one_file_brings_about_is_told_of_it_and_the_others_are_kept(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, real = a_subject(people), of_subject.add_photograph

    def add(**about: Any) -> Photograph:
        if about["file_name"] == "b.jpg":
            raise struct.error("short format")
        return real(**about)

    monkeypatch.setattr(of_subject, "add_photograph", add)
    files = [upload(f"{letter}.jpg", a_dead_face() + letter.encode()) for letter in "abc"]
    address = f"/cases/{subject.pk}/photographs/add"
    sent = browser(people.boris).post(address, {"photos": files, "stage": "unknown"})
    assert sent.status_code == 400 and "b.jpg" in sent.content.decode() and "fault " in sent.content.decode()
    assert Photograph.objects.filter(subject=subject).count() == 2


@pytest.mark.slow
def test_a_file_that_another_case_has_too_is_said_at_once_and_to_nobody_who_may_not_see_it(people: People) -> None:
    first, second = a_subject(people), a_subject(people)
    a_photograph(people, subject=first)
    file = upload("a.jpg", a_dead_face())
    client, address = browser(people.boris), f"/cases/{second.pk}/photographs/add"
    sent = client.post(address, {"photos": [file], "stage": "unknown"}, follow=True)
    assert f"The same file is with {first.code} too" in sent.content.decode()
    (added,) = Photograph.objects.filter(subject=second)
    assert [each.subject for each in same_file(as_(people.boris), added)] == [first]
    assert not same_file(as_(people.emil), added).exists()


@pytest.mark.slow
def test_the_pages_script_gets_words_for_each_file(people: People) -> None:
    subject, client = a_subject(people), browser(people.boris)
    address = f"/cases/{subject.pk}/photographs/add"
    for data, status in ((a_dead_face(), True), (a_dead_face(), False)):
        fields = {"photos": [upload("x.jpg", data)], "stage": "unknown"}
        answer = client.post(address, fields, headers={"Accept": "application/json"})
        (result,) = answer.json()["results"]
        assert answer.status_code == 200 and result["added"] is status
    assert "same file is here already" in result["words"]
    answer = client.post(address, {"photos": [upload("x.jpg", b"")]}, headers={"Accept": "application/json"})
    assert answer.status_code == 400 and answer.json()["faults"]


def test_a_form_from_another_site_adds_nothing(people: People) -> None:
    client = browser(people.boris, of_another_site=True)
    address = f"/cases/{a_subject(people).pk}/photographs/add"
    answer = client.post(address, {"photos": [upload("x.jpg", a_dead_face())], "stage": "unknown"})
    assert answer.status_code == 403 and not Photograph.objects.exists()


def test_a_large_file_goes_through_the_desks_folder_and_one_too_large_is_refused(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bool] = []
    read = of_subject._keep
    monkeypatch.setattr(uploads, "_IN_MEMORY", 1000)
    monkeypatch.setattr(
        of_subject, "_keep", lambda r, s, file, f: kept.append(bool(file.file._rolled)) or read(r, s, file, f)
    )
    subject, client = a_subject(people), browser(people.boris)
    address = f"/cases/{subject.pk}/photographs/add"
    sent = client.post(address, {"photos": [upload("x.jpg", a_dead_face())], "stage": "unknown"})
    assert sent.status_code == 302 and kept == [True]
    assert list((settings.DESK.home / "uploads").iterdir()) == []
    monkeypatch.setattr(uploads, "DEFAULT_LIMITS", PhotoLimits(max_bytes=5000))
    monkeypatch.setattr(of_subject, "DEFAULT_LIMITS", PhotoLimits(max_bytes=5000))
    monkeypatch.setattr("antigone.desk.photos.actions._adding.DEFAULT_LIMITS", PhotoLimits(max_bytes=5000))
    sent = client.post(address, {"photos": [upload("y.jpg", a_dead_face(1))], "stage": "unknown"})
    assert sent.status_code == 400 and b"at most 0 MB are read" in sent.content


def test_other_pages_take_no_files(people: People) -> None:
    answer = browser(people.ana).post("/incidents/open", {"code": upload("x", b"AB-1"), "name": "x"})
    assert answer.status_code == 400 and b"This field is required" in answer.content
    assert not (settings.DESK.home / "uploads").exists()


@pytest.mark.slow
def test_a_reference_says_where_it_comes_from(people: People) -> None:
    record, liaison = a_subject(people, Profile.AM), a_liaison(people)
    client, address = browser(liaison), f"/records/{record.pk}/photographs/add"
    assert "no lawful source for this record that is valid today" in text(client, address)
    source, consented = a_source(people), a_source(people, Basis.CONSENT)
    consent = a_consent(consented, record)
    assert "consent of A sister (sister)" in text(client, address)
    sent = client.post(address, {"photos": [upload("1.jpg", a_dead_face())], "ground": f"{consented.pk}-{consent.pk}"})
    assert sent.status_code == 302 and Photograph.objects.get().consent == consent
    sent = client.post(address, {"photos": [upload("2.jpg", a_dead_face(1))], "ground": f"{source.pk}"})
    assert sent.status_code == 302
    Source.objects.filter(pk=source.pk).update(ended_at=timezone.now())
    sent = client.post(address, {"photos": [upload("3.jpg", a_dead_face(2))], "ground": f"{source.pk}"})
    assert sent.status_code == 400 and Photograph.objects.count() == 2


@pytest.mark.slow
def test_the_dead_are_blurred_until_somebody_asks_and_each_look_is_a_row(people: People) -> None:
    photograph = a_photograph(people)
    work_once()
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    for shown in (address, f"/cases/{photograph.subject_id}/photographs"):
        assert "/blurred" in text(client, shown) and "/picture/" not in text(client, shown)
    coarse = client.get(f"{address}/blurred")
    assert coarse.status_code == 200 and looks() == 0
    with Image.open(io.BytesIO(coarse.content)) as picture:
        small = picture.convert("RGB").resize((12, 12))
        again = small.resize(picture.size, Image.Resampling.BICUBIC)
        assert np.abs(np.asarray(again, int) - np.asarray(picture.convert("RGB"), int)).mean() < 12
    revealed = client.post(f"{address}/reveal").content.decode()
    assert "/picture/view" in revealed and looks() == 0
    answer = client.get(f"{address}/picture/view")
    assert answer.content[:3] == b"\xff\xd8\xff" and looks() == 1
    assert answer["Content-Type"] == "image/jpeg" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == "inline" and answer["X-Content-Type-Options"] == "nosniff"
    assert "1 in the last hour, 1 today" in text(client, address)
    assert client.head(f"{address}/picture/view").status_code == 405
    for size in ("original", "blurred", "../view"):
        assert client.get(f"{address}/picture/{size}").status_code == 404


@pytest.mark.slow
def test_references_are_shown_unless_they_are_graphic(people: People) -> None:
    photograph = a_reference(people)
    work_once()
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    assert "/picture/view" in text(client, address)
    assert "/picture/small" in text(client, f"/records/{photograph.subject_id}/photographs")
    grade_photograph(by=as_(people.boris), photograph=photograph, grade=1)
    assert "/picture/view" not in text(client, address)
    assert "/picture/small" not in text(client, f"/records/{photograph.subject_id}/photographs")


@pytest.mark.slow
def test_whoever_looked_at_much_is_advised_to_rest_and_not_stopped(people: People) -> None:
    photograph = a_photograph(people)
    work_once()
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    for _ in range(HOUR):
        assert client.get(f"{address}/picture/face").status_code == 200
    assert "Stop for a while" in text(client, address)
    assert client.get(f"{address}/picture/view").status_code == 200
    assert "Stop for a while" not in text(browser(a_person("Gita", people.harbour, Role.EXAMINER)), address)


@pytest.mark.slow
def test_nothing_is_served_before_the_worker_came_nor_the_original_ever(people: People) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Cameramaker"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (50.0, 27.0, 1.0)
    data = jpeg(pixels_of(a_dead_face()), exif=exif)
    photograph = a_photograph(people, data)
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    assert client.get(f"{address}/blurred").status_code == 404
    assert "is looking at this photograph" in text(client, address)
    assert "hx-get" in text(client, f"{address}/state")
    work_once()
    assert "hx-get" not in text(client, f"{address}/state")
    for end in ("blurred", "picture/view", "picture/small", "picture/face"):
        served = client.get(f"{address}/{end}").content
        with Image.open(io.BytesIO(served)) as picture:
            assert not picture.getexif() and picture.format == "JPEG"
        assert b"Cameramaker" not in served and served != data
    page = text(client, address)
    assert "Cameramaker" not in page and "50.0" not in page
    opened = client.post(f"{address}/details", {"unseal-reason": "where was it taken?"}).content.decode()
    assert "Cameramaker" in opened and "GPSLatitude" in opened
    assert "Cameramaker" not in text(client, address)
    assert client.post(f"{address}/details", {"unseal-reason": ""}).status_code == 400


@pytest.mark.slow
def test_a_person_chooses_among_several_faces(people: People) -> None:
    photograph = a_photograph(people, jpeg(beside(a_dead_face(0), a_dead_face(1))))
    work_once()
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    assert "choose the one that is meant" in text(client, f"/cases/{photograph.subject_id}/photographs")
    assert "Which face is meant?" in text(client, address)
    clear = client.post(f"{address}/reveal").content.decode()
    assert clear.count("<rect") == 2 and clear.count("<use") == 2 and clear.count("/picture/view") == 1
    assert client.post(f"{address}/choose", {}).status_code == 400
    assert client.post(f"{address}/choose", {"face": "7"}).status_code == 400
    assert client.post(f"{address}/choose", {"face": "2"}).status_code == 302
    assert "being prepared for searching" in text(client, address)
    work_once()
    assert "This photograph is searched." in text(client, address)


@pytest.mark.slow
def test_advice_says_what_to_photograph_again(people: People) -> None:
    small = np.asarray(Image.fromarray(pixels_of(a_dead_face())).resize((110, 110)))
    photograph = a_photograph(people, jpeg(small))
    work_once()
    page = text(browser(people.boris), f"/photographs/{photograph.pk}")
    assert "move the camera closer" in page and "How to photograph a face" in page


@pytest.mark.slow
def test_grading_and_taking_out(people: People) -> None:
    photograph = a_photograph(people)
    work_once()
    client, address = browser(people.boris), f"/photographs/{photograph.pk}"
    assert client.post(f"{address}/grade", {"grade": "9"}).status_code == 400
    assert client.post(f"{address}/grade", {"grade": "3"}).status_code == 302
    assert "3: heavily injured" in text(client, address)
    assert client.post(f"{address}/end", {"end-reason": " "}).status_code == 400
    assert client.post(f"{address}/end", {"end-reason": "it shows somebody else", "sure": "yes"}).status_code == 302
    page = text(client, address)
    assert "was taken out on" in page and "Keep the grade" not in page and "Which face" not in page


def test_work_that_was_given_up_is_told(people: People) -> None:
    photograph = a_photograph(people)
    Job.objects.update(given_up_at=timezone.now())
    assert "tried several times" in text(browser(people.boris), f"/photographs/{photograph.pk}")


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_photographs(people: People) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    subject, client = a_subject(people), browser(people.boris)
    address, counts = f"/cases/{subject.pk}/photographs", []
    client.get(address)
    for number in range(3):
        a_photograph(people, a_dead_face(number), subject)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        counts.append(len(caught))
    assert counts[1] == counts[2]


@pytest.mark.slow
def test_one_needs_a_role_to_see_what_is_told(people: People) -> None:
    photograph = a_photograph(people)
    work_once()
    for person, status in ((people.clara, 403), (people.emil, 404), (a_liaison(people), 404)):
        for end in ("", "/blurred", "/picture/view"):
            assert browser(person).get(f"/photographs/{photograph.pk}{end}").status_code == status
