"""Reading the scripts of India, whose blocks in Unicode have the same letters in the same places."""

from __future__ import annotations

import re

_FIRST, _LAST, _SIZE = 0x0900, 0x0D7F, 0x80
_SOUTH = 0x0B80
"""From Tamil on, the last vowel is spoken."""
_CONSONANTS = "k kh g gh n ch chh j jh ny t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h".split()  # noqa: SIM905 - as the block has them
_VOWELS = {
    **dict(zip(range(0x05, 0x15), "a a i i u u ri l e e e ai o o o au".split(), strict=True)),  # noqa: SIM905
    **dict(zip(range(0x3E, 0x4D), "a i i u u ri ri e e e ai o o o au".split(), strict=True)),  # noqa: SIM905
}
_WITH_DOT = {"k": "q", "kh": "kh", "g": "gh", "j": "z", "d": "r", "dh": "rh", "ph": "f", "y": "y"}
_DOT, _NONE, _SILENT = 0x3C, 0x4D, "~"
"""The dot that makes z of j, the sign that there is no vowel, and a vowel that is not written."""
_OTHERS = {0x01: "n", 0x02: "n", 0x4E: "t", 0x70: "n"}


def indic(word: str) -> list[str]:
    """The ways in which a word is read: as spoken, with all vowels, with o for those not written; none of others.

    >>> indic("कमल"), indic("kamal")
    (['kamal', 'kamala', 'komol'], [])
    """
    if not word or not all(_FIRST <= ord(letter) <= _LAST for letter in word):
        return []
    made = ""
    for letter in word:
        made = _with(made, (ord(letter) - _FIRST) % _SIZE)
    whole = made.replace(_SILENT, "a")
    short = re.sub(f"(?<=[^{_SILENT}]){_SILENT}$", "", made)
    spoken = re.sub(f"(?<=[aeiou])([^aeiou{_SILENT}]+){_SILENT}([^aeiou{_SILENT}]+[aeiou])", r"\1\2", short)
    found = [short.replace(_SILENT, "a"), whole, spoken.replace(_SILENT, "a"), short.replace(_SILENT, "o")]
    if ord(word[0]) >= _SOUTH:
        found[:2] = found[1::-1]
    return list(dict.fromkeys(found))


def _with(made: str, place: int) -> str:
    bare = made.removesuffix(_SILENT)
    if 0x15 <= place <= 0x39:
        return made + _CONSONANTS[place - 0x15] + _SILENT
    if place in _VOWELS:
        return (bare if place >= 0x3E else made) + _VOWELS[place]
    if place == _NONE:
        return bare
    if place == _DOT:
        last = re.search("(kh|dh|ph|.)$", bare)
        return bare.removesuffix(last[1]) + _WITH_DOT.get(last[1], last[1]) + _SILENT if last else made
    return made + _OTHERS.get(place, "")
