"""Does the suite notice? Small faults are put into a copy of the source, one at a time; each must make a test fail.

    uv run python tools/seeded_faults.py                        # all of them: most of an hour
    uv run python tools/seeded_faults.py --only audit-row-can-be-deleted
    uv run python tools/seeded_faults.py --list

The faults stand in tools/faults/*.toml. Each names a file, a text in it that occurs once, what stands there instead,
and the tests that are run for it: those that mirror the file, not the one test that is known to fail. A fault whose
text moved is an error, never a silent pass; tests/test_seeded_faults.py looks for that in every ordinary run.

The exit status is 0 if every fault was caught, 1 if one was missed, 2 if one could not be tried.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "antigone"
DATABASES = {"sqlite": "not postgresql", "postgresql": "postgresql"}
"""What ``-k`` chooses: tests are named by their database; those that need none run with SQLite's."""
_LEAST, _TIMES = 300.0, 5.0
"""A run with a fault may take so many seconds, and so many times as long as the run without, before it hangs."""
_LAST_WORDS = 30.0
"""Seconds in which a run that hangs may clear up: its PostgreSQL must not outlive it."""


class Untried(Exception):
    """Why nothing is known of a fault: it must be corrected, or the suite."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Tests that are run together: of those that run on both databases, on which."""

    tests: tuple[str, ...]
    database: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A small fault, and the tests that must notice it."""

    name: str
    broken: str
    """What is broken, in a sentence."""
    file: str
    text: str
    """Occurs once in ``file``."""
    instead: str
    tests: tuple[str, ...]
    databases: tuple[str, ...] = ("sqlite",)
    """It is tried on each of these: on PostgreSQL only where that can differ."""
    may_hang: bool = False
    """Whether a run that never ends is what it does, as where a lock is left out."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", self.name):
            raise Untried(f"{self.name}: a name is words in lower case with dashes.")
        if not (self.broken.strip() and self.text and self.tests and self.text != self.instead):
            raise Untried(f"{self.name}: something is missing, or it changes nothing.")
        if unknown := set(self.databases) - set(DATABASES):
            raise Untried(f"{self.name}: there is no database {', '.join(unknown)}.")

    @property
    def selections(self) -> tuple[Selection, ...]:
        return tuple(Selection(self.tests, database) for database in self.databases)

    def in_source(self, source: str) -> str:
        """``source`` with the fault in it.

        Raises:
            Untried: if its text does not stand there exactly once, or what comes out is no Python.
        """
        if (found := source.count(self.text)) != 1:
            raise Untried(f"{self.name}: its text stands {found} times in {self.file}, not once. Find where it went.")
        faulty = source.replace(self.text, self.instead)
        if self.file.endswith(".py"):
            try:
                compile(faulty, self.file, "exec")
            except SyntaxError as fault:
                raise Untried(f"{self.name}: {self.file} would be no Python with it ({fault.msg}).") from fault
        return faulty


def read_faults(folder: Path) -> tuple[Fault, ...]:
    """All faults of a folder of TOML files. Raises Untried if one cannot be read, or two have one name."""
    faults: dict[str, Fault] = {}
    for path in sorted(folder.glob("*.toml")):
        for said in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            many = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
            try:
                fault = Fault(**(said | many))
            except TypeError as wrong:
                raise Untried(f"{path.name}, {said.get('name', 'a fault without a name')}: {wrong}") from wrong
            if fault.name in faults:
                raise Untried(f"{fault.name}: two faults have this name.")
            faults[fault.name] = fault
    return tuple(faults.values())


@dataclass(frozen=True, slots=True)
class Test:
    """What became of one test in a run."""

    name: str
    """``tests.desk.audit.test_chain::test_...``; without ``::``, a file that cannot be imported."""
    seconds: float
    outcome: str
    """``passed``, ``failed`` or ``skipped``."""

    def is_in(self, path: str) -> bool:
        place = path.removesuffix(".py").replace("/", ".")
        return self.name.startswith((f"{place}.", f"{place}::")) or self.name == place


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of pytest came to."""

    code: int | None
    """Its exit status; None if it was ended because it hung."""
    seconds: float
    tests: tuple[Test, ...] = ()
    said: str = field(default="", repr=False)

    @property
    def failed(self) -> str:
        """The first test that failed."""
        return next((test.name for test in self.tests if test.outcome == "failed"), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a fault on one database."""

    name: str
    broken: str
    file: str
    database: str
    outcome: str
    """``caught``, ``missed`` or ``error``."""
    seconds: float
    by: str
    """The first test that failed; of an error, why."""

    def __str__(self) -> str:
        name = f"{self.name} [{self.database}]"
        if self.outcome == "missed":
            return f"MISSED {name} ({self.seconds:.0f} s)"
        return f"{self.outcome} {name} ({self.seconds:.0f} s) {self.by}"


