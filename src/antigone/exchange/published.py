"""Reading PFIF 1.1 to 1.4 (http://zesty.ca/pfif/1.4): people that a registry or a family published.

Read is what the fields say. What is not understood stays as words, field by field, and nothing is dropped but how
people are reached: that goes to the informants. An address is kept as words too, and nothing opens it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from antigone.exchange.pfif import born_days
from antigone.exchange.plain import text_of, unreadable
from antigone.exchange.sheet import Sheet, SheetName, SheetSide, in_order

MOST_PERSONS = 200
"""In one document: each is reviewed by a person."""
_MOST_ELEMENTS = 50_000
_NAMESPACE = re.compile(r"\{https?://zesty\.ca/pfif/(\d\.\d)/?\}(.+)")
"""As specified, and as people write it who copy it from the address of the specification."""
_VERSIONS = ("1.1", "1.2", "1.3", "1.4")
_FEEDS = ("{http://www.w3.org/2005/Atom}feed", "rss")
_SINCE = {"first_name": "given_name", "last_name": "family_name", "home_zip": "home_postal_code"}
"""Fields of 1.1 to 1.3 by what 1.4 calls them. ``other`` and ``found`` stay under their own names, as words."""
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_SEXES = ("female", "male", "other")
_PLACEHOLDER = {"person_record_id", "entry_date", "expiry_date", "source_date"}
"""All that is left of a person who was taken back."""
_REACHED = ("author_email", "author_phone")
_FOUND = ("email_of_found_person", "phone_of_found_person")
_NAMES = ("full_name", "given_name", "family_name", "alternate_names")
_LONGEST_NAME, _MOST_NAMES = 120, 20
_SAYS = ("is_note_author", "believed_alive", "believed_missing", "believed_dead")
"""What a note may say of where somebody is: it stands first at review."""


@dataclass(frozen=True, slots=True)
class EnteredBy:
    """Who entered a record or a note elsewhere: they become an informant whose contact nobody has called safe."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Published:
    """One person of a PFIF document."""

    sheet: Sheet
    told: tuple[EnteredBy, ...]
    words: tuple[str, ...]
    """What it says besides, field by field: for the remarks, and for whoever reviews it."""
    first: tuple[str, ...] = ()
    """What whoever reviews it must read first: it expired, or somebody says that the person is alive, or dead."""
    expires: str = ""
    """``expiry_date`` as written. When it is over, the record must not be shown any more."""
    expired: bool = False
    emptied: bool = False
    """A placeholder: the person was taken back where this came from."""


Said = dict[str, str]


def from_pfif(data: bytes, at: datetime | None = None) -> list[Published]:
    """Every person of a document or feed, in its order; notes outside a person go to the one that they name.

    ``at``: when it is read, to know what has expired; now, if it is not said.

    Raises:
        FileUnreadable: no PFIF 1.1 to 1.4, hostile (entities, document types), too large, or a person without number.
    """
    whole = _parsed(data)
    if whole.tag not in _FEEDS and _known(whole.tag) != "pfif":
        raise unreadable("it is no PFIF 1.1, 1.2, 1.3 or 1.4 document")
    persons = [each for each in whole.iter() if _known(each.tag) == "person"]
    if not persons:
        raise unreadable("it holds no person")
    if len(persons) > MOST_PERSONS:
        raise unreadable(f"it holds more than {MOST_PERSONS} persons")
    inside = {id(note) for person in persons for note in person.iter()}
    loose: dict[str, list[Said]] = {}
    for each in whole.iter():
        if _known(each.tag) == "note" and id(each) not in inside:
            said = _said(each)
            loose.setdefault(said.get("person_record_id", ""), []).append(said)
    found = [_person(each, loose, at or datetime.now(UTC)) for each in persons]
    return _with_the_rest(found, loose)


def _with_the_rest(found: list[Published], loose: dict[str, list[Said]]) -> list[Published]:
    """Each with what the file says of others: who was taken back, and notes of people who are not in it."""
    numbers = {each.sheet.value("other_number") for each in found}
    back = sorted(each.sheet.value("other_number") for each in found if each.emptied)
    strange = sorted(name or "nobody" for name in loose if name[:120] not in numbers)
    lines = [f"This file also takes people back: {', '.join(back)}."] if back else []
    lines += [f"This file also holds notes of people who are not in it: {', '.join(strange)}."] if strange else []
    return [each if each.emptied else replace(each, first=(*each.first, *lines)) for each in found]


def _person(element: ET.Element, loose: dict[str, list[Said]], at: datetime) -> Published:
    said = _said(element)
    number = said.get("person_record_id", "")
    if "/" not in number:
        raise unreadable("a person has no number")
    notes = [_said(each) for each in element if _known(each.tag) == "note"] + loose.get(number, [])
    expires = said.get("expiry_date", "")
    expired = _is_over(expires, at)
    if not notes and set(said) <= _PLACEHOLDER:
        return Published(_sheet(said, {}, ()), (), (), (), expires, expired, emptied=True)
    place = next((note["last_known_location"] for note in notes if note.get("last_known_location")), "")
    fields = {"last_seen_place": place[:300], **_about(said)}
    names, left = _names(said)
    first = [f"It expired on {expires}: whoever published it wanted it shown no longer."] if expired else []
    first += [line for note in notes if (line := _says(note))]
    words = [f"{name}: {text}" for name, text in said.items() if _is_left(name, text, fields)] + left
    for note in notes:
        words += [f"note, {name}: {text}" for name, text in note.items() if name not in _OF_NOTES]
    return Published(
        _sheet(said, fields, names), tuple(_told(said, notes)), tuple(words), tuple(first), expires, expired
    )


