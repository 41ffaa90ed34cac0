"""``antigone desk backup``, ``backup-key`` and ``restore`` as people type them; restoring, in a process of its own."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.desk.setup import read_settings
from desk_console import a_desk_in, plain_environment, started
from desk_databases import Database

pytestmark = pytest.mark.slow


def test_a_desk_is_backed_up_and_made_again_elsewhere_by_commands(tmp_path: Path, sqlite: Database) -> None:
    home, key = a_desk_in(tmp_path / "desk", sqlite), tmp_path / "stick/backup-key.txt"
    backup, keys, again = (tmp_path / name for name in ("backup", "keys", "again"))
    backup.mkdir()
    keys.mkdir()
    here = Database("sqlite", home)
    with started(home, here, sqlite) as told_to:
        early = told_to("backup", backup, "--keys", keys)
        assert early.returncode == 2 and "antigone desk backup-key" in early.stderr
        inside = told_to("backup-key", home / "backup-key.txt")
        assert inside.returncode == 2 and "outside the desk's folder" in inside.stderr
        made = told_to("backup-key", key)
        assert made.returncode == 0 and re.fullmatch(r"age1[a-z0-9]{58}\n", made.stdout), made.stderr
        assert "is there already" in told_to("backup-key", key).stderr
    assert read_settings(home)["ANTIGONE_DESK_BACKUP_KEY"] == made.stdout.strip()
    assert not stat.S_IMODE(key.stat().st_mode) & 0o077
    with started(home, here, sqlite) as told_to:
        told_to("create-admin", "--agency", "Harbour", "--name", "Ana", "--email", "ana@example.org")
        assert told_to("backup", backup, "--check").returncode == 3, "there is none yet"
        done = told_to("backup", backup, "--keys", keys)
        assert done.returncode == 0 and re.search(r"Copy \d{8}T\d{6}Z: 0 files", done.stderr), done.stderr
        assert "1 copy: signed by this desk" in told_to("backup", backup, "--check").stderr
        assert told_to("backup", backup).returncode == 2
    words = ["restore", backup, "--into", again, "--keys", keys, "--key", key]
    restored = subprocess.run(
        [sys.executable, "-m", "antigone", "desk", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=plain_environment(ANTIGONE_DESK_HOME=str(home)),  # as whoever keeps the old desk has it
    )
    assert restored.returncode == 0, restored.stderr
    assert "is what was copied" in restored.stderr and "Erased since, and erased again: 0." in restored.stderr
    with started(home, here, sqlite) as told_to:
        assert "Sound: 3 rows" in told_to("verify-audit").stderr, "the old desk is as it was"
    with started(again, Database("sqlite", again), sqlite) as told_to:
        proved = told_to("verify-audit")
        assert proved.returncode == 0 and "Sound: 3 rows" in proved.stderr, proved.stderr
        assert told_to("check").returncode == 0
    own = read_settings(again)
    assert own["ANTIGONE_DESK_PHOTO_KEY_FILE"] == str(again / "photo.key")
    assert (again / "photo.key").read_text() == (home / "photo.key").read_text()
    for path in [again, *again.iterdir()]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
