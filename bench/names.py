"""How many names by two hands are found, how many look-alikes are, in 25 languages; and by a peer.

    uv run python bench/names.py [--json] [--missed] [--out FILE.json]

Pairs are made by rule from ``name_lists`` and ``name_standards``: each name in its own letters and in those of every
standard. Look-alikes are the names of one language whose spellings differ least. All spellings of a name are in one
half, by a hash of it; the second half is kept apart: the rules were written without looking at what they miss there,
and ``--missed`` shows the first only. Intervals are by name: the spellings of one are not independent of each other.

The peer: Jaro-Winkler (jellyfish, MIT) of names written in Latin letters by anyascii (ISC), with the threshold at which
it finds as many random pairs of the first half as this does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path

import jellyfish
import numpy as np
from anyascii import anyascii

from antigone.desk.records.comparing import compare
from antigone.evidence.intervals import of_share
from antigone.evidence.variance import of_totals
from name_lists import HAND, NAMES
from name_standards import STANDARDS, plain

WANTED = {"found": 0.97, "look-alikes": 0.2, "random": 0.006}
HALVES = ("working", "kept apart")
_CLOSEST, _RANDOM = 14, 20_000


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its own letters, and how others write it: by which standard, and what."""

    language: str
    own: str
    spelt: tuple[tuple[str, str], ...]

    @property
    def half(self) -> str:
        return HALVES[hashlib.sha256(f"{self.language} {self.own}".encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spellings, of one name (``same``) or of two that look alike, and whose."""

    language: str
    half: str
    who: str
    one: str
    other: str
    by: str
    same: bool


def names() -> list[Name]:
    return [_name(language, written) for language, text in NAMES.items() for written in text.split()]


def _name(language: str, written: str) -> Name:
    own, _, rest = written.partition("=")
    reading, _, by_hand = rest.partition("=")
    base = own if language == "Korean" or not reading else reading
    spelt = [(standard, spell(base)) for standard, spell in STANDARDS[language].items()]
    spelt += [(HAND[language], each) for each in by_hand.split(",") if each]
    return Name(language, own.replace("_", " "), tuple(spelt))


def same_pairs(name: Name) -> list[Pair]:
    """Every two spellings of a name that differ by more than marks; its own letters with all others."""
    both = combinations([("own letters", name.own), *name.spelt], 2)
    made = {
        (one[1], other[1]): f"{one[0]} | {other[0]}"
        for one, other in both
        if one[1] != other[1] and (one[0] == "own letters" or plain(one[1]).casefold() != plain(other[1]).casefold())
    }
    return [Pair(name.language, name.half, name.own, *spellings, by, True) for spellings, by in made.items()]


def look_alikes(of: list[Name]) -> list[Pair]:
    """The names of one language whose first standard's spellings differ least, each in both orders of letters."""
    differing = [
        (1 - jellyfish.damerau_levenshtein_distance(*spelt) / max(map(len, spelt)), one, other)
        for one, other in combinations(of, 2)
        if one.half == other.half and not (set(spelt := _first(one, other)) and _one_name(one, other))
    ]
    closest = sorted(differing, key=lambda each: (-each[0], each[1].own, each[2].own))[:_CLOSEST]
    return [
        Pair(one.language, one.half, one.own, one.own, other.spelt[0][1], "look-alike", False)
        for _, one, other in closest
    ]


def _first(*both: Name) -> tuple[str, str]:
    one, other = (plain(name.spelt[0][1]).casefold() for name in both)
    return one, other


def _one_name(one: Name, other: Name) -> bool:
    """Whether a standard writes both alike: who sees that spelling cannot know which was meant."""
    spelt = [{plain(each).casefold() for _, each in name.spelt} | {name.own} for name in (one, other)]
    return bool(spelt[0] & spelt[1])


def table() -> list[Pair]:
    everybody = names()
    of = defaultdict(list)
    for name in everybody:
        of[name.language, name.half].append(name)
    return [pair for name in everybody for pair in same_pairs(name)] + [
        pair for several in of.values() for pair in look_alikes(several)
    ]


def strangers(half: str) -> list[tuple[str, str]]:
    """Any two names, of any two languages, drawn by chance: each in its own letters or as its first standard has it."""
    dice = random.Random(half)
    of = [name for name in names() if name.half == half]
    drawn = [dice.sample(of, 2) for _ in range(_RANDOM)]
    return [
        (dice.choice((one.own, one.spelt[0][1])), dice.choice((other.own, other.spelt[0][1])))
        for one, other in drawn
        if not _one_name(one, other)
    ]


def found(one: str, other: str) -> bool:
    return compare(one, other).relation != "none"


def alike(one: str, other: str) -> float:
    """The peer's measure: of the best order of words, for families come first or last."""
    words = [anyascii(each).casefold().split() for each in (one, other)]
    first = " ".join(words[0])
    return max(jellyfish.jaro_winkler_similarity(first, " ".join(each)) for each in permutations(words[1][:4]))


def shares(pairs: Iterable[Pair], finds: Callable[[str, str], bool]) -> dict[str, object]:
    """Of pairs: how many are found, with the interval by name."""
    of: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        of[f"{pair.language} {pair.who}"].append(finds(pair.one, pair.other))
    hits, counts = (np.array([each(value) for value in of.values()], float) for each in (sum, len))
    mean = of_totals(hits, counts)
    between = of_share(mean.value, mean.variance, len(of), int(counts.sum()))
    return {
        "pairs": int(counts.sum()),
        "found": int(hits.sum()),
        "share": round(mean.value, 4),
        "95 %": [] if isinstance(between, str) else [round(each, 4) for each in between],
    }


def measured(half: str, finds: Callable[[str, str], bool]) -> dict[str, object]:
    """All figures of one half."""
    pairs = [pair for pair in table() if pair.half == half]
    random_pairs = strangers(half)
    languages = {
        language: {
            kind: shares([pair for pair in pairs if pair.language == language and pair.same is same], finds)
            for kind, same in (("found", True), ("look-alikes", False))
        }
        for language in NAMES
    }
    return {
        "found": shares([pair for pair in pairs if pair.same], finds),
        "look-alikes": shares([pair for pair in pairs if not pair.same], finds),
        "random": {"pairs": len(random_pairs), "share": round(np.mean([finds(*each) for each in random_pairs]), 4)},
        "languages": languages,
    }


def peer() -> tuple[float, Callable[[str, str], bool]]:
    pairs = strangers(HALVES[0])
    share = np.mean([found(*each) for each in pairs])
    threshold = float(np.quantile([alike(*each) for each in pairs], 1 - share))
    return threshold, lambda one, other: alike(one, other) > threshold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", dest="as_json", help="One object, of everything.")
    parser.add_argument(
        "--missed", action="store_true", help="What is missed of the working half, and what is found wrongly."
    )
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if arguments.missed:
        for pair in table():
            if pair.half == HALVES[0] and found(pair.one, pair.other) is not pair.same:
                print(f"{pair.language}: {pair.one} | {pair.other} ({pair.by})")
        return
    threshold, peers = peer()
    report = {
        "wanted": WANTED,
        "rules": {half: measured(half, found) for half in HALVES},
        "peer": {"threshold": round(threshold, 3)} | {half: measured(half, peers) for half in HALVES},
    }
    text = json.dumps(report, indent=1, ensure_ascii=False)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    print(text if arguments.as_json else _told(report))


def _told(report: dict[str, dict]) -> str:
    lines = []
    for who in ("rules", "peer"):
        for half in HALVES:
            of = report[who][half]
            lines.append(
                f"{who}, {half}: found {_share(of['found'])}, look-alikes {_share(of['look-alikes'])}, "
                f"any two {of['random']['share']:.2%} of {of['random']['pairs']}"
            )
            if who == "rules":
                lines += [
                    f"  {language:11} found {_share(each['found'])}, look-alikes {_share(each['look-alikes'])}"
                    for language, each in of["languages"].items()
                ]
    return "\n".join(lines)


def _share(of: dict) -> str:
    between = f" ({of['95 %'][0]:.3f}-{of['95 %'][1]:.3f})" if of["95 %"] else ""
    return f"{of['share']:.3f}{between} of {of['pairs']}"


if __name__ == "__main__":
    main()
