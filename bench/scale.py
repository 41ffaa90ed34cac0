"""How the index grows: measured from 10,000 templates upwards, and what larger ones need, calculated.

    uv run python bench/scale.py [--templates 10000 --templates 100000 ...] [--json] [--svg FILE.svg]

Measured, by search_speed.py and segments.py, each in a process of its own, of random templates: one search of all
on one thread and building, in seconds of the processor, with faiss in half precision as the peer; the memory of a
process that holds the segments, and what a withdrawal takes until its numbers have left memory and disk. The load is
said with each size.

Calculated: memory and nodes from what the largest size took more than the one before, seconds from the largest, and
how many strangers reach a threshold by chance, from the rate at which it was set (docs/accuracy.md), as if strangers
were independent.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NODE = 24e9
"""Memory of a node that is bought."""
FOR_TEMPLATES = 0.5
"""Of it: a segment made anew, what another node held, Ray and the system take room too."""
REPLICAS = 2
ENROLLED = 1_828
"""People in the gallery in which 1,051 strangers were searched for (docs/accuracy.md, turned photographs)."""
RATES = (0.01, 0.03, 0.1)
"""FPIR: the share of searches for somebody who is not there that find anybody at the threshold."""
PAPER = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
SCOPES = (1_000, 10_000, 100_000, *PAPER)
CURVES = (
    ("search_ms", "one search, ms of the processor", "#1f5f8b"),
    ("build_s", "building, s of the processor", "#8b5a1f"),
    ("memory_mb", "memory of the process, MB", "#2f7d4f"),
    ("withdrawal_s", "a withdrawal, s of the processor", "#8b1f4f"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--templates", type=int, action="append")
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    parser.add_argument("--svg", type=Path, help="write the measured curves as a picture")
    given = parser.parse_args()
    sizes = sorted({*(given.templates or (10_000, 100_000, 1_000_000))})
    if len(sizes) < 2:
        parser.error("a curve needs two sizes: give --templates twice")
    measured = [measure(templates) for templates in sizes]
    report = {"measured": measured, "needed": needed(measured), "strangers": strangers()}
    if given.svg:
        given.svg.write_text(picture(measured), encoding="utf-8")
    print(json.dumps(report, indent=1) if given.json else in_words(report))


def measure(templates: int) -> dict[str, Any]:
    load = os.getloadavg()[0]
    search = told("search_speed.py", templates, "--only-faiss")
    segments = told("segments.py", templates, "--rounds", "3", "--json")["segments"]
    return {
        "templates": templates,
        "load": round(load, 1),
        "search_ms": search["milliseconds"]["antigone"],
        "search_of_faiss_fp16": search["share_of_time"]["faiss fp16"],
        "build_s": round(search["building_microseconds_each"] * templates / 1e6, 3),
        "memory_mb": segments["memory_mb"],
        "withdrawal_s": round(segments["lists_processor_s"] + segments["disk_processor_s"], 3),
        "withdrawal_memory_times": segments["memory_times"],
    }


def told(program: str, templates: int, *more: str) -> Any:
    command = [sys.executable, str(HERE / program), "--templates", str(templates), *more]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def needed(measured: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What larger sizes need: memory once, nodes with two replicas, a search on one thread and on one of each node."""
    smaller, largest = measured[-2:]
    each = 1e6 * (largest["memory_mb"] - smaller["memory_mb"]) / (largest["templates"] - smaller["templates"])
    found = []
    for templates in PAPER:
        nodes = max(REPLICAS, math.ceil(templates * each * REPLICAS / (NODE * FOR_TEMPLATES)))
        seconds = largest["search_ms"] / 1000 * templates / largest["templates"]
        found.append(
            {
                "templates": templates,
                "memory_gb": round(templates * each / 1e9, 1),
                "nodes_of_24_gb": nodes,
                "search_s_one_thread": round(seconds, 2),
                "search_s_a_thread_a_node": round(seconds / nodes, 3),
            }
        )
    return found


