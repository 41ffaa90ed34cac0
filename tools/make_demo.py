"""Draws the fictional incident of ``antigone demo``: the missing, the unidentified, and the lists that name them.

Nobody in it exists or ever did: each face is computed from some forty random numbers (a head as a height field, lit
and painted), never from a photograph. The research sets used in ``bench/`` are lent for measuring only, and a blend of
a few real faces can still be recognised as each of them, so no photograph of anybody, blended or not, goes in.

    uv run python tools/make_demo.py --out src/antigone/demo/incident

Needs nothing but Antigone. The same seed gives the same people. Of several drawn heads the one is kept that Antigone's
own templates find most unlike everybody drawn before, as the drawings resemble each other more than people do. **The
set is therefore easy by construction, and no figure measured on it says anything about accuracy.**
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.embed import Embedder
from antigone.face.find import find_faces
from antigone.face.photo import decode
from antigone.types import Photo, Pixels
from antigone.weights.catalogue import DEFAULT_EMBEDDER, DETECTOR, find
from antigone.weights.session import Network, open_network
from draw_head import SIZE, Head, Shot, photograph

TRIES = 24  # heads drawn for each person, of which one is kept

MISSING = """
M-001|2|Maren Oldvik|f|1991|en
M-002|1|Тарас Гаєвий|m|1978|uk
M-003|3|سليم الدرّاعي|m|1985|ar
M-004|1|Élodie Vaucresson|f|1969|fr
M-005|4|Iñigo Salvarroya|m|1996|es
M-006|2|Орися Ковалишин|f|1983|uk
M-007|1|هالة المرجاني|f|1994|ar
M-008|2|Colm Farraday|m|1957|en
M-009|3|Joaquín Bredales|m|1972|es
M-010|1|Ярема Світлик|m|1989|uk
M-011|2|Noor Valdessi|f|1999|en
M-012|4|Thibault Merancourt|m|1964|fr
M-013|1|Любомира Зоряна Пільх|f|1955|uk
M-014|2|يونس البحيري|m|1990|ar
M-015|3|Pilar Quinterón|f|1976|es
M-016|1|Anders Holmquay|m|1981|en
M-017|2|Остап Нетребко-Вільх|m|1998|uk
M-018|4|Solène Aubrac-Tilly|f|1987|fr
M-019|1|طارق السنهاوي|m|1968|ar
M-020|3|Edda Wintermoor|f|1960|en
M-021|2|Ramiro Castelfuerte|m|1993|es
M-022|1|Мирослава Дубець|f|1972|uk
M-023|4|Gaspard Lhermont|m|1979|fr
M-024|2|زينب الحوراني|f|1988|ar
M-025|1|Desmond Okarile|m|1986|en
M-026|3|Данило Чорногуз|m|1963|uk
M-027|2|Inés Valdecorta|f|1997|es
M-028|1|إدريس المنصفي|m|1975|ar
M-029|4|Tova Lindegren|f|1980|en
M-030|2|Bastien Courvoisel|m|1992|fr
M-031|1|Соломія Гірняк|f|1995|uk
M-032|3|Hollis Penderwick|m|1970|en
"""
STRANGERS = "X-1|0||m|1982|\nX-2|0||f|1974|\nX-3|0||m|1995|\nX-4|0||f|1990|"  # among the dead, not among the missing
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
    """One row of the tables above."""

    id: str
    photos: int
    name: str
    sex: str
    born: int
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """One of the unidentified: whose drawing it is, and how its photos are taken."""

    id: str
    person: str
    photos: int
    angle: float
    side: int
    found: str


class Eye:
    """What Antigone makes of a drawn photo."""

    def __init__(self) -> None:
        self._detector: Network = open_network(find(DETECTOR))
        self._embedder = Embedder((open_network(find(DEFAULT_EMBEDDER)),))

    def see(self, data: bytes) -> tuple[float, NDArray[np.float32]] | None:
        """The angle and template of the only face in a file; None if it is not the only one, or none."""
        photo = decode(data, "drawn")
        assert isinstance(photo, Photo)
        faces = find_faces(self._detector, photo)
        if len(faces) != 1 or faces[0].detection < 0.8:
            return None
        return faces[0].angle, self._embedder.template(photo, faces[0]).vector


@dataclass(frozen=True, slots=True)
class Album:
    """All photos of one person, as files: references first, then those of the unidentified."""

    files: tuple[bytes, ...]
    templates: NDArray[np.float32]
    angles: tuple[float, ...]


def _album(eye: Eye, head: Head, shots: Sequence[Shot]) -> Album | None:
    files = tuple(_jpeg(photograph(head, shot)) for shot in shots)
    seen = [eye.see(data) for data in files]
    known = [one for one, shot in zip(seen, shots, strict=True) if one is not None and _near(one[0], shot.angle)]
    if len(known) != len(files):
        return None
    return Album(files, np.stack([template for _, template in known]), tuple(angle for angle, _ in known))


def _near(one: float, other: float) -> bool:
    """Whether two angles are within 12 degrees, so that the landmarks found are those drawn."""
    return abs((one - other + 180) % 360 - 180) <= 12


def _jpeg(picture: Pixels) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 82])[1])


def people() -> list[Person]:
    """The missing, and the strangers among the dead."""
    rows = [line.split("|") for line in (MISSING + STRANGERS).strip().splitlines()]
    return [Person(i, int(photos), name, sex, int(born), tongue) for i, photos, name, sex, born, tongue in rows]


def cases() -> list[Case]:
    """The unidentified."""
    rows = [line.split("|") for line in CASES.strip().splitlines()]
    return [Case(i, who, int(photos), float(turn), int(side), found) for i, who, photos, turn, side, found in rows]


def _shots(number: int, person: Person, case: Case | None) -> list[Shot]:
    first = 1000 * (number + 1)
    shots = [Shot(first + n, print=True) for n in range(person.photos)]
    if case is not None:
        size = (case.side, case.side) if case.side else SIZE
        shots += [Shot(first + 100 + n, case.angle if n == 0 else 0.0, size) for n in range(case.photos)]
    return shots


def _most_like(eye: Eye, head: Head, shot: Shot, others: list[NDArray[np.float32]]) -> float:
    """How like the most similar of ``others`` a head looks; 1 where no face is found."""
    seen = eye.see(_jpeg(photograph(head, shot)))
    return 1.0 if seen is None else max((float(seen[1] @ other) for other in others), default=0.0)


def draw_everybody(seed: int, tries: int) -> dict[str, Album]:
    """An album for each person, by id: of ``tries`` heads the one most unlike everybody before."""
    eye, albums = Eye(), dict[str, Album]()
    wanted = {case.person: case for case in cases()}
    for number, person in enumerate(people()):
        shots = _shots(seed + number, person, wanted.get(person.id))
        others = [template for album in albums.values() for template in album.templates]
        heads = [Head(seed * 10**6 + number * 1000 + n, person.sex, 2026 - person.born) for n in range(tries)]
        likeness = [_most_like(eye, head, shots[0], others) for head in heads]
        for choice in np.argsort(likeness, kind="stable"):
            album = _album(eye, heads[choice], shots)
            if album is not None:
                break
        else:
            raise SystemExit(
                f"No drawing of {person.id} in which Antigone finds one face as it was drawn: raise --tries."
            )
        albums[person.id] = album
        own = float((album.templates @ album.templates.T).min())
        print(f"{person.id}: {len(shots)} photos, at least {own:.3f} alike; {likeness[choice]:.3f} to anybody before")
    return albums


def write(out: Path, albums: dict[str, Album]) -> None:
    """All files of the incident, and both lists."""
    references: list[list[str]] = []
    for number, person in enumerate(people()):
        for n in range(person.photos):
            path = f"references/{person.id}/{n + 1}.jpg"
            _put(out / path, albums[person.id].files[n])
            giver = _GIVERS[number % len(_GIVERS)]
            source = f"Tracing request FR-{number + 1:04}, given by the {giver} (fictional)"
            basis = "consent"
            if number % 8 == 7:
                source, basis = f"Passport register, extract {number + 1:04} (fictional)", "public-interest"
            references.append(
                [path, person.id, source, basis, person.name, person.sex, str(person.born), person.language]
            )
    header = "path,person,source,basis,name,sex,born,language"
    _list(out / "references.csv", header, references)
    by_id = {person.id: person for person in people()}
    dead: list[list[str]] = []
    for case in cases():
        known = by_id[case.person].photos
        for n in range(case.photos):
            path = f"unidentified/{case.id}{f'-{n + 1}' if n else ''}.jpg"
            _put(out / path, albums[case.person].files[known + n])
            dead.append([case.id, path, f"Ferry Halcyon (fictional): {case.found}", case.person if known else ""])
    _list(out / "unidentified.csv", "case,photo,found,person", dead)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _list(path: Path, header: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])


def check(albums: dict[str, Album]) -> bool:
    """Whether each of the dead who is among the missing ranks that person first; prints what was found."""
    missing = [person for person in people() if person.photos]
    by_id = {person.id: person for person in people()}
    good = True
    for case in cases():
        album, known = albums[case.person], by_id[case.person].photos
        for n in range(case.photos):
            probe = album.templates[known + n]
            best = {one.id: float((albums[one.id].templates[: one.photos] @ probe).max()) for one in missing}
            order = sorted(best, key=lambda one: -best[one])
            first = ", ".join(f"{one} {best[one]:.3f}" for one in order[:2])
            rank = order.index(case.person) + 1 if known else 0
            good = good and rank <= 1
            print(
                f"{case.id} photo {n + 1}: angle {album.angles[known + n]:+.0f}, rank {rank or 'none'}; first {first}"
            )
    return good


def main() -> None:
    """Draw, check, write."""
    parser = argparse.ArgumentParser(description="Draw the fictional incident of antigone demo.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the incident to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tries", type=int, default=TRIES, help="heads drawn for each person, of which one is kept")
    options = parser.parse_args()
    albums = draw_everybody(options.seed, options.tries)
    if not check(albums):
        raise SystemExit("Somebody among the missing does not rank first: try another --seed. Nothing was written.")
    write(options.out, albums)


if __name__ == "__main__":
    main()
