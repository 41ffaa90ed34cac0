"""A disk that is nearly full stops new files, not the desk, and everybody reads why."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from antigone.desk.families.models import Given
from antigone.desk.intake import spool
from antigone.desk.photos import space, vault
from antigone.desk.photos.models import Photograph
from antigone.errors import NoRoom
from desk_people import People, browser
from desk_photos import a_dead_face, a_subject
from desk_requests import a_ferry

Usage = namedtuple("Usage", "total used free")


def free(monkeypatch: pytest.MonkeyPatch, bytes: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(10**12, 10**12 - bytes, bytes))


def test_nothing_more_is_written_below_the_floor(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    name = spool.new()
    free(monkeypatch, space.FLOOR + 10_000)
    vault.keep(bytes(9_000))
    spool.keep(name, 1, bytes(9_000))
    for keep in (vault.keep, lambda data: spool.keep(name, 2, data)):
        with pytest.raises(NoRoom):
            keep(bytes(11_000))
    assert len(list(vault.names())) == 1


@pytest.mark.slow
def test_staff_reads_it_on_every_page_and_works_on(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    subject, boris = a_subject(people), browser(people.boris)
    free(monkeypatch, space.FLOOR - 1)
    for page in ("/", "/cases", subject.address):
        assert "takes no more photographs" in boris.get(page).content.decode()
    sent = boris.post(
        f"/cases/{subject.pk}/photographs/add",
        {"files": SimpleUploadedFile("x.jpg", a_dead_face()), "stage": "unknown"},
    )
    assert sent.status_code == 507 and "no room" in sent.content.decode() and not Photograph.objects.exists()
    free(monkeypatch, 10 * space.FLOOR)
    assert "takes no more" not in boris.get("/").content.decode()


@pytest.mark.slow
def test_a_family_reads_it_and_loses_nothing_else(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    ferry = a_ferry(people)
    client = browser()
    client.post("/p/begin", {"portal": ferry.portal.pk})
    free(monkeypatch, space.FLOOR - 1)
    assert "cannot take more photographs" in client.get("/p/q/photos").content.decode()
    sent = client.post("/p/q/photos", {"photos": SimpleUploadedFile("x.jpg", a_dead_face())})
    assert sent.status_code == 507 and "Everything else can be kept" in sent.content.decode()
    assert client.post("/p/q/who", {"given": "Olena"}).status_code == 302 and not Given.objects.exists()
