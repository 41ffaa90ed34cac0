"""Every condition, in the order in which they are listed; and those that words name: ``NAME[:SEVERITY],...``."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from antigone.errors import ConditionUnknown
from antigone.evidence.conditions import of_bodies, of_photos
from antigone.evidence.conditions.condition import Condition, Severity

CONDITIONS: tuple[Condition, ...] = (
    *(of_bodies.CAMERA + of_bodies.SHAPE + of_bodies.SKIN + of_bodies.COVER),
    *(of_photos.LIGHT + of_photos.REFERENCE),
)

NOT_SIMULATED: tuple[tuple[str, str], ...] = (
    (
        "Ten and twenty years younger or older",
        "There is no data here from which ageing could be learned, and drawing it by hand would invent results. "
        "Measure it with photos of the same people years apart.",
    ),
    (
        "Burns, crushing, gunshot, skeletonisation, saponification, the work of animals",
        "They destroy the shape the comparison needs. A face in that state is a case for other identifiers.",
    ),
)
"""What was asked for or comes to mind, and is not here, with the reason."""


@dataclass(frozen=True, slots=True)
class ConditionStep:
    """A condition at one severity."""

    condition: Condition
    severity: Severity

    def __str__(self) -> str:
        return f"{self.condition.name}:{self.severity.word}"


def condition(name: str) -> Condition:
    """The condition called ``name``.

    Raises:
        ConditionUnknown: if there is none, with the nearest names.
    """
    wanted = name.strip().lower()
    for one in CONDITIONS:
        if one.name == wanted:
            return one
    near = difflib.get_close_matches(wanted, [c.name for c in CONDITIONS], n=3, cutoff=0.5)
    near = near or [c.name for c in CONDITIONS if wanted and wanted in c.name][:3]
    ask = f"Did you mean {' or '.join(near)}?" if near else "antigone conditions list names them all."
    raise ConditionUnknown(f"There is no condition {name.strip()!r}.", ask)


def severities(text: str) -> tuple[Severity, ...]:
    """``mild``, ``moderate``, ``severe``, or 1, 2, 3, or ``all``.

    Raises:
        ConditionUnknown: for any other word.
    """
    word = text.strip().lower()
    if word == "all":
        return tuple(Severity)
    for one in Severity:
        if word in (one.word, str(int(one))):
            return (one,)
    raise ConditionUnknown(f"There is no severity {text.strip()!r}.", "Use mild, moderate, severe or all (or 1, 2, 3).")


def parse(text: str, severity: Severity = Severity.MODERATE) -> tuple[ConditionStep, ...]:
    """The steps that ``text`` names, in its order, each once; ``severity`` where it names none.

    ``jaw-dropped:severe,pallor``; ``NAME:all`` is the three severities; ``all`` or ``all:severe`` is every condition;
    ``none`` is no step.

    Raises:
        ConditionUnknown: for a name or severity that does not exist, and for an empty list.
    """
    if text.strip().lower() == "none":
        return ()
    found: list[ConditionStep] = []
    for term in text.split(","):
        name, colon, how = term.partition(":")
        if not name.strip():
            raise ConditionUnknown(
                f"{text!r} names no condition{' in one place' if found else ''}.",
                "Write NAME[:SEVERITY],... or all, or none.",
            )
        steps = severities(how) if colon else (severity,)
        named = CONDITIONS if name.strip().lower() == "all" else (condition(name),)
        found += [ConditionStep(one, step) for one in named for step in steps]
    return tuple(dict.fromkeys(found))
