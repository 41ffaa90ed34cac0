"""A waterfall as SVG: bars that begin where the one above ends; legible in black and white.

Without scripts, style sheets and style attributes, which the desk's content security policy forbids: how things look is
said by presentation attributes, and each part has a class for a page's own style sheet. The same waterfall gives the
same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from antigone.reconciliation.waterfall import Waterfall, WaterfallStep


@dataclass(frozen=True, slots=True)
class PictureWords:
    """The picture's own words, for a page in another language. ``kinds``: what each kind of line is called."""

    scale: str = "log10 LR: left against, right for the person"
    together: str = "together"
    excluded: str = "excluded"
    not_counted: str = "not counted"
    not_counted_for: str = "not counted, for %(other)s counts instead"
    in_part: str = "%(alone)s, of which %(counted)s counts: the rest is in other lines already"
    kinds: Mapping[str, str] = field(default_factory=dict)


ENGLISH = PictureWords()
WIDTH, ROW, TOP, LABELS, NUMBERS = 800, 26, 34, 250, 150
"""In pixels: of the picture, a row, the head; of the words on the left and the numbers on the right."""
_LONGEST = 38


def picture(waterfall: Waterfall, title: str, words: PictureWords = ENGLISH) -> str:
    """``title`` names the case and the record as the desk calls them."""
    rows = len(waterfall.steps) + 1
    height = TOP + rows * ROW + 30 + 16 * len(waterfall.excluded)
    ends = [0.0, *(v for step in waterfall.steps for v in (step.before, step.after))]
    ends += [v for v in (waterfall.low, waterfall.high) if math.isfinite(v)]
    low, high = math.floor(min(ends) - 0.2), math.ceil(max(ends) + 0.2)

    def across(value: float) -> float:
        return round(LABELS + (value - low) / (high - low) * (WIDTH - LABELS - NUMBERS), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="waterfall" role="img" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(in_words(waterfall, words))}</desc>",
        _text(0, 14, title, "title", bold=True),
    ]
    bottom = TOP + rows * ROW
    step = max(1, math.ceil((high - low) / 10))
    for tick in range(low, high + 1, step):
        x = across(tick)
        colour = "#000" if tick == 0 else "#ccc"
        parts.append(f'<line x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{bottom}" stroke="{colour}" class="tick"/>')
        parts.append(_text(x, bottom + 14, f"{tick:+d}" if tick else "0", "scale", anchor="middle"))
    parts.append(_text(0, bottom + 14, words.scale, "scale"))
    for row, one in enumerate(waterfall.steps):
        parts += _row(one, TOP + row * ROW, (across(one.before), across(one.after)), words)
    parts += _total(waterfall, TOP + (rows - 1) * ROW, across, words)
    for row, reason in enumerate(waterfall.excluded):
        parts.append(
            _text(0, bottom + 30 + 16 * row, f"{words.excluded.capitalize()}: {reason}", "excluded", bold=True)
        )
    return "".join([*parts, "</svg>"])


def in_words(waterfall: Waterfall, words: PictureWords = ENGLISH) -> str:
    """The picture for those who cannot see it."""
    said = [f"{words.kinds.get(step.kind, step.kind)}: {step.said}: {_weighs(step, words)}" for step in waterfall.steps]
    end = words.excluded if waterfall.excluded else f"{words.together} {waterfall.total:+.1f}"
    return "; ".join([*said, end]) + "."


def _weighs(step: WaterfallStep, words: PictureWords) -> str:
    if step.instead:
        return words.not_counted_for % {"other": step.instead}
    if step.in_part:
        return words.in_part % {"alone": f"{step.alone:+.2f}", "counted": f"{step.after - step.before:+.2f}"}
    return f"{step.alone:+.1f}"


def _row(step: WaterfallStep, y: int, ends: tuple[float, float], words: PictureWords) -> list[str]:
    start, end = ends
    said = f"{words.kinds.get(step.kind, step.kind)}: {step.said}"
    parts = [f"<g><title>{escape(said)} ({escape(step.source)})</title>", _text(0, y + 16, _short(said), "label")]
    if step.instead:
        parts.append(f'<line x1="{start}" x2="{start}" y1="{y + 4}" y2="{y + 22}" stroke="#000" class="still"/>')
        parts.append(_text(WIDTH, y + 16, f"({step.alone:+.1f}) {words.not_counted}", "number", anchor="end"))
        return [*parts, "</g>"]
    x, width = min(start, end), max(abs(end - start), 1)
    fill = "#444" if step.alone > 0 else "#fff"
    side = "for" if step.alone > 0 else "against"
    parts.append(
        f'<rect x="{x}" y="{y + 5}" width="{width:.1f}" height="{ROW - 10}" fill="{fill}" stroke="#000"'
        f' class="{side}"/>'
    )
    parts.append(
        _text(WIDTH, y + 16, f"{step.alone:+.1f} ({step.low:+.1f} to {step.high:+.1f})", "number", anchor="end")
    )
    return [*parts, "</g>"]


def _total(waterfall: Waterfall, y: int, across: Callable[[float], float], words: PictureWords) -> list[str]:
    if not math.isfinite(waterfall.total):
        return [_text(0, y + 16, f"{words.together}: {words.excluded}", "label", bold=True)]
    x, low, high = across(waterfall.total), across(waterfall.low), across(waterfall.high)
    numbers = f"{waterfall.total:+.1f} ({waterfall.low:+.1f} to {waterfall.high:+.1f})"
    return [
        _text(0, y + 16, words.together, "label", bold=True),
        f'<line x1="{low}" x2="{high}" y1="{y + 13}" y2="{y + 13}" stroke="#000" class="interval"/>',
        f'<line x1="{x}" x2="{x}" y1="{y + 3}" y2="{y + 23}" stroke="#000" stroke-width="3" class="total"/>',
        _text(WIDTH, y + 16, numbers, "number", anchor="end", bold=True),
    ]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _text(x: float, y: float, words: str, name: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{weight} class="{name}">{escape(words)}</text>'
