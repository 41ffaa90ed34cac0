"""Whether a translation keeps what the desk puts into a message: names, numbers, tags. For the page and the tool."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-z]+[^>]*>")


class PlaceholderFault(StrEnum):
    """What is wrong with a translation, whatever its language."""

    MISSING = "not translated"
    UNKNOWN = "unknown placeholder"
    LOST = "lost placeholder"


def places(text: str) -> set[str]:
    """The placeholders and tags of a message, each once."""
    return set(_PLACES.findall(text))


def fault_of(english: Sequence[str], said: Sequence[str], forms: int) -> PlaceholderFault | None:
    """What is wrong with ``said``: one string, or one for each of the language's forms of plural.

    A form for one may leave a number out ("one photograph"). Together the forms have all that English has for several.
    """
    wanted = [places(each) for each in english]
    if not all(said) or len(said) < (forms if len(english) > 1 else 1):
        return PlaceholderFault.MISSING
    found = [places(each) for each in said]
    if any(not each <= set.union(*wanted) for each in found):
        return PlaceholderFault.UNKNOWN
    return None if set.union(*found) >= wanted[-1] else PlaceholderFault.LOST
