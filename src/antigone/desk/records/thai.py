"""Reading Thai: vowels that are written before their consonant, letters that are not spoken, and how syllables end."""

from __future__ import annotations

import re

_THAI = re.compile("[\u0e00-\u0e7f]+")
_SILENT = re.compile("[ก-ฮ]ร์|[ก-ฮ][ิุ]?์")
_MARKS = re.compile("[\u0e47-\u0e4e]")
_BEFORE = re.compile("([เแโใไ])([ก-ฮ](?:[รลว](?=[ะาิีึืุูั]|[ก-ฮ]))?)")
_SPOKEN = {
    pair[0]: pair[2:]
    for line in (
        "ก=k ข=kh ฃ=kh ค=kh ฅ=kh ฆ=kh ง=ng จ=ch ฉ=ch ช=ch ซ=s ฌ=ch ญ=y ฎ=d ฏ=t ฐ=th ฑ=th ฒ=th ณ=n ด=d ต=t ถ=th",
        "ท=th ธ=th น=n บ=b ป=p ผ=ph ฝ=f พ=ph ฟ=f ภ=ph ม=m ย=y ร=r ล=l ว=w ศ=s ษ=s ส=s ห=h ฬ=l อ=o ฮ=h ฤ=rue",
        "ะ=a า=a ำ=am ิ=i ี=i ึ=ue ื=ue ุ=u ู=u ั=a เ=e แ=ae โ=o ใ=ai ไ=ai",
    )
    for pair in line.split()
}
_CLOSING = str.maketrans("จชซญฎฏฐฑฒดตถทธศษสขคฆบปพฟภรลฬ", "ตตตนตตตตตตตตตตตตตกกกปปปปปนนน")
"""What a consonant is at the end of a syllable."""


def thai(word: str) -> list[str]:
    """A word as it is spoken and as it is written, without the vowels that are not; none of other scripts.

    >>> thai("สมชาย"), thai("ไพศาล")
    (['smchay'], ['phaisan', 'phaisal'])
    """
    if not _THAI.fullmatch(word):
        return []
    bare = _MARKS.sub("", _SILENT.sub("", word)).replace("รร", "ัน")
    moved = _BEFORE.sub(r"\2\1", bare)
    closed = re.sub("(?<=.)([ก-ฮ])(?=[ก-ฮ]|$)", lambda each: each[1].translate(_CLOSING), moved)
    ends = re.sub("([ก-ฮ])[ิุ]?$", lambda each: each[1].translate(_CLOSING), moved)
    return list(dict.fromkeys(_letters(each) for each in (ends, moved, closed)))


def _letters(word: str) -> str:
    return "".join(_SPOKEN.get(letter, "") for letter in word)
