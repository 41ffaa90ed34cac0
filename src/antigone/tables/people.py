"""Sex, age and stature as people write them, in several languages; what is not understood stays as words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FEMALE, MALE, OTHER, UNKNOWN = "female", "male", "other", "unknown"
_SEXES = {
    FEMALE: "f female fem feminine woman girl ж жін жіноча жінка жен женский женщина kobieta k kadın kız "
    "femme féminin "
    "fille mujer femenino femenina frau weiblich w donna femmina أنثى انثى امرأة بنت مؤنث زن نقبة "
    "γυναίκα žena ženska 女 女性 여 여자 여성 נקבה אישה महिला ♀",
    MALE: "m male masc masculine man boy м ч чол чоловіча чоловік муж мужской мужчина mężczyzna erkek e "
    "homme masculin garçon hombre masculino masculina mann männlich uomo maschio ذكر رجل ولد مذكر مرد "
    "άνδρας muž muški 男 男性 남 남자 남성 זכר पुरुष ♂",
    OTHER: "x other nonbinary non-binary d diverse divers інша другое آخر",
    UNKNOWN: "u unknown ? - n/a na none невідомо неизвестно нет مجهول غير_معروف desconocido inconnu unbekannt nieznana",
}
_SEX = {word.casefold(): sex for sex, words in _SEXES.items() for word in words.split()}
_YEARS = (
    "years? old|years?|yrs?|yo|y|років|роки|рік|р|лет|года?|г|ans?|años?|jahre?|j|lat|yaş"
    "|سنوات|سنة|سنه|عاما?|عام|ساله|سال"
)
_UNDER_A_YEAR = (
    (r"months?|mos?|m|місяців|місяці|місяць|міс|месяцев|месяца|месяц|мес|mois|meses|mes|monate?|أشهر|شهور|شهر|ماه", 12),
    (r"weeks?|wks?|w|тижнів|тижні|тиждень|тиж|недель|недели|неделя|нед|semaines?|semanas?|wochen?|أسابيع|أسبوع", 52),
    (r"days?|d|днів|дні|день|дней|дня|дн|jours?|días?|tage?|أيام|يوم", 365),
)
_NUMBER = r"(\d{1,3})(?:[.,]0+)?"
_RANGE = rf"{_NUMBER}(?:\s*(?:-|–|—|to|до|по|bis|à|a|إلى)\s*{_NUMBER})?"
_WHOLE_YEARS = re.compile(rf"{_RANGE}\s*(?:{_YEARS})?\.?", re.IGNORECASE)
_SHORT = [(re.compile(rf"(\d{{1,3}})\s*(?:{words})\.?", re.IGNORECASE), of_year) for words, of_year in _UNDER_A_YEAR]
_CENTIMETRES = re.compile(rf"{_RANGE}\s*(?:cm|см|سم|سنتيمتر)?\.?", re.IGNORECASE)
_METRES = re.compile(r"([12])[.,](\d{2})\s*(?:m|м|م|متر)?\.?", re.IGNORECASE)


def digits(text: str) -> str:
    """``text`` with the digits of every script as those of ASCII: ٣٤ is 34."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def sexes(cells: Iterable[str]) -> dict[str, str]:
    """The sex that each cell means, read by column: beside an H (hombre), an M is a woman. Not "
    "understood: left out."""
    said = {cell: _word(cell) for cell in set(cells)}
    spanish = "h" in said.values()
    own = {"h": MALE, "m": FEMALE} if spanish else {}
    found = {cell: own.get(word) or _SEX.get(word, "") for cell, word in said.items()}
    return {cell: sex for cell, sex in found.items() if sex}


def age(text: str) -> str:
    """Whole years as ``34`` or ``30-36``; empty if it is no age. Of an infant, the years that are "
    "full: 18 months is 1."""
    text = digits(text).strip()
    if found := _WHOLE_YEARS.fullmatch(text):
        return _range(found[1], found[2], 120)
    for pattern, of_year in _SHORT:
        if found := pattern.fullmatch(text):
            return str(int(found[1]) // of_year)
    return ""


def is_in_years(text: str) -> bool:
    """Whether an age is written in years: otherwise its words say more than the years do."""
    return _WHOLE_YEARS.fullmatch(digits(text).strip()) is not None


def stature(text: str) -> str:
    """Centimetres as ``175`` or ``170-180``; empty if it is none."""
    text = digits(text).strip()
    if found := _METRES.fullmatch(text):
        return found[1] + found[2]
    if (found := _CENTIMETRES.fullmatch(text)) and int(found[1]) >= 20:
        return _range(found[1], found[2], 250)
    return ""


def _range(low: str, high: str | None, most: int) -> str:
    first, last = int(low), int(high or low)
    if first > last or last > most:
        return ""
    return str(first) if first == last else f"{first}-{last}"


def _word(cell: str) -> str:
    return "_".join(cell.casefold().strip().rstrip(".").split()) or "-"