def strangers() -> list[dict[str, Any]]:
    """How many strangers reach a threshold in a list of so many people, by the rate at which it was set."""
    return [{"people": people, **{str(rate): expected(rate, people) for rate in RATES}} for people in SCOPES]


def expected(rate: float, people: int) -> float:
    """If a list of ENROLLED is without any stranger in 1 - rate of searches, so many are in one of people."""
    return float(f"{-math.log1p(-rate) * people / ENROLLED:.2g}")


def in_words(report: dict[str, Any]) -> str:
    lines = ["measured:"]
    for each in report["measured"]:
        lines.append(
            f"  {each['templates']:>13,}: a search {each['search_ms']} ms ({each['search_of_faiss_fp16']} of faiss's"
            f" time), building {each['build_s']} s, {each['memory_mb']} MB, a withdrawal {each['withdrawal_s']} s and"
            f" {each['withdrawal_memory_times']} times the memory; load {each['load']}"
        )
    lines.append("calculated:")
    for each in report["needed"]:
        lines.append(
            f"  {each['templates']:>13,}: {each['memory_gb']} GB, {each['nodes_of_24_gb']} nodes of 24 GB; a search"
            f" {each['search_s_one_thread']} s on one thread, {each['search_s_a_thread_a_node']} s on one of each node"
        )
    lines.append("strangers by chance at the threshold of FPIR " + ", ".join(map(str, RATES)) + ":")
    for each in report["strangers"]:
        lines.append(f"  {each['people']:>13,} people: " + ", ".join(f"{each[str(rate)]:,}" for rate in RATES))
    return "\n".join(lines)


WIDE, HIGH, LEFT, TOP, GAP = 300, 190, 58, 34, 40


def picture(measured: list[dict[str, Any]]) -> str:
    """Four curves beside each other, two by two; both axes are logarithms."""
    width, height = 2 * (WIDE + LEFT) + GAP, 2 * (HIGH + TOP + GAP)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11"'
        f' viewBox="0 0 {width} {height}">',
        "<title>How the index grows with the number of templates</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, (name, title, colour) in enumerate(CURVES):
        x, y = LEFT + number % 2 * (WIDE + LEFT), TOP + number // 2 * (HIGH + TOP + GAP // 2)
        parts.append(curve([(each["templates"], each[name]) for each in measured], title, colour, x, y))
    return "\n".join([*parts, "</svg>\n"])


def curve(points: list[tuple[int, float]], title: str, colour: str, x: int, y: int) -> str:
    points = [(many, max(value, 0.001)) for many, value in points]  # what took less than can be measured
    across = scaled([many for many, _ in points], x + 30, x + WIDE - 50)
    up = scaled([value for _, value in points], y + HIGH - 10, y + 20)
    spots = [(across(many), up(value)) for many, value in points]
    line = " ".join(f"{a:.0f},{b:.0f}" for a, b in spots)
    said = [
        f'<text x="{x}" y="{y - 8}" font-size="13">{title}</text>',
        f'<path d="M{x} {y}V{y + HIGH}H{x + WIDE - 20}" fill="none" stroke="#888"/>',
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>',
    ]
    for (a, b), (many, value) in zip(spots, points, strict=True):
        said.append(f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3" fill="{colour}"/>')
        said.append(f'<text x="{a:.0f}" y="{b - 8:.0f}" text-anchor="middle">{value:g}</text>')
        said.append(f'<text x="{a:.0f}" y="{y + HIGH + 14}" text-anchor="middle">{many:,}</text>')
    return "\n".join(said)


def scaled(values: list[float] | list[int], low: float, high: float) -> Any:
    """Where a value lies between two edges, by its logarithm."""
    least, most = math.log(min(values)), math.log(max(values))
    return lambda value: low + (high - low) * ((math.log(value) - least) / (most - least) if most > least else 0.5)


if __name__ == "__main__":
    main()
