"""Bringing in from a browser: an archive, or a table and its photographs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from antigone.desk.accounts.models import Incident
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.desk.web.imports import sending
from antigone.desk.worker import HANDLERS
from antigone.types import Basis
from desk_intake import a_file, zipped
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, browser


@pytest.fixture
def incident(people: People) -> Incident:
    return an_incident(people)


def sent(client: Client, incident: Incident, **fields: object) -> str:
    answer = client.post(f"/incidents/{incident.pk}/imports/begin", fields, follow=True)
    return answer.content.decode()


def bring_in() -> None:
    HANDLERS["bring in"](Import.objects.get().pk)  # type: ignore[index]


@pytest.mark.slow
def test_a_registrar_sends_an_archive_and_sees_what_became_of_it(people: People, incident: Incident) -> None:
    rosa = a_registrar(people)
    client, source = browser(rosa), a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    page = client.get(f"/incidents/{incident.pk}/imports").content.decode()
    assert "Nothing was brought in yet" in page and "Bring in photographs" in page
    files = {"P-1/a.jpg": a_file(1), "P-1/b.jpg": b"=2+2", "P-2/c.jpg": a_file(2), "loose.jpg": a_file(3)}
    archive = SimpleUploadedFile("families.zip", zipped(files).read())
    page = sent(client, incident, kind="am", source=source.pk, archive=archive)
    assert "Under way." in page and "1 of 4 files" in page and 'hx-trigger="every 2s"' in page
    assert "no person&#x27;s folder" in page or "no person's folder" in page
    bring_in()
    number = Import.objects.get().pk
    page = client.get(f"/imports/{number}").content.decode()
    assert "Done." in page and "4 of 4 files" in page and "hx-trigger" not in page
    assert (Record.objects.count(), Photograph.objects.count()) == (2, 2)
    lines = b"".join(client.get(f"/imports/{number}/refused")).decode("utf-8-sig").splitlines()  # type: ignore[call-overload]
    assert lines[0] == "path,person,why,what to do" and len(lines) == 3 and "P-1/b.jpg,P-1," in "\n".join(lines)
    assert "families.zip" in client.get(f"/incidents/{incident.pk}/imports").content.decode()


@pytest.mark.slow
def test_a_table_is_sent_with_its_photographs(people: People, incident: Incident) -> None:
    rosa = a_registrar(people)
    source = a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    table = SimpleUploadedFile("t.csv", "path,person,name\nphotos/a.jpg,M-1,Щербак\nb.jpg,M-2,Lind\n".encode())
    files = [SimpleUploadedFile("a.jpg", a_file(1))]
    page = sent(browser(rosa), incident, kind="am", source=source.pk, table=table, photographs=files)
    assert "This file was not sent." in page
    bring_in()
    assert Record.objects.get().names.get().family == "Щербак"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "am"}, "Choose the ground"),
        ({"kind": "pm"}, "Choose either an archive"),
        ({"kind": "pm", "archive": b"none"}, "This is not a ZIP archive"),
        ({"kind": "pm", "archive": zipped({"a.txt": b""}).getvalue()}, "There are no photographs in it"),
        (
            {"kind": "pm", "table": b"path,case\nhttps://x.org/a.jpg,1\n", "photographs": b"x"},
            "is an address, not a file",
        ),
    ],
)
def test_what_cannot_be_brought_in_is_said_at_once(
    people: People, incident: Incident, fields: dict[str, object], why: str, vault_folder: Path
) -> None:
    given = {k: SimpleUploadedFile(k, v) if isinstance(v, bytes) else v for k, v in fields.items()}
    client = browser(a_registrar(people))
    assert why in sent(client, incident, **given).replace("&#x27;", "'")
    assert not Import.objects.exists() and not any((vault_folder.parent / "intake").glob("*"))


@pytest.mark.slow
def test_an_import_is_given_up_with_a_reason(people: People, incident: Incident, vault_folder: Path) -> None:
    client = browser(a_registrar(people))
    archive = SimpleUploadedFile("cases.zip", zipped({"C-1/a.jpg": a_file(1)}).read())
    sent(client, incident, kind="pm", archive=archive)
    number = Import.objects.get().pk
    assert client.post(f"/imports/{number}/cancel", {"reason": ""}).status_code == 400
    page = client.post(f"/imports/{number}/cancel", {"reason": "the wrong one"}, follow=True).content.decode()
    assert "Given up." in page and not any((vault_folder.parent / "intake").iterdir())
    bring_in()
    assert ImportItem.objects.get().state == "waiting"


def test_nobody_sends_more_than_an_archive_may_have(
    people: People, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending.Large, "most", 100)
    archive = SimpleUploadedFile("a.zip", zipped({"C-1/a.jpg": a_file(1)}).read())
    sent(browser(a_registrar(people)), incident, kind="pm", archive=archive)
    assert not Import.objects.exists()


def test_a_form_of_another_site_is_not_taken(people: People, incident: Incident) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.cookies = browser(a_registrar(people)).cookies
    archive = SimpleUploadedFile("a.zip", zipped({"C-1/a.jpg": a_file(1)}).read())
    answer = client.post(f"/incidents/{incident.pk}/imports/begin", {"kind": "pm", "archive": archive})
    assert answer.status_code == 403 and not Import.objects.exists()
