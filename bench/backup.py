"""How long a backup and a restore take, and how large the backup is, against the number of photographs.

The desk has synthetic files in its vault: noise, three a photograph, --size bytes each. Each photograph has half of a
key, and rows of the size that it has in all its tables together. SQLite.

    uv run python bench/backup.py --photographs 1000 --photographs 10000
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from antigone.desk.exchange.keys import new_identity
from antigone.desk.setup import make_folder

FILES = 3


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--photographs", type=int, action="append", required=True)
    asked.add_argument("--size", type=int, default=4_000, help="bytes of each file")
    given = asked.parse_args()
    print("| photographs | first backup s | MB a s | next, nothing new s | restore s | size MB | database MB | load |")
    print("|---|---|---|---|---|---|---|---|")
    for number in given.photographs:
        child = os.fork()  # settings are read once a process
        if child == 0:
            with tempfile.TemporaryDirectory() as folder:
                measure(Path(folder), number, given.size)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            raise SystemExit("It failed.")


def measure(folder: Path, number: int, size: int) -> None:
    home, stick = folder / "desk", folder / "stick"
    make_folder(home, "agency")
    private = new_identity()
    stick.write_text(private)
    begin(home, private)
    fill(home, number, size)
    backup, keys = folder / "backup", folder / "keys"
    backup.mkdir()
    keys.mkdir()
    from antigone.desk.console import back_up

    def make() -> tuple[float, Any]:
        began = time.perf_counter()
        made, faults = back_up(to=backup, keys_to=keys, keep_copies=30, follow=silent, tell=lambda _: None)
        assert not faults and made.files == FILES * number, made
        return time.perf_counter() - began, made

    first, made = make()
    large = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file()) + (
        sum(path.stat().st_size for path in keys.iterdir())
    )
    second, again = make()
    assert again.new == 0
    database = (backup / f"copies/{made.copy}/database.age").stat().st_size
    restored = restore(backup, keys, stick, folder / "again")
    print(
        f"| {number:,} | {first:.1f} | {FILES * number * size / 1e6 / first:.0f} | {second:.1f} | {restored:.1f} "
        f"| {large / 1e6:.0f} | {database / 1e6:.1f} | {os.getloadavg()[0]:.0f} |",
        flush=True,
    )


def silent(things: Any, _total: int, _word: str) -> Any:
    return things


def begin(home: Path, private: str) -> None:
    from antigone.cli.desk_start import start
    from antigone.desk.backup.sealing import public_of
    from antigone.desk.setup import name_backup_key

    name_backup_key(home, public_of(private))
    start(home)
    from django.core.management import call_command

    with redirect_stderr(StringIO()):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def fill(home: Path, number: int, size: int) -> None:
    """Files of noise under names as the vault gives them, their halves, and rows in an audit of the same length."""
    from antigone.desk.accounts.actions.agencies import open_agency
    from antigone.desk.accounts.actor import console
    from antigone.desk.photos import keyring, vault

    open_agency(by=console(), name="Harbour mortuary")
    noise, names = os.urandom(size), []
    for place in range(number):
        data = place.to_bytes(8, "big") + noise[8:]
        name = hashlib.sha256(data).hexdigest()
        folder = vault.folder() / name[:2] / name[2:4]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for ending in ("", ".view-0", ".small-0"):
            (folder / f"{name}{ending}").write_bytes(data)
        names.append(name)
    keyring.add(names)
    rows(number)


def rows(number: int) -> None:
    """As many jobs as photographs have, done: rows of the size that a photograph has in all its tables together."""
    from django.utils import timezone

    from antigone.desk.jobs.models import Job

    now = timezone.now()
    for start in range(0, number, 10_000):
        Job.objects.bulk_create(
            Job(
                kind=Job.Kind.ANALYSE,
                number=place,
                queued_at=now,
                not_before=now,
                done_at=now,
                fault=os.urandom(2_000).hex(),
            )
            for place in range(start, min(number, start + 10_000))
        )


def restore(backup: Path, keys: Path, stick: Path, again: Path) -> float:
    """In a process of its own, as it is typed; with the time in which Python and Django begin."""
    import subprocess
    import sys

    words = ["restore", backup, "--into", again, "--keys", keys, "--key", stick]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE", "DJANGO"))}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "antigone", "desk", *map(str, words)], check=True, env=clean, stderr=subprocess.DEVNULL
    )
    took = time.perf_counter() - began
    shutil.rmtree(again)
    return took


if __name__ == "__main__":
    main()
