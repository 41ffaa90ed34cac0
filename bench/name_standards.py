"""How public standards write the names of ``name_lists`` in other letters, by their tables, for bench/names.py.

The tables are written anew here, from the standards that are named [from memory of them; not checked against their
texts], and share nothing with the rules that are measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

Spell = Callable[[str], str]
_MARKS = "ʿʾʹʺ'’ʻ"


def by(table: str, first: str = "", then: Spell = str) -> Spell:
    """A spelling by a table of ``letters=other letters``, the longest first; ``first`` for the beginning of a word."""
    inside = _table(table)
    begin = inside | _table(first)

    def spell(name: str) -> str:
        return " ".join(_capital(then(_written(word.lower(), begin, inside))) for word in name.split("_"))

    return spell


def plain(name: str) -> str:
    """Without marks: as people write who have a plain keyboard."""
    bare = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return re.sub(f"[{_MARKS}]", "", bare.translate(str.maketrans("łŁđĐıøæßǝə", "lLdDioasee")))


def greek(table: str, first: str = "") -> Spell:
    """Without the accent, which no standard keeps apart in names."""
    spell = by(table, first)
    accents = str.maketrans("άέήίόύώϊΐ", "αεηιουωιι")
    return lambda name: spell(name.lower().translate(accents))


def _table(text: str) -> dict[str, str]:
    return dict(_pair(each) for each in unicodedata.normalize("NFC", text).split())


def _pair(each: str) -> tuple[str, str]:
    letters, _, other = each.partition("=")
    return letters, other


def _written(word: str, begin: Mapping[str, str], inside: Mapping[str, str]) -> str:
    word, made, at = unicodedata.normalize("NFC", word.replace("i̇", "i")), "", 0
    while at < len(word):
        table = inside if at else begin
        size = next((n for n in (4, 3, 2, 1) if word[at : at + n] in table and at + n <= len(word)), 0)
        made += table[word[at : at + size]] if size else word[at]
        at += size or 1
    return made


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


_CYRILLIC = "а=a б=b в=v д=d к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f ь= ъ= "
_ISO9 = """г=g ґ=g̀ е=e є=ê ё=ë ж=ž з=z и=i і=ì ї=ï й=j х=h ц=c ч=č ш=š щ=ŝ ь=ʹ ъ=ʺ ы=y э=è ю=û я=â"""
_DUDEN = "г=g е=e є=je ё=jo ж=sch з=s и=i і=i ї=ji й=i х=ch ц=z ч=tsch ш=sch щ=schtsch ы=y э=e ю=ju я=ja в=w"
_FRENCH = "г=g е=e ё=io ж=j з=z и=i й=ï х=kh ц=ts ч=tch ш=ch щ=chtch ы=y э=e ю=iou я=ia у=ou"
_ENGLISH = "г=g е=e ж=zh з=z и=i й=y х=kh ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=yu я=ya"
_DIN = "ṯ=th ḏ=dh ǧ=j ḫ=kh š=sh ġ=gh ʿ= ʾ="
_PERSIAN = "zh=ž kh=x sh=š ch=č gh=q"
_HAWAR = "ç=ch c=j ş=sh ê=e î=i û=u "
_GREEK = """α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o ου=ou
    αυ=av ευ=ev αυγ=avg ευσ=efs ευτ=eft αυτ=aft γγ=ng γξ=nx γχ=nch"""
_GEORGIAN = "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z ი=i კ=k ლ=l მ=m ნ=n ო=o რ=r ს=s უ=u ჰ=h "
_ARMENIAN = "ա=a ե=e է=e ը=y զ=z ի=i լ=l խ=kh հ=h մ=m յ=y ն=n շ=sh ո=o ս=s վ=v ր=r ւ=v ու=u և=ev օ=o ֆ=f ժ=zh ղ=gh ռ=r "
_DEVANAGARI = """क=k ख=kh ग=g घ=gh ङ=ṅ च=c छ=ch ज=j झ=jh ञ=ñ ट=ṭ ठ=ṭh ड=ḍ ढ=ḍh ण=ṇ त=t थ=th द=d ध=dh न=n प=p फ=ph ब=b
    भ=bh म=m य=y र=r ल=l व=v श=ś ष=ṣ स=s ह=h"""
_SIGNS = "ा=ā ि=i ी=ī ु=u ू=ū ृ=r̥ े=e ै=ai ो=o ौ=au ्="
_ALONE = "अ=a आ=ā इ=i ई=ī उ=u ऊ=ū ए=e ऐ=ai ओ=o औ=au ं=ṁ"
_ITRANS = "ā=aa ī=ii ū=uu r̥=RRi c=ch ch=Ch ś=sh ṣ=Sh ṭ=T ṭh=Th ḍ=D ḍh=Dh ṇ=N ṁ=M"
_HUNTER = "ā=a ī=i ū=u r̥=ri c=ch ch=chh ś=sh ṣ=sh ṭ=t ṭh=th ḍ=d ḍh=dh ṇ=n ṁ=n"
_WADE = "zhi=chih chi=ch'ih shi=shih ri=jih zi=tzu ci=tz'u si=ssu he=ho ge=ko ke=k'o ye=yeh yan=yen you=yu er=êrh"
_WADE_FIRST = "zh=ch ch=ch' j=ch q=ch' x=hs z=ts c=ts' p=p' t=t' k=k' b=p d=t g=k r=j"
_WADE_LAST = "ian=ien ie=ieh üe=üeh ue=üeh ong=ung iong=iung e=ê en=ên eng=êng"
_KUNREI = """shi=si chi=ti tsu=tu fu=hu ji=zi sha=sya shu=syu sho=syo cha=tya chu=tyu cho=tyo ja=zya ju=zyu jo=zyo"""
_KANA = """あ=a い=i う=u え=e お=o か=ka き=ki く=ku け=ke こ=ko さ=sa し=shi す=su せ=se そ=so た=ta ち=chi
    つ=tsu て=te と=to な=na に=ni ぬ=nu ね=ne の=no は=ha ひ=hi ふ=fu へ=he ほ=ho ま=ma み=mi む=mu め=me も=mo
    や=ya ゆ=yu よ=yo ら=ra り=ri る=ru れ=re ろ=ro わ=wa ん=n
    が=ga ぎ=gi ぐ=gu げ=ge ご=go ざ=za じ=ji ず=zu ぜ=ze ぞ=zo だ=da ぢ=ji づ=zu
    で=de ど=do ば=ba び=bi ぶ=bu べ=be ぼ=bo
    しょ=sho じゅ=ju きょ=kyo りょ=ryo しょう=shō きょう=kyō りょう=ryō ろう=rō とう=tō ゆう=yū おお=ō"""


def _devanagari(word: str) -> str:
    """ISO 15919, with the vowel that follows a consonant where no other is written."""
    consonants, signs, alone = _table(_DEVANAGARI), _table(_SIGNS), _table(_ALONE)
    made = ""
    for each, after in zip(word, [*word[1:], ""], strict=True):
        if each in consonants:
            made += consonants[each] + ("" if after in signs and after else "a")
        else:
            made += signs.get(each, alone.get(each, ""))
    return made


def hindi(table: str) -> Spell:
    """Without the last vowel, which is not spoken, as both Hunterian and ITRANS in use have it."""
    spell = by(table)
    return lambda name: spell(re.sub(r"(?<=[^aāiīuūeo])a$", "", _devanagari(name)))


def wade_giles(pinyin: str) -> str:
    syllables = re.findall(r"[^aeiouü]+[aeiouü]+(?:ng(?![aeiou])|n(?![aeiou]))?|[aeiou]+n?g?", pinyin.lower())
    return _capital("-".join(_wade(each) for each in syllables))


def _wade(syllable: str) -> str:
    whole, initials, finals = _table(_WADE), _table(_WADE_FIRST), _table(_WADE_LAST)
    if syllable in whole:
        return whole[syllable]
    initial, final = re.fullmatch("(zh|ch|sh|[^aeiou]?)(.*)", syllable).groups()
    if initial in ("j", "q", "x", "y") and final.startswith("u"):
        final = "ü" + final[1:]
    if final == "uo" and initial not in ("g", "k", "h", "sh"):
        final = "o"
    if final == "ui" and initial in ("g", "k"):
        final = "uei"
    return initials.get(initial, initial) + finals.get(final, final)


_RR = ("g kk n d tt r m b pp s ss - j jj ch k t p h", "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_MR = ("k kk n t tt r m p pp s ss - ch tch ch' k' t' p' h", "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i")
_FINAL = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}


def korean(tables: tuple[str, str], *, voiced: bool = False) -> Spell:
    """By syllable; McCune-Reischauer voices k, t, p and ch between vowels and after n, m, ng and l."""
    initials, vowels, finals = ([part.strip("-") for part in each.split()] for each in (*tables, _FINAL))

    def spell(name: str) -> str:
        made = ""
        for each in name:
            place = ord(each) - 0xAC00
            begin = initials[place // 588]
            if voiced and made and made[-1] in "aeiouŏŭnmgl":
                begin = _VOICED.get(begin, begin)
            made += begin + vowels[place // 28 % 21] + finals[place % 28]
        return _capital(made)

    return spell


def kana(then: Spell) -> Spell:
    table = by(_KANA)
    return lambda name: _capital(
        then(table("".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in name)).lower())
    )


def western(vietnamese: str) -> str:
    """The given name first and without marks, as forms abroad ask for it."""
    family, *rest = plain(vietnamese.replace("_", " ")).split()
    return " ".join([rest[-1], *rest[:-1], family])


STANDARDS: dict[str, dict[str, Spell]] = {
    "Ukrainian": {
        "KMU 55 (2010)": by(
            _CYRILLIC + "г=h ґ=g е=e є=ie ж=zh з=z зг=zgh и=y і=i ї=i й=i х=kh ц=ts ч=ch ш=sh щ=shch ю=iu я=ia",
            "є=ye ї=yi й=y ю=yu я=ya",
        ),
        "ISO 9:1995": by(_CYRILLIC + _ISO9),
        "Duden": by(_CYRILLIC + _DUDEN + " г=h и=y"),
    },
    "Russian": {
        "BGN/PCGN 1947": by(_CYRILLIC + _ENGLISH + " ё=yë", "е=ye"),
        "ICAO Doc 9303": by(_CYRILLIC + _ENGLISH + " ё=e й=i ю=iu я=ia ъ=ie"),
        "Duden": by(_CYRILLIC + _DUDEN),
        "French passports to 2000": by(_CYRILLIC + _FRENCH),
    },
    "Bulgarian": {
        "Transliteration Act 2009": by(_CYRILLIC + _ENGLISH + " щ=sht ъ=a ь=y х=h"),
        "BGN/PCGN 1952": by(_CYRILLIC + _ENGLISH + " щ=sht ъ=ŭ"),
        "ISO 9:1995": by(_CYRILLIC + _ISO9 + " ъ=ǎ"),
    },
    "Serbian": {
        "Gaj": by(_CYRILLIC + "г=g е=e ж=ž з=z и=i х=h ц=c ч=č ш=š ђ=đ ј=j љ=lj њ=nj ћ=ć џ=dž"),
        "Gaj without marks": by(_CYRILLIC + "г=g е=e ж=z з=z и=i х=h ц=c ч=c ш=s ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz"),
        "German and English press": by(
            _CYRILLIC + "г=g е=e ж=zh з=z и=i х=h ц=ts ч=ch ш=sh ђ=dj ј=y љ=ly њ=ny ћ=ch џ=dzh"
        ),
    },
    "Greek": {
        "ELOT 743 (ISO 843)": greek(_GREEK + " μπ=mp ντ=nt γκ=gk", "μπ=b"),
        "ALA-LC": greek(
            _GREEK + " η=ē ω=ō φ=ph β=v μπ=mp ντ=nt γκ=gk αυ=au ευ=eu αυγ=aug ευσ=eus ευτ=eut", "μπ=b ντ=d γκ=g"
        ),
        "by ear": greek(_GREEK + " χ=h υ=i αι=e ει=i οι=i μπ=b ντ=d γκ=g τζ=tz ξ=x", ""),
    },
    "Arabic": {
        "DIN 31635": by(""),
        "ALA-LC": by("ṯ=th ḏ=dh ǧ=j ḫ=kh š=sh ġ=gh"),
        "IJMES, names": by(_DIN, then=plain),
        "English press": by(_DIN + " ī=ee ū=oo ay=ai", then=plain),
        "French civil registers": by("ṯ=th ḏ=d ǧ=dj ḫ=kh š=ch ġ=gh ʿ= ʾ= ū=ou u=ou aw=aou w=ou", then=plain),
        "German (Duden)": by("ṯ=th ḏ=dh ǧ=dsch ḫ=ch š=sch ġ=gh ʿ= ʾ= y=j z=s", then=plain),
    },
    "Persian": {
        "BGN/PCGN 1958": by(""),
        "UN 2012": by(_PERSIAN),
        "ALA-LC, plain": by("e=i o=u ow=aw ey=ay", then=plain),
        "English press": by("ī=ee ū=oo", then=plain),
    },
    "Dari": {
        "BGN/PCGN 2007": by("'="),
        "plain": by("", then=plain),
        "English press": by("ī=ee ū=oo w=v u=o", "", then=plain),
    },
    "Urdu": {
        "ALA-LC": by(""),
        "Hunterian": by("s̱=s ẕ=z", then=plain),
        "English press": by("s̱=s ẕ=z ī=ee ū=oo ai=ai w=v", "w=w", then=plain),
    },
    "Kurdish": {
        "Hawar": by(""),
        "English press": by(_HAWAR + "x=kh j=zh"),
        "Turkish papers": by("x=h w=v q=k ê=e î=i û=u"),
        "Hawar without marks": by("", then=plain),
    },
    "Turkish": {
        "ICAO Doc 9303": by("ç=c ğ=g ı=i ö=oe ş=s ü=ue"),
        "without marks": by("", then=plain),
        "Russian practical": by(
            """a=а b=б c=дж ç=ч d=д e=е f=ф g=г ğ=г h=х ı=ы i=и j=ж k=к l=л m=м n=н o=о ö=ё p=п r=р s=с ş=ш t=т
                u=у ü=ю v=в y=й z=з"""
            "ya=я yu=ю yı=йы ye=е yo=йо",
            "e=э ö=о ü=у",
        ),
    },
    "Albanian": {
        "Pravopis": by(
            """a=а b=б c=ц ç=ч d=д dh=д e=е ë=е f=ф g=г gj=ђ h=х i=и j=ј k=к l=л ll=л m=м n=н nj=њ o=о p=п q=ћ
                r=р rr=р s=с sh=ш"""
            "t=т th=т u=у v=в x=дз xh=џ y=и z=з zh=ж"
        ),
        "Gaj": by("ç=č dh=d ë=e gj=đ ll=l q=ć rr=r sh=š th=t x=dz xh=dž y=i zh=ž"),
        "without marks": by("", then=plain),
    },
    "Polish": {
        "Russian practical": by(
            """a=а ą=он b=б c=ц ć=ць ci=ци cia=ця ch=х cz=ч d=д dz=дз dź=дзь dż=дж e=е ę=ен f=ф g=г h=х i=и j=й
                ja=я je=е k=к l=л la=ля"""
            """ł=л m=м n=н ń=нь o=о ó=у p=п r=р rz=ж s=с sz=ш szcz=щ ś=сь t=т u=у w=в y=ы z=з ź=зь ż=ж ię=ен
                ia=я ie=е prz=пш krz=кш""",
            "e=э",
            then=lambda word: re.sub("ски$", "ский", word),
        ),
        "without marks": by("", then=plain),
    },
    "Czech": {
        "Russian practical": by(
            """a=а á=а b=б c=ц č=ч d=д ď=дь e=е é=е ě=е f=ф g=г h=г ch=х i=и í=и j=й ja=я je=е jí=и ji=и k=к
                l=л m=м n=н ň=нь o=о ó=о"""
            "p=п r=р ř=рж s=с š=ш t=т ť=ть u=у ú=у ů=у v=в y=и ý=ы z=з ž=ж"
        ),
        "without marks": by("", then=plain),
    },
    "Georgian": {
        "national 2002": by(
            _GEORGIAN + "თ=t პ=p' ჟ=zh ტ=t' ფ=p ქ=k ღ=gh ყ=q' შ=sh ჩ=ch ც=ts ძ=dz წ=ts' ჭ=ch' ხ=kh ჯ=j კ=k'"
        ),
        "ISO 9984": by(_GEORGIAN + "თ=t' პ=p ჟ=ž ტ=t ფ=p' ქ=k' ღ=ḡ ყ=q შ=š ჩ=č' ც=c' ძ=j წ=c ჭ=č ხ=x ჯ=ǰ"),
        "Russian practical": by(
            """ა=а ბ=б გ=г დ=д ე=е ვ=в ზ=з ი=и კ=к ლ=л მ=м ნ=н ო=о რ=р ს=с უ=у ჰ=х თ=т პ=п ჟ=ж ტ=т ფ=п ქ=к ღ=г
                ყ=к შ=ш ჩ=ч ც=ц ძ=дз"""
            "წ=ц ჭ=ч ხ=х ჯ=дж"
        ),
    },
    "Armenian": {
        "BGN/PCGN 1981": by(
            _ARMENIAN + "բ=b գ=g դ=d թ=t’ ծ=ts կ=k ձ=dz ճ=ch չ=ch’ պ=p ջ=j տ=t ց=ts’ փ=p’ ք=k’", "ե=ye ո=vo"
        ),
        "ISO 9985": by(
            _ARMENIAN + "բ=b գ=g դ=d թ=t’ ծ=ç կ=k ձ=j ճ=č̣ չ=č պ=p ջ=ǰ տ=t ց=c’ փ=p’ ք=k’ ը=ë ժ=ž խ=x շ=š ղ=ġ ու=ow"
        ),
        "Western (ALA-LC)": by(
            _ARMENIAN + "բ=p գ=k դ=t թ=t ծ=dz կ=g ձ=ts ճ=j չ=ch պ=b ջ=ch տ=d ց=ts փ=p ք=k ե=e ույ=uy յան=ian"
        ),
        "Russian practical": by(
            """ա=а բ=б գ=г դ=д ե=е զ=з է=е ը=ы թ=т ժ=ж ի=и լ=л խ=х ծ=ц կ=к հ=х ձ=дз ղ=г ճ=ч մ=м յ=й ն=н շ=ш ո=о
                չ=ч պ=п ջ=дж ռ=р"""
            "ս=с վ=в տ=т ր=р ց=ц փ=п ք=к և=ев օ=о ֆ=ф ու=у յա=я",
            "հո=о հա=а",
        ),
    },
    "Hebrew": {
        "Academy 2006": by("ḥ=ẖ ṣ=ts š=sh ḵ=kh q=k ʿ= ʾ='"),
        "English usage": by("ḥ=ch ṣ=tz š=sh ḵ=ch q=k ʿ= ʾ= v=v", then=plain),
        "Israeli passports": by("ḥ=h ṣ=z š=sh ḵ=ch q=k ʿ= ʾ=", then=plain),
        "German usage": by("ḥ=ch ṣ=z š=sch ḵ=ch q=k ʿ= ʾ= y=j v=w", then=plain),
    },
    "Amharic": {
        "Encyclopaedia Aethiopica": by(""),
        "BGN/PCGN 1967": by("ä=e ǝ=i e=ē č=ch č̣=ch' š=sh ǧ=j ñ=ny q=k' ṣ=ts' ṭ=t' ḫ=h ḥ=h ś=s ʾ="),
        "usage": by("ä=e ǝ=i č=ch č̣=ch š=sh ǧ=j ñ=gn q=k ṣ=ts ṭ=t ḫ=h ḥ=h ś=s ʾ=", then=plain),
    },
    "Hindi": {
        "ISO 15919": lambda name: _capital(_devanagari(name)),
        "Hunterian": hindi(_HUNTER),
        "ITRANS": hindi(_ITRANS),
    },
    "Bengali": {"ISO 15919, spoken, plain": by("")},
    "Thai": {"Royal Institute 1999": by("")},
    "Vietnamese": {
        "without marks": lambda name: plain(name.replace("_", " ")),
        "forms abroad": western,
    },
    "Chinese": {"Hanyu Pinyin": by(""), "Wade-Giles": wade_giles},
    "Japanese": {
        "Hepburn": kana(str),
        "passports": kana(plain),
        "Kunrei (ISO 3602)": kana(by(_KUNREI + " shō=syô ō=ô ū=û")),
    },
    "Korean": {"Revised Romanization 2000": korean(_RR), "McCune-Reischauer": korean(_MR, voiced=True)},
}
"""For each language: standards, and what a native name (or its reading) is in each. Look-alikes are by the first."""
