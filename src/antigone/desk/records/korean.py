"""Reading a syllable of a Korean name: by the rules of 2000, by McCune and Reischauer, and as families write it."""

from __future__ import annotations

_FIRST, _LAST = 0xAC00, 0xD7A3
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()  # noqa: SIM905 - as tables of the standards have it
_INITIALS_MR = "k kk n t tt r m p pp s ss - ch tch ch k t p h".split()  # noqa: SIM905 - as tables of the standards have it
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()  # noqa: SIM905 - as tables of the standards have it
_FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()  # noqa: SIM905 - as tables of the standards have it
_USED = {
    "이": "lee yi rhee ri", "박": "park", "최": "choi", "정": "jung chung", "조": "cho", "임": "lim rim", "림": "lim",
    "유": "yoo ryu", "류": "yoo", "노": "roh noh", "문": "moon", "우": "woo", "구": "koo", "백": "paik", "엄": "um",
    "윤": "yoon", "신": "shin", "오": "oh", "권": "kwon", "곽": "kwak", "심": "shim", "성": "sung", "선": "sun",
}  # fmt: skip
"""Family names that nearly nobody writes by the rules."""


def korean(word: str) -> list[str]:
    """The ways in which one syllable of Hangul is written in Latin letters; none for anything else."""
    if len(word) != 1 or not _FIRST <= ord(word) <= _LAST:
        return []
    place = ord(word) - _FIRST
    vowel, final = _VOWELS[place // 28 % 21], _FINALS[place % 28].strip("-")
    initials = [table[place // 588].strip("-") for table in (_INITIALS, _INITIALS_MR)]
    return [f"{initial}{vowel}{final}" for initial in initials] + _USED.get(word, "").split()


def otherwise(word: str) -> list[str]:
    """How else a Korean family name in Latin letters is written; none of what is no such name.

    >>> otherwise("pak"), otherwise("rhee"), otherwise("smith")
    (['bak', 'park'], ['yi', 'lee', 'ri'], [])
    """
    return _FAMILIES.get(word, [])


_SPELT = [[each for each in dict.fromkeys(korean(name)) if len(each) > 1] for name in _USED]
_FAMILIES = {word: [each for each in spelt if each != word] for spelt in _SPELT for word in spelt}
