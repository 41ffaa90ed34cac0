"""Drawings that only the report needs: one row a condition, one row a group. Black and white, the same bytes again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antigone.report.fonts import drawable
from antigone.report.sections.amounts import limits
from antigone.report.sections.blocks import printable
from antigone.report.sections.parts import FEWEST, in_order

_STYLE: Any = {
    "svg.hashsalt": "antigone",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "text.parse_math": False,  # a group may be called $x$
}
_MARKS = {1: "o", 2: "s", 3: "D"}
_WORDS = {1: "mild", 2: "moderate", 3: "severe"}
_FILL = {1: "1.0", 2: "0.6", 3: "0.0"}
_MOST = 36
"""Rows in one drawing: what a page of paper holds."""
_LONGEST = 42
"""Characters of a row's name."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval. ``level`` decides its shape: 1 to 3."""

    value: float
    ends: tuple[float, float]
    level: int = 3


Rows = Sequence[tuple[str, tuple[Dot, ...]]]


def conditions(part: Mapping[str, Any]) -> list[bytes]:
    """``report["conditions"]``: FNIR at FPIR 0.01, one row a condition, the worst at the top."""
    found: dict[str, list[Dot]] = {}
    for row in part["results"]:
        value = row["fnir_at_fpir_0.01"]
        ends = limits(value["interval_95"]) or (value["value"],) * 2
        name = f"{row['title']} ({row['side'].upper()})"
        found.setdefault(name, []).append(Dot(value["value"], ends, int(row["severity"])))
    rows = [(name, tuple(dots)) for name, dots in found.items()]
    rows.sort(key=lambda item: -max(dot.value for dot in item[1]))
    sides = [side["fnir_at_fpir_0.01"]["value"] for side in part["as_they_are"].values()]
    line = max(sides) if sides else None
    return [_dots(chunk, "SIMULATED: FNIR at FPIR 0.01", line) for chunk in _chunks(rows)]


def groups(part: Mapping[str, Any]) -> list[bytes]:
    """``report["groups"]``: FMR of the groups of each single column, on a logarithmic scale."""
    rows: list[tuple[str, tuple[Dot, ...]]] = []
    for kind in part["kinds"]:
        if len(kind["by"]) != 1:
            continue
        for one in in_order(kind["groups"]):
            rate = one["fmr"]
            if one["people"] < FEWEST or rate is None or not rate["interval_95"]:
                continue
            name = ", ".join(f"{key}: {value}" for key, value in one["group"].items())
            rows.append((name, (Dot(rate["value"], tuple(rate["interval_95"])),)))
    return [_dots(chunk, "FMR within the group", part.get("fmr_over_everybody"), log=True) for chunk in _chunks(rows)]


def _chunks(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), _MOST):
        yield rows[start : start + _MOST]


def _dots(rows: Rows, across: str, line: float | None, *, log: bool = False) -> bytes:
    import matplotlib as mpl  # heavy: only when something is drawn
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 0.9 + 0.24 * len(rows)), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        floor = _floor(rows) if log else 0.0
        _draw(axes, rows, floor)
        if log:
            axes.set_xscale("log")
            axes.set_xlim(left=floor * 0.8)
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        else:
            axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel(across)
        axes.set_yticks(range(len(rows)), labels=[_short(name) for name, _ in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.grid(axis="x", color="0.85")
        axes.set_axisbelow(True)
        if line is not None and line > floor:
            axes.axvline(line, color="0.3", linestyle="--", linewidth=0.9)
        _legend(axes, {dot.level for _, dots in rows for dot in dots})
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return out.getvalue()


def _draw(axes: Any, rows: Rows, floor: float) -> None:
    for place, (_, dots) in enumerate(rows):
        middle = (len(dots) - 1) / 2
        for number, dot in enumerate(dots):
            height = place + 0.2 * (number - middle)
            low, high = (max(end, floor) for end in dot.ends)
            axes.plot([low, high], [height, height], color="0.3", linewidth=0.9)
            if dot.value >= floor and (dot.value > 0 or not floor):
                mark = {"markerfacecolor": _FILL.get(dot.level, "0.0"), "markeredgecolor": "0.0", "markersize": 4.5}
                axes.plot([dot.value], [height], _MARKS.get(dot.level, "o"), clip_on=False, **mark)


def _floor(rows: Rows) -> float:
    """Below the smallest thing that can be drawn on a logarithmic scale."""
    seen = [value for _, dots in rows for dot in dots for value in (dot.value, *dot.ends) if value > 0]
    return min(seen) / 2 if seen else 1e-6


def _legend(axes: Any, levels: set[int]) -> None:
    if len(levels) < 2:
        return
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker=_MARKS[n], linestyle="", color="0.0", markerfacecolor=_FILL[n], label=_WORDS[n])
        for n in sorted(levels & set(_MARKS))
    ]
    axes.figure.legend(handles=handles, loc="outside upper center", ncols=len(handles))


def _short(name: str) -> str:
    clean = drawable(printable(name))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"
