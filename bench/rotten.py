"""Turns one byte, at a random place, in each file of a vault and of a backup, and counts what `fsck` finds and names.

    uv run python bench/rotten.py --files 5000

The files are noise under keys of the desk's own, originals and pictures in turn, and each is looked at as `fsck`
looks at a photograph's. Then each half of a key, and each file of a backup. Ends with 1 if one is not found.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from secrets import token_bytes

from antigone.desk.exchange.keys import new_identity
from antigone.desk.setup import make_folder


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--files", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=20)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "desk"
        begin(home)
        missed = measure(Path(folder), given.files, random.Random(given.seed))
    raise SystemExit(bool(missed))


def begin(home: Path) -> None:
    from antigone.cli.desk_start import start
    from antigone.desk.backup.sealing import public_of
    from antigone.desk.setup import name_backup_key

    make_folder(home, "agency", "UTC")
    name_backup_key(home, public_of(new_identity()))
    start(home)
    from django.core.management import call_command

    with redirect_stderr(StringIO()):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


@contextmanager
def turned(path: Path, chance: random.Random, part: slice = slice(None)) -> Iterator[None]:
    held = path.read_bytes()
    at = chance.choice(range(len(held))[part])
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([held[at] ^ (1 << chance.randrange(8))]))
    yield
    path.write_bytes(held)


def measure(folder: Path, number: int, chance: random.Random) -> int:
    from antigone.desk.accounts.actor import console
    from antigone.desk.backup import packs
    from antigone.desk.backup.making import make_backup
    from antigone.desk.fsck.looking import look_at_backup
    from antigone.desk.fsck.vault import Stored, faults_of
    from antigone.desk.photos import keyring, vault

    stored = []
    for place in range((number + 1) // 2):
        sealed = vault.keep(token_bytes(chance.randrange(100, 20_000)))
        vault.keep_made(sealed, vault.Size.VIEW, token_bytes(2_000))
        stored.append(Stored(sealed, f"photograph {place}", False))
    missed = 0

    def count(what: str, tried: int, found: Callable[[int], bool]) -> None:
        nonlocal missed
        began = time.perf_counter()
        hit = sum(found(place) for place in range(tried))
        missed += tried - hit
        took = time.perf_counter() - began
        print(
            f"{what}: {tried} bytes turned, {hit} found and named, {took:.0f} s, load {os.getloadavg()[0]:.0f}",
            flush=True,
        )

    def of_vault(place: int) -> bool:
        one = stored[place // 2]
        path = vault.path_of(one.sealed.name, vault.Size.VIEW if place % 2 else None)
        if place % 2:
            path = path.with_name(f"{one.sealed.name}.view-0")
        with turned(path, chance):
            found = list(faults_of(one))
        return [Path(fault.path).name for fault in found] == [path.name] and found[0].whose == one.whose

    def of_keys(place: int) -> bool:
        one = stored[place]
        path = keyring.folder() / one.sealed.name[:2]
        row = path.read_bytes().index(bytes.fromhex(one.sealed.name))
        with turned(path, chance, slice(row, row + 64)):
            return any(fault.path == f"keys/{path.name}" for fault in faults_of(one))

    count("vault", number, of_vault)
    count("halves of keys", min(500, len(stored)), of_keys)
    packs.SIZE = 1_000_000
    to, keys = folder / "backup", folder / "keys"
    to.mkdir()
    keys.mkdir()
    make_backup(by=console(), to=to, keys_to=keys, keep_copies=1)
    files = sorted(path for path in to.rglob("*") if path.is_file() and path.name != ".lock")

    def of_backup(place: int) -> bool:
        with turned(files[place], chance):
            return any(fault.path == files[place].relative_to(to).as_posix() for fault in look_at_backup(to))

    count("backup", len(files), of_backup)
    return missed


if __name__ == "__main__":
    main()
