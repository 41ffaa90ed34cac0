"""Files broken at random come through each door of the desk: read, or refused with a sentence; nothing half-written."""

from __future__ import annotations

import html
import importlib.util
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from antigone.desk.families.models import Given, Request
from antigone.desk.intake import spool
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.models import Job
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from antigone.types import Basis
from desk_intake import zipped
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import People, browser
from desk_photos import a_subject
from desk_requests import a_ferry

pytestmark = pytest.mark.slow
MANY = 100
"""Through each door; bench/broken_files.py does ten thousand where files are read."""


@pytest.fixture(scope="module")
def broken() -> dict[str, bytes]:
    """Files broken at random and a sound one of each kind, by their names."""
    bench = _bench()
    chance, seeds = np.random.default_rng(15), bench.seeds()
    kinds = list(seeds)
    made = {
        f"{n}-{kinds[n % len(kinds)]}.jpg": bench.broken(seeds[kinds[n % len(kinds)]], list(seeds.values()), chance)
        for n in range(MANY - len(kinds))
    }
    return made | {f"sound-{kind}.jpg": data for kind, data in seeds.items()}


def _bench() -> ModuleType:
    where = Path(__file__).resolve().parents[2] / "bench/broken_files.py"
    spec = importlib.util.spec_from_file_location("broken_files", where)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_tens(files: dict[str, bytes]) -> list[list[SimpleUploadedFile]]:
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return [sent[start : start + 10] for start in range(0, len(sent), 10)]


def words_of(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))


def nothing_is_half_written() -> None:
    """Each file in the vault has its row, each row its file, nothing waits in the spool, and no work failed."""
    rows = {each.sealed for each in Photograph.objects.all()}
    rows |= {each.sealed for each in Given.objects.exclude(wrapped=None)}
    assert {name for name, _ in vault.names()} == rows
    assert not any(path.is_file() for name, _ in spool.kept() for path in spool._folder(name).iterdir())
    assert not Job.objects.filter(done_at=None).exists() and not Job.objects.exclude(fault="").exists()


def test_the_page_of_a_case(people: People, broken: dict[str, bytes]) -> None:
    subject, client = a_subject(people), browser(people.boris)
    refused = 0
    for files in by_tens(broken):
        before = Photograph.objects.count()
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = client.post(f"/cases/{subject.pk}/photographs/add", {"photos": files, "stage": "unknown"})
        assert answer.status_code in (302, 400)
        added = Photograph.objects.count() - before
        if added < len(files):
            left = f"{len(files) - added} file"
            assert answer.status_code == 400 and left in words_of(answer) and "fault " not in words_of(answer)
        refused += len(files) - added
    work_once()
    states = Counter(Photograph.objects.values_list("state", flat=True))
    assert states["waiting"] == 0 and refused + states.total() == len(broken) and refused > 20
    assert all(each.refusal["hint"] for each in Photograph.objects.exclude(refusal=None))
    assert client.get(f"/cases/{subject.pk}/photographs").status_code == 200
    nothing_is_half_written()


def test_the_page_of_a_family(people: People, broken: dict[str, bytes]) -> None:
    ferry, taken = a_ferry(people), 0
    for files in by_tens(broken):
        client = browser()
        assert client.post("/p/begin", {"portal": ferry.portal.pk}).status_code == 200
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = client.post("/p/q/photos", {"photos": files, "more": "1"})
        kept = Request.objects.latest("pk").given.count()
        assert answer.status_code == (302 if kept == len(files) else 400), words_of(answer)
        assert words_of(answer).count("cannot read this file") == len(files) - kept
        taken += kept
    with TestCase.captureOnCommitCallbacks(execute=True):
        work_once()
    assert taken == Given.objects.count() > 50 and not Given.objects.filter(looked_at=None).exists()
    assert all(not each.faces and each.wrapped is None for each in Given.objects.filter(unreadable=True))
    nothing_is_half_written()


def test_an_archive(people: People, broken: dict[str, bytes]) -> None:
    rosa, incident = a_registrar(people), an_incident(people)
    source, client = a_source(rosa, incident, Basis.PUBLIC_INTEREST), browser(rosa)
    archive = SimpleUploadedFile(
        "a.zip", zipped({f"P-{n}/{name}": data for n, (name, data) in enumerate(broken.items())}).read()
    )
    sent = {"kind": "am", "source": source.pk, "archive": archive}
    page = client.post(f"/incidents/{incident.pk}/imports/begin", sent, follow=True)
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode())
    assert page.status_code == 200 and digest is not None
    address = f"/imports/{Import.objects.get().pk}"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(f"{address}/seen", {"do": "yes", "digest": digest[1]}, follow=True).status_code == 200
    work_once()
    states = Counter(ImportItem.objects.values_list("state", flat=True))
    assert set(states) == {"done", "refused"} and states.total() == len(broken) and states["refused"] > 20
    assert all(
        each.detail and each.hint and "fault " not in each.detail for each in ImportItem.objects.filter(state="refused")
    )
    assert Photograph.objects.count() == states["done"] and Import.objects.get().done_at is not None
    assert client.get(address).status_code == client.get(f"{address}/refused").status_code == 200
    nothing_is_half_written()
