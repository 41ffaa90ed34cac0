"""The worksheet of the bench, component by component, and what was entered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from antigone.desk.review.words import (
    FINDINGS,
    VISIBILITIES,
    component_words,
    descriptor_words,
    explanation_words,
    level_words,
    seen_words,
)
from antigone.desk.web.review import wrong
from antigone.errors import RuleBroken
from antigone.protocol.components import GUIDES, Component, Explanation, Origin
from antigone.protocol.descriptors import DESCRIPTORS
from antigone.protocol.entries import Analysed, Compared, Concluded, Finding, Visibility
from antigone.protocol.examination import Examination, Step
from antigone.types import Profile

LONGEST = 2000
SIDE_OF = {Step.ANALYSE_PM: Profile.PM, Step.ANALYSE_REFERENCE: Profile.AM}
Noted = Analysed | Compared
KEYS = "asdghjklqwertyuiop"
"""The keys of what can be chosen, in its order: the row on which the fingers lie first. F is full screen's."""


@dataclass(frozen=True, slots=True)
class WorksheetChoice:
    """One radio button or box."""

    value: str
    words: Any
    chosen: bool
    key: str = ""
    """On the keyboard."""


@dataclass(slots=True)
class WorksheetLine:
    """One component on the page."""

    component: Component
    name: str
    look_at: str
    note: str
    hows: list[WorksheetChoice]
    descriptors: list[WorksheetChoice]
    words: str
    usual: list[WorksheetChoice]
    """What is known to change this component."""
    others: list[WorksheetChoice]
    """Everything else: it needs words."""
    kept: bool
    """Whether an entry stands, and nothing else was typed."""
    error: str = ""
    analyses: list[tuple[Any, str]] = field(default_factory=list)
    """While comparing: what was noted of each side, in words."""

    @property
    def why_chosen(self) -> bool:
        return any(each.chosen for each in self.usual)

    @property
    def others_chosen(self) -> bool:
        return any(each.chosen for each in self.others)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of one component."""

    how: str = ""
    words: str = ""
    why: frozenset[Explanation] = frozenset()
    seen: frozenset[str] = frozenset()
    """Descriptors."""

    @property
    def empty(self) -> bool:
        return not (self.how or self.words or self.why or self.seen)


def typed(post: QueryDict, component: Component) -> Typed:
    known = set(Explanation)
    why = frozenset(Explanation(each) for each in post.getlist(f"{component}-why") if each in known)
    seen = frozenset(each for each in post.getlist(f"{component}-see") if each in DESCRIPTORS[component])
    return Typed(post.get(f"{component}-how", "")[:20], _plain(post.get(f"{component}-words", "")), why, seen)


def _plain(text: str) -> str:
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c.isprintable()).strip()[:LONGEST]


def side_of(step: Step) -> Profile | None:
    """The side that is analysed; None while comparing."""
    return SIDE_OF.get(step)


def standing(examination: Examination, side: Profile | None) -> Mapping[Component, Noted]:
    return examination.now.compared if side is None else examination.now.analysed[side]


def entry_of(
    said: Typed, component: Component, side: Profile | None, at: datetime, of: Examination | None = None
) -> Noted:
    """The entry that was typed. Raises RuleBroken, with words for the page."""
    if side is None:
        fault = wrong.comparison(component, said.how, said.why, said.words, of)
    else:
        fault = wrong.analysis(said.how, bool(said.seen), said.words)
    if fault := fault or wrong.unusual(component, said.why, said.words):
        raise RuleBroken(fault, "")
    if side is None:
        return Compared(at, component, Finding(said.how), said.why, said.words)
    return Analysed(at, side, component, Visibility(said.how), said.words, said.why, said.seen)


def read(
    post: QueryDict, examination: Examination, side: Profile | None, only: Component | None, at: datetime
) -> tuple[list[Noted], dict[Component, str]]:
    """The entries that were typed and are valid, and what is wrong with the others."""
    good: list[Noted] = []
    bad: dict[Component, str] = {}
    stands, so_far = standing(examination, side), examination
    for component in [only] if only else list(Component):
        said = typed(post, component)
        if said.empty and only is None:
            continue
        if (there := stands.get(component)) is not None and _as_typed(there) == said:
            continue
        try:
            entry = entry_of(said, component, side, max(at, so_far.now.last), so_far)
            so_far = so_far.add(entry)
            good.append(entry)
        except RuleBroken as fault:
            bad[component] = f"{fault.detail} {fault.hint}".strip()
    return good, bad


def _as_typed(entry: Noted) -> Typed:
    if isinstance(entry, Analysed):
        return Typed(entry.visibility.value, entry.words, entry.may_have_changed, entry.descriptors)
    return Typed(entry.finding.value, entry.words, entry.explanations)


def lines(
    examination: Examination,
    side: Profile | None,
    *,
    post: QueryDict | None = None,
    errors: Mapping[Component, str] = {},
) -> list[WorksheetLine]:
    stands = standing(examination, side)
    found = []
    for component in Component:
        there = stands.get(component)
        kept = _as_typed(there) if there else Typed()
        said = kept if post is None or f"{component}-words" not in post else typed(post, component)
        found.append(_line(component, side, said, errors.get(component, "")))
        found[-1].kept = there is not None and said == kept
        if side is None:
            found[-1].analyses = [
                (words, seen_words(examination.now.analysed[each][component]))
                for each, words in ((Profile.PM, _("The dead person")), (Profile.AM, _("The reference")))
            ]
    return found


def line_of(
    component: Component, side: Profile | None, entry: Noted | None, post: QueryDict | None, error: str
) -> WorksheetLine:
    """The line of one component, for a change."""
    kept = _as_typed(entry) if entry else Typed()
    return _line(component, side, kept if post is None else typed(post, component), error)


def _line(component: Component, side: Profile | None, said: Typed, error: str) -> WorksheetLine:
    guide = GUIDES[component]
    possible = [e for e in Explanation if side is not Profile.AM or e.origin is not Origin.DEATH]
    usual = [e for e in possible if e in guide.explanations]
    keys = dict(zip(usual, KEYS if side is None else KEYS.upper(), strict=False))
    choices = {e: WorksheetChoice(e.value, explanation_words(e), e in said.why, keys.get(e, "")) for e in possible}
    described = [] if side is None else list(DESCRIPTORS[component])
    names: Mapping[Any, Any] = FINDINGS if side is None else VISIBILITIES
    return WorksheetLine(
        component=component,
        name=component_words(component),
        look_at=_(guide.look_at),
        note=_(guide.note) if guide.note else "",
        hows=[
            WorksheetChoice(each.value, words, each.value == said.how, str(n))
            for n, (each, words) in enumerate(names.items(), start=1)
        ],
        descriptors=[
            WorksheetChoice(each, descriptor_words(component, each), each in said.seen, key)
            for each, key in zip(described, KEYS, strict=False)
        ],
        words=said.words,
        usual=[choices[e] for e in usual],
        others=[choices[e] for e in possible if e not in guide.explanations],
        kept=False,
        error=error,
    )


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
    """The entries of one step."""

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
    words = seen_words(entry) if isinstance(entry, Analysed) else entry.words
    return Stands(component_words(entry.component), how, words, _told(why), what, tuple(reasons.get(what, ())))


def _told(why: frozenset[Explanation]) -> str:
    return "; ".join(explanation_words(each) for each in Explanation if each in why)
