"""How rules are broken: a refusal as a value that a page can show, or the fault that stops an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from antigone.errors import RuleBroken
from antigone.types import Refusal


def must(condition: object, detail: str, hint: str) -> None:
    """Raises RuleBroken unless ``condition`` holds."""
    if not condition:
        raise RuleBroken(detail, hint)


def must_have_words(text: str, what: str) -> None:
    must(text.strip(), f"{what} is missing.", "Write it in words that a person outside can follow.")


def must_be_an_instant(at: datetime) -> None:
    must(at.tzinfo is not None, f"{at} has no time zone.", "Give every time with its zone; the desk keeps UTC.")


def must_not_be_before(at: datetime, last: datetime) -> None:
    must_be_an_instant(at)
    must(
        at >= last, f"{at} is before the last entry, {last}.", "Entries are added in the order in which they are made."
    )


def must_be_free_of(refusals: Iterable[Refusal]) -> None:
    """Raises RuleBroken with all of the reasons, if there are any."""
    reasons = tuple(refusals)
    if reasons:
        raise RuleBroken(" ".join(r.detail for r in reasons), " ".join(dict.fromkeys(r.hint for r in reasons)))
