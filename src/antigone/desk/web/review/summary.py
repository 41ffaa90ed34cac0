"""What stands in an examination, for its examiner: step by step, with what was changed later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.review.words import (
    FINDINGS,
    VISIBILITIES,
    component_words,
    explanation_words,
    level_words,
)
from antigone.protocol.components import Component, Explanation
from antigone.protocol.entries import Analysed, Compared, Concluded
from antigone.protocol.examination import Examination
from antigone.types import Profile


@dataclass(frozen=True, slots=True)
class Stands:
    """One entry that stands."""

    name: str
    how: Any
    words: str
    why: str
    what: str
    """How a change of it is asked for: ``pm:nose``."""
    changed: tuple[str, ...] = ()
    """The reasons of its changes."""


@dataclass(frozen=True, slots=True)
class StepEntries:
    """One step's entries."""

    words: Any
    stands: tuple[Stands, ...]


def summary(examination: Examination) -> list[StepEntries]:
    now = examination.now
    reasons: dict[str, list[str]] = {}
    for change in now.changes:
        reasons.setdefault(what_of(change.entry), []).append(change.reason)
    parts = []
    for side, words in (
        (Profile.PM, _("Your analysis of the dead person")),
        (Profile.AM, _("Your analysis of the reference")),
    ):
        if side in now.locked:
            parts.append(StepEntries(words, tuple(_stands(now.analysed[side][c], reasons) for c in Component)))
    if now.latest:
        parts.append(StepEntries(_("Your comparison"), tuple(_stands(now.compared[c], reasons) for c in Component)))
        said = level_words(examination.scale, now.latest.level)
        own = Stands(_("Conclusion"), said, now.latest.reasons, "", "conclusion", tuple(reasons.get("conclusion", ())))
        parts.append(StepEntries(_("Your conclusion"), (own,)))
    return parts


def what_of(entry: Analysed | Compared | Concluded) -> str:
    match entry:
        case Analysed():
            return f"{entry.side}:{entry.component}"
        case Compared():
            return f"compare:{entry.component}"
        case Concluded():
            return "conclusion"


def _stands(entry: Analysed | Compared, reasons: dict[str, list[str]]) -> Stands:
    how = VISIBILITIES[entry.visibility] if isinstance(entry, Analysed) else FINDINGS[entry.finding]
    why = entry.may_have_changed if isinstance(entry, Analysed) else entry.explanations
    what = what_of(entry)
    return Stands(component_words(entry.component), how, entry.words, _told(why), what, tuple(reasons.get(what, ())))


def _told(why: frozenset[Explanation]) -> str:
    return "; ".join(explanation_words(each) for each in Explanation if each in why)
