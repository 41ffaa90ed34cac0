"""Drawings of an evaluation as SVG: the same report gives the same bytes; legible in black and white.

Each function takes the part of the report it draws (see :mod:`antigone.evidence.evaluation`).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLE: Any = {
    "svg.hashsalt": "antigone",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.grid": True,
    "grid.color": "0.85",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}
_TICKS = (1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.4)


class _Drawing:
    """An SVG being drawn: ``axes`` to draw on, ``svg`` afterwards."""

    axes: Axes
    svg: bytes


@contextmanager
def _drawing(title: str, across: str, upwards: str) -> Iterator[_Drawing]:
    import matplotlib as mpl  # heavy: only when something is drawn
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 3.8), layout="constrained")
        FigureCanvasSVG(figure)
        drawing = _Drawing()
        drawing.axes = figure.add_subplot()
        drawing.axes.set(title=title, xlabel=across, ylabel=upwards)
        yield drawing
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        drawing.svg = out.getvalue()


def _finite(values: list[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]


def det(part: dict[str, Any]) -> bytes:
    """``report["verification"]["det"]``: FNMR against FMR, both on normal-deviate scales."""

    def deviates(shares: list[float]) -> list[float]:
        return [NormalDist().inv_cdf(share) if 0 < share < 1 else math.nan for share in shares]

    with _drawing("Detection error trade-off", "false-match rate", "false-non-match rate") as drawing:
        axes = drawing.axes
        axes.plot(deviates(part["fmr"]), deviates(part["fnmr"]), "k-")
        shown = [share for share in part["fmr"] + part["fnmr"] if 0 < share < 1]
        ticks = [tick for tick in _TICKS if not shown or tick >= min(shown) / 2]
        places = [NormalDist().inv_cdf(tick) for tick in ticks]
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks(places, labels=[f"{tick:g}" for tick in ticks])
    return drawing.svg


def tippett(part: dict[str, Any]) -> bytes:
    """``curves["tippett"]``: how many comparisons of either kind have a weight of so much or more."""
    with _drawing("Tippett plot", "weight of evidence, log10 LR", "share at or above") as drawing:
        drawing.axes.plot(part["log10_lr"], part["mated"], "k-", label="one person")
        drawing.axes.plot(part["log10_lr"], part["non_mated"], "k--", label="two persons")
        drawing.axes.axvline(0, color="0.5", linewidth=0.8)
        drawing.axes.legend()
    return drawing.svg


def ece(part: dict[str, Any]) -> bytes:
    """``curves["ece"]``: what the weights cost whoever decides, over a range of odds that he or she may hold."""
    with _drawing("Empirical cross-entropy", "odds held by whoever decides, log10", "cost in bits") as drawing:
        for name, line, words in (
            ("weights", "k-", "these weights"),
            ("after_pav", "k--", "best possible with these scores"),
            ("saying_nothing", "k:", "saying nothing"),
        ):
            drawing.axes.plot(part["log10_odds"], _finite(part[name]), line, label=words)
        drawing.axes.set_ylim(bottom=0)
        drawing.axes.legend()
    return drawing.svg


def pav(part: dict[str, Any]) -> bytes:
    """``curves["pav"]``: weights as stated against the best monotone weights; on the diagonal they are right."""
    with _drawing("PAV plot", "weight as stated, log10 LR", "weight after PAV, log10 LR") as drawing:
        stated = part["log10_lr"]
        drawing.axes.plot(stated, _finite(part["after_pav"]), "k.-", markersize=3, label="measured")
        ends = [min(stated), max(stated)]
        drawing.axes.plot(ends, ends, "k:", label="right")
        drawing.axes.legend()
    return drawing.svg


def growth(parts: list[dict[str, Any]]) -> bytes:
    """``report["identification"]["growth"]``: FNIR against gallery size, with the fitted line, for each FPIR."""
    with _drawing("Misses and gallery size", "persons in the gallery", "FNIR") as drawing:
        axes = drawing.axes
        for part, marker in zip(parts, "os^Dvx", strict=False):
            axes.plot(part["sizes"], part["fnir"], f"k{marker}", markersize=4, label=f"FPIR {part['fpir']:g}")
            if part["a"] is not None:
                axes.plot(part["sizes"], [part["a"] * size ** part["b"] for size in part["sizes"]], "k:", linewidth=0.8)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.legend()
    return drawing.svg


def cmc(part: dict[str, Any]) -> bytes:
    """``report["identification"]["cmc"]``: share of searches whose person is among the first so many."""
    with _drawing("Searches that find their person, by rank", "rank", "share of mated searches") as drawing:
        drawing.axes.plot(part["rank"], part["share"], "k-")
        drawing.axes.set_ylim(top=1)
    return drawing.svg


def all_of(report: dict[str, Any]) -> dict[str, bytes]:
    """Every drawing that a report has the figures for, by name."""
    drawn = {"det": det(report["verification"]["det"])}
    identified = report.get("identification") or {}
    if "cmc" in identified:
        drawn["cmc"] = cmc(identified["cmc"])
        if identified["growth"] and identified["growth"][0]["sizes"]:
            drawn["growth"] = growth(identified["growth"])
    curves = (report.get("weights") or {}).get("curves") or {}
    for name, draw in (("tippett", tippett), ("ece", ece), ("pav", pav)):
        if name in curves:
            drawn[name] = draw(curves[name])
    return drawn
