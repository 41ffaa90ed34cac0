"""What one withdrawal costs in a large index: in segments, and as one piece, as it was before.

    uv run python bench/segments.py [--templates 1000000] [--rounds 5] [--json] [--out FILE.json]

Random templates, in memory, without a database: what is measured is the index's own work. A withdrawal has two parts.
First it leaves every list: the segment without it, its receipt, and a search of everything whose answers are compared
with what they must hold. Then its numbers leave memory and disk: the segment is made anew and written. Memory is the
process's own peak during the withdrawal, as a multiple of what it held just before (/proc/self/status, Linux). Each way
has a process of its own. The search of all templates before the withdrawal is the peer of the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

WAYS = ("segments", "one piece")
SIZE, CHUNK = 128, 16_384


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(measured(given.way, given.templates, given.rounds)))
        return
    report: dict[str, Any] = {"templates": given.templates, "rounds": given.rounds, "load": os.getloadavg()[0]}
    for way in WAYS:
        numbers = ["--templates", str(given.templates), "--rounds", str(given.rounds)]
        done = subprocess.run([sys.executable, __file__, "--way", way, *numbers], check=True, stdout=subprocess.PIPE)
        report[way] = json.loads(done.stdout)
    text = json.dumps(report, indent=1)
    print(text if given.json else in_words(report))
    if given.out:
        given.out.write_text(text + "\n")


def measured(way: str, templates: int, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        begin_django(Path(folder))
        return withdrawn(way, templates, rounds, Path(folder) / "index")


def begin_django(home: Path) -> None:
    """The index's modules name models; no database is opened."""
    from antigone.desk.setup import make_folder, read_settings

    make_folder(home, "one-desk")
    os.environ |= read_settings(home) | {"ANTIGONE_DESK_HOME": str(home)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.desk.settings"
    import django

    django.setup()


def withdrawn(way: str, templates: int, rounds: int, home: Path) -> dict[str, Any]:
    from antigone.desk.photos.receipts import SEGMENT

    several = made(templates, SEGMENT if way == "segments" else templates + 1)
    random, times = np.random.default_rng(1), {"search": [], "lists": [], "disk": []}
    grown = []
    for number in range(rounds):
        probe = random.standard_normal(SIZE).astype(np.float32)
        probe /= np.linalg.norm(probe)
        gone = int(random.integers(1, templates))
        times["search"].append(timed(lambda probe=probe: searched(several, probe)))
        held = memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
        times["lists"].append(timed(lambda gone=gone, probe=probe: leave(several, gone, probe)))
        times["disk"].append(timed(lambda gone=gone, step=number: tidy(several, gone, step, home)))
        grown.append(memory("VmHWM") / held)
    said = {}
    for name, each in times.items():
        said[f"{name}_s"], said[f"{name}_processor_s"] = (
            round(statistics.median(one), 3) for one in zip(*each, strict=True)
        )
    return {"segments": len(several), **said, "memory_times": round(max(grown), 2), "memory_mb": round(held / 1024)}


def made(templates: int, at_once: int) -> dict[int, Any]:
    """Random segments by number, each with random hashes."""
    from antigone.desk.candidates.index.segment import ROW, IndexSegment, PartKey, SegmentKey
    from antigone.gallery.exact import ExactIndex

    random, found = np.random.default_rng(0), {}

    def pieces(begin: int, end: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for start in range(begin, end, CHUNK):
            many = min(CHUNK, end - start)
            vectors = random.standard_normal((many, SIZE), dtype=np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            yield np.arange(start, start + many, dtype=np.int64), vectors

    for segment in range((templates + at_once - 1) // at_once):
        begin, end = segment * at_once, min((segment + 1) * at_once, templates)
        rows = np.zeros(end - begin, ROW)
        rows["template"] = rows["subject"] = rows["photograph"] = np.arange(begin, end)
        rows["hash"] = random.integers(0, 2**63, size=(end - begin, 4), dtype=np.uint64)
        key = SegmentKey(PartKey(1, 1, "am", "random"), segment)
        found[segment] = IndexSegment(key, 1, ExactIndex.build(SIZE, pieces(begin, end)), rows)
    searched(found, np.eye(1, SIZE, dtype=np.float32)[0])
    return found


def searched(several: dict[int, Any], probe: np.ndarray) -> None:
    from antigone.desk.candidates.index.part import IndexPart, nearest

    one = next(iter(several.values())).key.part
    expected = {number: each.receipt for number, each in several.items()}
    part = IndexPart(one, 1, tuple(several.values()), expected)
    assert len(nearest([part], probe, 20)) >= 20 and part.subjects


def where(several: dict[int, Any], template: int) -> int:
    return next(number for number, each in several.items() if int(each.columns.templates[-1]) >= template)


def leave(several: dict[int, Any], template: int, probe: np.ndarray) -> None:
    number = where(several, template)
    several[number] = several[number].changed(several[number].sequence + 1, [], [template])
    searched(several, probe)


def tidy(several: dict[int, Any], template: int, step: int, home: Path) -> None:
    from antigone.desk.candidates.index import snapshot
    from antigone.desk.candidates.index.source import Anchor

    number = where(several, template)
    several[number] = several[number].compacted()
    assert not several[number].holds(template)
    snapshot.write(home, several[number], Anchor(step, "0" * 64))


def timed(do: Any) -> tuple[float, float]:
    """By the clock, and of the processor, which a machine that does other things too makes less wrong."""
    began, used = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - began, time.process_time() - used


def memory(name: str) -> int:
    """In KB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['templates']} templates, {report['rounds']} rounds, load {report['load']:.1f}"]
    for way in WAYS:
        found = report[way]
        lines.append(
            f"  {way} ({found['segments']}): left every list after {found['lists_s']} s, memory and disk after"
            f" {found['disk_s']} s more (processor {found['lists_processor_s']} and {found['disk_processor_s']});"
            f" {found['memory_times']} times the {found['memory_mb']} MB held; a search {found['search_s']} s"
            f" ({found['search_processor_s']})"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
