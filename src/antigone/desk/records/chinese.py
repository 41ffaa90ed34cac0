"""Family names of China as its south, Hong Kong and the Chinese of Southeast Asia write them.

A character is read otherwise in each of China's languages: 陈 is Chen, in Cantonese Chan, in Hokkien Tan. What a word in
pinyin may be there is the only way to find one from the other. Wade and Giles's spelling needs no table: its sounds are
near (``spelling``).
"""

from __future__ import annotations

_SPELT = """
wang wong ong | li lee lai | zhang cheung teo tiong | liu lau low | chen chan tan | yang yeung yeo | huang wong ng | zhao chiu teo
wu ng goh woo | zhou chow chau chew | xu hui tsui chui koh | sun suen | zhu chu | hu wu woo foo | guo kwok quek kuek | he ho hor
lin lam lim | gao ko | luo lo law | zheng cheng tay | liang leung neo | xie tse chia | song sung | tang tong | deng tang | han hon
feng fung | cao cho tso | peng pang | zeng tsang chan | xiao siu seow | tian tin | dong tung tang | pan poon phua | yuan yuen
cai choi tsoi chua | jiang tseung kong keung | yu yue | du to | ye yip ip yap | cheng ching | wei ngai wai | su so soh | lu lo luk lui
ding ting | ren yam | yao yiu | shen sum sham sim | zhong chung | cui chui tsui | tan tam tham | jin kam kim | shi shek sze | xia ha
fu foo | fang fong png | zou chau | xiong hung | bai pak peh | meng mang | qin chun | qiu yau khoo | hou hau | yan yim ngan | kong hung
shao siu | wan man | qian chin | mo mok | ou au | guan kwan kuan | mai mak | ruan yuen | weng yung | long lung | lei lui | gu koo ku
kang hong | mei mui | sheng shing | dai tai | jian kan | hong hung ang | zhuang chong | kuang kwong fong | lai lye | ke or kwa
"""
_SOUTHERN = {words[0]: words[1:] for part in _SPELT.replace("\n", "|").split("|") if len(words := part.split()) > 1}


def southern(word: str) -> list[str]:
    """How a family name, given in pinyin, is written in Cantonese and Hokkien; none of what is no such name.

    >>> southern("zhou"), southern("smith")
    (['chow', 'chau', 'chew'], [])
    """
    return _SOUTHERN.get(word, [])
