"""How a file was read is kept with its photograph and said wherever people meet it, in their language."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import cv2
import numpy as np
import pytest
import tifffile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from antigone.desk.api.photographs import PhotographOut
from antigone.desk.audit.models import AuditRow
from antigone.desk.families.actions.withdraw import withdraw_given
from antigone.desk.families.models import Given
from antigone.desk.intake.models import Import
from antigone.desk.photos.actions._destroying import destroy
from antigone.desk.photos.core_words import notes_in_words
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from antigone.face import budget
from antigone.face.photo import decode
from antigone.types import Basis, Photo
from conftest import encoded
from desk_intake import a_file, zipped
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, browser
from desk_photos import DEMO, a_photograph
from desk_requests import a_ferry

pytestmark = pytest.mark.slow
FACE = sorted((DEMO / "references/M-001").iterdir())[0].read_bytes()
CUT_OFF = FACE[:-2]
TURNED = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\6\0\0\0" + bytes(4)
END, UK_END = "the file&#x27;s end is missing", "бракує кінця файлу"


def of_kind(eileen: np.ndarray, what: str) -> bytes:
    """A photograph of which something is to be said."""
    small = np.ascontiguousarray(cv2.resize(eileen, (128, 128)))
    few = cv2.imencode(".png", (eileen.astype(np.uint32) * 4095 // 255).astype(np.uint16))[1].tobytes()
    out = io.BytesIO()
    with tifffile.TiffWriter(out) as file:
        for pixels in (eileen, small):
            file.write(pixels[:, :, ::-1], photometric="rgb")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    whole = encoded(eileen, "JPEG")
    cmyk = io.BytesIO()
    Image.fromarray(eileen).convert("CMYK").save(cmyk, "JPEG")
    return {
        "end": whole[:-2],
        "rows": whole[:-40],
        "preview": out.getvalue(),
        "turned": encoded(
            eileen, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\6\0\0\0" + bytes(4)
        ),
        "large": whole,
        "sixteen": cv2.imencode(".png", eileen.astype(np.uint16) * 257)[1].tobytes(),
        "twelve": few,
        "clear": cv2.imencode(".png", cv2.cvtColor(eileen, cv2.COLOR_BGR2BGRA))[1].tobytes(),
        "profile": encoded(eileen, "JPEG", icc_profile=profile),
        "cmyk": cmyk.getvalue(),
    }[what]


@pytest.mark.parametrize(
    "what", ["end", "rows", "preview", "turned", "large", "sixteen", "twelve", "clear", "profile", "cmyk"]
)
def test_whatever_is_said_of_a_file_is_said_in_the_reader_s_language(
    eileen: np.ndarray, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "large":
        monkeypatch.setattr(budget, "MOST_BYTES", 1_500_000)
    found = decode(of_kind(eileen, what), "photo")
    assert isinstance(found, Photo) and found.notes
    for language, letters in (("uk", "[а-яі]"), ("ar", "[ء-ي]")):
        with translation.override(language):
            for note, words in zip(found.notes, notes_in_words(found.notes), strict=True):
                assert re.search(letters, words) and re.findall(r"\d+", words) == re.findall(r"\d+", note), note
    assert notes_in_words(found.notes) == list(found.notes)


def test_a_note_is_kept_and_shown_on_the_page_and_to_programs_and_erased_with_the_photograph(people: People) -> None:
    photograph = a_photograph(people, data=CUT_OFF)
    assert photograph.notes == ["the file's end is missing"]  # its structure says so, before the worker has looked
    work_once()
    found = Photograph.objects.get(pk=photograph.pk)
    assert found.state == "usable" and found.notes == ["the file's end is missing"]
    assert json.loads(AuditRow.objects.filter(verb__startswith="analyse").latest("pk").detail)["notes"] == 1
    assert END in browser(people.boris).get(found.address).content.decode()
    assert PhotographOut.of(found).notes == found.notes
    with translation.override("uk"):
        assert UK_END in notes_in_words(found.notes)
    destroy(found)
    assert Photograph.objects.get(pk=found.pk).notes == []


def test_what_only_decoding_shows_is_kept_when_the_worker_has_looked(people: People) -> None:
    face = cv2.imdecode(np.frombuffer(FACE, np.uint8), cv2.IMREAD_COLOR)
    few = cv2.imencode(".png", (face.astype(np.uint32) * 4095 // 255).astype(np.uint16))[1].tobytes()
    photograph = a_photograph(people, data=few)
    assert photograph.notes == []
    work_once()
    photograph.refresh_from_db()
    assert photograph.state == "usable" and photograph.notes == ["stretched from 12 bits that were stored in 16"]


def test_what_is_to_be_said_of_a_file_is_seen_before_it_is_brought_in_and_counted_after(people: People) -> None:
    rosa, incident = a_registrar(people), an_incident(people, "BROUGHT")
    files = {"P-1/a.jpg": CUT_OFF, "P-2/b.jpg": a_file(2)[:-2], "P-3/c.jpg": a_file(3), "P-4/d.jpg": b"no photograph"}
    found, page = seen(people, rosa, incident, files)
    assert page.count("the file&#x27;s end is missing") == 2
    assert "This is not a photograph Antigone can read" in page  # before it is done, not after
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None
    client = browser(rosa)
    client.post(f"/imports/{found.pk}/seen", {"do": "yes", "digest": digest[1]})
    work_once()
    after = client.get(found.address).content.decode()
    assert Import.objects.get().items.filter(state="done").count() == 3
    assert re.search(rf"{END}</bdi>: 2", after)


def seen(people: People, rosa: Any, incident: Any, files: dict[str, bytes]) -> tuple[Import, str]:
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    archive = SimpleUploadedFile("sent.zip", zipped(files).read())
    said = {"kind": "am", "source": source.pk, "archive": archive}
    answer = browser(rosa).post(f"/incidents/{incident.pk}/imports/begin", said, follow=True)
    return Import.objects.get(), answer.content.decode()


def test_a_family_is_told_that_a_whole_file_would_be_better_and_staff_how_it_was_read(people: People) -> None:
    ferry, family = a_ferry(people), browser()
    family.post("/p/begin", {"portal": ferry.portal.pk})
    family.post("/p/q/photos", {"photos": SimpleUploadedFile("x.jpg", CUT_OFF)})
    work_once()
    given = Given.objects.select_related("request").get()
    page = family.get("/p/q/photos").content.decode()
    assert "If you have the whole file, please send that too." in page
    assert given.notes == ["the file's end is missing"] and given.is_cut_off and len(given.faces) == 1
    assert END in browser(ferry.rosa).get(given.address).content.decode()
    withdraw_given(by=ferry.theirs(given.request), given=given)
    assert Given.objects.get().notes == []
