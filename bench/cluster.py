"""Searches on a cluster of real nodes while a node is killed, another joins, people come and go, and a replica lies.

    uv run python bench/cluster.py [--templates 300] [--changes 200] [--json] [--out FILE]

Three nodes on this machine (127.0.0.2 and on) hold segments of random templates. One thread searches without pause,
another adds and withdraws, a third mends what is missing, as workers do. Each list is compared with what NumPy finds
among the templates that were there at a step of the index between the search's beginning and its end, without those who
left until a later one: a list is made of what the index found, and the database is asked who of them may be shown:

    wrong      it is no such list, and not shorter
    shorter    somebody is missing on it
    refused    the search said that it cannot be made now

First with two replicas of each segment: a replica is put in place that lacks a row, a node is killed, another joins.
Then with one replica, and another node is killed. Then the head is lost, with all that it knew, and begun again.
Promised: no wrong and no shorter list ever; with two replicas no refusal; with one the first right list at most 30
seconds after the kill. It ends with 1 if one of these is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path += [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1] / "tests")]

from cluster_nodes import LocalCluster, local_cluster
from desk_cluster import cluster as postgresql
from desk_rows import start

SEGMENT = 64
"""Numbers in a segment here: so few that some hundred templates lie in several."""
TOP = 20
WITHIN = 30.0
"""Seconds after a kill in which the first right list must be there with one replica."""


@dataclass
class SearchTally:
    """What became of the searches of one part of the measurement."""

    right: int = 0
    wrong: int = 0
    shorter: int = 0
    refused: int = 0
    longest_s: float = 0.0
    """The longest time from one right list to the next."""
    first_right_s: float = 0.0
    """From the kill to the first right list after the last refusal."""
    commands: list[int] = field(default_factory=list)
    """How the commands ended that were given: to say which nodes there are, and to have one leave."""
    why: Counter[str] = field(default_factory=Counter)

    def said(self) -> dict[str, Any]:
        numbers = {name: getattr(self, name) for name in ("right", "wrong", "shorter", "refused")}
        times = {name: round(getattr(self, name), 2) for name in ("longest_s", "first_right_s")}
        return {**numbers, **times, "why": dict(self.why)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, default=300)
    parser.add_argument("--changes", type=int, default=200, help="people added and withdrawn while it is searched")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--port", type=int, default=21_500, help="the first of the nodes' ports")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with redirect_stdout(sys.stderr):  # Ray prints what happens to nodes
        report = measured(given)
    text = json.dumps(report, indent=1)
    print(text if given.json else in_words(report))
    if given.out:
        given.out.write_text(text + "\n")
    sys.exit(1 if report["broken"] else 0)


def measured(given: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home, began = Path(folder) / "desk", time.monotonic()
        on = postgresql(Path(folder) / "postgresql") if given.database == "postgresql" else nullcontext("sqlite")
        with on as database:
            start(home, database, 8000)
            world = World(home, given.templates)
            with local_cluster(3, given.port) as nodes:
                load, up = os.getloadavg()[0], time.monotonic() - began
                try:
                    two = two_replicas(world, nodes, given.changes)
                    one = one_replica(world, nodes, given.changes // 2)
                    head = head_lost(world, nodes)
                finally:  # Ray ends a process at once whose node ends: nobody would learn what went wrong
                    world.close()
                left = in_files(nodes.folder, world.everybody())
    report = {
        "templates": given.templates,
        "database": given.database,
        "load": round(load, 1),
        "three_nodes_up_s": round(up, 1),
        "two_replicas": two.said(),
        "one_replica": one.said(),
        "head_lost": head.said(),
        "templates_in_files": left,
        "seconds": round(time.monotonic() - began, 1),
    }
    return report | {"broken": broken(two, one, head, left)}


def broken(two: SearchTally, one: SearchTally, head: SearchTally, left: int) -> list[str]:
    said = []
    for name, each in (("two replicas", two), ("one replica", one), ("head lost", head)):
        said += [f"{name}: {what}" for what in ("wrong", "shorter") if getattr(each, what)]
        said += [f"{name}: no right list"] if not each.right else []
    said += ["two replicas: refused"] if two.refused else []
    said += ["one replica: not back in time"] if one.first_right_s > WITHIN else []
    said += ["a command failed"] if head.commands != [0, 0] else []
    return said + (["templates in files of nodes"] if left else [])


class World:
    """A desk whose templates come and go, and what must be found among them."""

    def __init__(self, home: Path, templates: int) -> None:
        from antigone.desk.candidates.index import source
        from antigone.desk.photos import receipts

        receipts.SEGMENT = source.SEGMENT = SEGMENT
        from antigone.desk.candidates.index.segment import PartKey
        from desk_faces import MODEL, Ferry, a_face, a_photograph, an_incident
        from desk_people import two_agencies

        self.home, self.random = home, np.random.default_rng(0)
        people = two_agencies()
        self.ferry = Ferry(people, an_incident(people.harbour))
        self.steps: list[tuple[int, int, np.ndarray, bool]] = []
        """What happened: step, subject, vector, whether it left."""
        self.there: list[tuple[Any, np.ndarray]] = []
        self.changing = threading.Lock()
        """Held from a change until it is noted down: whoever has it knows of every change that was made."""
        self.make = lambda seed: (a_photograph(self.ferry.record(), a_face(seed)), a_face(seed))
        self.seed = 0
        for _ in range(templates):
            self.come()
        subject = self.there[0][0].subject
        self.key = PartKey(subject.incident_id, subject.agency_id, "am", MODEL)
        self.index: Any = None

    def come(self) -> None:
        from antigone.desk.candidates.index import source

        self.seed += 1
        with self.changing:
            photograph, vector = self.make(self.seed)
            self.there.append((photograph, vector))
            self.steps.append((source.last_step(), photograph.subject_id, vector, False))

    def go(self) -> None:
        from antigone.desk.candidates.index import source
        from desk_faces import leaves

        with self.changing:
            photograph, vector = self.there.pop(int(self.random.integers(len(self.there))))
            leaves(photograph)
            self.steps.append((source.last_step(), photograph.subject_id, vector, True))

    def everybody(self) -> list[np.ndarray]:
        return [vector for _, _, vector, _ in self.steps]

    def connect(self, nodes: LocalCluster, replicas: int) -> None:
        """The desk's own way to the cluster, with so many replicas."""
        from antigone.cluster.link import ClusterLink
        from antigone.cluster.node import read_token
        from antigone.desk.candidates.index.holder import SegmentHolder
        from antigone.desk.candidates.index.many import ClusterIndex

        link = self.index.link if self.index else None
        if link is None:
            link = ClusterLink(nodes.head, nodes.head.host, read_token(nodes.token), SegmentHolder)
        self.index = ClusterIndex(self.home / "index", link, replicas)
        until = time.monotonic() + 180
        while not quietly(self.index.mend):
            if time.monotonic() > until:
                raise RuntimeError("The segments do not come to lie where they must.")
            time.sleep(0.2)

    def close(self) -> None:
        if self.index is not None:
            self.index.link.close()

    def search(self, probe: np.ndarray) -> tuple[int, list[int]]:
        """The step of the index as of which a list was made, at the earliest, and who is on it."""
        from antigone.desk.candidates.search import _ranked

        parts, scored = _ranked(self.index, [self.key], probe, TOP, set())
        return min(part.sequence for part in parts), [each.subject for each in scored]

    def judge(self, probe: np.ndarray, since: int, found: list[int]) -> tuple[str, str]:
        """What became of a list, and, if it is not right, how it differs from the nearest that would be."""
        with self.changing:
            moments = [since, *(step for step, *_ in self.steps if since < step)]
        lists = [self.truth(probe, then, later) for n, then in enumerate(moments) for later in moments[n:]]
        if found in lists:
            return "right", ""
        nearest = min(lists, key=lambda each: len(set(each) ^ set(found)))
        differs = f"steps {moments[0]} to {moments[-1]}: without {[n for n in nearest if n not in found]}"
        differs += f", with {[n for n in found if n not in nearest]}, of {len(nearest)} and {len(found)}"
        return ("shorter" if all(set(each) - set(found) for each in lists) else "wrong"), differs

    def truth(self, probe: np.ndarray, then: int, later: int) -> list[int]:
        """Who is nearest of those who were there after step ``then`` and had not left by step ``later``."""
        there: dict[int, np.ndarray] = {}
        for step, subject, vector, left in list(self.steps):
            if left and step <= later:
                there.pop(subject, None)
            elif not left and step <= then:
                there[subject] = vector
        scores = {subject: float(np.clip(np.dot(vector, probe), -1, 1)) for subject, vector in there.items()}
        return sorted(scores, key=lambda subject: (-scores[subject], subject))[:TOP]


