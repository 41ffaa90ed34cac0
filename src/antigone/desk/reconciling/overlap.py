"""Comparing free text: effects with belongings, places with places, marks with marks. Pure.

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
    """The words of a text in one spelling, without those too short to mean anything."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = _WORD.findall(plain)
    return frozenset(w for w in found if len(w) >= (SHORTEST if w.isascii() else SHORTEST_OTHER))


def mark_name(what: str, where: str) -> str:
    """A normalised name for a mark: its kind and the place on the body, whatever the order of the words."""
    plain = unicodedata.normalize("NFKC", where.casefold())
    return f"{what}, {' '.join(sorted(_WORD.findall(plain)))}"


@dataclass(frozen=True, slots=True)
class Shared:
    """The records that share a word with a case, those with the rarest such word first."""

    records: NDArray[np.int64]
    as_rare: NDArray[np.int64]
    """For each: how many records share with this very case a word at least as rare as theirs. Of many words some will
    be shared with somebody, so this is what chance is reckoned by, not how rare the word is by itself."""


class Inventory:
    """The words of all records, to ask which records share any with a case."""

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        self.telling = sum(bool(text) for text in texts)
        """How many records say anything at all."""
        where: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            for word in text:
                where.setdefault(word, []).append(place)
        self._where = {word: np.array(places, np.int64) for word, places in where.items()}
        self._many = len(texts)

    def shared(self, with_: Iterable[str]) -> Shared:
        by_rarity: dict[int, list[NDArray[np.int64]]] = {}
        for word in sorted(set(with_) & self._where.keys()):
            by_rarity.setdefault(len(self._where[word]), []).append(self._where[word])
        new = np.ones(self._many, bool)
        records, as_rare, found = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
        for rarity in sorted(by_rarity):  # of equally rare words, all count for each
            every = np.unique(np.concatenate(by_rarity[rarity]))
            fresh = every[new[every]]
            new[fresh] = False
            found += len(fresh)
            records.append(fresh)
            as_rare.append(np.full(len(fresh), found, np.int64))
        return Shared(np.concatenate(records), np.concatenate(as_rare))
