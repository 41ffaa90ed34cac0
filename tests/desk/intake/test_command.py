"""``antigone desk import`` as a registrar runs it, and the worker on what a browser sent: killed, and gone on with."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from antigone.desk.audit.verify import verify
from antigone.desk.intake import spool
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.manifest import ManifestEntry
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.models import Job
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.types import Basis, Profile
from desk_databases import Database
from desk_intake import a_file, a_folder
from desk_lawful_basis import a_registrar, a_source, an_incident
from desk_people import as_, two_agencies

pytestmark = pytest.mark.slow
Command = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def command(own_desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    surroundings = kept | {
        "ANTIGONE_DESK_SECRET_KEY": settings.SECRET_KEY,
        "ANTIGONE_DESK_PHOTO_KEY": base64.b64encode(settings.DESK.photo_key).decode(),
        "ANTIGONE_DESK_CHECKPOINT_KEY": settings.DESK.checkpoint_key,
        "ANTIGONE_DESK_DATABASE": own_desk.address,
    }

    def run(*words: object) -> subprocess.Popen[str]:
        whole = [sys.executable, "-m", "antigone", "desk", "--home", str(tmp_path), *map(str, words)]
        return subprocess.Popen(
            whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings
        )

    return run


def until(enough: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for what another process does."""
    while not enough() and process.poll() is None:
        time.sleep(0.02)
        connection.close()


def settled() -> int:
    return ImportItem.objects.exclude(state="waiting").count()


def test_two_hundred_files_with_three_broken_ones_killed_twice(command: Command, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "families", 40, 5)
    words = ("import", folder, "--incident", incident.code, "--as", rosa.email, "--source", source.name)
    for enough in (30, 80):  # far from the end: it goes on until it is killed
        with command(*words) as dying:
            until(lambda enough=enough: settled() >= enough, dying)
            dying.kill()
    assert 80 <= settled() < 200
    failures = tmp_path / "failures.csv"
    with command(*words, "--failures", failures) as last:
        out, err = last.communicate()
    assert last.returncode == 1, err
    assert "200 files: 197 brought in, 3 not" in err and out.count("jpg:") == 3
    assert len(failures.read_text(encoding="utf-8-sig").splitlines()) == 4
    assert (Import.objects.count(), Record.objects.count(), Photograph.objects.count()) == (1, 40, 197)
    assert Photograph.objects.values("subject", "sha256").distinct().count() == 197
    assert verify().faults == ()


def test_a_command_that_cannot_be_carried_out_says_why(command: Command, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    folder = a_folder(tmp_path / "f", 1, 1)
    for words, why in (
        (("--incident", incident.code, "--as", "nobody@example.org"), "Nobody here signs in as"),
        (("--incident", "NOTHING", "--as", rosa.email), "There is no incident NOTHING"),
        (("--incident", incident.code, "--as", rosa.email), "need a lawful source"),
        (("--incident", incident.code, "--as", rosa.email, "--source", "Nobody's"), "no lawful source"),
        (("--incident", incident.code, "--as", people.boris.email, "--dead"), "do not allow"),
    ):
        with command("import", folder, *words) as refused:
            _, err = refused.communicate()
        assert refused.returncode not in (0, 1) and why in err, err
    assert not Import.objects.exists()


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(command: Command, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    entries = [ManifestEntry(f"C-{place % 5}/{place}.jpg", f"C-{place % 5}") for place in range(70)]
    kept = spool.new()
    for place, _ in enumerate(entries, 1):
        spool.keep(kept, place, a_file(place))
    begin_import(by=as_(rosa), incident=incident, kind=Profile.PM, source=None, name="a", entries=entries, kept=kept)
    with command("worker", "--once") as dying:
        until(lambda: settled() >= 20, dying)
        dying.kill()
    assert 20 <= settled() < 70
    Job.objects.filter(kind=Job.Kind.BRING_IN).update(claimed_until=timezone.now() - timedelta(seconds=1))
    Job.objects.filter(kind=Job.Kind.ANALYSE).update(done_at=timezone.now())
    with command("worker") as going_on:
        until(lambda: settled() == 70 and not (tmp_path / "intake" / kept).exists(), going_on)
        going_on.terminate()
    assert (Photograph.objects.count(), Import.objects.exclude(done_at=None).count()) == (70, 1)
    assert not (tmp_path / "intake" / kept).exists() and verify().faults == ()
