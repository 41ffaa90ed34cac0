"""One examiner's examination of one pair, in fixed steps.

1. Analyse the photographs of the dead person alone, component by component, with what death may have changed; lock.
2. Analyse the reference alone; lock.
3. Compare, component by component.
4. Conclude on the scale, with reasons.
5. Unmask: only now rank, weight of evidence and name.

The order is that of linear sequential unmasking (Dror and Kukucka 2021): from the evidence to the reference and never
back unseen. A change after a lock is a new entry with its reason, and what was there before stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from antigone.protocol.components import Component, Origin
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import (
    Analysed,
    Changed,
    Compared,
    Concluded,
    Entry,
    Finding,
    HandedBack,
    Locked,
    Paused,
    Resumed,
    Unblinded,
    Unmasked,
    Visibility,
)
from antigone.protocol.rules import must, must_be_an_instant, must_not_be_before
from antigone.protocol.scales import ConclusionLevel, Direction, scale_of
from antigone.types import Profile


class Step(StrEnum):
    """The step that comes next."""

    ANALYSE_PM = "analyse-pm"
    ANALYSE_REFERENCE = "analyse-reference"
    COMPARE = "compare"
    CONCLUDE = "conclude"
    UNMASK = "unmask"
    DONE = "done"
    STOPPED = "stopped"


class BenchItem(StrEnum):
    """The items that the bench can show. None is of another examiner."""

    PM_PHOTOS = "pm-photos"
    PM_ANALYSIS = "pm-analysis"
    REFERENCE_PHOTOS = "reference-photos"
    REFERENCE_ANALYSIS = "reference-analysis"
    COMPARISON = "comparison"
    CONCLUSION = "conclusion"
    RANK = "rank"
    WEIGHT = "weight"
    NAME = "name"


_BOTH = frozenset(
    {BenchItem.PM_PHOTOS, BenchItem.PM_ANALYSIS, BenchItem.REFERENCE_PHOTOS, BenchItem.REFERENCE_ANALYSIS}
)
_COMPARED = _BOTH | {BenchItem.COMPARISON}
_CONCLUDED = _COMPARED | {BenchItem.CONCLUSION}
VISIBLE: dict[Step, frozenset[BenchItem]] = {
    Step.ANALYSE_PM: frozenset({BenchItem.PM_PHOTOS, BenchItem.PM_ANALYSIS}),
    Step.ANALYSE_REFERENCE: frozenset({BenchItem.REFERENCE_PHOTOS, BenchItem.REFERENCE_ANALYSIS}),
    Step.COMPARE: _COMPARED,
    Step.CONCLUDE: _COMPARED,
    Step.UNMASK: _CONCLUDED,
    Step.DONE: frozenset(BenchItem),
    Step.STOPPED: frozenset(),
}


@dataclass(slots=True)
class Progress:
    """The state of an examination at the end of its log. It is for reading; the log is the truth."""

    last: datetime
    analysed: dict[Profile, dict[Component, Analysed]] = field(default_factory=lambda: {Profile.PM: {}, Profile.AM: {}})
    locked: set[Profile] = field(default_factory=set)
    compared: dict[Component, Compared] = field(default_factory=dict)
    blind: Concluded | None = None
    """The conclusion before anything was unmasked: the one that counts."""
    latest: Concluded | None = None
    unmasked: bool = False
    stopped: bool = False
    unblinded: frozenset[ConflictOfInterest] = frozenset()
    """Why the desk called it off; empty if it did not."""
    paused: bool = False
    changes: list[Changed] = field(default_factory=list)
    time: dict[Step, timedelta] = field(default_factory=dict)

    @property
    def step(self) -> Step:
        if self.stopped:
            return Step.STOPPED
        if Profile.PM not in self.locked:
            return Step.ANALYSE_PM
        if Profile.AM not in self.locked:
            return Step.ANALYSE_REFERENCE
        if self.latest is None:
            return Step.CONCLUDE if len(self.compared) == len(Component) else Step.COMPARE
        return Step.DONE if self.unmasked else Step.UNMASK


@dataclass(frozen=True, slots=True)
class Examination:
    """One examiner's comparison and conclusion on one pair, as the whole log.

    Raises:
        RuleBroken: an entry is out of its step, incomplete or in contradiction to another.
    """

    number: str
    """Of the piece of work, as the examiner sees it: it says nothing about what is compared."""
    examiner: str
    scale: str
    opened_at: datetime
    entries: tuple[Entry, ...] = ()
    now: Progress = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        must_be_an_instant(self.opened_at)
        scale_of(self.scale)
        now = Progress(self.opened_at)
        for entry in self.entries:
            _enter(now, entry, self.scale)
        object.__setattr__(self, "now", now)

    def add(self, *entries: Entry) -> Examination:
        """The examination with more entries. Raises RuleBroken."""
        return replace(self, entries=(*self.entries, *entries))

    @property
    def step(self) -> Step:
        return self.now.step

    @property
    def finished(self) -> bool:
        """Whether it counts: concluded and unmasked, so that the blind conclusion can no longer change."""
        return self.step is Step.DONE

    @property
    def blind_level(self) -> ConclusionLevel | None:
        """The level that was concluded before anything was unmasked."""
        return scale_of(self.scale).level(self.now.blind.level) if self.now.blind else None

    @property
    def latest_level(self) -> ConclusionLevel | None:
        return scale_of(self.scale).level(self.now.latest.level) if self.now.latest else None

    @property
    def direction(self) -> Direction | None:
        """Which side the examination supports; None until it is finished.

        Who changes sides after seeing the name no longer stands by what was concluded blind, and was not blind for what
        came after: it then supports neither. A change can therefore take support away, and never add any.
        """
        if not self.finished or self.blind_level is None or self.latest_level is None:
            return None
        same_side = self.blind_level.direction is self.latest_level.direction
        return self.blind_level.direction if same_side else Direction.NEITHER

    @property
    def unexplained(self) -> tuple[Component, ...]:
        """Components that differ with nothing to explain it."""
        return tuple(component for component, entry in self.now.compared.items() if entry.unexplained)


def visible(examination: Examination) -> frozenset[BenchItem]:
    """The items that the bench may show now. None while the examiner is away."""
    return frozenset() if examination.now.paused else VISIBLE[examination.step]


def missing(examination: Examination) -> tuple[Component, ...]:
    """The components that the present step still needs, in the list's order."""
    now = examination.now
    done: dict[Step, dict[Component, Analysed] | dict[Component, Compared]] = {
        Step.ANALYSE_PM: now.analysed[Profile.PM],
        Step.ANALYSE_REFERENCE: now.analysed[Profile.AM],
        Step.COMPARE: now.compared,
    }
    if now.step not in done:
        return ()
    return tuple(component for component in Component if component not in done[now.step])


