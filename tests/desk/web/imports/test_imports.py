"""Bringing in from a browser: an archive, or a table and its photographs."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

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


def begin(client: Client) -> str:
    """Do what is shown."""
    number = Import.objects.get().pk
    page = client.get(f"/imports/{number}").content.decode()
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None, page
    return answer(client, do="yes", digest=digest[1])


def answer(client: Client, **fields: str) -> str:
    """Send the preview's form. ``who__3`` is the field of row 3."""
    said = {name.replace("__", ":") if "__" in name else name: value for name, value in fields.items()}
    posted = {f"a:{n}" if ":" in n and not n.startswith("a:") else n: value for n, value in said.items()}
    return client.post(f"/imports/{Import.objects.get().pk}/seen", posted, follow=True).content.decode()


def bring_in() -> None:
    HANDLERS["bring in"](Import.objects.get().pk)  # type: ignore[index]


def test_an_import_says_how_long_it_still_takes_once_anybody_can_tell(people: People, incident: Incident) -> None:
    rosa, now = a_registrar(people), timezone.now()
    at = {"incident": incident, "agency": people.harbour, "kind": "am", "name": "families", "by": rosa}
    bringing = Import.objects.create(**at, made_at=now, seen_at=now)
    for place in range(1, 9):
        ImportItem.objects.create(bringing=bringing, place=place, path=f"{place}.jpg", who="P-1")
    page = f"/imports/{bringing.pk}"
    assert "left." not in browser(rosa).get(page).content.decode()
    for place, minutes in ((1, 6), (2, 4), (3, 2)):
        done = ImportItem.objects.filter(place=place)
        done.update(state=ImportItem.State.REFUSED, done_at=now - timedelta(minutes=minutes))
    assert "About 16\xa0minutes left." in browser(rosa).get(page).content.decode()  # two in six minutes, of five


@pytest.mark.slow
def test_a_registrar_sends_an_archive_and_sees_what_became_of_it(people: People, incident: Incident) -> None:
    rosa = a_registrar(people)
    client, source = browser(rosa), a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    page = client.get(f"/incidents/{incident.pk}/imports").content.decode()
    assert "Nothing was brought in yet" in page and "Bring in photographs" in page
    files = {"P-1/a.jpg": a_file(1), "P-1/b.jpg": b"=2+2", "P-2/c.jpg": a_file(2), "loose.jpg": a_file(3)}
    archive = SimpleUploadedFile("families.zip", zipped(files).read())
    page = sent(client, incident, kind="am", source=source.pk, archive=archive)
    assert "Nothing is brought in yet" in page and not ImportItem.objects.exists()
    page = begin(client)
    assert "Under way." in page and "2 of 4 files" in page and 'hx-trigger="every 2s"' in page
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
    client = browser(rosa)
    page = sent(client, incident, kind="am", source=source.pk, table=table, photographs=files)
    assert "There is no such file." in page and "found in another folder: a.jpg" in page
    begin(client)
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
    begin(client)
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


@pytest.mark.slow
def test_what_is_shown_is_put_right_and_then_done_as_it_was_seen(people: People, incident: Incident) -> None:
    rosa = a_registrar(people)
    client, source = browser(rosa), a_source(rosa, incident, Basis.PUBLIC_INTEREST)
    text = "Foto;Kennung;Familie;born\nfoto1.jpg;M-1;Lind;05/07/1980\nfoto8.jpg;M-2;Roth;05/08/1981\nx.jpg;M-3;Noll;\n"
    files = {"t/manifest.csv": text.encode("cp1252"), "t/foto1.jpg": a_file(1), "t/foto9.jpg": a_file(2)}
    archive = SimpleUploadedFile("families.zip", zipped(files).read())
    page = sent(client, incident, kind="am", source=source.pk, archive=archive)
    assert "nothing proves whether day or month stands first" in page and "Something must be answered first." in page
    assert 'name="do"' not in page and "It is under way" not in answer(client, do="yes", digest="x")
    page = answer(client, dates__born="day", column__Familie="family", file__3="t/foto9.jpg", out__4="yes")
    assert 'name="do"' in page and "it was said so" in page and "was chosen for it" in page
    assert "What it would do is not what you saw" in answer(client, do="yes", digest="0" * 64, out__4="yes")
    assert "checked" in page and not ImportItem.objects.exists()
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None and "It is under way, as you saw it." in answer(
        client, do="yes", digest=digest[1], out__4="yes"
    )
    found = Import.objects.get()
    assert found.seen == digest[1] and found.items.count() == 2
    bring_in()
    born = {r.names.get().family: r.born_earliest.isoformat() for r in Record.objects.all() if r.born_earliest}
    assert born == {"Lind": "1980-07-05", "Roth": "1981-08-05"} and Photograph.objects.count() == 2


