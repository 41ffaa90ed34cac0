"""How each line of evidence moves the weight, step by step: for a table on a page, and for a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from antigone.reconciliation.combine import Combined


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One line: the weight before it and after it, log10 LR."""

    kind: str
    said: str
    before: float
    after: float
    alone: float
    """What it weighs by itself, with its interval; it moves nothing if something counts instead of it."""
    low: float
    high: float
    source: str
    instead: str
    """Why it moves nothing: what counts instead of it. Empty if it counts."""

    @property
    def in_part(self) -> bool:
        """Whether it moves the weight by less than it weighs alone, because the rest is in other lines already."""
        return not self.instead and abs(self.after - self.before - self.alone) > 0.005


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From nothing known to everything known, without odds from before: a weight, not a probability."""

    steps: tuple[WaterfallStep, ...]
    total: float
    """Minus infinity where the two are excluded: then ``excluded`` says why."""
    low: float
    high: float
    excluded: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        def rounded(number: float) -> float | None:
            return round(number, 2) if math.isfinite(number) else None

        return {
            "steps": [
                {
                    "kind": step.kind,
                    "said": step.said,
                    "before": rounded(step.before),
                    "after": rounded(step.after),
                    "log10_lr": rounded(step.alone),
                    "low": rounded(step.low),
                    "high": rounded(step.high),
                    "source": step.source,
                    "instead": step.instead,
                }
                for step in self.steps
            ],
            "log10_lr": rounded(self.total),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "excluded": list(self.excluded),
        }


def waterfall(combined: Combined) -> Waterfall:
    """The lines in the order in which they were given."""
    steps, now = [], 0.0
    for one in combined.lines:
        line = one.line
        after = now + one.added[0]
        numbers = (now, after, line.log10_lr, line.low, line.high)
        steps.append(WaterfallStep(line.kind.value, line.said, *numbers, line.source, one.instead))
        now = after
    reasons = tuple(f"{exclusion.reason} ({exclusion.source})" for exclusion in combined.exclusions)
    return Waterfall(tuple(steps), combined.log10_lr, combined.low, combined.high, reasons)
