"""All that can ever leave of one case or record, as one frozen value: words, numbers and hashes.

Every format is written from a ``Sheet`` and read into one. What a sheet has no field for cannot leave: no picture, no
template, no informant, no history, no candidate. A test walks the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from antigone.errors import FileUnreadable


class SheetSide(StrEnum):
    """Of whom a sheet is: the colour of the form."""

    PM = "pm"
    """A dead person's case."""
    AM = "am"
    """A missing person's record."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field that has one value, and where the INTERPOL forms have it (docs/interpol-forms.md)."""

    name: str
    """The desk's own, and the export's column."""
    label: str
    group: int
    """100 to 900."""
    sides: tuple[SheetSide, ...] = (SheetSide.PM, SheetSide.AM)


_PM, _AM = (SheetSide.PM,), (SheetSide.AM,)
FIELDS = (
    Field("other_number", "Number of others", 100),
    Field("found_on", "Found on", 100, _PM),
    Field("found_time", "Time of finding", 100, _PM),
    Field("found_place", "Place of finding", 100, _PM),
    Field("latitude", "Latitude, degrees", 100, _PM),
    Field("longitude", "Longitude, degrees", 100, _PM),
    Field("found_by", "Found by", 100, _PM),
    Field("condition", "Condition of the body", 100, _PM),
    Field("custody", "Who keeps the body", 100, _PM),
    Field("custody_place", "Where the body is kept", 100, _PM),
    Field("last_seen_earliest", "Last seen, first possible day", 100, _AM),
    Field("last_seen_latest", "Last seen, last possible day", 100, _AM),
    Field("last_seen_place", "Last seen at", 100, _AM),
    Field("circumstances", "How they went missing", 100, _AM),
    Field("born_earliest", "Born, first possible day", 200, _AM),
    Field("born_latest", "Born, last possible day", 200, _AM),
    Field("nationality", "Nationality", 200, _AM),
    Field("languages", "Languages", 200, _AM),
    Field("clothing", "Clothing", 300),
    Field("belongings", "Belongings", 300, _AM),
    Field("sex", "Sex", 400),
    Field("age_low", "Age, from, years", 400),
    Field("age_high", "Age, to, years", 400),
    Field("stature_low", "Stature, from, centimetres", 400),
    Field("stature_high", "Stature, to, centimetres", 400),
    Field("build", "Build", 400),
    Field("hair", "Hair", 400),
    Field("eyes", "Eyes", 400),
    Field("teeth", "Teeth, as anybody can see them", 400),
    Field("died_earliest", "Died, first possible day", 500, _PM),
    Field("died_latest", "Died, last possible day", 500, _PM),
    Field("remarks", "Remarks", 800),
)
BY_NAME = {field.name: field for field in FIELDS}
GROUPS = {
    100: "Recovery, or last seen",
    200: "Person",
    300: "Clothing and effects",
    400: "Body",
    500: "Medical, and time of death",
    600: "Dental, fingerprints and DNA: who holds them",
    700: "Photographs, by their hashes",
    800: "Further information",
}
"""What we put under each number. The forms' own headings were not read: docs/interpol-forms.md."""
ARTICLE16 = (
    ("a", "power", "Power on which they depend"),
    ("b", "number", "Army, regimental, personal or serial number"),
    ("c", "surname", "Surname"),
    ("d", "first_names", "First name or names"),
    ("e", "born_on", "Date of birth"),
    ("f", "other", "Other particulars shown on the identity card or disc"),
    ("g", "when_and_where", "Date and place of capture or death"),
    ("h", "cause", "Wounds or illness, or cause of death"),
)
"""Letter, the desk's own name, and what the article asks for."""
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
LONGEST = 10_000
"""Characters of one text."""
MOST_LINES = 500
"""Of one list: marks, names, effects, hashes."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """A name in one script."""

    what: str
    family: str = ""
    given: str = ""
    patronymic: str = ""

    @property
    def whole(self) -> str:
        return " ".join(part for part in (self.given, self.patronymic, self.family) if part)


@dataclass(frozen=True, slots=True)
class SheetMark:
    """Something on a body that tells it from others."""

    what: str
    where: str
    description: str


@dataclass(frozen=True, slots=True)
class SheetIdentifier:
    """Who holds fingerprints, dental findings or DNA, and under which number."""

    what: str
    holder: str
    number: str
    taken_on: str = ""
    """ISO day, or empty."""


@dataclass(frozen=True, slots=True)
class SheetEffect:
    """One line of the inventory of what was with a body."""

    place: int
    description: str
    found_where: str = ""
    kept_where: str = ""
    seal: str = ""
    """Number of the sealed packet that holds it; empty while it is in none."""


@dataclass(frozen=True, slots=True)
class PhotoHash:
    """That there is a photograph, and how to know it again: never the photograph."""

    sha256: str
    """Of the original's bytes."""
    taken: str
    """``before cleaning``, ``after cleaning``, ``unknown``; of a reference photograph ``reference``."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case or record as others may have it."""

    side: SheetSide
    code: str
    """``HALCYON-26-PM-00007`` of the desk that wrote it; never taken over as one's own."""
    incident: str
    """The name of what happened."""
    agency: str
    """Who holds the case or record."""
    values: tuple[tuple[str, str], ...] = ()
    """Of ``FIELDS``, in their order, as text: days and times as ISO 8601, numbers in digits. No empty ones."""
    names: tuple[SheetName, ...] = ()
    marks: tuple[SheetMark, ...] = ()
    elsewhere: tuple[SheetIdentifier, ...] = ()
    effects: tuple[SheetEffect, ...] = ()
    article16: tuple[tuple[str, str], ...] = ()
    """Letter and what is written; in order, empty ones left out."""
    photographs: tuple[PhotoHash, ...] = ()

    def __post_init__(self) -> None:
        _must(bool(_CODE.fullmatch(self.code)), "its code is none")
        order = [field.name for field in FIELDS if self.side in field.sides]
        given = [name for name, _ in self.values]
        _must(given == [name for name in order if name in given], "its fields are not those of such a form, in order")
        letters = [letter for letter, _ in self.article16]
        _must(letters == [letter for letter, _, _ in ARTICLE16 if letter in letters], "article 16 is not in order")
        _must(self.side is SheetSide.PM or not (self.effects or self.article16), "a record has no effects")
        _must(self.side is SheetSide.AM or not self.names, "a case has no name")
        _must(all(text for _, text in (*self.values, *self.article16)), "an empty field is written")
        _must(all(len(text) <= LONGEST for text in _texts(self)), "a text is too long")
        lists = (self.names, self.marks, self.elsewhere, self.effects, self.photographs)
        _must(all(len(lines) <= MOST_LINES for lines in lists), "a list is too long")
        _must(all(_HASH.fullmatch(each.sha256) for each in self.photographs), "a photograph's hash is none")
        _must(len({each.place for each in self.effects}) == len(self.effects), "two effects have one number")

    def value(self, name: str) -> str:
        """A field's text; empty if nothing is written."""
        return next((text for given, text in self.values if given == name), "")


def in_order(side: SheetSide, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Fields as a ``Sheet`` wants them: those of its side in order, empty ones left out."""
    named = ((field.name, given.get(field.name, "")) for field in FIELDS if side in field.sides)
    return tuple((name, text) for name, text in named if text)


def _texts(sheet: Sheet) -> Iterator[str]:
    yield from (sheet.code, sheet.incident, sheet.agency)
    yield from (text for _, text in (*sheet.values, *sheet.article16))
    yield from _all((n.what, n.family, n.given, n.patronymic) for n in sheet.names)
    yield from _all((m.what, m.where, m.description) for m in sheet.marks)
    yield from _all((e.what, e.holder, e.number, e.taken_on) for e in sheet.elsewhere)
    yield from _all((e.description, e.found_where, e.kept_where, e.seal) for e in sheet.effects)


def _all(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in rows:
        yield from row


def _must(fits: bool, wrong: str) -> None:
    if not fits:
        raise FileUnreadable(f"This sheet cannot be one: {wrong}.", "Ask whoever sent it to make it anew.")
