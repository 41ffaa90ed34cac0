"""How far long work has come: a bar on a terminal, a line a minute elsewhere, nothing beside JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from tqdm import tqdm

from antigone.cli.common import DONE, SOME_REFUSED, counted, safe, say

if TYPE_CHECKING:
    from antigone.engine import PhotoOutcome

Thing = TypeVar("Thing")

MINUTE = 60.0
"""Seconds between two lines where nobody looks at a terminal."""


def watch(things: Iterator[Thing], total: int, word: str = "photos", *, quiet: bool = False) -> Iterator[Thing]:
    """``things`` as they come, with a word on standard error of how far it is and how long it takes."""
    if quiet:
        yield from things
    elif sys.stderr.isatty():
        yield from _on_a_bar(things, total, word)
    else:
        yield from _by_lines(things, total, word)


def _on_a_bar(things: Iterator[Thing], total: int, word: str) -> Iterator[Thing]:
    with tqdm(total=total, unit=f" {word}", file=sys.stderr, dynamic_ncols=True, leave=False) as bar:
        for thing in things:
            bar.clear()  # whoever takes it may say something, on lines of their own
            yield thing
            bar.update()
            bar.refresh()


def _by_lines(things: Iterator[Thing], total: int, word: str) -> Iterator[Thing]:
    began = said = time.monotonic()
    for done, thing in enumerate(things, start=1):
        now = time.monotonic()
        if now - said > MINUTE:
            said = now
            left = (now - began) / done * (total - done) / 60
            say(f"{done} of {total} {word}, {60 * done / (now - began):.0f} a minute, about {left:.0f} minutes left")
        yield thing


@dataclass
class PhotoProgress:
    """Counts photos as they pass, shows how far the work has come, and knows the exit status."""

    total: int
    quiet: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    """By a refusal's code: what to do, where the command has not what the engine advises."""
    refused: list[PhotoOutcome] = field(default_factory=list)

    def watch(self, outcomes: Iterator[PhotoOutcome]) -> Iterator[PhotoOutcome]:
        for passed in watch(outcomes, self.total, quiet=self.quiet):
            outcome = self._advised(passed)
            if outcome.refusal is not None:
                self.refused.append(outcome)
                say(f"refused: {safe(outcome.path)}: {outcome.refusal.detail} {outcome.refusal.hint}")
            yield outcome

    def _advised(self, outcome: PhotoOutcome) -> PhotoOutcome:
        why = outcome.refusal
        if why is None or why.code not in self.hints:
            return outcome
        return replace(outcome, refusal=replace(why, hint=self.hints[why.code]))

    @property
    def status(self) -> int:
        return SOME_REFUSED if self.refused else DONE

    @property
    def read(self) -> str:
        """``1 photo`` or ``7 photos``: how many were worked at."""
        return counted(self.total, "photo")


WITHOUT_FACE = {
    "several-faces": "Crop the photo to the one you mean, or take the largest one with --principal.",
}
"""For commands that have no --face."""
