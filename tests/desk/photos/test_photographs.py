"""Photographs are added, looked at by the worker, and come into the index only where that is lawful."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from antigone.desk.accounts.models import Incident
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.jobs.models import Job
from antigone.desk.photos import signals, vault
from antigone.desk.photos.actions.photographs import (
    add_photograph,
    choose_face,
    end_photograph,
    grade_photograph,
    reveal_photograph,
    unseal_details,
)
from antigone.desk.photos.analyse import analyse, embed
from antigone.desk.photos.lawful_basis import lawful, may_be_held
from antigone.desk.photos.models import Consent, Face, FaceTemplate, IndexChange, Photograph, PhotoKey, Source
from antigone.desk.photos.queries import (
    find_photograph,
    orphans,
    photographs_of,
    revealed_today,
    sealed,
)
from antigone.desk.photos.vault import Size
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, NotThere, RuleBroken
from antigone.types import Basis, Profile
from conftest import PICTURES
from desk_faces import opened
from desk_lawful_basis import is_lawful
from desk_people import People, as_
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
    written,
)
from desk_signals import listening


def again(photograph: Photograph) -> Photograph:
    return Photograph.objects.select_related("subject").get(pk=photograph.pk)


@pytest.mark.slow
def test_one_face_is_chosen_and_comes_into_the_index(people: People) -> None:
    told: list[Any] = []
    receive = lambda photographs, **_: told.extend(photographs)  # noqa: E731
    photograph = a_photograph(people)
    assert (photograph.state, photograph.indexed, photograph.format) == ("waiting", False, "JPEG")
    with listening(signals.entered, receive):
        assert work_once() == 2, "it is looked at, and searched"
    found = again(photograph)
    assert (found.state, found.indexed) == ("usable", True)
    face = Face.objects.get(photograph=found)
    assert (face.number, face.chosen, face.chosen_how) == (1, True, "only")
    template = FaceTemplate.objects.get(face=face)
    assert abs(float(np.linalg.norm(opened(template))) - 1) < 1e-3
    step = IndexChange.objects.get()
    assert (step.template, step.photograph, step.subject) == (template.pk, found.pk, found.subject_id)
    assert (step.kind, step.model, step.removed) == ("pm", template.model, False)
    assert told == [found]
    for size in vault.AT_ONCE:
        shown = vault.made(sealed(found), size, 1 if size is Size.FACE else 0)
        with Image.open(io.BytesIO(shown)) as picture:
            assert picture.format == "JPEG" and not picture.getexif() and "icc_profile" not in picture.info
    assert verify().faults == ()


@pytest.mark.slow
def test_work_done_twice_changes_nothing(people: People) -> None:
    photograph = a_photograph(people)
    first, late = analyse(photograph.pk), analyse(photograph.pk)
    written(first)
    rows = AuditRow.objects.count()
    written(late)
    for nothing_left in (analyse(photograph.pk), embed(photograph.pk), analyse(0)):
        assert nothing_left is None
    assert AuditRow.objects.count() == rows and IndexChange.objects.count() == 1


@pytest.mark.slow
def test_of_two_faces_a_person_chooses(people: People) -> None:
    photograph = a_photograph(people, jpeg(beside(a_dead_face(0), a_dead_face(1))))
    work_once()
    found = again(photograph)
    assert (found.state, found.indexed, found.faces.count()) == ("choose a face", False, 2)
    assert not found.faces.filter(chosen=True).exists() and not FaceTemplate.objects.exists()
    with pytest.raises(RuleBroken, match="no face 3"):
        choose_face(by=as_(people.boris), photograph=found, number=3)
    choose_face(by=as_(people.boris), photograph=found, number=2)
    work_once()
    found = again(found)
    assert (found.state, found.indexed) == ("usable", True)
    assert found.faces.get(chosen=True).number == 2 and found.faces.get(chosen=True).chosen_how == "person"
    first = FaceTemplate.objects.get()
    with pytest.raises(RuleBroken, match="chosen already"):
        choose_face(by=as_(people.boris), photograph=found, number=2)

    choose_face(by=as_(people.boris), photograph=found, number=1)
    assert not again(found).indexed and not FaceTemplate.objects.exists()
    work_once()
    second = FaceTemplate.objects.get()
    steps = list(IndexChange.objects.values_list("template", "removed"))
    assert steps == [(first.pk, False), (first.pk, True), (second.pk, False)]
    one, other = (opened(template) for template in (first, second))
    assert float(one @ other) < 0.9


@pytest.mark.slow
def test_a_photograph_without_a_face_is_refused_with_what_to_do(people: People) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), dtype=np.uint8)
    photograph = a_photograph(people, jpeg(noise))
    work_once()
    found = again(photograph)
    assert found.state == "refused" and not found.indexed
    assert found.refusal["code"] == "no-face" and found.refusal["hint"].startswith("Photograph the whole face")
    assert vault.made(sealed(found), Size.BLURRED)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "HEIF", "TIFF", "turned"])
def test_other_formats_and_turned_photographs_are_read(people: People, kind: str) -> None:
    pixels = pixels_of(a_dead_face())
    if kind == "turned":
        exif = Image.Exif()
        exif[0x0112] = 6
        data = jpeg(np.rot90(pixels).copy(), exif=exif)
    elif kind == "HEIF":
        data = (PICTURES / "from_an_iphone.heic").read_bytes()
    else:
        data = jpeg(pixels, kind)
    photograph = a_photograph(people, data)
    assert (photograph.width, photograph.height) == (pixels.shape[1], pixels.shape[0])
    work_once()
    assert again(photograph).state == "usable"


@pytest.mark.slow
def test_what_is_no_photograph_is_refused_in_the_engines_words(people: People) -> None:
    good = a_dead_face()
    gif = jpeg(pixels_of(good), "GIF")
    bad = {
        "is empty": b"",
        "is a GIF": gif,
        "not a photograph": b"just words, whatever the name",
        "damaged or cut off": cut_off(jpeg(pixels_of(good), "PNG")),
        "raw file": b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(100),
        "claims": jpeg(np.zeros((1, 40000, 3), np.uint8), "PNG"),
        "needs more": jpeg(np.zeros((20, 20, 3), np.uint8), "PNG"),
    }
    subject = a_subject(people)
    for words, data in bad.items():
        with pytest.raises(RuleBroken, match=words) as fault:
            a_photograph_of(people, subject, data)
        assert fault.value.hint
    assert not Photograph.objects.exists() and not Job.objects.exists() and list(vault.names()) == []


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.slow
def test_a_jpeg_that_ends_too_early_is_refused_by_the_worker_and_one_without_its_mark_is_not(people: People) -> None:
    subject, good = a_subject(people), a_dead_face()
    cut, whole = (a_photograph_of(people, subject, data) for data in (cut_off(good), good[:-2]))
    work_once()
    assert again(cut).refusal["code"] == "damaged" and again(whole).state == "usable"


def a_photograph_of(people: People, subject: Subject, data: bytes) -> Photograph:
    return add_photograph(by=as_(people.boris), subject=subject, data=data, file_name="photo.jpg")


def test_a_file_too_large_is_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from antigone.desk.photos.actions import _adding
    from antigone.face.photo import PhotoLimits

    monkeypatch.setattr(_adding, "DEFAULT_LIMITS", PhotoLimits(max_bytes=1000))
    with pytest.raises(RuleBroken, match="at most 0 MB"):
        a_photograph(people)


@pytest.mark.slow
def test_the_same_file_comes_once_for_a_subject_until_it_is_taken_out(people: People) -> None:
    subject = a_subject(people)
    photograph = a_photograph_of(people, subject, a_dead_face())
    with pytest.raises(RuleBroken, match=f"as photograph {photograph.pk}"):
        a_photograph_of(people, subject, a_dead_face())
    a_photograph_of(people, a_subject(people), a_dead_face())
    end_photograph(by=as_(people.boris), photograph=photograph, reason="wrong body")
    a_photograph_of(people, subject, a_dead_face())
    assert len(list(vault.names())) == 3


def test_nothing_comes_into_what_is_closed(people: People) -> None:
    subject = a_subject(people)
    photograph = a_photograph_of(people, subject, a_dead_face())
    Subject.objects.filter(pk=subject.pk).update(closed_at=timezone.now())
    with pytest.raises(RuleBroken, match="closed"):
        a_photograph_of(people, subject, a_dead_face(1))
    with pytest.raises(RuleBroken, match="closed"):
        grade_photograph(by=as_(people.boris), photograph=photograph, grade=2)
    Subject.objects.filter(pk=subject.pk).update(closed_at=None)
    Incident.objects.update(closed_at=timezone.now())
    with pytest.raises(RuleBroken, match="incident is closed"):
        a_photograph_of(people, subject, a_dead_face(1))


def test_who_may_not_add_leaves_no_file(people: People) -> None:
    with pytest.raises(NotAllowed):
        add_photograph(by=as_(people.clara), subject=a_subject(people), data=a_dead_face(), file_name="x.jpg")
    assert list(vault.names()) == [] and AuditRow.objects.latest("sequence").verb == "refused"


@pytest.mark.slow
def test_a_reference_needs_a_live_source(people: People) -> None:
    photograph = a_reference(people)
    work_once()
    assert again(photograph).indexed
    record, by, data = a_subject(people, Profile.AM), as_(photograph.added_by), a_dead_face()
    add = {"by": by, "subject": record, "data": data, "file_name": "x.jpg"}
    with pytest.raises(RuleBroken, match="needs a lawful source"):
        add_photograph(**add)
    consented = a_source(people, Basis.CONSENT)
    with pytest.raises(RuleBroken, match="not valid today"):
        add_photograph(**add, source=consented)
    foreign = a_consent(consented, photograph.subject)
    with pytest.raises(RuleBroken, match="another record"):
        add_photograph(**add, source=consented, consent=foreign)
    with pytest.raises(RuleBroken, match="another incident"):
        add_photograph(**add, source=a_source(people, agency=people.hills))
    ended = a_source(people)
    Source.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    with pytest.raises(RuleBroken, match="not valid today"):
        add_photograph(**add, source=ended)
    with pytest.raises(RuleBroken, match="has no lawful source"):
        a_photograph_with(people, a_source(people))
    assert add_photograph(**add, source=consented, consent=a_consent(consented, record)).consent is not None


def a_photograph_with(people: People, source: Source) -> Photograph:
    return add_photograph(
        by=as_(people.boris), subject=a_subject(people), data=a_dead_face(), file_name="x.jpg", source=source
    )


@pytest.mark.slow
def test_a_ground_that_ended_before_the_worker_came_keeps_it_out_of_the_index(people: People) -> None:
    photograph = a_reference(people)
    Source.objects.update(ended_at=timezone.now())
    work_once()
    found = again(photograph)
    assert (found.state, found.indexed) == ("usable", False) and FaceTemplate.objects.exists()
    assert not IndexChange.objects.exists()


@pytest.mark.slow
def test_the_database_says_what_may_be_searched_as_the_rule_by_hand_does(people: People) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    photograph = a_reference(people, a_source(people, until=today))
    source = Source.objects.get()
    assert may_be_held(source, None)
    for when in (today - 11 * day, today - 10 * day, today, today + day):
        assert Photograph.objects.filter(lawful(when)).exists() == is_lawful(source, None, when)
    consented = a_source(people, Basis.CONSENT)
    record = a_subject(people, Profile.AM)
    consent = a_consent(consented, record, until=today)
    other = add_photograph(
        by=as_(photograph.added_by),
        subject=record,
        data=a_dead_face(),
        file_name="x.jpg",
        source=consented,
        consent=consent,
    )
    for when in (today - 6 * day, today - 5 * day, today, today + day):
        consent = Consent.objects.get()
        held = Photograph.objects.filter(lawful(when), pk=other.pk).exists()
        assert held == is_lawful(consented, consent, when) == (today - 5 * day <= when <= today)
    assert may_be_held(consented, Consent.objects.get()) and not may_be_held(consented, None)
    Consent.objects.update(withdrawn_at=timezone.now())
    assert not Photograph.objects.filter(lawful(today), pk=other.pk).exists()
    assert not is_lawful(consented, Consent.objects.get(), today)
    assert not may_be_held(consented, Consent.objects.get())


@pytest.mark.slow
def test_what_is_taken_out_leaves_the_index_at_once_and_stays(people: People) -> None:
    told: list[Any] = []
    receive = lambda photographs, **_: told.extend(photographs)  # noqa: E731
    photograph = a_photograph(people)
    work_once()
    with listening(signals.left, receive):
        end_photograph(by=as_(people.boris), photograph=photograph, reason="it shows somebody else")
    found = again(photograph)
    assert (found.state, found.indexed, told) == ("ended", False, [found])
    assert list(IndexChange.objects.values_list("removed", flat=True)) == [False, True]
    with pytest.raises(RuleBroken, match="taken out"):
        end_photograph(by=as_(people.boris), photograph=found, reason="again")
    assert embed(found.pk) is None
    assert IndexChange.objects.count() == 2 and vault.original(sealed(found)) == a_dead_face()


@pytest.mark.slow
def test_each_clear_look_is_a_row_and_counts_if_it_was_hidden(people: People) -> None:
    dead, missing = a_photograph(people), a_reference(people)
    work_once()
    by = as_(people.boris)
    assert revealed_today(by) == 0
    shown = reveal_photograph(by=by, photograph=dead, size=Size.VIEW)
    assert shown[:3] == b"\xff\xd8\xff"
    row = AuditRow.objects.latest("sequence")
    assert (row.verb, row.thing) == ("see photograph of the dead", f"photograph of the dead {dead.pk}")
    assert json.loads(row.detail) == {"size": "view", "hidden": True}
    reveal_photograph(by=by, photograph=missing, size=Size.FACE)
    assert revealed_today(by) == 1
    grade_photograph(by=by, photograph=missing, grade=3)
    reveal_photograph(by=by, photograph=missing, size=Size.SMALL)
    assert revealed_today(by) == 2 and revealed_today(as_(people.emil)) == 0
    with pytest.raises(NotAllowed):
        reveal_photograph(by=as_(people.emil), photograph=dead, size=Size.VIEW)


@pytest.mark.slow
def test_what_the_camera_wrote_is_sealed_and_an_examiner_reads_it_with_a_reason(people: People) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Cameramaker", "Model 9"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 10:11:12"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (50.0, 27.0, 1.0)
    data = jpeg(pixels_of(a_dead_face()), exif=exif)
    photograph = a_photograph(people, data)
    work_once()
    for size in vault.AT_ONCE:
        shown = vault.made(sealed(photograph), size, 1 if size is Size.FACE else 0)
        assert b"Exif" not in shown and b"Cameramaker" not in shown
    details = unseal_details(by=as_(people.boris), photograph=photograph, reason="where was it taken?")
    assert (details["Make"], details["Model"], details["DateTimeOriginal"]) == (
        "Cameramaker",
        "Model 9",
        "2026:03:01 10:11:12",
    )
    assert details["GPSLatitudeRef"] == "N" and details["GPSLatitude"].startswith("50")
    assert unseal_details(by=as_(people.boris), photograph=a_photograph(people), reason="to see") == {}
    with pytest.raises(NotAllowed):
        unseal_details(by=as_(a_liaison(people)), photograph=photograph, reason="curious")


@pytest.mark.slow
def test_without_its_key_a_photograph_is_gone(people: People) -> None:
    photograph = a_photograph(people)
    work_once()
    PhotoKey.objects.all().delete()
    with pytest.raises(NotThere, match="erased"):
        reveal_photograph(by=as_(people.boris), photograph=photograph, size=Size.VIEW)


@pytest.mark.slow
def test_another_agencys_photographs_are_not_there(people: People) -> None:
    photograph, reference = a_photograph(people), a_reference(people)
    assert find_photograph(as_(people.boris), photograph.pk) == photograph
    assert list(photographs_of(as_(people.boris), photograph.subject)) == [photograph]
    liaison = as_(reference.added_by)
    assert find_photograph(liaison, reference.pk) == reference
    for by, hidden in ((as_(people.emil), photograph), (liaison, photograph), (as_(people.clara), reference)):
        with pytest.raises(NotThere):
            find_photograph(by, hidden.pk)
        assert not photographs_of(by, hidden.subject).exists()


def test_a_file_that_a_crash_left_is_found(people: People, vault_folder: Path) -> None:
    a_photograph(people)
    lost = vault.keep(b"no row names it")
    assert orphans(timezone.now().timestamp() + 5) == [lost.name]
    assert orphans(timezone.now().timestamp() - 3600) == []
