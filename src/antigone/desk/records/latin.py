"""Transliterating names from any script into Latin letters: for sorting, and for what they sound like.

Cyrillic, Arabic and Hebrew have tables of their own, because what a name sounds like hangs on them; anyascii reads all
other scripts.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_TABLE = {
    pair[0]: pair[1:]
    for line in (
        # Cyrillic, as Ukrainian has it where languages differ
        "аa бb вv гh ґg дd еe єye ёyo жzh зz иy іi їyi йy кk лl мm нn оo пp рr сs тt уu ўw фf хkh цts чch шsh",
        "щshch ъ ыy ь эe юyu яya ђdj јy љl њn ћch џdzh ѓg ќk ѕdz",
        # Arabic and Persian
        "ء آa أa ؤw إa ئy اa بb ةa تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy",
        "ىa پp چch ژzh گg کk یy ەa ھh",
        # Urdu, Pashto and Kurdish
        "ٹt ڈd ڑr ںn ہh ۂh ۃa ےy ۓy ټt ډd ړr ږzh ښsh څs ځz ڼn ېy ۍy ڕr ڵl ۆo ێy ڤv",
        # Hebrew
        "אa בb גg דd הh וw זz חkh טt יy ךk כk לl םm מm ןn נn סs עa ףf פp ץts צts קk רr שsh תt",
    )
    for pair in line.split()
}
_SPOKEN = {"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ç": "ch", "ž": "zh", "ż": "zh", "ź": "zh"}
"""Latin letters with a sound that they lose with their sign. People write them both ways: Šimić, Simic, Shimich."""
_SPOKEN |= {"đ": "dj", "ř": "rzh", "ŝ": "shch", "ę": "en", "ą": "on", "ä": "e"}
_GREEK = (("τζ", "dj"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "g"))
"""Foreign sounds, for which Greek has no letters."""
_AS_PERSIAN = str.maketrans("ضذظثصق", "زززسسغ")
"""What Persian, Dari, Urdu and Kurdish read otherwise than Arabic."""
_BULGARIAN = re.compile("(?<=[бвгджзйклмнпрстфхцчшщ])ъ(?=[бвгджзйклмнпрстфхцчшщ])")
"""A vowel; in Russian it stands before one."""
_SOFT = str.maketrans({"ב": "v", "פ": "f", "ף": "f", "כ": "ח", "ך": "ח"})
_LETTERS = re.compile(r"[a-z]+")
_BREAK = re.compile(r"[\s\-‐‑–—־.,;/|_()\[\]\"«»„“”]+")


def words_of(text: str) -> list[str]:
    """The words of a name: folded, without vowel points; a double-barrelled name is two."""
    return [word for word in _BREAK.split(_folded(text)) if word]


def plain(word: str) -> str:
    """One word in the letters a to z; empty if nothing in it can be read.

    >>> plain("Щербак"), plain("Nguyễn"), plain("محمد")
    ('shcherbak', 'nguyen', 'mhmd')
    """
    folded = _folded(word).replace("зг", "zgh").replace("ու", "u")  # not zh, which is ж: Згурський, Zghurskyi
    folded = _BULGARIAN.sub("a", folded)
    return "".join(_LETTERS.findall("".join(_letter(letter) for letter in folded)))


def spoken(word: str) -> str:
    """The same, with the sounds of letters with a caron or cedilla."""
    return plain("".join(_SPOKEN.get(letter, letter) for letter in _folded(word)))


def as_persian(word: str) -> str:
    """A word of Arabic script, with the letters that Persian reads otherwise as those that it reads so."""
    return word.translate(_AS_PERSIAN)


def hebrew(word: str) -> list[str]:
    """A word of Hebrew with soft b, p and k but at its beginning, and with s for sh, in all ways; none of others."""
    if not re.search("[א-ת]", word):
        return []
    soft = word[:1] + word[1:].translate(_SOFT)
    return [plain(each) for each in (soft, word.replace("ש", "ס"), soft.replace("ש", "ס"))]


def of_foreign_sounds(word: str) -> str:
    """A Greek word with the pairs of letters that stand for b, d, g and j."""
    folded = _folded(word)
    for letters, sound in _GREEK:
        folded = folded.replace(letters, sound)
    return plain(folded)


def in_order(*parts: str) -> str:
    """The key by which lists are sorted: parts in Latin letters. What cannot be read stays as it is."""
    words = (plain(word) or word for part in parts for word in words_of(part))
    return " ".join(words)[:200]


def syllables(word: str) -> list[str]:
    """A word of a script that is written without spaces (Chinese, Korean) as several; else itself."""
    return list(word) if all(_is_syllable(letter) for letter in word) else [word]


def is_without_vowels(word: str) -> bool:
    """Whether a word is of a script that leaves out short vowels."""
    return any(_is_semitic(letter) for letter in word)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _is_syllable(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3"


def _is_semitic(letter: str) -> bool:
    return "\u0590" <= letter <= "\u06ff"


def _letter(letter: str) -> str:
    if "a" <= letter <= "z":
        return letter
    found = _TABLE.get(letter)
    if found is None and unicodedata.category(letter)[0] in "LM" and not _is_semitic(letter):
        found = anyascii(letter).lower()
    return found or ""
