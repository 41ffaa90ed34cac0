"""How much memory and processor the processes of a desk take while it is at work: read from /proc."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Watch(threading.Thread):
    """Reads the memory of each process every ten seconds.

    ``roots``: the process of each part of the desk. Those that it began belong to it, and are read one by one where
    they are the desk's, and as one where they are the database's.
    """

    def __init__(self, roots: dict[str, int], every: float = 10.0) -> None:
        super().__init__(daemon=True)
        self.roots, self.every = roots, every
        self.megabytes: list[dict[str, float]] = []
        self._began = self.processor()
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.is_set():
            self.megabytes.append(self.memory())
            self._done.wait(self.every)

    def end(self) -> dict[str, float]:
        """Processor seconds of each part since the beginning."""
        self._done.set()
        self.join()
        self.megabytes.append(self.memory())
        ended = self.processor()
        return {name: round(ended[name] - began, 1) for name, began in self._began.items()}

    def memory(self) -> dict[str, float]:
        """Megabytes, shared ones divided among those that share them."""
        found: dict[str, float] = {}
        for name, root in self.roots.items():
            for process in tree(root):
                whole = name == "database" or process == root
                known = name if whole else f"{name}: {_what(process)}"
                found[known] = found.get(known, 0.0) + _proportional(process)
        return {name: round(value, 1) for name, value in found.items()}

    def processor(self) -> dict[str, float]:
        return {name: sum(_spent(each, ended=True) for each in tree(root)) for name, root in self.roots.items()}


def tree(root: int) -> list[int]:
    """A process and all that it began."""
    found = [root]
    for process in found:
        with suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def flat(megabytes: list[dict[str, float]], most: float = 1.1, least: float = 20.0) -> dict[str, dict[str, float]]:
    """Each process at the start, in the middle and at the end; and by how much it grew after the middle.

    ``over`` is 1 where that is more than a tenth and more than 20 megabytes: a process that leaks goes on growing, one
    that has just begun takes what it needs.
    """
    start, middle, end = megabytes[0], megabytes[len(megabytes) // 2], megabytes[-1]
    said = {}
    for name in end:
        was, now = middle.get(name, 0.0), end[name]
        over = name in middle and now > was * most and now - was > least
        said[name] = {"start": start.get(name, 0.0), "middle": was, "end": now, "over": float(over)}
    return said


def _proportional(process: int) -> float:
    with suppress(OSError, IndexError):
        said = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(said.split("Pss:")[1].split()[0]) / 1024
    return 0.0


def _spent(process: int, *, ended: bool) -> float:
    """Seconds of the processor; with those of its children that have ended."""
    with suppress(OSError, IndexError):
        said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(int(each) for each in said[11 : 15 if ended else 13]) / _TICKS
    return 0.0


def _what(process: int) -> str:
    """The desk's own word for what a process does, and its number: ``serve 4711``."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        after = words[words.index("--home") + 2 :] if "--home" in words else words
        return f"{after[0]} {process}"
    return str(process)
