"""Two act at once on two connections: what is left equals one of the two orders, one after the other.

Which acts there are: ``faults_pairs_acts.py``. Two touch the same rows if one writes a table that the other reads or
writes, besides the audit's. Of those pairs some are drawn, and stopped once; the most dangerous are stopped before each
statement, in both orders. Answers, rows and files are compared with those of both orders, one after the other.

The most dangerous are chosen by what acts do to rows that are there: one ends a row (it is gone, or a time is written
where none was) that the other ends, changes, or builds upon (what it writes points to it, or it is the row of who does
it). Most such rows first; each two kinds of acts once, and of the pairs of one kind at most ``OF_ONE``.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path

from faults import Promise
from faults_pairs_acts import Act, drawn, of_pages, operations, remember_rows, watch, windows_of, worker
from faults_pairs_at_once import Met, at_once
from faults_pairs_desk import Kept, Left, differs, rows
from faults_pairs_scene import scene

OF_ONE = 3
"""Of the most dangerous pairs at most so many have one kind of act."""


def pairs(given: Namespace, place: Path, address: str) -> list[Promise]:
    """The most dangerous, stopped before each statement; and so many of the others, stopped once."""
    # A bench has the name of one of the tests' folders.
    sys.path[:] = [each for each in sys.path if Path(each) != Path(__file__).parent]
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # forms that are refused are many
    dice, kept = random.Random(given.seed), Kept(place, address)
    acts = _acts(kept, given.pages, dice)
    with kept.standing():
        _would_be_found(kept)
        each_statement = [_dangerous(kept, acts, given.dangerous)] if given.dangerous else []
        return [*each_statement, _drawn(kept, acts, given.pairs, dice)]


def _acts(kept: Kept, pages: int, dice: random.Random) -> list[Act]:
    from desk_addresses import NOT_PUBLIC

    began = time.perf_counter()
    programs, people, things = scene(pages > 0)
    windows = windows_of(people) if pages else {}
    kept.keep()
    remember_rows()
    acts = [*operations(programs, things[0]), worker()]
    for act in acts:
        watch(act)
    acts += of_pages(people, windows, things, drawn(sorted(NOT_PUBLIC), pages, dice))
    acts = [act for act in acts if act.writes]
    kept.before = kept.broken()
    print(f"    {len(acts)} acts were found in {time.perf_counter() - began:.0f} s", flush=True)
    return acts


def danger(one: Act, other: Act) -> int:
    """How many rows one ends that the other ends, changes, builds upon or is done by."""
    return len(one.ended & (other.ended | other.changed | other.builds) | other.ended & (one.changed | one.builds))


def most_dangerous(acts: list[Act], many: int) -> list[tuple[Act, Act]]:
    """Each two kinds of acts once, by two acts that are not the same form sent by the same person."""
    ranked = sorted(
        ((one, other) for one, other in combinations(acts, 2) if danger(one, other)),
        key=lambda pair: (-danger(*pair), pair[0].name, pair[1].name),
    )
    chosen: dict[frozenset[str], tuple[Act, Act]] = {}
    times: Counter[str] = Counter()
    for one, other in ranked:
        kinds = frozenset({one.kind, other.kind})
        if len(chosen) < many and kinds not in chosen and max(times[each] for each in kinds) < OF_ONE:
            chosen[kinds] = one, other
            times.update(kinds)
    return sorted(chosen.values(), key=lambda pair: pair[0].statements + pair[1].statements)


def _would_be_found(kept: Kept) -> None:
    """Two who each read a name, and then write it with a letter more, lose one of the letters: this has to be seen."""
    from antigone.desk.accounts.models import Incident

    def adds() -> str:
        found = Incident.objects.earliest("pk")
        Incident.objects.filter(pk=found.pk).update(name=f"{found.name}x")
        return "added"

    lost = Act("adds a letter to what it read before", adds, "added")
    if len(_each_statement(kept, lost, lost, Orders.of(kept, lost, lost))[2]) != 1:
        raise SystemExit("What two lose to each other is not found: nothing that is said here would be worth anything.")


@dataclass
class Orders:
    """What two acts leave, one after the other: in either order."""

    left: list[Left]
    wrong: set[str]
    """What is wrong with the desk then: rows of it that no act wrote are altered by the first that does."""
    checked: set[Left] = field(default_factory=set)

    @classmethod
    def of(cls, kept: Kept, one: Act, other: Act) -> Orders:
        found = cls([], set())
        for does, first in ((_in_order, one), (_the_other_way, other)):
            kept.again()
            answers = does(one, other)
            if first.answer not in answers:
                raise SystemExit(f"{first.name} was answered {first.answer!r} when it was found, and now {answers}")
            found.left.append((answers, rows(kept.place)))
            found.wrong |= kept.broken()
        return found

    def turned(self) -> Orders:
        return Orders([((other, one), there) for (one, other), there in self.left], self.wrong)

    def faults(self, kept: Kept, where: str, met: Met) -> list[str]:
        """What is of no order, or wrong. Where one waited everything is asked, else of what was not left before."""
        left = met.answers, rows(kept.place)
        found = [] if left in self.left else [f"{where}: {differs(left, self.left)}"]
        if met.waited or left not in self.checked:
            found += [f"{where}: {each}" for each in kept.broken() - self.wrong]
            self.checked.add(left)
        return found


def _dangerous(kept: Kept, acts: list[Act], many: int) -> Promise:
    """Both orders of each, the first stopped before each of its statements."""
    broken: list[str] = []
    statements = waits = 0
    chosen = most_dangerous(acts, many)
    for one, other in chosen:
        began, told = time.perf_counter(), len(broken)
        orders = Orders.of(kept, one, other)
        for first, second, so in ((one, other, orders), (other, one, orders.turned())):
            tried, waited, found = _each_statement(kept, first, second, so)
            statements, waits, broken = statements + tried, waits + waited, broken + found
        for each in broken[told : told + 5]:
            print(f"      {each}", flush=True)
        said = f"{danger(one, other)} rows: {one.name}; {other.name}: {statements} statements, {waits} waits"
        print(f"    {said}, {len(broken)} violations by now, {time.perf_counter() - began:.0f} s", flush=True)
    words = (
        f"Two of the {len(chosen)} most dangerous pairs, stopped before each statement, leave what one after the other"
        f" does (the other waited at {waits})"
    )
    return Promise(words, statements, tuple(broken))


def _each_statement(kept: Kept, one: Act, other: Act, orders: Orders) -> tuple[int, int, list[str]]:
    """How many statements, before how many of them the other waited, and what was of no order."""
    stop, waits, broken = 1, 0, list[str]()
    while True:
        kept.again()
        met = at_once(one, other, stop, kept.address, walk=True)
        broken += orders.faults(kept, _where(one, other, stop), met)
        if not met.reached:
            return stop - 1, waits, broken
        waits += met.waited
        stop += max(1, met.waited)
        if met.waited > 1:  # and once more where it waited last, for what is no row
            kept.again()
            last = at_once(one, other, stop - 1, kept.address)
            broken += orders.faults(kept, _where(one, other, stop - 1), last)


def _drawn(kept: Kept, acts: list[Act], many: int, dice: random.Random) -> Promise:
    shared = [
        (one, other)
        for one, other in product(acts, repeat=2)
        if one.writes & (other.reads | other.writes) or other.writes & one.reads
    ]
    chosen = dice.sample(shared, min(many, len(shared)))
    broken: list[str] = []
    for number, (one, other) in enumerate(chosen, start=1):
        orders, stop = Orders.of(kept, one, other), dice.randint(1, max(1, one.statements))
        kept.again()
        found = orders.faults(kept, _where(one, other, stop), at_once(one, other, stop, kept.address))
        broken += found
        if found or not number % 20:
            print(f"    {number} drawn pairs, {len(broken)} violations by now", *found, sep="\n      ", flush=True)
    words = f"Two at once leave what one after the other does ({len(shared)} pairs of {len(acts)} acts share rows)"
    return Promise(words, len(chosen), tuple(broken))


def _where(one: Act, other: Act, stop: int) -> str:
    return f"{one.name} stopped at statement {stop}, and {other.name}"


def _in_order(one: Act, other: Act) -> tuple[str, ...]:
    return one.do(), other.do()


def _the_other_way(one: Act, other: Act) -> tuple[str, ...]:
    second = other.do()
    return one.do(), second
