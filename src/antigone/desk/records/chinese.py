"""Family names of China as its south, Hong Kong and the Chinese of Southeast Asia write them.

A character is read otherwise in each of China's languages: 陈 is Chen, in Cantonese Chan, in Hokkien Tan. A table of
what a word in pinyin may be there is the only way to find one from the other. Wade and Giles's spelling is by rule.
"""

from __future__ import annotations

_SPELT = """
wang wong ong | li lee lai | zhang cheung teo tiong | liu lau low | chen chan tan | yang yeung yeo
huang wong ng | zhao chiu teo | wu ng goh woo | zhou chow chau chew | xu hui tsui chui koh | sun suen | zhu chu
hu wu woo foo | guo kwok quek kuek | he ho hor | lin lam lim | gao ko | luo lo law | zheng cheng tay
liang leung neo | xie tse chia | song sung | tang tong | deng tang | han hon | feng fung | cao cho tso
peng pang | zeng tsang chan | xiao siu seow | tian tin | dong tung tang | pan poon phua | yuan yuen
cai choi tsoi chua | jiang tseung kong keung | yu yue | du to | ye yip ip yap | cheng ching | wei ngai wai
su so soh | lu lo luk lui | ding ting | ren yam | yao yiu | shen sum sham sim | zhong chung | cui chui tsui
tan tam tham | jin kam kim | shi shek sze | xia ha | fu foo | fang fong png | zou chau | xiong hung
bai pak peh | meng mang | qin chun | qiu yau khoo | hou hau | yan yim ngan | kong hung | shao siu | wan man
qian chin | mo mok | ou au | guan kwan kuan | mai mak | ruan yuen | weng yung | long lung | lei lui | gu koo ku
kang hong | mei mui | sheng shing | dai tai | jian kan | hong hung ang | zhuang chong | kuang kwong fong
lai lye | ke or kwa
"""
_FAMILIES = [words for part in _SPELT.replace("\n", "|").split("|") if (words := part.split())]
_INITIALS = {"zh": "ch", "j": "ch", "q": "ch", "x": "hs", "z": "ts", "c": "ts", "b": "p", "d": "t", "g": "k", "r": "j"}
_FINALS = {"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh"}


def otherwise(word: str) -> list[str]:
    """How else a family name is written, given in a spelling of north or south; none of what is no such name.

    >>> otherwise("zhou"), otherwise("chow"), otherwise("smith")
    (['chou', 'chow', 'chau', 'chew'], ['zhou', 'chou'], [])
    """
    found = []
    for pinyin, *southern in _FAMILIES:
        northern = [pinyin, wade_giles(pinyin)]
        if word in northern:
            found += [*northern, *southern]
        if word in southern:
            found += northern
    return [each for each in dict.fromkeys(found) if each != word]


def wade_giles(pinyin: str) -> str:
    """One syllable of pinyin as Wade and Giles wrote it, without marks.

    >>> [wade_giles(each) for each in ("zhang", "jiang", "xie", "luo", "guo")]
    ['chang', 'chiang', 'hsieh', 'lo', 'kuo']
    """
    initial = "" if pinyin[0] in "aeiou" else pinyin[: 2 if pinyin[1] == "h" else 1]
    final = pinyin.removeprefix(initial)
    if final == "uo" and initial not in ("g", "k", "h", "sh"):
        final = "o"
    if (initial, final) in (("h", "e"), ("g", "e"), ("k", "e")):
        final = "o"
    return _INITIALS.get(initial, initial) + _FINALS.get(final, final)
