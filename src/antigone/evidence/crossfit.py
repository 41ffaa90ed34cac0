"""Cross-validation over people: whoever a fit is judged by had no part in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from antigone.evidence.calibrators import CALIBRATORS, Calibrator
from antigone.evidence.llr import cllr, cllr_min
from antigone.evidence.samples import Floats, Ints
from antigone.evidence.tally import Binned, Tally

LENT_MATED, LENT_OTHERS = 50.0, 10.0
"""As many people of the larger group a smaller one borrows: many for the mated, whose scores differ little between
groups and who are rare; few for strangers, whose scores differ much."""
FOLDS = 5
SIMPLER = 0.0005
"""Bits of Cllr that a simpler way from scores to weights may cost more than the best."""


def simplest_of_the_best(costs: Mapping[str, float]) -> str:
    """The first calibrator, from the simplest, that costs hardly more than the best."""
    return next(name for name in CALIBRATORS if name in costs and costs[name] <= min(costs.values()) + SIMPLER)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Weights given to people who had no part in fitting them, each with its share of the comparisons of its class."""

    mated: Floats = field(repr=False)
    w_mated: Floats = field(repr=False)
    others: Floats = field(repr=False)
    w_others: Floats = field(repr=False)

    @property
    def judged(self) -> bool:
        """Whether there are comparisons of both kinds."""
        return bool(self.w_mated.sum() > 0 and self.w_others.sum() > 0)

    def cllr(self) -> float:
        return cllr(self.mated, self.others, self.w_mated, self.w_others)

    def cllr_min(self) -> float:
        return cllr_min(self.mated, self.others, self.w_mated, self.w_others)


def tallies(
    binned: Sequence[Binned], parents: Sequence[int | None], times: Ints | None
) -> Iterator[tuple[Tally, Tally]]:
    """For each stratum, larger groups first: its own counts, and those it is fitted to, with what it borrows."""
    fitted: list[Tally] = []
    for table, parent in zip(binned, parents, strict=True):
        own = table.tally(times)
        fitted.append(own if parent is None else own.borrow(fitted[parent], LENT_MATED, LENT_OTHERS))
        yield own, fitted[-1]


def splits(fold: Ints) -> Iterator[tuple[Ints, Ints]]:
    """For each fold, how often each person counts in fitting and in judging: 0 or 1, never 1 in both."""
    for number in range(int(fold.max()) + 1):
        judged = (fold == number).astype(np.int64)
        yield 1 - judged, judged


def held_out(
    binned: Sequence[Binned],
    parents: Sequence[int | None],
    fold: Ints,
    calibrators: dict[str, Calibrator],
    watch: Callable[[Ints, Ints], None] | None = None,
) -> dict[str, list[tuple[HeldOut, HeldOut]]]:
    """By calibrator and stratum: the weights of held-out people, own ones only, and with what is borrowed.

    ``fold``: (persons,). ``watch`` is called with every split, for those who want to see that nobody is on both sides.
    """
    gathered: dict[str, list[tuple[list[Floats], ...]]] = {
        name: [tuple([] for _ in range(5)) for _ in binned] for name in calibrators
    }
    for fitting, judging in splits(fold):
        if watch is not None:
            watch(fitting, judging)
        fits = [fit for _, fit in tallies(binned, parents, fitting)]
        for place, (own, lent) in enumerate(tallies(binned, parents, judging)):
            fit = fits[place]
            if not (fit.mated.any() and fit.others.any()):
                continue
            for name, calibrator in calibrators.items():
                most = np.log10(fit.mated_people + 1), np.log10(fit.other_people + 1)
                llr = np.clip(calibrator(fit), -most[0], most[1])  # no more than so many people can carry
                parts = (llr, own.mated * own.mated_people, own.others * own.other_people)
                for slot, values in zip(gathered[name][place], (*parts, lent.mated, lent.others), strict=True):
                    slot.append(values)
    return {name: [_joined(slots) for slots in rows] for name, rows in gathered.items()}


def _joined(slots: tuple[list[Floats], ...]) -> tuple[HeldOut, HeldOut]:
    if not slots[0]:
        nothing = HeldOut(*(np.zeros(0) for _ in range(4)))
        return nothing, nothing
    llr, mated, others, lent_mated, lent_others = (np.concatenate(values) for values in slots)

    def share(weight: Floats) -> Floats:
        return weight / weight.sum() if weight.sum() > 0 else weight

    return (
        HeldOut(llr, share(mated), llr, share(others)),
        HeldOut(llr, share(lent_mated), llr, share(lent_others)),
    )
