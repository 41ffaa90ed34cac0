"""Killed at a random moment: processes that add, erase, search, import, sign and index, ended by SIGKILL.

In each round two to four of them run at once, each a fork that has never opened the database, and all are killed within
a second. Then a worker does what was left, as the next one does when the claims of the dead have run out (here they are
made to run out at once), and every invariant is asked.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar, cast

from faults import Promise
from faults_work import ACTS, Desk, endlessly, opened

MOST_SECONDS = 1.0
Given = TypeVar("Given")


def kills(many: int, seed: int, place: Path) -> list[Promise]:
    """``many`` processes killed, and what was then not true."""
    dice, killed, rounds = random.Random(seed), dict.fromkeys(ACTS, 0), 0
    found: dict[str, list[str]] = {}
    desk = in_a_fork(lambda: opened(place).numbers())
    before = {fault for faults in in_a_fork(lambda: looked_at(desk, place)).values() for fault in faults}
    while sum(killed.values()) < many:
        rounds += 1
        names = dice.sample(sorted(ACTS), dice.randint(2, 4))
        begun = [begin(name, desk, place, dice.getrandbits(32)) for name in names]
        time.sleep(dice.uniform(0, MOST_SECONDS))
        for name, process in zip(names, begun, strict=True):
            killed[name] += _kill(process)
        for promise, faults in in_a_fork(lambda: looked_at(desk, place)).items():
            new = [fault for fault in faults if fault not in before]  # nobody appointed the desk's first people
            found.setdefault(promise, []).extend(f"round {rounds} ({', '.join(names)}): {fault}" for fault in new)
        if rounds % 20 == 0:
            print(f"  {sum(killed.values())} killed", file=sys.stderr, flush=True)
    told = ", ".join(f"{name} {times}" for name, times in killed.items())
    print(f"  killed in {rounds} rounds: {told}", file=sys.stderr)
    return [Promise(words, rounds, tuple(faults)) for words, faults in found.items()]


def begin(name: str, desk: list[int], place: Path, seed: int, pause: float = 0) -> int:
    """A process that does this until it is killed; it has begun when this returns."""
    ready, tell = os.pipe()
    process = os.fork()
    if process:
        os.close(tell)
        os.read(ready, 1)
        os.close(ready)
        return process
    os.close(ready)
    try:
        from kept_faces import faces_kept

        with faces_kept():
            whole = Desk.of(desk, place)
            os.write(tell, b".")
            for _ in endlessly(name, whole, random.Random(seed)):
                time.sleep(pause)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _kill(process: int) -> int:
    """Kill it. 1 if it was alive until then; else it ended by itself, and said why."""
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return int(os.WIFSIGNALED(status))


def looked_at(desk: list[int], place: Path) -> dict[str, list[str]]:
    """A worker does what is left; then each invariant, in words, with what contradicts it."""
    from django.utils import timezone

    from antigone.desk.intake.models import Import
    from antigone.desk.jobs.models import Job
    from antigone.desk.worker import work_once
    from faults_invariants import INVARIANTS
    from faults_work import bring_in
    from kept_faces import faces_kept

    past = timezone.now() - timedelta(hours=1)
    Job.objects.exclude(claimed_until=None).update(claimed_until=past)
    Job.objects.filter(done_at=None).update(not_before=past)
    with faces_kept():
        if Import.objects.filter(done_at=None, cancelled_at=None).exists():
            bring_in(Desk.of(desk, place), random.Random(0))
        work_once()
    return {(each.__doc__ or each.__name__).strip().rstrip("."): list(each()) for each in INVARIANTS}


def in_a_fork(does: Callable[[], Given]) -> Given:
    """What this gives, done in a process of its own: this one never opens the database, the engine or the index."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read)
        try:
            with os.fdopen(write, "w") as out:
                json.dump(does(), out)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        text = said.read()
    _, status = os.waitpid(process, 0)
    if status:
        raise SystemExit("What was killed left a desk on which nothing could be looked at.")
    return cast(Given, json.loads(text))
