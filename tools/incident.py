"""The fictional incident's tables: the missing, the unidentified, and the lists written from them.

The last column but one of the missing is the look that is asked for, by the numbers of UTKFace's annotators. It decides
who is blended, not what is said of anybody.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

YEAR = 2024
"""In which the ferry did not sink: apparent ages are counted from it."""
MISSING = """
M-001|2|Maren Oldvik|f|1991|0|en
M-002|1|Тарас Гаєвий|m|1978|0|uk
M-003|2|سليم الدرّاعي|m|1985|0|ar
M-004|1|Élodie Vaucresson|f|1969|0|fr
M-005|4|Iñigo Salvarroya|m|1996|0|es
M-006|2|Орися Ковалишин|f|1983|0|uk
M-007|1|هالة المرجاني|f|1994|3|ar
M-008|2|Colm Farraday|m|1957|0|en
M-009|2|Joaquín Bredales|m|1972|0|es
M-010|1|Ярема Світлик|m|1989|0|uk
M-011|1|Noor Valdessi|f|1999|1|en
M-012|4|Thibault Merancourt|m|1964|0|fr
M-013|1|Любомира Зоряна Пільх|f|1955|0|uk
M-014|2|يونس البحيري|m|1990|3|ar
M-015|2|Pilar Quinterón|f|1976|0|es
M-016|1|Anders Holmquay|m|1981|0|en
M-017|2|Остап Нетребко-Вільх|m|1998|0|uk
M-018|2|Solène Aubrac-Tilly|f|1987|0|fr
M-019|1|طارق السنهاوي|m|1968|3|ar
M-020|2|Edda Wintermoor|f|1960|0|en
M-021|2|Ramiro Castelfuerte|m|1993|0|es
M-022|1|Мирослава Дубець|f|1972|0|uk
M-023|2|Gaspard Lhermont|m|1979|0|fr
M-024|2|زينب الحوراني|f|1988|0|ar
M-025|1|Desmond Okarile|m|1986|1|en
M-026|2|Данило Чорногуз|m|1963|0|uk
M-027|2|Inés Valdecorta|f|1997|0|es
M-028|1|إدريس المنصفي|m|1975|3|ar
M-029|2|Tova Lindegren|f|1980|0|en
M-030|2|Bastien Courvoisel|m|1992|1|fr
M-031|1|Соломія Гірняк|f|1995|0|uk
M-032|3|Hollis Penderwick|m|1970|2|en
"""
STRANGERS = "X-1|0||m|1982|2|\nX-2|0||f|1974|0|\nX-3|0||m|1990|4|\nX-4|0||f|1990|2|"  # not among the missing
# case | person | photos | turned clockwise by | side of a square picture, or 0 | found
CASES = """
U-01|M-005|1|0|0|Recovered from the water 300 m off Grey Skerry, day 1
U-02|M-018|2|90|0|Forward car deck, raised section, day 9
U-03|X-1|1|180|320|Shore of Tarn Bay, below the lighthouse, day 2
U-04|M-012|1|37|320|Life raft 4, picked up by a fishing boat, day 1
U-05|M-029|1|270|0|Saloon, port side, by divers, day 4
U-06|X-2|1|0|0|Beach at Ostrel Point, day 3
U-07|M-009|2|135|320|Stairwell between decks 5 and 6, day 5
U-08|M-026|1|0|0|Brought to Port Ostrel harbour by the pilot boat, day 1
U-09|X-3|1|222|320|Nets of a trawler, 2 nautical miles east, day 6
U-10|M-015|1|180|0|Cabin 512, by divers, day 5
U-11|M-023|1|0|320|Grey Skerry, landing stage, day 2
U-12|X-4|1|312|320|Tarn Bay, at low water, day 7
"""
_GIVERS = ("sister", "brother", "mother", "father", "wife or husband", "daughter", "son", "employer")


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the tables above. ``photos``: references; nobody gave any of a stranger."""

    id: str
    photos: int
    name: str
    sex: str
    born: int
    group: int
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """One of the unidentified: who it is, and how the photos are taken."""

    id: str
    person: str
    photos: int
    angle: float
    side: int
    found: str


@dataclass(frozen=True, slots=True)
class Album:
    """All photos of one person, as files."""

    references: tuple[bytes, ...]
    probes: tuple[bytes, ...]


def people() -> list[Person]:
    """The missing, and the strangers among the dead."""
    rows = [line.split("|") for line in (MISSING + STRANGERS).strip().splitlines()]
    return [
        Person(i, int(n), name, sex, int(born), int(group), tongue) for i, n, name, sex, born, group, tongue in rows
    ]


def cases() -> list[Case]:
    """The unidentified."""
    rows = [line.split("|") for line in CASES.strip().splitlines()]
    return [Case(i, who, int(photos), float(turn), int(side), found) for i, who, photos, turn, side, found in rows]


def write(out: Path, albums: dict[str, Album]) -> None:
    """All files of the incident, and both lists, in place of those that were there."""
    for folder in ("references", "unidentified"):
        shutil.rmtree(out / folder, ignore_errors=True)
    _write_references(out, albums)
    known = {person.id for person in people() if person.photos}
    dead: list[list[str]] = []
    for case in cases():
        for n, data in enumerate(albums[case.person].probes):
            path = f"unidentified/{case.id}{f'-{n + 1}' if n else ''}.jpg"
            _put(out / path, data)
            person = case.person if case.person in known else ""
            dead.append([case.id, path, f"Ferry Halcyon (fictional): {case.found}", person])
    _list(out / "unidentified.csv", "case,photo,found,person", dead)


def _write_references(out: Path, albums: dict[str, Album]) -> None:
    rows: list[list[str]] = []
    for number, person in enumerate(people()):
        source, basis = f"Tracing request FR-{number + 1:04}, given by the {_GIVERS[number % 8]} (fictional)", "consent"
        if number % 8 == 7:
            source, basis = f"Passport register, extract {number + 1:04} (fictional)", "public-interest"
        for n, data in enumerate(albums[person.id].references):
            path = f"references/{person.id}/{n + 1}.jpg"
            _put(out / path, data)
            born, age = str(person.born), str(YEAR - person.born)
            rows.append([path, person.id, source, basis, person.name, person.sex, born, age, person.language])
    _list(out / "references.csv", "path,person,source,basis,name,sex,born,age,language", rows)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _list(path: Path, header: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])
