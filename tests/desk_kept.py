"""Migrated databases, kept on this machine between runs of the tests: making one takes longer than most tests."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import platformdirs
from django.db.migrations.loader import MigrationLoader
from filelock import FileLock

from antigone.desk import create_tables
from antigone.desk.audit import triggers

KEPT = platformdirs.user_cache_path("antigone-tests")
_STAY = 6
"""How many of a kind stay: several checkouts, each with migrations of its own, use them side by side."""


def comes_from(*more: str) -> dict[str, str]:
    """Everything that decides what a migrated database holds, by name. ``more`` is what the kind of database adds."""
    found = {"django": django.__version__, "more": repr(more)}
    found |= {module.__name__: _text(module.__name__) for module in (triggers, create_tables)}
    for migration in MigrationLoader(None).disk_migrations.values():
        module = migration.__module__
        found[module] = _text(module)
        # Rules are taken as they come out, because some are composed from what other modules say.
        found[f"{module} rules"] = repr(getattr(sys.modules[module], "RULES", None))
    return found


def fingerprint(parts: dict[str, str]) -> str:
    return hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()[:32]


def _text(module: str) -> str:
    return Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8")


@contextmanager
def kept(kind: str, name: str, make: Callable[[Path], None], folder: Path = KEPT) -> Iterator[Path]:
    """The folder that ``make`` fills, which it does only if none of this kind and name is kept yet.

    One process at a time uses a kind, of however many runs and checkouts: nobody reads what another is still writing,
    or takes away what another reads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole, half = folder / f"{kind}-{name}", folder / f"{kind}.half"
    with FileLock(folder / f"{kind}.lock"):
        if not whole.exists():
            shutil.rmtree(half, ignore_errors=True)  # of a run that was killed
            make(half)
            half.rename(whole)
        now = time.time_ns()
        os.utime(whole, ns=(now, now))
        yield whole
        for unused in sorted(folder.glob(f"{kind}-*"), key=lambda place: place.stat().st_mtime)[:-_STAY]:
            shutil.rmtree(unused)