def quietly(what: Any) -> bool:
    from antigone.errors import AntigoneError

    with suppress(AntigoneError):
        return bool(what())
    return False


@contextmanager
def searching(world: World, tally: SearchTally, changes: int) -> Iterator[threading.Event]:
    """While the body runs: searches, changes, and mending, each in a thread. What is set when all changes were made."""
    from django.db import connection

    stop, changed, faults = threading.Event(), threading.Event(), list[BaseException]()

    def each(do: Any) -> Any:
        def run() -> None:
            try:
                do()
            except BaseException as fault:
                faults.append(fault)
            finally:
                connection.close()

        return threading.Thread(target=run)

    def search() -> None:
        last = time.monotonic()
        while not stop.is_set():
            last = once(world, tally, last)

    def change() -> None:
        for number in range(changes):
            (world.go if number % 2 else world.come)()
            if stop.wait(0.05):
                break
        changed.set()

    def mend() -> None:
        while not stop.wait(0.5):
            quietly(world.index.mend)

    threads = [each(search), each(change), each(mend)]
    for thread in threads:
        thread.start()
    try:
        yield changed
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]


def once(world: World, tally: SearchTally, last: float) -> float:
    """One search, judged. Returns when the last right list was there."""
    from antigone.errors import AntigoneError

    probe = world.random.standard_normal(128).astype(np.float32)
    probe /= np.linalg.norm(probe)
    try:
        since, found = world.search(probe)
    except AntigoneError as fault:
        tally.refused += 1
        tally.why[f"{type(fault).__name__}: {fault.detail}"] += 1
        time.sleep(0.2)
        return last
    now = time.monotonic()
    became, differs = world.judge(probe, since, found)
    if differs:
        tally.why[f"{became}, {differs}"] += 1
    setattr(tally, became, getattr(tally, became) + 1)
    tally.longest_s = max(tally.longest_s, now - last) if became == "right" else tally.longest_s
    return now if became == "right" else last


