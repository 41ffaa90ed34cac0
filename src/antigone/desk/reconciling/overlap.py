"""Free words compared with free words: effects with belongings, places with places, marks with marks. Pure.

It sees that both name the same thing in the same words of the same language, and nothing more. That both do not is no
evidence: they may mean the same by other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, SHORTEST_OTHER = 4, 3
"""Letters of a word that is compared: of the Latin alphabet, and of others, whose words are shorter."""
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> frozenset[str]:
    """Its words in one spelling, without those too short to mean anything."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = _WORD.findall(plain)
    return frozenset(w for w in found if len(w) >= (SHORTEST if w.isascii() else SHORTEST_OTHER))


def mark_name(what: str, where: str) -> str:
    """One mark under one name: its kind and the place on the body, whatever the order of the words."""
    plain = unicodedata.normalize("NFKC", where.casefold())
    return f"{what}, {' '.join(sorted(_WORD.findall(plain)))}"


@dataclass(frozen=True, slots=True)
class Shared:
    """The records that share a word with a case: the rarest such word of each, and how rare that is."""

    records: NDArray[np.int64]
    word: tuple[str, ...]
    as_rare: NDArray[np.int64]
    """For each: how many records share with this very case a word at least as rare as theirs. Of many words some will
    be shared with somebody, so this is what chance is reckoned by, not how rare the word is by itself."""


class Inventory:
    """The words of all records, to ask which records share any with a case."""

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        self.telling = sum(bool(text) for text in texts)
        """How many records say anything at all."""
        self._where: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            for word in text:
                self._where.setdefault(word, []).append(place)

    def shared(self, with_: Iterable[str]) -> Shared:
        common = sorted((w for w in set(with_) if w in self._where), key=lambda w: (len(self._where[w]), w))
        found: dict[int, str] = {}
        counts: list[int] = []
        for place, word in enumerate(common):
            before = len(found)
            for record in self._where[word]:
                found.setdefault(record, word)
            counts += [0] * (len(found) - before)
            last = place + 1 == len(common) or len(self._where[common[place + 1]]) > len(self._where[word])
            if last:  # of equally rare words, all count for each
                counts = [count or len(found) for count in counts]
        records = np.fromiter(found, np.int64, len(found))
        return Shared(records, tuple(found.values()), np.array(counts, np.int64))
