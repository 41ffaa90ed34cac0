"""Phonetic forms of a word in Latin letters, in as many ways as writers of different languages read it.

A sound is a word in these letters: ``$`` any hushing sound, ``s`` any other sibilant, ``h`` also g, gh and kh, ``v``
also w, the vowels ``a``, ``i``, ``o``, and other consonants as they are. It ends in ``^`` if its short vowels are not
known.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

_READINGS = {
    letters: readings.split()
    for table, readings in (
        ("schtsch tzsch shtsh chtch sjtsj stsch shch szcz tsch dsch sch tch dzh dsh tsj sh zh sz cz sj dj chh jh", "$"),
        ("dz ts tz ss z", "s"),
        ("kh gh g", "h"),
        ("ck qu", "k"),
        ("q", "k $"),
        ("ch", "$ h k"),
        ("c", "k $ s"),
        ("j", "$ i h"),
        ("th", "t s"),
        ("ph", "f p"),
        ("dh", "d"),
        ("bh", "b"),
        ("mp", "mp b"),
        ("gj", "$ hi"),
        ("x", "ks h"),
        ("xh", "$"),
        ("rz", "rs $"),
        ("rzh", "r$ $"),
        ("drz", "$ drs"),
        ("trz", "$ trs"),
        ("w", "v"),
    )
    for letters in table.split()
}
"""Several readings stand apart. Longer groups of letters go before shorter ones."""
_WHERE = (
    (re.compile("(?<=[aeou])h(?=[bcdfgjklmnpqrstvwxz])"), "H", ["h", ""]),
    (re.compile("aw(?![aeiouy])"), "A", ["av", "o"]),
    (re.compile("ow(?![aeiouy])"), "O", ["ov", "o"]),
    (re.compile("ew(?![aeiouy])"), "E", ["iv", "o"]),
    (re.compile("ou(?=[aei])"), "U", ["o", "v"]),
    (re.compile("w(?=oo|u)"), "W", ["v", ""]),
    (re.compile("^nt(?=[aeiouy])"), "D", ["nt", "d"]),
    (re.compile("^hs(?=[iu])"), "X", ["$"]),
)
"""What is read so only where it stands: a silent h, a diphthong, a consonant of French ou, Greek d at the beginning."""
_READINGS |= {sign: readings for _, sign, readings in _WHERE}
_PIECE = re.compile("|".join([*sorted(_READINGS, key=len, reverse=True), "."]))
_ARTICLE = re.compile(r"^(?:al|el)(?=[^aeiouy].{3})")
_VOWELS = str.maketrans("eyu", "iio")
_RUN = re.compile("[aio]+")
_TWICE = re.compile(r"(.)\1+")
_CLASSES = {"S": "s$", "T": "td", "K": "kh", "P": "pb", "F": "fv", "M": "m", "N": "n", "L": "l", "R": "r"}
_CLASS = str.maketrans({sound: name for name, sounds in _CLASSES.items() for sound in sounds})
CLASSES = "".join(_CLASSES)
_MOST = 8
"""Readings of one word."""


@lru_cache(maxsize=100_000)
def sounds(word: str) -> tuple[str, ...]:
    """The ways in which a word of the letters a to z can be read. If it ends in ^, its short vowels are not written."""
    letters, bare = word.removesuffix("^"), word.endswith("^")
    found: dict[str, None] = {}
    for each in (letters, _ARTICLE.sub("", letters)):
        options = [_options(piece, first=n == 0) for n, piece in enumerate(_pieces(each))]
        for reading in islice(product(*options), _MOST):
            for sound in _bare("".join(reading)) if bare else _heard("".join(reading)):
                found[sound] = None
    return tuple(found)


@lru_cache(maxsize=100_000)
def skeleton(sound: str) -> str:
    """The consonants of a sound in nine classes, after an A if it begins with a vowel."""
    bones = consonants(sound).translate(_CLASS)
    return (("A" if sound[0] in "aio" else "") + bones)[:20]


@lru_cache(maxsize=100_000)
def shape(sound: str) -> str:
    """A sound with its consonants in nine classes, and its vowels: b is as p, d as t, g as k, s as sh."""
    return _TWICE.sub(r"\1", sound.translate(_CLASS))


def fits(bare: str, sound: str) -> bool:
    """Whether this sound can be the other with its short vowels left out."""
    first, rest = bare[0], bare[1:].removesuffix("^")
    middle = "".join(letter if letter in "aio" else f"[aio]?{re.escape(letter)}" for letter in rest)
    begin = "[aio]" if first in "aio" else re.escape(first)
    return re.fullmatch(f"{begin}{middle}[aio]?", sound) is not None


@lru_cache(maxsize=20_000)
def consonants(sound: str) -> str:
    return _TWICE.sub(r"\1", re.sub("[aio^]", "", sound))


def _pieces(letters: str) -> list[str]:
    for pattern, sign, _ in _WHERE:
        letters = pattern.sub(sign, letters)
    return _PIECE.findall(letters)


def _options(piece: str, *, first: bool) -> list[str]:
    if piece == "x" and first:
        return ["s", "ks", "h"]
    return _READINGS.get(piece, [piece])


def _heard(reading: str) -> set[str]:
    sound = _RUN.sub(_vowel, reading.translate(_VOWELS))
    sound = _TWICE.sub(r"\1", sound.replace("s$", "$"))
    return {sound, re.sub("(?<=[aio])f$", "v", sound), re.sub("(?<=[aio])h$", "", sound)}


def _bare(reading: str) -> set[str]:
    """Of a word without short vowels: w and y are consonants or long vowels, and a last h may be silent."""
    sound = reading.translate(_VOWELS)
    found = {sound, sound[:1] + sound[1:].replace("v", "o")}
    found |= {each[:-1] for each in found if len(each) > 2 and each.endswith("h")}
    return {_TWICE.sub(r"\1", _RUN.sub(_vowel, each)) + "^" for each in found}


def _vowel(run: re.Match[str]) -> str:
    """Several vowels together are one: the last that is no glide."""
    return run[0].replace("i", "")[-1:] or "i"