@pytest.mark.slow
def test_photographs_from_a_telephone_are_given_to_their_people_before_they_come_in(
    people: People, incident: Incident, vault_folder: Path
) -> None:
    client = browser(a_registrar(people))
    files = [SimpleUploadedFile(f"IMG_{n}.jpg", a_file(n)) for n in (1, 2)]
    page = sent(client, incident, kind="pm", photographs=files)
    assert "lies in no case" in page and "Nothing of this can be brought in." in page
    page = answer(client, **{"a:who:IMG_1.jpg": "C-1", "a:out:IMG_2.jpg": "yes"})
    assert 'name="do"' in page
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest is not None
    answer(client, do="yes", digest=digest[1], **{"a:out:IMG_2.jpg": "yes"})
    names = {path.name for path in (vault_folder.parent / "intake").glob("*/*")}
    assert names == {"1"}, "names, answers and what was left out are gone"
    bring_in()
    assert (ImportItem.objects.get().who, Photograph.objects.count()) == ("C-1", 1)


@pytest.mark.slow
def test_a_flat_archive_never_ends_as_done(people: People, incident: Incident) -> None:
    client = browser(a_registrar(people))
    archive = SimpleUploadedFile("flat.zip", zipped({"a.jpg": a_file(1)}).read())
    page = sent(client, incident, kind="pm", archive=archive)
    assert "Nothing of this can be brought in." in page and 'name="do"' not in page and "Done." not in page


def test_an_import_of_which_every_file_was_refused_is_not_done_and_says_what_to_do(
    people: People, incident: Incident
) -> None:
    rosa, now = a_registrar(people), timezone.now()
    at = {"incident": incident, "agency": people.harbour, "kind": "am", "name": "families", "by": rosa}
    bringing = Import.objects.create(**at, made_at=now, seen_at=now, done_at=now)
    for place in range(1, 12):
        said = {"path": f"{place}.jpg", "state": ImportItem.State.REFUSED, "done_at": now, "detail": "No face."}
        ImportItem.objects.create(bringing=bringing, place=place, **said)
    page = browser(rosa).get(f"/imports/{bringing.pk}").content.decode()
    assert "Nothing was brought in." in page and "read below why each file was refused" in page and "No face." in page
    assert "Done." not in page and "the faces are looked for now" not in page


@pytest.mark.slow
def test_a_preview_is_given_up_and_nothing_of_it_stays(people: People, incident: Incident, vault_folder: Path) -> None:
    client = browser(a_registrar(people))
    archive = SimpleUploadedFile("cases.zip", zipped({"C-1/a.jpg": a_file(1)}).read())
    sent(client, incident, kind="pm", archive=archive)
    assert "not begun" in client.get(f"/incidents/{incident.pk}/imports").content.decode()
    client.post(f"/imports/{Import.objects.get().pk}/cancel", {"reason": "the wrong one"})
    assert not any((vault_folder.parent / "intake").iterdir())
    assert "It is under way" not in answer(client, do="yes", digest="x")
