"""Lists of persons who may be among the dead, and their prior odds.

A reconciliation of everybody with everybody needs odds from before the evidence: a weight of 3 is much among 200
passengers and little among 20,000 missing. They come from no photograph. Whoever leads the incident states them, with a
reason, and they stand on every proposal's page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from antigone.reconciliation.lines import Floats
from antigone.types import Refusal

CLOSED = 0.999
"""[assumption] share of the bodies that are of a closed list's persons, if the list is right: manifests err too."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Persons of whom each may be one of the dead, and nobody twice."""

    name: str
    records: tuple[str, ...]
    share: float
    """Of the bodies: how many are expected to be of persons on this list. Neither 0 nor 1."""
    reason: str
    """Who says so, and why."""

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"a share lies between 0 and 1, and is neither: {self.share}")
        if not (self.records and self.name and self.reason):
            raise ValueError("a list has a name, persons, and a reason for its share")
        if len(set(self.records)) != len(self.records):
            raise ValueError("nobody is on a list twice")


def closed_list(name: str, records: Sequence[str], reason: str, share: float = CLOSED) -> Listing:
    """A list of passengers or crew: nearly every body is of somebody on it."""
    return Listing(name, tuple(records), share, reason)


def open_list(name: str, records: Sequence[str], share: float, reason: str) -> Listing:
    """A list of the reported missing: many of them live, and many of the dead were reported by nobody."""
    return Listing(name, tuple(records), share, reason)


def odds(lists: Sequence[Listing], bodies: int) -> tuple[Floats, Floats] | Refusal:
    """For each list, the odds that a body is one named person of it rather than nobody of any list; for parts likewise.

    An assignment is as probable beforehand as the product of its pairs' odds. For bodies they are such that the most
    probable number of bodies from each list is the one stated: with k of N bodies from a list of M and n from none,
    k / ((M - k) n). A part uses up nobody, so for parts it is the plain share: (k / N) / (M n / N).
    """
    if not lists:
        return Refusal("no-list", "There is no list of missing persons.", "State at least one, with its share.")
    twice = _on_two(lists)
    if twice:
        return Refusal("on-two-lists", f"{twice[0]} is on two lists.", "Leave each person on one list.")
    share, persons = np.array([one.share for one in lists]), np.array([len(one.records) for one in lists])
    nobody = 1 - share.sum()
    if nobody <= 0:
        return Refusal(
            "shares-too-large",
            f"The lists' shares come to {share.sum():.3f}: no body could be of nobody listed.",
            "Lower the shares until they come to less than 1.",
        )
    left = persons - share * bodies
    for one, its in zip(lists, left, strict=True):
        if its <= 0:
            return Refusal(
                "list-too-short",
                f"{one.share * bodies:.1f} bodies are said to be of {one.name}, of {len(one.records)} persons.",
                "Lower its share, or complete the list.",
            )
    return share / (nobody * left), share / (nobody * persons)


def _on_two(lists: Sequence[Listing]) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []
    for one in lists:
        twice += seen.intersection(one.records)
        seen.update(one.records)
    return sorted(twice)