_OF_NOTES = ("person_record_id", "author_name", *_REACHED, *_FOUND)
"""Of a note not for the remarks, which everybody reads: who wrote it and how they are reached is an informant's."""


def _is_left(name: str, text: str, fields: Said) -> bool:
    """Whether a field of a person is still to be said in words."""
    if name == "sex":
        return text not in _SEXES
    if name == "date_of_birth":
        return "born_earliest" not in fields
    if name == "age":
        return "age_low" not in fields
    return name not in ("person_record_id", "expiry_date", "author_name", *_REACHED, *_NAMES)


def _says(note: Said) -> str:
    """What a note says of where somebody is, with its date and its author; empty if it only asks."""
    status = note.get("status", "").lower()
    if status not in _SAYS:
        return ""
    when = note.get("source_date") or note.get("entry_date") or "no date"
    who = note.get("author_name") or "nobody named"
    return f"{status} ({when}, {who}): {note.get('text', '')}".removesuffix(": ")


def _told(said: Said, notes: Iterable[Said]) -> Iterable[EnteredBy]:
    """Who entered the record and its notes, and whom a note calls found; each once."""
    known: dict[EnteredBy, None] = {}
    for each in (said, *notes):
        contact = ", ".join(filter(None, (each.get("author_phone", ""), each.get("author_email", ""))))
        name = each.get("author_name", "")[:200]
        if contact or (name and name not in {told.name for told in known}):
            known.setdefault(EnteredBy(name or "not named", contact[:300]))
        found = ", ".join(filter(None, (each.get("phone_of_found_person", ""), each.get("email_of_found_person", ""))))
        if found:
            known.setdefault(EnteredBy("the person found, as a note says", found[:300]))
    return known


def _sheet(said: Said, fields: Said, names: tuple[SheetName, ...]) -> Sheet:
    """Its number elsewhere becomes ``other_number``; the code only has to be one."""
    number = said["person_record_id"]
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in number.rpartition("/")[2].upper()).strip("-")
    values = in_order(SheetSide.AM, {**fields, "other_number": number[:120]})
    agency = said.get("source_name", "") or number.partition("/")[0]
    return Sheet(SheetSide.AM, letters[:40].strip("-") or "NONE", "", agency[:200], values, names)


def _names(said: Said) -> tuple[tuple[SheetName, ...], list[str]]:
    """The names, and what of them is too long or too many, as words."""
    family, given = (" ".join(said.get(name, "").split()) for name in ("family_name", "given_name"))
    whole, *others = _lines(said, "full_name") or [""]  # one name a line, where several were written down
    others += _lines(said, "alternate_names")
    first: list[SheetName] = []
    if family or given:
        first = [SheetName("own", family[:_LONGEST_NAME], given[:_LONGEST_NAME])]
        if whole and _parts(whole) != _parts(f"{given} {family}"):
            others.insert(0, whole)
    elif whole:
        first = [SheetName("own", whole[:_LONGEST_NAME])]
    long = [f"{name}: {said[name]}" for name in _NAMES[:3] if len(said.get(name, "")) > _LONGEST_NAME]
    long += [f"alternate_names: {name}" for n, name in enumerate(others) if n >= _MOST_NAMES or len(name) > 120]
    rest = [SheetName("other spelling", each[:_LONGEST_NAME]) for each in others[:_MOST_NAMES]]
    return (*first, *rest), long


def _lines(said: Said, name: str) -> list[str]:
    return [line.strip() for line in said.get(name, "").splitlines() if line.strip()]


def _parts(name: str) -> list[str]:
    return sorted(name.casefold().split())


def _about(said: Said) -> Said:
    found: Said = {}
    sex = said.get("sex", "").lower()
    if sex in _SEXES:
        found["sex"] = sex
    if days := born_days(said.get("date_of_birth", "")):
        found["born_earliest"], found["born_latest"] = days
    if age := _AGE.fullmatch(said.get("age", "")):
        found["age_low"], found["age_high"] = age[1], age[2] or age[1]
    return found


def _is_over(expires: str, at: datetime) -> bool:
    try:
        end = datetime.fromisoformat(expires)
    except ValueError:
        return False
    return (end if end.tzinfo else end.replace(tzinfo=UTC)) <= at


def _parsed(data: bytes) -> ET.Element:
    text = text_of(data)
    if re.match(r"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", text, re.IGNORECASE):
        raise unreadable("its letters are not UTF-8")
    if text.count("<") > 2 * _MOST_ELEMENTS:
        raise unreadable("it holds too many parts")
    try:
        whole: ET.Element = fromstring(text, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, RecursionError) as fault:
        raise unreadable("it is no sound XML, or it brings declarations that nothing here reads") from fault
    return whole


def _known(tag: object) -> str:
    """The name of an element of a version that is read; empty for any other."""
    found = _NAMESPACE.fullmatch(tag) if isinstance(tag, str) else None
    return found[2] if found and found[1] in _VERSIONS else ""


def _said(element: ET.Element) -> Said:
    """The fields of a person or note, known or not, each with all its text, in NFC."""
    found: Said = {}
    for each in element:
        if not isinstance(each.tag, str) or (name := _known(each.tag)) == "note":
            continue
        name = _SINCE.get(name, name) or each.tag.rpartition("}")[2]
        text = unicodedata.normalize("NFC", " ".join(filter(None, (part.strip() for part in each.itertext()))))
        if not text:
            continue
        if name in found and _known(each.tag):
            raise unreadable(f"{name} stands there twice")
        found[name] = "\n".join(filter(None, (found.get(name, ""), text)))[:10_000]
    return found
