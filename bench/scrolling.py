"""Whether a candidate list of fifty scrolls without a pause: the times of frames in chromium, beside a plain page.

    uv run python bench/scrolling.py [--candidates 50] [--rounds 5] [--json]

Each page is scrolled from its top to its end, 30 pixels a frame, at 1440 x 900: the list as lines and as a grid with
all faces uncovered, and a page with nothing but the same pictures, as tall as the lines. Of each, the middle of some
rounds, which take turns: ``longest`` the longest frame in milliseconds, ``over_50`` the share of frames above 50 ms,
``of_processor`` the milliseconds of the page's own thread for a frame, which other people's work hardly changes.
``ratio``: lines over plain. Frames wait for the processor: where others use it, only what stands beside each other says
anything. Needs chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from candidate_list import WIDE, opened
from candidate_rows import ListDesk
from desk_pages import PORT, running, signed_in
from desk_rows import start

_SCROLL = """() => new Promise((done) => {
  const times = [];
  const end = document.documentElement.scrollHeight - innerHeight - 1;
  scrollTo({ top: 0, behavior: "instant" });
  let last = null;
  function frame(now) {
    if (last !== null) times.push(now - last);
    last = now;
    if (scrollY >= end) return done(times);
    scrollBy({ top: 30, behavior: "instant" });
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
})"""
_PICTURES = """() => Array.from(document.querySelectorAll('.candidate img'), (each) => {
  const box = each.getBoundingClientRect();
  return [each.src, box.width, box.height];
})"""
_SLOW = 50
"""Milliseconds: a frame that takes longer is seen as a pause."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home = Path(folder) / "desk"
        start(home, "sqlite", PORT)
        desk = ListDesk()
        address = desk.a_list(given.candidates).address
        cookie = signed_in(desk.reader)
        with running(home, "serve", "--workers", "1", "--no-worker") as web, opened(cookie) as page:
            web.stdout.readline()
            said = measured(page, address, given.rounds)
    print(json.dumps(said) if given.json else "\n".join(f"{name}: {value}" for name, value in said.items()))


def measured(page: Any, address: str, rounds: int) -> dict[str, Any]:
    page.set_viewport_size(WIDE)
    page.goto(address)
    page.locator("form.uncover button").first.click()
    page.wait_for_load_state("networkidle")
    plain = page.context.new_page()
    plain.set_viewport_size(WIDE)
    plain.set_content(plain_page(page))
    grid = page.context.new_page()
    grid.set_viewport_size(WIDE)
    grid.goto(f"{address}?view=grid")
    pages = {"plain": plain, "lines": page, "grid": grid}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for turn in range(rounds + 1):  # the first draws everything for the first time: it is left out
        for name, each in pages.items():
            each.bring_to_front()
            once = scrolled(each)
            found[name] += [once] if turn else []
    said: dict[str, Any] = {
        f"{name}_{what}": round(statistics.median(each[what] for each in times), 2)
        for name, times in found.items()
        for what in times[0]
    }
    for what in ("longest", "of_processor"):
        said[f"ratio_{what}"] = round(said[f"lines_{what}"] / said[f"plain_{what}"], 2)
    return {**said, "load": round(os.getloadavg()[0], 1)}


def scrolled(page: Any) -> dict[str, float]:
    """Of one way from the top to the end."""
    page.wait_for_load_state("networkidle")
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _of_the_thread(tools)
    times = page.evaluate(_SCROLL)
    spent = _of_the_thread(tools) - before
    tools.detach()
    return {
        "frames": len(times),
        "longest": max(times),
        "over_50": sum(each > _SLOW for each in times) / len(times),
        "of_processor": 1000 * spent / len(times),
    }


def _of_the_thread(tools: Any) -> float:
    """Seconds that the page's thread had of a processor."""
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def plain_page(page: Any) -> str:
    """The pictures of the list and nothing else, on a page as tall."""
    pictures = page.evaluate(_PICTURES)
    assert pictures, "the list shows faces"
    height = page.evaluate("document.documentElement.scrollHeight") / len(pictures)
    rows = (
        f'<div style="height: {height}px"><img src="{src}" width="{width}" height="{high}" alt=""></div>'
        for src, width, high in pictures
    )
    return f'<!DOCTYPE html><body style="margin: 0">{"".join(rows)}'


if __name__ == "__main__":
    main()
