"""Finding a name however it is spelt: Щербак, Shcherbak, Scherbak, Szczerbak and Schtscherbak are one.

Each word of a name is read as Latin letters (``latin``), these as sounds, and the sounds as a skeleton of consonants
(``sounds``): the key that the database looks up. A search asks also for the skeletons with one consonant more, less,
other or moved. Whether what it finds is the same name or a near one, the sounds decide (``likeness``).

docs/names.md says how well this finds names, and which it does not find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from jellyfish import damerau_levenshtein_distance as edits

from antigone.desk.records import chinese, korean
from antigone.desk.records.indic import indic
from antigone.desk.records.japanese import hepburn
from antigone.desk.records.latin import (
    as_persian,
    hebrew,
    is_without_vowels,
    of_foreign_sounds,
    plain,
    spoken,
    syllables,
    words_of,
)
from antigone.desk.records.sounds import CLASSES, consonants, fits, shape, skeleton, sounds
from antigone.desk.records.thai import thai

_LONGEST = 60
_LEFT_OUT = "al el ul ad an ar as at az ash es et bin ben ibn bint ould de del la le da dos du van von der den"
_PARTICLES = frozenset(_LEFT_OUT.split())
_SERVANT = frozenset(("abd", "abdul", "abdel", "abdal", "abdol", "abdoul"))
_ARABIC_ARTICLE = re.compile(r"^و?ال(?=..)")
_ARABIC_SERVANT = re.compile(r"^عبد(?:ال)?(?=..)")


class Likeness(IntEnum):
    """How alike two words of names are; lower is more alike."""

    LETTERS = 0
    """The same letters in Latin script."""
    SOUND = 1
    NEAR = 2
    NONE = 9


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for, or two written as one, and which words of the text it stands for."""

    form: str
    covers: frozenset[int]
    other: bool = False
    """Whether it is written otherwise by a rule of families: a Chinese name as the south of China has it."""

    def like(self, form: str) -> Likeness:
        """How alike a word of a name is to this. What families write otherwise is found letter by letter only."""
        if self.other:
            return Likeness.SOUND if form == self.form else Likeness.NONE
        return likeness(self.form, form)


def wanted(text: str) -> list[Term]:
    """The terms to look for: those of the name, and how else Chinese and Korean families write it.

    What is kept of names has no such others: 王 and 黄 are both Wong in Cantonese, and not therefore one name.
    """
    own = terms(text)
    return own + [
        Term(other, term.covers, other=True)
        for term in own
        if re.fullmatch("[a-z]+", term.form)
        for other in (*chinese.otherwise(term.form), *korean.otherwise(term.form))
    ]


def terms(text: str) -> list[Term]:
    """The terms of a name: each word as it is read and spoken, and neighbours written as one.

    Particles and articles are left out, unless there is nothing else.
    """
    words = _words(text)
    found = [Term(form, frozenset({n})) for n, forms in enumerate(words) for form in forms]
    for n, (first, second) in enumerate(pairwise(words)):
        if _readable(first[0]) and _readable(second[0]):
            joined = first[0].removesuffix("^") + second[0]
            if len(joined) <= _LONGEST:
                found.append(Term(joined, frozenset({n, n + 1})))
    return found


def keys_of(*parts: str) -> set[tuple[str, str]]:
    """The keys that the database keeps of a name: skeletons, each with its word."""
    return {(key, term.form) for part in parts for term in terms(part) for key in keys_of_form(term.form)}


def keys_of_form(form: str) -> set[str]:
    """The skeletons of one word."""
    if not _readable(form):
        return {f"={form}"[:_LONGEST]}
    return {skeleton(sound) or "-" for sound in sounds(form)}


