"""What each column of a table is taken for: by its very name, by another word for it, or because somebody said so."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from antigone.face.photo import SUFFIXES
from antigone.tables.naming import path_in
from antigone.tables.phrases import Phrase, phrase

AS_WORDS = "words"
"""The answer by which a column is kept as it is written."""
DATES = ("born", "last_seen", "found_on", "died", "consent_given_on", "consent_until")
_OTHER_WORDS = {
    "path": "file filename file_name filepath photo photograph picture image img foto файл фото фотография "
    "світлина зображення "
    "ملف صورة الصورة fichier photographie datei bild archivo fotografía imagen plik zdjęcie dosya fotoğraf",
    "person": "person_id persona missing_person personne osoba особа персона الشخص "
    "id number no nr person_no code номер код ід رقم الرقم numéro número numer kennung nummer nr.",
    "case": "case_id case_no case_number body body_no id number no nr code номер код справа رقم الرقم "
    "numéro número fall",
    "family": "family_name surname last_name lastname прізвище фамилия اسم_العائلة العائلة اللقب apellido "
    "apellidos nachname "
    "familienname nazwisko soyadı soyad nom_de_famille cognome",
    "given": "given_name first_name firstname forename ім'я ім’я імя имя الاسم_الأول nombre nombres vorname "
    "prénom imię ad adı",
    "patronymic": "middle_name по_батькові отчество اسم_الأب father's_name fathers_name",
    "name": "full_name fullname піб фио الاسم الاسم_الكامل nombre_completo nom_complet",
    "born": "birth birthdate birth_date date_of_birth dob birthday born_on дата_народження народився народилася "
    "дата_рождения تاريخ_الميلاد الميلاد fecha_de_nacimiento nacimiento geburtsdatum geboren "
    "date_de_naissance né data_urodzenia "
    "doğum_tarihi",
    "age": "age_years years age_in_years вік возраст العمر edad alter âge wiek yaş",
    "sex": "gender стать пол الجنس sexo geschlecht sexe płeć cinsiyet",
    "last_seen": "last_seen_on seen_last missing_since date_missing зник зникла дата_зникнення تاريخ_الفقدان",
    "found_on": "date_found found_date дата_виявлення",
    "died": "date_of_death death дата_смерті дата_смерти تاريخ_الوفاة",
    "stature": "height height_cm зріст рост الطول estatura größe taille wzrost",
    "languages": "language мова язык اللغة",
    "found_place": "found place_found where_found",
}
_ALL_WORDS = {*_OTHER_WORDS, *DATES, *(word for words in _OTHER_WORDS.values() for word in words.casefold().split())}
_PHOTOGRAPHS = 0.5
"""If so many of a column's cells are called as photographs are, it is the column of photographs."""


@dataclass(frozen=True, slots=True)
class TakenColumn:
    """A column, and what it is taken for; kept as words, if it is nothing that is known."""

    name: str
    """As it is written."""
    meaning: str
    why: Phrase

    @property
    def kept_as(self) -> str:
        return self.meaning or self.name


def take_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], known: Collection[str], answers: Mapping[str, str]
) -> list[TakenColumn]:
    """What each column is. ``answers``: names of columns and what somebody said that they are.

    Two columns that are called like the same thing are both kept as words, unless one has its very name: it is asked.
    """
    taken = {name: _given(name, answers[name], known) for name in header if name in answers}
    free = [name for name in header if name not in taken]
    used = {column.meaning for column in taken.values() if column.meaning}
    for name in free:
        if (meaning := _plain(name)) in known and meaning not in used:
            taken[name] = TakenColumn(name, meaning, phrase("it is called so"))
            used.add(meaning)
    for meaning in known:
        called = [name for name in free if name not in taken and _plain(name) in _words(meaning)]
        if len(called) == 1 and meaning not in used:
            taken[called[0]] = TakenColumn(called[0], meaning, phrase("it is another word for it"))
            used.add(meaning)
    if "path" in known and "path" not in used:
        full = [name for name in free if name not in taken and _of_photographs(header.index(name), rows)]
        if len(full) == 1:
            taken[full[0]] = TakenColumn(full[0], "path", phrase("its cells are called as photographs are"))
    kept = phrase("nothing that is known: kept as words")
    return [taken.get(name) or TakenColumn(name, "", kept) for name in header]


def is_called_like_a_column(cell: str) -> bool:
    """Whether a cell is a name that columns have, in whatever language."""
    return _plain(cell) in _ALL_WORDS


def _given(name: str, answer: str, known: Collection[str]) -> TakenColumn:
    meaning = answer if answer in known else ""
    return TakenColumn(name, meaning, phrase("it was said so"))


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "_", name.strip().strip(".:*").casefold())


def _words(meaning: str) -> set[str]:
    return set(_OTHER_WORDS.get(meaning, "").casefold().split())


def _of_photographs(place: int, rows: Sequence[Sequence[str]]) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    named = sum(PurePosixPath(path_in(cell)).suffix.lower() in SUFFIXES for cell in cells)
    return bool(cells) and named > _PHOTOGRAPHS * len(cells)
