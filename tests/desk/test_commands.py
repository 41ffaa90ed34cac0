"""``antigone desk`` as people run it: from an empty folder to a desk that is served."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from antigone.cli import desk as command
from antigone.cli.main import antigone_command
from antigone.desk import beside
from antigone.desk.audit.keys import public_key
from antigone.desk.setup import make_folder, read_settings
from antigone.errors import PartMissing, SettingsInvalid
from desk_console import a_desk_in, plain_environment, started
from desk_databases import Database, free_port
from pages_of_docs import words

pytestmark = pytest.mark.slow
ADMINISTRATOR = ("--agency", "Harbour mortuary", "--name", "Ana Petrova", "--email", "ana@example.org")
Antigone = Callable[..., Any]
SERVED = "antigone desk serve"
"""As docs/operate.md has it."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def antigone(home: Path) -> Antigone:
    def run(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "-m", "antigone", "desk", "--home", str(home), *map(str, words)]
        surroundings = plain_environment(**variables)
        return subprocess.run(whole, capture_output=True, encoding="utf-8", timeout=600, check=False, env=surroundings)

    return run


@pytest.mark.both
def test_from_nothing_to_an_administrators_link_and_a_proved_audit(
    antigone: Antigone, home: Path, template: Database, tmp_path: Path
) -> None:
    """On SQLite the first commands are processes, as people run them; PostgreSQL is told everything from here."""
    if template.kind == "sqlite":
        database, variables = Database("sqlite", home), {}
        public = began(antigone, home)
    else:
        home.mkdir(mode=0o700)
        database = template.empty("commands")
        (home / "database").write_text(database.address)
        variables = {"ANTIGONE_DESK_DATABASE_FILE": str(home / "database")}
        make_folder(home, "agency")
        with started(home, database, template, **variables) as told_to:
            public = began(told_to, home)

    with started(home, database, template, **variables) as told_to:
        again = told_to("create-admin", "--agency", "Another", *ADMINISTRATOR[2:])
        assert again.returncode == 2 and "run by Harbour mortuary" in again.stderr
        nobody = told_to("give-role", "--email", "nobody@example.org", "--role", "examiner")
        assert nobody.returncode == 2 and "Nobody here signs in as nobody@example.org" in nobody.stderr
        king = told_to("give-role", "--email", "nobody@example.org", "--role", "king")
        assert king.returncode == 2 and "There is no role king. Roles are: registrar, examiner," in king.stderr
        point = tmp_path / "checkpoint.json"
        assert told_to("checkpoint", "--out", point).returncode == 0
        proved = told_to("verify-audit", "--checkpoint", point, "--public-key", public)
        assert proved.returncode == 0 and "Sound: 2 rows" in proved.stderr
        for act in ("verify", "rebuild"):
            index = told_to("index", act)
            assert index.returncode == 0, index.stderr
        assert "Nothing erased has come back" in told_to("erase-again").stderr
        none = told_to("prove-erased", "1")
        assert none.returncode == 2 and "no such receipt" in none.stderr
        wrong = told_to("verify-audit", "--checkpoint", point, "--public-key", "A" * 43)
        assert wrong.returncode == 3 and "was not signed" in wrong.stderr


def began(antigone: Antigone, home: Path) -> str:
    """A desk that has a folder, a database and an administrator's link; the key that proves its checkpoints."""
    made = antigone("init")
    assert made.returncode == 0, made.stderr
    public = made.stdout.strip()
    assert len(public) == 43
    assert made.stderr.splitlines()[-1].startswith("Next, make the first of two administrators")
    for path in [home, *home.iterdir()]:
        assert path.name == "database" or not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    keys = (home / "secret.key").read_text()
    assert antigone("init").returncode == 0 and (home / "secret.key").read_text() == keys
    assert antigone("check").returncode == 0
    invited = antigone("create-admin", *ADMINISTRATOR)
    assert re.fullmatch(r"http://localhost:8000/invitation/[\w-]{43}\n", invited.stdout), invited.stderr
    assert "A desk needs two administrators" in invited.stderr
    assert invited.stderr.splitlines()[-1].startswith("Next, make the second of two administrators")
    return str(public)


@pytest.fixture
def made(home: Path, sqlite: Database) -> None:
    a_desk_in(home, sqlite)


def test_an_altered_audit_is_told(made: None, antigone: Antigone, home: Path, sqlite: Database) -> None:
    with started(home, Database("sqlite", home), sqlite) as told_to:
        told_to("create-admin", *ADMINISTRATOR)
    with sqlite3.connect(home / "desk.sqlite3") as database:
        database.execute("DROP TRIGGER audit_row_refuses_update")
        database.execute("UPDATE audit_row SET actor = 'person 9' WHERE sequence = 2")
    with started(home, Database("sqlite", home), sqlite) as told_to:
        told = told_to("verify-audit")
        assert told.returncode == 3 and told.stdout == "changed: Row 2 does not say what it said.\n"
        assert told_to("check").returncode == 3
    refused = antigone("serve")
    assert refused.returncode == 2 and "desk.E008" in refused.stderr


