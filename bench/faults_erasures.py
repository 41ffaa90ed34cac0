"""Erased at random while others write: then every byte of every file of the desk is searched for what was erased.

What is searched for was read before the erasure by whoever erases: the face as numbers, in full and in half precision,
the landmarks, the photograph's key and the half of it in the folder of keys, a piece of every encrypted file, and of a
whole record its names. They are searched for by this bench's own hand (``faults_needles.py``). Of PostgreSQL its log
(``pg_wal``) is left out, as docs/erasure.md says it cannot be reached.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from antigone.errors import AntigoneError
from antigone.types import Profile
from faults import Promise
from faults_kills import begin, in_a_fork
from faults_needles import found
from faults_work import Desk, add, erase, opened

WRITERS = ("add", "index")
PAUSE = 2.0
"""Seconds between two things that somebody writes: the worker must come to an end with what waits."""


def erasures(many: int, seed: int, place: Path) -> list[Promise]:
    """``many`` erasures, half of them of whole records, and what is left of them."""
    desk = in_a_fork(lambda: opened(place).numbers())
    in_a_fork(lambda: _people(desk, place, many, seed))
    writers = [begin(name, desk, place, seed + 1000 + number, PAUSE) for number, name in enumerate(WRITERS)]
    try:
        needles = in_a_fork(lambda: _erased(desk, place, many, seed))
    finally:
        for writer in writers:
            os.kill(writer, signal.SIGTERM)
            os.waitpid(writer, 0)
    return [Promise(**each) for each in in_a_fork(lambda: [asdict(each) for each in _searched(needles, place)])]


def _people(desk: list[int], place: Path, many: int, seed: int) -> None:
    from antigone.desk.worker import work_once
    from kept_faces import faces_kept

    dice, whole = random.Random(seed), Desk.of(desk, place)
    for _ in range(many + 5):
        add(whole, dice, Profile.AM)
        add(whole, dice, Profile.PM)
    with faces_kept():
        work_once()


def _erased(desk: list[int], place: Path, many: int, seed: int) -> dict[str, str]:
    """Erase; gives what was there before, as hexadecimal digits, each with what it is."""
    from antigone.desk.photos.models import Photograph
    from antigone.desk.worker import work_once
    from faults_work import erase_whole
    from kept_faces import faces_kept

    dice, whole, needles = random.Random(seed), Desk.of(desk, place), dict[str, str]()
    standing = Photograph.objects.filter(kind="am", state="usable", indexed=True, erased_at=None)
    with faces_kept():
        for number in range(many):
            there = list(standing.select_related("subject", "key").order_by("pk")[:50])
            photograph = dice.choice(there)
            before = dict(_traces(photograph, names=number % 2 == 0))
            with suppress(AntigoneError):  # its consent was withdrawn meanwhile: the next one
                (erase_whole if number % 2 == 0 else erase)(whole, dice, photograph)
                needles |= {data.hex(): f"{what} of erasure {number + 1}" for data, what in before.items()}
            if number % 10 == 0:
                work_once()
        work_once()
    return needles


def _traces(photograph: Any, *, names: bool) -> Iterator[tuple[bytes, str]]:
    from antigone.desk.photos import keyring, vault
    from antigone.desk.photos.models import Face, FaceTemplate
    from antigone.desk.photos.queries import sealed
    from antigone.desk.records.models import Name

    closed = sealed(photograph)
    for template in FaceTemplate.objects.filter(face__photograph=photograph):
        (plain,) = vault.unseal_templates([(closed, bytes(template.vector))])
        numbers = np.frombuffer(plain, "<f4")
        for start in range(0, len(numbers), 32):
            piece = numbers[start : start + 16]
            yield piece.tobytes(), "the face as numbers"
            yield piece.astype("<f2").tobytes(), "the face in half precision"
        yield bytes(template.vector)[40:72], "the encrypted face"
    for face in Face.objects.filter(photograph=photograph):
        yield vault.unseal_landmarks(closed, bytes(face.landmarks)).tobytes()[:32], "landmarks"
        yield bytes(face.landmarks)[40:72], "encrypted landmarks"
    yield keyring.half(closed.name), "the half of a key"
    yield vault._key(closed), "the key"
    yield bytes(closed.wrapped)[40:72], "the wrapped key"
    folder = vault.folder() / closed.name[:2] / closed.name[2:4]
    for path in folder.glob(f"{closed.name}*"):
        data = path.read_bytes()
        yield data[len(data) // 2 : len(data) // 2 + 32], f"an encrypted picture ({path.suffix or 'original'})"
    if names:
        for name in Name.objects.filter(record=photograph.subject_id):
            yield name.family.encode(), "a name"


def _searched(needles: dict[str, str], place: Path) -> list[Promise]:
    from django.db import connection

    from antigone.desk.audit.verify import verify
    from antigone.desk.erasing.models import Erasure
    from antigone.desk.erasing.scrub import clear_free_space
    from antigone.desk.jobs.models import Job
    from antigone.desk.worker import work_once
    from faults_invariants import erasures_through
    from kept_faces import faces_kept

    with faces_kept():
        work_once()
    clear_free_space()
    late = [
        f"job {job.pk} of an erasure is not done: {job.fault}" for job in Job.objects.filter(kind="scrub", done_at=None)
    ]
    done = Erasure.objects.filter(state=Erasure.State.DONE).count()
    standing = _of_those_who_stand()
    words = {bytes.fromhex(data): what for data, what in needles.items() if bytes.fromhex(data) not in standing}
    folders = [place / "desk"]
    if connection.vendor == "postgresql":
        folders += [path for path in (place / "server/data").iterdir() if path.is_dir() and path.name != "pg_wal"]
    size, places = found(words, folders)
    _must_find(place)
    return [
        Promise(
            f"Nothing of {done} erasures is found ({len(words)} pieces in {size / 1e6:.0f} MB)", done, tuple(places)
        ),
        Promise("What erasures leave to the worker is done", done, (*late, *erasures_through())),
        Promise("The audit's chain is whole", 1, tuple(fault.words for fault in verify().faults)),
    ]


def _of_those_who_stand() -> set[bytes]:
    """The faces of all who were not erased: the same fictional person was photographed for several."""
    from antigone.desk.photos.models import Photograph

    held = Photograph.objects.filter(erased_at=None, faces__templates__isnull=False).select_related("subject", "key")
    return {data for photograph in held.distinct() for data, what in _traces(photograph, names=False) if "face" in what}


def _must_find(place: Path) -> None:
    """What was not erased is found: a search that finds nothing ever would prove nothing."""
    from django.db import connection

    from antigone.desk.records.models import Name

    if connection.vendor == "sqlite":
        connection.close()
        there = Name.objects.filter(record__subject__erased_at=None).exclude(family="").latest("pk")
        assert found({there.family.encode(): "a name"}, [place / "desk"])[1], "a name that is there is not found"
