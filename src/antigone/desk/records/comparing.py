"""How two names are read and how they relate, so that people can see why one finds the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.desk.records.sounds import sounds
from antigone.desk.records.spelling import Likeness, Term, keys_of, near_keys, terms, wanted

RELATIONS = {
    Likeness.LETTERS: "same-letters",
    Likeness.SOUND: "same-sound",
    Likeness.NEAR: "near",
    Likeness.NONE: "none",
}
_KOREAN = "Korean is read by the rules of 2000, by McCune and Reischauer, and as families are used to (박 Park, Pak)"
_RULES = (
    ("[зЗ][гГ]", "Ukrainian зг is z and h apart (zgh), which is not ж (zh)"),
    ("[ضذظثصق]", "Persian, Dari, Urdu and Kurdish read ض ذ ظ as z, ث ص as s, ق as gh"),
    ("[בפכךףש]", "Hebrew writes v as b, f as p, kh as k and s as sh: either is tried"),
    ("[\u0590-\u06ff]", "Arabic and Hebrew script leave short vowels out: any may stand there"),
    ("[đĐ]", "đ is d (Vietnamese) or dj (Croatian, Serbian: ђ)"),
    ("xh|Xh", "Albanian xh is as in Hodža"),
    ("(?!xh|Xh)[xX]", "x is ks, at the beginning s, in Kurdish kh"),
    ("rz|Rz|[řŘ]", "Polish rz and Czech ř are as ж in Cyrillic, or r and z"),
    ("[\uac00-\ud7a3]", _KOREAN),
    ("τζ|μπ|ντ|γκ|Τζ|Μπ|Ντ|Γκ", "Greek writes foreign b, d, g and j with two letters"),
    (
        "[\u0900-\u0d7f]",
        "Scripts of India: a vowel that is not written is a (in Bengal also o), the last one silent or not",
    ),
    ("[\u0e00-\u0e7f]", "Thai is read with the sounds that end a syllable, and with any vowel where none is written"),
    ("[gG]|[гГхХ]|kh|Kh", "g, h and kh are one sound: Ukrainian and Russian differ in it"),
    ("[щшчжЩШЧЖšžčćśźż]|sh|ch|zh|cz|sz", "all that hushes is one sound: no two languages write it alike"),
)
_FAMILIES = (
    "Families of China and Korea are found as Hong Kong, Malaysia or a passport writes them: Zhou, Chow; Pak, Park"
)
_NEAR = "b and p, d and t, g and k, s and sh are near: languages differ in what they voice, and signs are left out"
_NOTES = (
    ("[\u4e00-\u9fff]", "Chinese characters are read as Chinese. A Japanese name in kanji is not: write its kana."),
)


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Two names, how each is read, how they relate, and by which rules."""

    names: tuple[str, str]
    read: tuple[tuple[str, ...], tuple[str, ...]]
    """The forms of their words in Latin letters; ^ where short vowels are not known."""
    heard: tuple[tuple[str, ...], tuple[str, ...]]
    """The same as sounds (``sounds``)."""
    relation: str
    rules: tuple[str, ...]
    notes: tuple[str, ...]


def compare(one: str, other: str) -> NameComparison:
    """As a search would find one by the other: every word of the shorter name, in any order."""
    shorter, found = sorted((one, other), key=_count)
    said = [tuple(dict.fromkeys(term.form for term in terms(name))) for name in (one, other)]
    both = f"{one} {other}"
    relation = RELATIONS[_likeness(wanted(shorter), keys_of(found))]
    rules = [words for pattern, words in _RULES if re.search(pattern, both)]
    rules += [_FAMILIES] if any(term.other for term in wanted(both)) else []
    rules += [_NEAR] if relation == "near" else []
    return NameComparison(
        (one, other),
        (said[0], said[1]),
        (_heard(said[0]), _heard(said[1])),
        relation,
        tuple(rules),
        tuple(words for pattern, words in _NOTES if re.search(pattern, both)),
    )


def _count(name: str) -> int:
    return len({place for term in terms(name) for place in term.covers})


def _heard(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound for form in forms if re.fullmatch(r"[a-z]+\^?", form) for sound in sounds(form)))


def _likeness(looked_for: list[Term], keys: set[tuple[str, str]]) -> Likeness:
    """Of the least alike word."""
    best: dict[int, Likeness] = {}
    for term in looked_for:
        near = near_keys(term.form)
        found = min((term.like(form) for key, form in keys if key in near), default=Likeness.NONE)
        best |= {place: min(found, best.get(place, Likeness.NONE)) for place in term.covers}
    return max(best.values(), default=Likeness.NONE)