def test_what_was_altered_behind_emptied_triggers_is_told_with_the_checkpoint_that_a_second_agency_countersigned(
    made: None, home: Path, sqlite: Database, tmp_path: Path
) -> None:
    hills = a_desk_in(tmp_path / "hills", sqlite)
    keys = [public_key((place / "checkpoint.key").read_text()) for place in (home, hills)]
    with started(home, Database("sqlite", home), sqlite) as told_to:
        told_to("create-admin", *ADMINISTRATOR)
        point = Path(told_to("checkpoint").stderr.removeprefix("Written: ").strip())
        assert point.parent == home / "checkpoints"
    with started(hills, Database("sqlite", hills), sqlite) as told_to:
        wrong = told_to("countersign", point, "--desk-key", keys[1], "--out", tmp_path / "no.json")
        assert wrong.returncode == 3 and not (tmp_path / "no.json").exists()
        signed = told_to("countersign", point, "--desk-key", keys[0], "--out", tmp_path / "back.json")
        assert signed.stdout.strip() == keys[1], signed.stderr
    with started(home, Database("sqlite", home), sqlite) as told_to:
        kept = told_to("take-countersignature", tmp_path / "back.json", "--countersigned-by", keys[1])
        assert kept.returncode == 0, kept.stderr
        proving = ("verify-audit", "--checkpoint", home / "checkpoints/countersigned", "--countersigned-by", keys[1])
        sound = told_to(*proving)
        assert sound.returncode == 0 and "1 checkpoints agree" in sound.stderr and "Countersigned at" in sound.stderr
    with sqlite3.connect(home / "desk.sqlite3") as database:
        emptied = "accounts_invitation_refuses_delete"
        database.execute(f"DROP TRIGGER {emptied}")
        database.execute(f"CREATE TRIGGER {emptied} BEFORE DELETE ON accounts_invitation BEGIN SELECT 1; END")
        database.execute("UPDATE accounts_invitation SET email = 'mallory@example.org'")
    with started(home, Database("sqlite", home), sqlite) as told_to:
        told = told_to(*proving)
        assert told.returncode == 3
        assert re.fullmatch(
            r"altered: accounts_invitation 1: email: not as row \d+ of the audit bound it\."
            r" It was altered after the checkpoint of 20[\d:T+-]+\.\n",
            told.stdout,
        ), told.stdout
        assert f"{emptied} is not what the desk installs" in told_to("check").stdout


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HOSTS", "desk.example", "desk.E001"),
        ("BIND", "0.0.0.0:8000", "desk.E001"),
        ("BIND", "nonsense", "ANTIGONE_DESK_BIND"),
        ("SECRET_KEY_FILE", "/nowhere", "cannot be read"),
        ("COLOUR", "blue", "There is no setting ANTIGONE_DESK_COLOUR"),
    ],
)
def test_a_desk_does_not_start_unsafely(made: None, antigone: Antigone, name: str, value: str, words: str) -> None:
    refused = antigone("serve", **{f"ANTIGONE_DESK_{name}": value})
    assert refused.returncode == 2 and words in refused.stderr and "Traceback" not in refused.stderr


def test_a_folder_without_a_desk_says_how_to_begin(antigone: Antigone) -> None:
    refused = antigone("serve")
    assert refused.returncode == 2 and "antigone desk init" in refused.stderr