def follows(examination: Examination) -> tuple[Compared, ...]:
    """What comparing needs nobody for: a component that one side does not show is not comparable."""
    now = examination.now
    if now.paused or now.step is not Step.COMPARE:
        return ()
    return tuple(
        Compared(now.last, component, Finding.NOT_COMPARABLE)
        for component in missing(examination)
        if any(now.analysed[side][component].visibility is Visibility.NOT_SEEN for side in Profile)
    )


def _enter(now: Progress, entry: Entry, scale: str) -> None:
    must_not_be_before(entry.at, now.last)
    must(not now.stopped, "The examination was stopped.", "Somebody else is asked; nothing is added here.")
    if not now.paused:
        now.time[now.step] = now.time.get(now.step, timedelta()) + (entry.at - now.last)
    now.last = entry.at
    also_away = isinstance(entry, Resumed | HandedBack | Unblinded)
    must(not now.paused or also_away, "The examiner is away.", "Resume before you go on.")
    match entry:
        case Paused():
            now.paused = True
        case Resumed():
            must(now.paused, "The examiner was not away.", "There is nothing to resume.")
            now.paused = False
        case HandedBack():
            must(not now.unmasked, "The examination is finished.", "Change what you concluded, with a reason.")
            now.stopped = True
        case Unblinded():
            must(not now.unmasked, "The examination is finished.", "What was concluded blind stands.")
            now.stopped, now.unblinded = True, entry.conflicts
        case Changed():
            _change(now, entry, scale)
        case Unmasked():
            _must_be_at(now, Step.UNMASK)
            now.unmasked = True
        case Locked():
            _lock(now, entry)
        case Analysed():
            _must_be_at(now, _STEP_OF[entry.side])
            now.analysed[entry.side][entry.component] = entry
        case Compared():
            _must_be_at(now, Step.COMPARE, Step.CONCLUDE)
            _must_be_comparable(now, entry)
            now.compared[entry.component] = entry
        case Concluded():
            _must_be_at(now, Step.CONCLUDE)
            _conclude(now, entry, scale)