@lru_cache(maxsize=1_000)
def near_keys(form: str) -> frozenset[str]:
    """The skeletons of a word and, if it has three consonants, those with one added, dropped, changed or moved."""
    own, found = keys_of_form(form), set[str]()
    for bones in [key for key in own if key[0] != "=" and len(key) > 2]:
        for n in range(len(bones) + 1):
            head, tail = bones[:n], bones[n:]
            found |= {head + each + tail for each in CLASSES + ("A" if n == 0 else "")}
            found.add(head + tail[1::-1] + tail[2:])
            if tail:
                found.add(head + tail[1:])
                found |= {head + each + tail[1:] for each in CLASSES + ("A" if n == 0 else "")}
    return frozenset(own | {key for key in found if len(key) > 2})


@lru_cache(maxsize=50_000)
def likeness(asked: str, found: str) -> Likeness:
    """How alike two words are, both as ``terms`` gives them."""
    if asked == found:
        return Likeness.LETTERS
    if not (_readable(asked) and _readable(found)):
        return Likeness.NONE
    best = min(_alike(one, other) for one in sounds(asked) for other in sounds(found))
    both_bare = asked[-1] == found[-1] == "^"
    return max(best, Likeness.NEAR) if both_bare else best  # حسن and حسين are two names that only vowels tell apart


def _alike(one: str, other: str) -> Likeness:
    """Of two sounds. What is allowed was chosen on the working half of the names of bench/names.py."""
    bones, others = consonants(one), consonants(other)
    longest, length = max(len(bones), len(others)), max(len(one), len(other))
    if one[-1] == "^" or other[-1] == "^":
        return _alike_without_vowels(one, other)
    if one == other:
        return Likeness.SOUND if longest > 1 else Likeness.NEAR
    if shape(one) == shape(other):
        return Likeness.NEAR if longest > 1 or shape(bones) != "S" else Likeness.NONE
    if length < 4 or (length < 5 and bones != others):
        return Likeness.NONE
    allowed = 1 if length < (7 if bones == others else 10) else 2
    return Likeness.NEAR if edits(one, other) <= allowed else Likeness.NONE


def _alike_without_vowels(one: str, other: str) -> Likeness:
    """Of two sounds of which at least one is of a script that leaves out short vowels."""
    bones, others = consonants(one), consonants(other)
    longest = max(len(bones), len(others))
    if bones == others and longest:
        whole = fits(one, other) if one[-1] == "^" else fits(other, one)
        return Likeness.SOUND if whole else Likeness.NEAR if longest > 1 else Likeness.NONE
    near = longest > 3 and (shape(bones) == shape(others) or edits(bones, others) == 1)
    return Likeness.NEAR if near else Likeness.NONE


def _words(text: str) -> list[list[str]]:
    """The words of a name, each with its forms: with the particles before it, too, as some write it (Delacruz).

    A servant (Abd al-) is one word with whose servant it is.
    """
    written = [part for word in words_of(text) for part in syllables(word)]
    found: list[list[str]] = []
    before, servant = "", ""
    for n, word in enumerate(written):
        read, last = plain(word), n + 1 == len(written)
        if read in _PARTICLES and not last:
            before += read
        elif not last and (read in _SERVANT or word == "عبد"):
            servant, before = "abd", ""
        else:
            forms = [f"{servant}{form}" for form in _forms(word)]
            found.append(forms + [before + form for form in forms[:1] if before and not servant and _readable(form)])
            before, servant = "", ""
    return found


def _forms(word: str) -> list[str]:
    """A word as it is read; where short vowels are not written, with ^ at the end."""
    if is_without_vowels(word):
        without = _ARABIC_ARTICLE.sub("", _ARABIC_SERVANT.sub("عبد", word))
        bare = [plain(without), plain(as_persian(without)), *hebrew(word)]
    else:
        bare = thai(word)
    if bare:
        found = [f"{each[: _LONGEST - 1]}^" for each in bare if each]
    else:
        read, first = indic(word), plain(word)
        found = read or [first, spoken(word), of_foreign_sounds(word), *korean.korean(word)]
        found += [*hepburn(first)]
    return list(dict.fromkeys(form[:_LONGEST] for form in found if form)) or [word[: _LONGEST - 1]]


def _readable(form: str) -> bool:
    return re.fullmatch(r"[a-z]+\^?", form) is not None