class Copy:
    """A copy of the tree, in which tests are run and faults put."""

    def __init__(self, root: Path, place: Path) -> None:
        self.root = place
        listed = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, check=True, capture_output=True).stdout.decode().split("\0")
        for name in filter(None, names):
            if (root / name).is_file():  # git also lists what was deleted and not committed
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, place / name)
        self.environment = {**os.environ, "PYTHONPATH": str(place / "src")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._running: subprocess.Popen[bytes] | None = None
        self._must_be_imported()

    def _must_be_imported(self) -> None:
        """The package is installed from the tree itself: a run that imported that would prove nothing."""
        command = [sys.executable, "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)"]
        ran = subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
        if not Path(ran.stdout.strip()).is_relative_to(self.root / "src") or ran.returncode:
            raise Untried(f"The copy is not what is imported, but {ran.stdout.strip() or ran.stderr.strip()}.")

    @contextlib.contextmanager
    def broken_by(self, fault: Fault) -> Iterator[None]:
        """While the fault is in it. Raises Untried."""
        path = self.root / fault.file
        try:
            sound = path.read_bytes()
        except OSError as gone:
            raise Untried(f"{fault.name}: there is no {fault.file}. Find where it went.") from gone
        faulty = fault.in_source(sound.decode())
        try:
            _write(path, faulty.encode())
            yield
        finally:
            _write(path, sound)

    def run(self, selection: Selection, limit: float | None = None, *, to_the_end: bool = False) -> Ran:
        """Run tests until the first fails. ``limit``: seconds after which they hang."""
        results, began = self.root / ".seeded.xml", time.monotonic()
        results.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0"]
        command += [] if to_the_end else ["-x"]
        command += ["-k", DATABASES[selection.database], f"--junit-xml={results}", *selection.tests]
        with tempfile.TemporaryFile() as out:
            self._running = process = subprocess.Popen(
                command, cwd=self.root, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
            try:
                code: int | None = process.wait(limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end(process)
            out.seek(0)
            said = out.read().decode(errors="replace")
        return Ran(code, time.monotonic() - began, tuple(_results(results)), said)

    def stop(self) -> None:
        """End what runs in it."""
        if self._running is not None:
            _end(self._running)


def _write(path: Path, data: bytes) -> None:
    """Python knows bytecode that is out of date by second and size, and a fault can have the size of what it replaces:
    none is left."""
    path.write_bytes(data)
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run, and all that it began: first as Ctrl-C does, so that it takes down what it set up."""
    if process.poll() is not None:
        return
    for how in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LAST_WORDS)
            return


def _results(path: Path) -> Iterator[Test]:
    if not path.exists():
        return
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        bad = case.find("failure") is not None or case.find("error") is not None
        outcome = "failed" if bad else "passed" if case.find("skipped") is None else "skipped"
        name = "::".join(filter(None, (case.get("classname"), case.get("name"))))
        yield Test(name, float(case.get("time", "0")), outcome)


def without(copy: Copy, selections: Collection[Selection]) -> dict[Selection, float | Untried]:
    """How long the tests of each take without a fault; or why they prove nothing: they fail, or there are none.

    All of a database are run together, so that it is made once.
    """
    found: dict[Selection, float | Untried] = {}
    for database in DATABASES:
        mine = [each for each in selections if each.database == database]
        paths = dict.fromkeys(path for each in mine for path in each.tests)
        ran = copy.run(Selection(tuple(paths), database), to_the_end=True) if paths else Ran(0, 0.0)
        for each in mine:
            its = [test for test in ran.tests if any(test.is_in(path) for path in each.tests)]
            bad = [test.name for test in its if test.outcome == "failed"]
            if ran.code not in (0, 1) or bad:
                why = f"They fail without a fault: {', '.join(bad[:3]) or ran.said[-2000:]}"
            else:
                why = "" if any(test.outcome == "passed" for test in its) else "No test ran"
            taken = sum(test.seconds for test in its)
            found[each] = Untried(f"{why} ({' '.join(each.tests)}).") if why else taken
    return found


def try_out(copy: Copy, fault: Fault, selection: Selection, took: float | Untried) -> Outcome:
    """Whether the tests notice a fault. ``took``: their seconds without it, or why they cannot."""

    def became(outcome: str, seconds: float, by: str) -> Outcome:
        return Outcome(fault.name, fault.broken, fault.file, selection.database, outcome, seconds, by)

    try:
        if isinstance(took, Untried):
            raise took
        with copy.broken_by(fault):
            ran = copy.run(selection, _LEAST + _TIMES * took)
    except Untried as why:
        return became("error", 0.0, str(why))
    if ran.code is None:
        return became("caught" if fault.may_hang else "error", ran.seconds, "It hung.")
    if ran.code == 0:
        return became("missed", ran.seconds, "")
    if ran.code == 1 and "::" in ran.failed:
        return became("caught", ran.seconds, ran.failed)
    return became("error", ran.seconds, f"No test failed; pytest ended with {ran.code}: {ran.said[-2000:]}")


class Copies:
    """As many copies as jobs, each given to one job at a time."""

    def __init__(self, root: Path, place: Path, jobs: int) -> None:
        self.all = [Copy(root, place / str(number)) for number in range(jobs)]
        self._free: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for copy in self.all:
            self._free.put(copy)

    @contextlib.contextmanager
    def one(self) -> Iterator[Copy]:
        copy = self._free.get()
        try:
            yield copy
        finally:
            self._free.put(copy)


def try_all(faults: Sequence[Fault], *, root: Path, jobs: int, say: Callable[[str], None]) -> list[Outcome]:
    """Every fault on each of its databases. The tests are run without any first: they must pass then."""
    with tempfile.TemporaryDirectory(prefix="seeded-") as place, ThreadPoolExecutor(jobs) as pool:
        copies = Copies(root, Path(place), jobs)

        def tried(pair: tuple[Fault, Selection]) -> Outcome:
            with copies.one() as copy:
                outcome = try_out(copy, *pair, took[pair[1]])
            say(str(outcome))
            return outcome

        pairs = [(fault, selection) for fault in faults for selection in fault.selections]
        wanted = list(dict.fromkeys(selection for _, selection in pairs))
        try:
            with copies.one() as copy:
                took = without(copy, wanted)
            passed = sum(not isinstance(seconds, Untried) for seconds in took.values())
            say(f"Without a fault, {passed} of {len(wanted)} selections of tests pass.")
            return list(pool.map(tried, pairs))
        except BaseException:  # Ctrl-C, or told to end: nothing is left running, and nothing begins any more
            pool.shutdown(wait=False, cancel_futures=True)
            for copy in copies.all:
                copy.stop()
            raise


def summary(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counted = {"caught": 0, "missed": 0, "error": 0}
    for each in outcomes:
        counted[each.outcome] += 1
    return counted


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT, folder: Path = ROOT / "tools/faults") -> int:
    asked = _asked(arguments)
    try:
        faults = _chosen(read_faults(folder), asked.only)
        if asked.list:
            print("\n".join(f"{fault.name}: {fault.broken}" for fault in faults))
            return 0
        outcomes = try_all(faults, root=root, jobs=asked.jobs, say=lambda words: print(words, flush=True))
    except Untried as why:
        print(f"error {why}")
        return 2
    counted, times = summary(outcomes), os.times()
    processor = times.children_user + times.children_system
    print(f"{len(faults)} faults, {len(outcomes)} tried: {counted}; {processor:.0f} s of processor time.")
    if asked.json:
        said: dict[str, Any] = {"faults": len(faults), **counted, "processor_seconds": round(processor)}
        text = json.dumps({**said, "tried": [asdict(each) for each in outcomes]}, indent=1)
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 2 if counted["error"] else 1 if counted["missed"] else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Put small faults into a copy of the source; each must be noticed.")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="These faults and no others.")
    parser.add_argument("--list", action="store_true", help="Say which there are, and try none.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Write there what became of each.")
    parser.add_argument("--jobs", type=int, default=1, help="So many at once.")
    return parser.parse_args(arguments)


def _chosen(faults: tuple[Fault, ...], names: Sequence[str]) -> tuple[Fault, ...]:
    if unknown := set(names) - {fault.name for fault in faults}:
        raise Untried(f"There is no fault {', '.join(sorted(unknown))}; --list has their names.")
    return tuple(fault for fault in faults if not names or fault.name in names)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