_STEP_OF = {Profile.PM: Step.ANALYSE_PM, Profile.AM: Step.ANALYSE_REFERENCE}
_TO_DO = {
    Step.ANALYSE_PM: "Analyse the photographs of the dead person, every component, and lock the analysis.",
    Step.ANALYSE_REFERENCE: "Analyse the reference, every component, and lock the analysis.",
    Step.COMPARE: "Compare every component.",
    Step.CONCLUDE: "Conclude, with reasons.",
    Step.UNMASK: "Unmask, or change an entry with a reason.",
    Step.DONE: "Change an entry, with a reason.",
    Step.STOPPED: "Nothing can be added.",
}


def _must_be_at(now: Progress, *steps: Step) -> None:
    must(now.step in steps, f"This is not the step for that: the examination is at {now.step}.", _TO_DO[now.step])


def _lock(now: Progress, entry: Locked) -> None:
    _must_be_at(now, _STEP_OF[entry.side])
    left = [component for component in Component if component not in now.analysed[entry.side]]
    must(not left, f"Not analysed: {', '.join(left)}.", "Note every component, also those that are not seen.")
    now.locked.add(entry.side)


def _must_be_comparable(now: Progress, entry: Compared) -> None:
    sides = [now.analysed[side][entry.component] for side in Profile]
    hidden = [a.side for a in sides if a.visibility is Visibility.NOT_SEEN]
    must(
        not hidden or entry.finding is Finding.NOT_COMPARABLE,
        f"{entry.component} was noted as not seen ({', '.join(hidden)}).",
        "It is not comparable; or change the analysis first, with a reason.",
    )
    noted = now.analysed[Profile.PM][entry.component].may_have_changed
    late = sorted(e for e in entry.explanations - noted if e.origin is Origin.DEATH)
    must(
        not late,
        f"{', '.join(late)} was not noted of {entry.component} before the reference was seen.",
        "Change the analysis of the dead person's photographs first, with a reason: the order stays visible.",
    )


def _conclude(now: Progress, entry: Concluded, scale: str) -> None:
    level = scale_of(scale).level(entry.level)
    _must_not_contradict(now, level)
    now.latest = entry
    if not now.unmasked:
        now.blind = entry


def _must_not_contradict(now: Progress, level: ConclusionLevel) -> None:
    unexplained = [component for component, compared in now.compared.items() if compared.unexplained]
    must(
        level.direction is not Direction.SAME or not unexplained,
        f"A difference that nothing explains speaks against one person: {', '.join(unexplained)}.",
        "Explain it, or conclude otherwise.",
    )
    similar = any(compared.finding is Finding.SIMILAR for compared in now.compared.values())
    must(
        level.direction is not Direction.SAME or similar,
        "Nothing was found similar.",
        "Support for one person needs at least one component that is similar.",
    )
    different = any(compared.finding is Finding.DIFFERENT for compared in now.compared.values())
    must(
        level.direction is not Direction.DIFFERENT or different,
        "Nothing was found different.",
        "Support for two persons needs at least one component that is different.",
    )
    must(
        level.comparable or not (similar or different),
        "Components were compared, so a comparison can be made.",
        "Conclude that it supports neither side.",
    )


def _change(now: Progress, entry: Changed, scale: str) -> None:
    match entry.entry:
        case Analysed() as analysed:
            must(
                analysed.side in now.locked,
                "This analysis is not locked.",
                "Note the component again; no reason is needed yet.",
            )
            now.analysed[analysed.side][analysed.component] = analysed
            if analysed.component in now.compared:
                _must_be_comparable(now, now.compared[analysed.component])
        case Compared() as compared:
            must(now.latest, "Nothing was concluded yet.", "Compare the component again; no reason is needed yet.")
            _must_be_comparable(now, compared)
            now.compared[compared.component] = compared
            if now.latest:
                _must_not_contradict(now, scale_of(scale).level(now.latest.level))
        case Concluded() as concluded:
            must(now.latest, "Nothing was concluded yet.", "Conclude first.")
            _conclude(now, concluded, scale)
    now.changes.append(entry)