def test_a_served_desk_says_where_it_is_and_stops_when_told(made: None, antigone: Antigone, home: Path) -> None:
    link = antigone("create-admin", *ADMINISTRATOR).stdout.strip()
    port = free_port()
    whole = [sys.executable, "-m", "antigone", *words(SERVED)]
    families = free_port()
    variables = plain_environment(
        ANTIGONE_DESK_HOME=str(home),
        ANTIGONE_DESK_BIND=f"127.0.0.1:{port}",
        ANTIGONE_DESK_FAMILY_BIND=f"127.0.0.1:{families}",
        ANTIGONE_DESK_METRICS_BIND=f"127.0.0.1:{(figures := free_port())}",
        ANTIGONE_DESK_LOG="json",
    )
    begun = subprocess.Popen(whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables)
    with begun as served, ExitStack() as at_the_end:
        at_the_end.callback(served.send_signal, signal.SIGTERM)  # else what fails below would wait for it for ever
        assert served.stdout is not None
        address = served.stdout.readline().strip()
        assert address == f"http://localhost:{port}"
        assert "The dead have names" in read(address)
        assert "Welcome, Ana Petrova" in read(link.replace(":8000", f":{port}"))
        assert "--paper" in read(f"{address}/static/desk/desk.css")
        assert "Sign in" in read(f"{address}/people")
        with pytest.raises(urllib.error.HTTPError, match="400"):
            read(address, Host="evil.example")
        for pretended in ("Script-Name", "Script_Name", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-Ip"):
            said = read(address, **{pretended: "/evil"})
            assert "evil" not in said and "The dead have names" in said, pretended
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(f"{address}/p/")
        assert read(f"{address}/healthz", Host="10.0.0.7") == "ok\n", "a load balancer asks by number"
        waiting_for(figures)
        assert "antigone_up 1\n" in read(f"http://127.0.0.1:{figures}/metrics")
        for other in ("", "people", "healthz"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                read(f"http://127.0.0.1:{figures}/{other}")
        waiting_for(families)
        assert read(f"http://127.0.0.1:{families}/healthz") == "ok\n"
        assert "/p/static" not in read(f"http://localhost:{families}/p/") and "Antigone" not in read(
            f"http://localhost:{families}/p/"
        )
        assert "color" in read(f"http://localhost:{families}/static/p/p.css")
        for desks in ("static/desk/desk.css", "static/django_htmx/htmx.min.js", "sign-in", "api/openapi.json"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                read(f"http://localhost:{families}/{desks}")
        served.send_signal(signal.SIGTERM)
        _, said = served.communicate(timeout=300)
        assert "Traceback" not in said
        pages = [json.loads(line)["page"] for line in said.splitlines() if '"page"' in line]
        assert "front" in " ".join(pages) and "accept-invitation" in pages, said
        assert link.rsplit("/", 1)[-1] not in said and "Ana" not in said


def waiting_for(port: int) -> None:
    """A process that is begun beside the desk's is ready a little later."""
    for _ in range(600):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError("the process beside it was not begun")


def read(address: str, **headers: str) -> str:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=300) as answer:
        return str(answer.read().decode())


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "django" else object())
    with pytest.raises(PartMissing, match=r"django cannot be found.*checkout or wheel.*\[desk\]"):
        antigone_command.main(["desk", "check"], standalone_mode=False)


def test_the_other_commands_do_not_load_the_web_framework() -> None:
    code = "import sys, antigone.cli.main as main; [main.antigone_command.get_command(None, n) for n in main.COMMANDS]"
    code += "; sys.exit('django' in sys.modules or 'antigone.cli.desk' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("line", ["nonsense", "PATH=/bin", "ANTIGONE_DESK_MODE=agency\nANTIGONE_DESK_MODE=one-desk"])
def test_a_file_of_settings_is_read_strictly(tmp_path: Path, line: str) -> None:
    (tmp_path / "desk.env").write_text(f"# a remark\n\n{line}\n")
    with pytest.raises(SettingsInvalid, match="is not a setting"):
        read_settings(tmp_path)


def test_keys_that_are_there_are_never_made_anew(tmp_path: Path) -> None:
    assert make_folder(tmp_path, "one-desk")
    before: dict[str, Any] = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert not make_folder(tmp_path, "agency")
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def command_of(process: int) -> str:
    """Empty if it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    return ""


def children(process: int) -> dict[int, str]:
    """The processes that a process began from any of its threads, and their commands."""
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread may end while it is looked at
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return {each: command_of(each) for each in found}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux")
def test_a_worker_runs_beside_the_desk_begins_again_and_ends_with_it(made: None, home: Path) -> None:
    def worker_of(desk: int, other_than: int = 0) -> int:
        """The one worker beside the desk. Each round looks once: a worker that was killed goes when it likes."""
        for _ in range(600):
            found = [each for each, command in children(desk).items() if "worker --beside" in command]
            if len(found) == 1 and found != [other_than]:
                return found[0]
            time.sleep(0.1)
        raise AssertionError("it was not begun")

    variables = plain_environment(
        ANTIGONE_DESK_BIND=f"127.0.0.1:{free_port()}", ANTIGONE_DESK_FAMILY_BIND=f"127.0.0.1:{free_port()}"
    )
    whole = [sys.executable, "-m", "antigone", "desk", "--home", str(home), "serve", "--workers", "1"]
    with subprocess.Popen(whole, stdout=subprocess.PIPE, text=True, env=variables) as served:
        assert served.stdout is not None and served.stdout.readline()
        try:
            first = worker_of(served.pid)
            os.kill(first, signal.SIGKILL)
            second = worker_of(served.pid, other_than=first)
        finally:
            served.kill()
    for _ in range(600):
        if "worker" not in command_of(second):
            return
        time.sleep(0.1)
    raise AssertionError("it outlived its desk")


def test_a_worker_that_ended_is_begun_again_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_AGAIN", 0.3)
    worker = beside.Beside(tmp_path, "worker")
    worker.command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    worker.keep()
    first = worker.process
    assert first is not None and first.poll() is None  # begun by the one who asked, not by a thread
    worker.keep()
    assert worker.process is first
    first.kill()
    os.waitpid(first.pid, 0)  # as whatever reaps children does
    worker.keep()
    assert worker.process is None
    time.sleep(0.3)
    worker.keep()
    second = worker.process
    assert second is not None and second.pid != first.pid and second.poll() is None
    worker.stop()
    assert second.poll() == 0


def test_a_worker_that_cannot_be_begun_does_not_stop_the_desk(tmp_path: Path) -> None:
    worker = beside.Beside(tmp_path, "worker")
    worker.command = [str(tmp_path / "nothing")]
    worker.keep()
    assert worker.process is None and worker.due > time.monotonic()
    worker.stop()
