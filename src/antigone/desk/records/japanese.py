"""Reading Japanese names in the official Latin spelling (Kunrei, ISO 3602) as the usual one (Hepburn) has them."""

from __future__ import annotations

import re

_WORD = re.compile("(?:[kstnhmyrgzdbp]?y?[aiueo]|w[ao]|n(?![aiueoy]))+")
_HEPBURN = (
    ("sy", "sh"),
    ("ty", "ch"),
    ("zy", "j"),
    ("si", "shi"),
    ("ti", "chi"),
    ("tu", "tsu"),
    ("zi", "ji"),
    ("hu", "fu"),
)


def hepburn(word: str) -> list[str]:
    """A word that can be of Kunrei's syllables, in Hepburn's spelling; none where both are the same.

    >>> hepburn("tuzi"), hepburn("tanaka"), hepburn("martin")
    (['tsuji'], [], [])
    """
    if not _WORD.fullmatch(word):
        return []
    usual = word
    for official, spelt in _HEPBURN:
        usual = usual.replace(official, spelt)
    return [usual] if usual != word else []
