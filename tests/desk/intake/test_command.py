"""``antigone desk import`` as a registrar runs it, and the worker on what a browser sent: killed, and gone on with."""

from __future__ import annotations

import base64
import json
import os
import signal
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
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.intake.seeing import ManifestEntry
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

    def run(*words: object, script: tuple[str, str] = ("-m", "antigone")) -> subprocess.Popen[str]:
        whole = [sys.executable, *script, "desk", "--home", str(tmp_path), *map(str, words)]
        return subprocess.Popen(
            whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings
        )

    return run


def until(enough: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for what another process does."""
    while not enough() and process.poll() is None:
        time.sleep(0.1)
        connection.close()


def settled() -> int:
    return ImportItem.objects.exclude(state="waiting").count()


_KILLED = """
import itertools, os, signal, sys
from antigone.cli.main import main

kept, sealed = int(sys.argv.pop()), itertools.count()

def die(event, about):
    if event == "os.rename" and "/photos/" in str(about[1]) and next(sealed) == kept:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
main()
"""
"""So many files are kept; of the next there is what is sealed, and not yet in its place."""


def test_a_hundred_files_with_three_broken_ones_killed_twice(command: Command, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    source, folder = a_source(rosa, incident, Basis.PUBLIC_INTEREST), a_folder(tmp_path / "families", 20, 5)
    words = ("import", folder, "--incident", incident.code, "--as", rosa.email, "--source", source.name)
    for kept in (15, 25):
        with command(*words, kept, script=("-c", _KILLED)) as dying:
            assert dying.wait() == -signal.SIGKILL, "in the middle of the next"
    assert 40 <= settled() < 100
    failures = tmp_path / "failures.csv"
    with command(*words, "--failures", failures) as last:
        out, err = last.communicate()
    assert last.returncode == 1, err
    assert "100 files: 97 brought in, 3 not" in err and out.count("jpg:") == 3
    assert len(failures.read_text(encoding="utf-8-sig").splitlines()) == 4
    assert (Import.objects.count(), Record.objects.count(), Photograph.objects.count()) == (1, 20, 97)
    assert Photograph.objects.values("subject", "sha256").distinct().count() == 97
    assert verify().faults == ()


_ONE_AFTER_THE_OTHER = """
import json, sys
from antigone.cli.main import main

commands = json.loads(sys.argv.pop())
always = sys.argv[1:]
for words in commands:
    sys.argv[1:] = [*always, *words]
    try:
        main()
    except SystemExit as ended:
        print(ended.code, flush=True)
    print("END", file=sys.stderr, flush=True)
"""


def test_a_command_that_cannot_be_carried_out_says_why(command: Command, tmp_path: Path) -> None:
    """Each is a process of its own where people use it; beginning five would be most of the work."""
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    folder = a_folder(tmp_path / "f", 1, 1)
    refused = (
        (("--incident", incident.code, "--as", "nobody@example.org"), "Nobody here signs in as"),
        (("--incident", "NOTHING", "--as", rosa.email), "There is no incident NOTHING"),
        (("--incident", incident.code, "--as", rosa.email), "need a lawful source"),
        (("--incident", incident.code, "--as", rosa.email, "--source", "Nobody's"), "no lawful source"),
        (("--incident", incident.code, "--as", people.boris.email, "--dead"), "do not allow"),
    )
    asked = json.dumps([["import", str(folder), *words] for words, _ in refused])
    with command(asked, script=("-c", _ONE_AFTER_THE_OTHER)) as running:
        out, err = running.communicate()
    assert len(out.split()) == len(refused) and not set(out.split()) & {"0", "1"}, err
    for told, (_, why) in zip(err.split("END\n"), refused, strict=False):
        assert why in told, err
    assert not Import.objects.exists()


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(command: Command, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    entries = [ManifestEntry(f"C-{place % 5}/{place}.jpg", f"C-{place % 5}") for place in range(40)]
    kept = spool.new()
    for place, _ in enumerate(entries, 1):
        spool.keep(kept, place, a_file(place))
    begin_import(by=as_(rosa), incident=incident, kind=Profile.PM, source=None, name="a", entries=entries, kept=kept)
    with command("worker", "--once", 10, script=("-c", _KILLED)) as dying:
        assert dying.wait() == -signal.SIGKILL
    assert 10 <= settled() < 40
    Job.objects.filter(kind=Job.Kind.BRING_IN).update(claimed_until=timezone.now() - timedelta(seconds=1))
    Job.objects.filter(kind=Job.Kind.ANALYSE).update(done_at=timezone.now())
    with command("worker") as going_on:
        until(lambda: settled() == 40 and not (tmp_path / "intake" / kept).exists(), going_on)
        going_on.terminate()
    assert (Photograph.objects.count(), Import.objects.exclude(done_at=None).count()) == (40, 1)
    assert not (tmp_path / "intake" / kept).exists() and verify().faults == ()