def until(what: Any, patience: float = 180.0) -> None:
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise RuntimeError("It does not come to be as it must.")
        time.sleep(0.1)


def more_right(tally: SearchTally, count: int = 5) -> None:
    before = tally.right
    until(lambda: tally.right >= before + count)


def two_replicas(world: World, nodes: LocalCluster, changes: int) -> SearchTally:
    world.connect(nodes, 2)
    tally = SearchTally()
    with searching(world, tally, changes) as changed:
        more_right(tally)
        sabotage(world)
        more_right(tally, 10)
        nodes.nodes[2].kill()
        more_right(tally, 10)
        nodes.begin()
        until(lambda: len(world.index.link.nodes()) == 3)
        until(changed.is_set)
        more_right(tally)
    return tally


def one_replica(world: World, nodes: LocalCluster, changes: int) -> SearchTally:
    world.connect(nodes, 1)
    tally = SearchTally()
    with searching(world, tally, changes) as changed:
        more_right(tally)
        sabotage(world)
        more_right(tally)
        killed = time.monotonic()
        nodes.nodes[3].kill()
        seen = tally.right + tally.refused
        until(lambda: tally.right + tally.refused > seen + 1)
        more_right(tally, 1)
        tally.first_right_s = time.monotonic() - killed
        until(changed.is_set)
        more_right(tally)
    return tally


def head_lost(world: World, nodes: LocalCluster) -> SearchTally:
    """The first node is killed with all that it knew, and begun again after some seconds."""
    world.connect(nodes, 2)
    tally = SearchTally()
    with searching(world, tally, 20):
        more_right(tally)
        killed = time.monotonic()
        nodes.nodes[0].kill()
        time.sleep(5)
        nodes.nodes[0].begin()
        nodes.nodes[0].wait()
        until(lambda: quietly(lambda: len(world.index.link.nodes()) >= 2))
        more_right(tally)
        tally.first_right_s = time.monotonic() - killed
        leaves = ["leave", str(nodes.head), "--node", nodes.nodes[1].bind.host, "--folder", str(nodes.nodes[1].folder)]
        tally.commands = [nodes.said(*words) for words in (["status", str(nodes.head)], leaves)]
        more_right(tally)
    return tally


def sabotage(world: World) -> None:
    """Have one replica hold a row less than it must, at the very step that it must have."""
    from dataclasses import replace

    from antigone.desk.candidates.index.holder import SegmentPiece

    index = world.index
    (name, key), receipt = next((k, r) for k, r in sorted(index._known.items(), key=lambda e: str(e[0])) if r.count > 2)
    node = next(each for each in index.link.nodes() if each.name == name)
    call = index.link.call
    call(node, "begin", key, "sabotage", receipt.step)
    piece = call(node, "give", key, receipt, 0)
    if piece is None:  # it has followed a change since
        return sabotage(world)
    call(node, "more", key, "sabotage", replace(piece, rows=piece.rows[1:], vectors=piece.vectors[1:]))
    found = call(node, "finish", key, "sabotage")
    assert isinstance(piece, SegmentPiece) and not found.satisfies(receipt)
    return None


def in_files(folder: Path, vectors: list[np.ndarray]) -> int:
    """How many templates lie in the nodes' files, in full or in half precision, by 32 bytes of each."""
    needles = [v.astype(kind).tobytes()[:32] for v in vectors for kind in ("<f4", "<f2")]
    found = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                held = path.read_bytes()
                found += sum(needle in held for needle in needles)
    return found


def in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['templates']} templates, {report['database']}, load {report['load']}, {report['seconds']} s"]
    for name in ("two_replicas", "one_replica", "head_lost"):
        each = report[name]
        numbers = ", ".join(f"{what} {each[what]}" for what in ("right", "wrong", "shorter", "refused"))
        lines.append(
            f"  {name.replace('_', ' ')}: {numbers}; longest between two right lists {each['longest_s']} s"
            f"; right again after {each['first_right_s']} s"
        )
        lines += [f"    {count} x {why}" for why, count in each["why"].items()]
    lines.append(f"  templates in files of nodes: {report['templates_in_files']}")
    lines.append("broken: " + "; ".join(report["broken"]) if report["broken"] else "Every promise was kept.")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
