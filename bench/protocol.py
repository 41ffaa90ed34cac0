"""In simulation: how much two blind examiners, and what comes after them, lower wrong identifications.

    uv run python bench/protocol.py             prints the table
    uv run python bench/protocol.py --write     puts it into docs/generated/protocol-simulation.md

Leads of two different persons, and leads of one person, are drawn. Each examiner says same, different or neither, with
stated error rates; how hard a pair is is shared between examiners (a Gaussian copula with correlation ``dependence``).
What two or three of them amount to is decided by the shipped rule, ``antigone.protocol.settle.outcome``; the other
rules are there to compare. Nothing here was measured on people: it is what follows from the assumptions.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from antigone.protocol.known_pairs import rate
from antigone.protocol.scales import Direction
from antigone.protocol.settle import SettlementOutcome, outcome

PAGE = Path(__file__).resolve().parents[1] / "docs/generated/protocol-simulation.md"
HEAD = """# What two blind examiners are worth, in simulation

Made by `bench/protocol.py`; a test makes it anew. Nothing here was measured on people:
[protocol.md](../protocol.md#what-it-is-worth-in-simulation) says what it is.

"""
LEADS = 200_000
SEED = 5
Said = NDArray[np.int8]
"""Leads x 3: what each examiner would say, as an index into SIDES."""
SIDES = (Direction.DIFFERENT, Direction.NEITHER, Direction.SAME)
NO, UNSURE, YES = range(3)


@dataclass(frozen=True)
class Examiners:
    """Stated rates of one kind of examiner. The rest of each kind of lead is answered rightly."""

    name: str
    false_inclusion: float
    false_exclusion: float
    undecided: float
    """Of either kind of lead."""


EXAMINERS = (
    Examiners("good", 0.02, 0.10, 0.20),
    Examiners("middling", 0.10, 0.15, 0.20),
    Examiners("untrained", 0.30, 0.20, 0.10),
)
DEPENDENCE = (0.0, 0.3, 0.6, 0.9)
SECONDARY = 0.05
"""Share of wrong leads that an independent secondary line, examined by two, nevertheless seems to support."""


def draw(kind: Examiners, same: bool, dependence: float, leads: int, random: np.random.Generator) -> Said:
    """What three examiners say of leads that are, or are not, one person."""
    shared, own = random.standard_normal((leads, 1)), random.standard_normal((leads, 3))
    leaning = np.sqrt(dependence) * shared + np.sqrt(1 - dependence) * own
    low, high = limits(kind, same)
    return np.where(leaning < low, NO, np.where(leaning < high, UNSURE, YES)).astype(np.int8)


def limits(kind: Examiners, same: bool) -> tuple[float, float]:
    """Where a standard normal leaning becomes undecided, and where it becomes an inclusion."""
    yes = 1 - kind.false_exclusion - kind.undecided if same else kind.false_inclusion
    return float(norm.ppf(1 - yes - kind.undecided)), float(norm.ppf(1 - yes))


def table_of(rule: Callable[[Sequence[Direction]], bool]) -> NDArray[np.bool_]:
    """The rule for each of the 27 answers of three examiners."""
    result = np.zeros((3, 3, 3), bool)
    for answers in itertools.product(range(3), repeat=3):
        result[answers] = rule([SIDES[a] for a in answers])
    return result


def protocol(said: Sequence[Direction]) -> bool:
    """Two; a third only if they do not agree."""
    first = outcome(said[:2])
    return (outcome(said) if first is SettlementOutcome.THIRD_NEEDED else first) is SettlementOutcome.AGREED_SAME


RULES: dict[str, Callable[[Sequence[Direction]], bool]] = {
    "one examiner": lambda said: said[0] is Direction.SAME,
    "two, the more favourable counts": lambda said: Direction.SAME in said[:2],
    "majority of three": lambda said: said.count(Direction.SAME) >= 2,
    "this protocol": protocol,
    "two must agree, no third": lambda said: said[0] is said[1] is Direction.SAME,
}
TABLES = {name: table_of(rule) for name, rule in RULES.items()}


def third_asked(said: Said) -> NDArray[np.bool_]:
    return np.asarray((said[:, 0] != said[:, 1]) | (said[:, 0] == UNSURE))


@dataclass(frozen=True)
class Row:
    """One kind of examiner, one dependence: counts of leads that go on as "possible"."""

    kind: Examiners
    dependence: float
    wrong: dict[str, int]
    right: dict[str, int]
    thirds: int
    """Of all leads of both kinds."""
    leads: int
    """Of each kind."""


def simulate(leads: int = LEADS, seed: int = SEED) -> Iterator[Row]:
    for number, (kind, dependence) in enumerate(itertools.product(EXAMINERS, DEPENDENCE)):
        random = np.random.default_rng([seed, number])
        different, same = (draw(kind, truth, dependence, leads, random) for truth in (False, True))
        yield Row(
            kind,
            dependence,
            {name: int(table[tuple(different.T)].sum()) for name, table in TABLES.items()},
            {name: int(table[tuple(same.T)].sum()) for name, table in TABLES.items()},
            int(third_asked(different).sum() + third_asked(same).sum()),
            leads,
        )


def percent(count: int, of: int) -> str:
    found = rate(count, of)
    assert found.value is not None
    return f"{100 * found.value:.2f} ({100 * found.low:.2f}–{100 * found.high:.2f})"


def as_markdown(rows: Sequence[Row]) -> str:
    """Assumptions and tables, from the rows alone."""
    leads = rows[0].leads
    names = list(RULES)
    lines = [
        f"{leads:,} leads of two different persons and {leads:,} of one person in each row, seed {SEED}; made by"
        " `uv run python bench/protocol.py --write`. In brackets 95 % intervals (Clopper and Pearson): they are due to"
        " the number of leads drawn, not to whether the assumptions hold.",
        "",
        "Stated rates of an examiner, who are assumptions:",
        "",
        "| examiners | false inclusion | false exclusion | undecided |",
        "|---|---|---|---|",
        *(
            f"| {k.name} | {k.false_inclusion:.0%} | {k.false_exclusion:.0%} | {k.undecided:.0%} |".replace("%", " %")
            for k in EXAMINERS
        ),
        "",
        'Wrong leads that go on as "possible", in per cent of all wrong leads:',
        "",
        f"| examiners | dependence | {' | '.join(names)} | protocol / one examiner |",
        "|---|---|" + "---|" * (len(names) + 1),
    ]
    for row in rows:
        cells = [percent(row.wrong[name], leads) for name in names]
        lower = row.wrong["one examiner"] / max(row.wrong["this protocol"], 1)
        lines.append(f"| {row.kind.name} | {row.dependence:g} | {' | '.join(cells)} | 1 in {lower:.1f} |")
    lines += [
        "",
        "What that costs: right leads that go on, in per cent of all right leads, and how often a third is asked:",
        "",
        f"| examiners | dependence | {' | '.join(names)} | a third is asked |",
        "|---|---|" + "---|" * (len(names) + 1),
    ]
    for row in rows:
        cells = [percent(row.right[name], leads) for name in names]
        lines.append(
            f"| {row.kind.name} | {row.dependence:g} | {' | '.join(cells)} | {percent(row.thirds, 2 * leads)} |"
        )
    return "\n".join([*lines, "", *after(rows)])


def after(rows: Sequence[Row]) -> Iterator[str]:
    """What is left when something besides the face is needed."""
    yield (
        f'"Probable" needs an independent secondary line. If such a line, independent of the face, wrongly seems to'
        f" support {SECONDARY:.0%} of wrong leads".replace("%", " %")
        + ", and right ones always, then of 10,000 wrong"
        " leads there would reach it (product of the two shares; not drawn):"
    )
    yield ""
    yield "| examiners | dependence | one examiner, face alone | this protocol, face alone | protocol and the line |"
    yield "|---|---|---|---|---|"
    for row in rows:
        one, two = (10_000 * row.wrong[name] / row.leads for name in ("one examiner", "this protocol"))
        yield f"| {row.kind.name} | {row.dependence:g} | {one:.0f} | {two:.1f} | {two * SECONDARY:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write it to docs/generated/{PAGE.name}")
    parser.add_argument("--leads", type=int, default=LEADS)
    arguments = parser.parse_args()
    table = as_markdown(list(simulate(arguments.leads)))
    if arguments.write:
        PAGE.write_text(f"{HEAD}{table}\n", encoding="utf-8")
    else:
        print(table)


if __name__ == "__main__":
    main()
