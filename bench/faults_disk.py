"""The disk is full, read-only, forbidden, failing or slow at any write under the desk's folder.

Each act is done once and its writes are counted (``faults_layer.py``, before libc, so that SQLite's writes are among
them). Then it is done again and again, and from one of those writes on each fails until the act is over. A person must
be told in the desk's words, nothing may be half-written, and with room again the same act goes through.
"""

from __future__ import annotations

import errno
import io
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from antigone.types import Profile
from faults import Promise
from faults_kills import in_a_fork, looked_at
from faults_layer import Control
from faults_work import ACTS, Desk, a_file, add, opened

HOW = {"full": errno.ENOSPC, "read-only": errno.EROFS, "forbidden": errno.EACCES, "failing": errno.EIO}
SLOW_MS = 10_000
TOLD = "Whoever meets a disk that takes nothing is told so in the desk's words"
AGAIN = "With room again the same thing goes through, and work goes on by itself"
READS = "Whoever only reads goes on reading on a full disk"
SLOW = "A write that takes ten seconds ends as any other"
GONE = "A folder that is gone is named, and none is made in its place"


def disk(many: int, seed: int, place: Path) -> list[Promise]:
    """``many`` writes that fail for each act and way to fail, and what came of each."""
    dice, control, found = random.Random(seed), Control(), dict[str, list[str]]()
    tried = dict.fromkeys((TOLD, AGAIN, READS, SLOW, GONE), 0)
    desk = in_a_fork(lambda: _begun(place))
    before = {fault for faults in in_a_fork(lambda: looked_at(desk, place)).values() for fault in faults}

    def note(words: str, faults: list[str]) -> None:
        found.setdefault(words, []).extend(faults)
        tried[words] = tried.get(words, 0) + 1

    few = many == 1
    for act in DOORS:
        ways = dict(dice.sample(sorted(HOW.items()), 1)) if few else HOW
        for how, error in ways.items():
            control.set(0, 0)
            in_a_fork(partial(_done, act, desk, place, dice.getrandbits(32)))
            writes = control.written()
            share = many if how == "full" else max(1, many // 4)
            for start in sorted(dice.sample(range(1, writes + 1), min(share, writes))):
                told = in_a_fork(partial(_failing, act, desk, place, dice.getrandbits(32), (start, error)))
                note(TOLD, [f"{act}, {how} from write {start} of {writes}: {words}" for words in told])
                control.set(0, 0)
                left = in_a_fork(partial(_done, act, desk, place, dice.getrandbits(32)))
                note(AGAIN, [f"{act}, after it was {how} from write {start}: {words}" for words in left])
        if not few or act == list(DOORS)[-1]:
            for promise, faults in in_a_fork(lambda: looked_at(desk, place)).items():
                note(promise, [f"up to {act}: {fault}" for fault in faults if fault not in before])
    note(READS, in_a_fork(lambda: _reading(desk, place, control)))
    for act in ["add by page"] if few else DOORS:
        note(SLOW, in_a_fork(partial(_slowly, act, desk, place, control)))
    for name in ("photos", "keys"):
        note(GONE, in_a_fork(partial(_gone, name, desk, place)))
    return [Promise(words, times, tuple(found.get(words, ()))) for words, times in tried.items()]


def _begun(place: Path) -> list[int]:
    """A desk with some photographs of each kind, so that there is something to erase and to search."""
    from antigone.desk.worker import work_once
    from kept_faces import faces_kept

    desk, dice = opened(place), random.Random(0)
    with faces_kept():
        for _ in range(6):
            add(desk, dice, Profile.AM)
            add(desk, dice, Profile.PM)
        work_once()
    return desk.numbers()


def _by_page(desk: Desk, dice: random.Random) -> str:
    """A registrar adds a photograph of somebody dead with a browser. What the page says if it was not taken."""
    from antigone.desk.cases.models import Case

    case = Case.objects.order_by("pk").first()
    assert case is not None
    sent = io.BytesIO(a_file(dice, Profile.PM))
    sent.name = "1.jpg"
    answer = _client(desk).post(case.subject.address_of("add-photographs"), {"stage": "unknown", "photos": sent})
    return "" if answer.status_code in (200, 302) else f"{answer.status_code} {answer.content.decode()}"


@cache
def _client(desk: Desk) -> Any:
    """A registrar's browser, who signed in while the disk was sound."""
    from desk_people import browser

    return browser(desk.rosa)


def _work(desk: Desk, dice: random.Random) -> str:
    """The worker finds faces, makes pictures and lists, as its loop does: what hinders it, it says and goes on."""
    from django.db import DatabaseError

    from antigone.desk.outages import outage
    from antigone.desk.worker import Batches
    from antigone.errors import StorageFailed

    add(desk, dice)
    batches = Batches()
    try:
        while batches.next():
            pass
    except (DatabaseError, StorageFailed, OSError) as fault:
        return "" if outage(fault) else f"the worker does not know {fault!r}"
    return ""


DOORS: dict[str, Callable[[Desk, random.Random], Any]] = {
    "add by page": _by_page,
    "work": _work,
    **{name: ACTS[name] for name in ("add", "erase", "withdraw", "search", "bring in", "checkpoint", "index")},
}


def _done(act: str, desk: list[int], place: Path, seed: int) -> list[str]:
    """Do it on a sound disk, as the worker and people would afterwards. What went wrong, in words."""
    from antigone.errors import RuleBroken
    from kept_faces import faces_kept

    with faces_kept():
        try:
            said = DOORS[act](Desk.of(desk, place), random.Random(seed))
        except RuleBroken:
            return []  # of what it chose somebody else has done it already
        except Exception as fault:
            return [repr(fault)]
    return [said[:200]] if isinstance(said, str) and said else []


def _failing(act: str, desk: list[int], place: Path, seed: int, from_write: tuple[int, int]) -> list[str]:
    """Do it while the disk fails. What somebody would be told that is none of the desk's words."""
    from antigone.desk.outages import outage
    from antigone.errors import AntigoneError
    from kept_faces import faces_kept

    whole = Desk.of(desk, place)
    _client(whole)
    with faces_kept():
        Control().set(*from_write)
        try:
            said = DOORS[act](whole, random.Random(seed))
        except AntigoneError:
            return []
        except Exception as fault:
            return [] if outage(fault) else [repr(fault)]
        finally:
            Control().set(0, 0)
    known = "" if not isinstance(said, str) else said
    told = ("disk of this desk is full", "cannot write on its disk", "no room for more")
    return [] if not known or any(words in known for words in told) else [known[:200]]


def _reading(desk: list[int], place: Path, control: Control) -> list[str]:
    whole = Desk.of(desk, place)
    client = _client(whole)
    control.set(1, errno.ENOSPC)
    try:
        asked = {address: client.get(address).status_code for address in ("/", "/cases", "/records")}
    finally:
        control.set(0, 0)
    return [f"{address} answers {status}" for address, status in asked.items() if status != 200]


def _slowly(act: str, desk: list[int], place: Path, control: Control) -> list[str]:
    control.set(random.Random(act).randint(1, 5), 0, SLOW_MS)
    try:
        began = time.monotonic()
        left = _done(act, desk, place, 1)
        waited = time.monotonic() - began >= SLOW_MS / 1000
        return left or ([] if waited or not control.failed() else [f"{act} did not wait for its write"])
    finally:
        control.set(0, 0)


def _gone(name: str, desk: list[int], place: Path) -> list[str]:
    """The disk with this folder is not mounted."""
    from antigone.desk.photos.models import Photograph
    from antigone.errors import StorageFailed

    whole, aside = Desk.of(desk, place), place / f"{name}-aside"
    before = Photograph.objects.count()
    with _away(place / "desk" / name, aside):
        page = _by_page(whole, random.Random(2))
        try:
            add(whole, random.Random(3), Profile.PM)
            return [f"a photograph was kept without {name}"]
        except StorageFailed as fault:
            faults = [] if name in str(fault) else [str(fault)]
        if (place / "desk" / name).exists():
            faults.append(f"{name} was made anew")
    if "is gone" not in page:
        faults.append(f"the page says {page[:200]}")
    if Photograph.objects.count() != before:
        faults.append("a photograph has a row and no file")
    return faults + _done("add", desk, place, 4)


@contextmanager
def _away(folder: Path, aside: Path) -> Iterator[None]:
    folder.rename(aside)
    try:
        yield
    finally:
        with suppress(OSError):
            folder.rmdir()
        aside.rename(folder)
