"""PFIF 1.4 (People Finder Interchange Format, http://zesty.ca/pfif/1.4): records that a family wants published.

Written are name, sex, birth, hair, eyes, build, stature, clothing, and where and how somebody was last seen. Never a
picture (``photo_url``, ``profile_urls``), never an informant: the author is the agency. Read is what the fields say; an
address in them is kept as words, and nothing opens it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from antigone.exchange.plain import text_of, unreadable
from antigone.exchange.sheet import Sheet, SheetName, SheetSide, in_order

NAMESPACE = "http://zesty.ca/pfif/1.4"
PERSON = (
    *("person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name"),
    *("source_date", "source_url", "full_name", "given_name", "family_name", "alternate_names", "description", "sex"),
    *("date_of_birth", "age", "home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code"),
    *("home_country", "photo_url", "profile_urls"),
)
"""The fields of a person, in the specification's order."""
NOTE = (
    *("note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "author_name", "author_email"),
    *("author_phone", "source_date", "author_made_contact", "status", "email_of_found_person"),
    *("phone_of_found_person", "last_known_location", "text", "photo_url"),
)
MOST_PERSONS = 200
"""In one document: each is reviewed by a person."""
_MOST_ELEMENTS = 50_000
_DESCRIBED = (("hair", "Hair"), ("eyes", "Eyes"), ("build", "Build"), ("clothing", "Clothing"))
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold at all."""
_OF_NO_USE = ("note_record_id", "person_record_id", "entry_date", "author_made_contact")
_BORN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")

ET.register_namespace("pfif", NAMESPACE)


@dataclass(frozen=True, slots=True)
class EnteredBy:
    """Who entered a record elsewhere, as it says: they become an informant whose contact nobody has called safe."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Published:
    """One person of a PFIF document."""

    sheet: Sheet
    told: EnteredBy | None
    words: tuple[str, ...]
    """What it says besides, field by field: for the remarks, and for whoever reviews it."""
    expires: str = ""
    """``expiry_date`` as written. When it is over, the record must not be shown any more."""
    emptied: bool = False
    """A placeholder: the person was taken back where this came from."""


def as_pfif(sheet: Sheet, *, domain: str, made: datetime, expires: datetime) -> bytes:
    """The document for one record. ``domain`` names the desk in the record's number; times are written in UTC."""
    assert sheet.side is SheetSide.AM, "nobody publishes the dead"
    number = f"{domain}/{sheet.code}"
    whole = ET.Element(_tag("pfif"))
    person = ET.SubElement(whole, _tag("person"))
    first, *others = sheet.names
    _add(person, "person_record_id", number)
    _add(person, "entry_date", _time(made))
    _add(person, "expiry_date", _time(expires))
    _add(person, "author_name", sheet.agency)
    _add(person, "source_name", sheet.agency)
    _add(person, "source_date", _time(made))
    _add(person, "full_name", first.whole)
    _add(person, "given_name", " ".join(filter(None, (first.given, first.patronymic))))
    _add(person, "family_name", first.family)
    _add(person, "alternate_names", "\n".join(each.whole for each in others))
    _add(person, "description", description(sheet))
    _add(person, "sex", sheet.value("sex") if sheet.value("sex") in ("female", "male", "other") else "")
    _add(person, "date_of_birth", _born(sheet))
    note = ET.SubElement(person, _tag("note"))
    _add(note, "note_record_id", f"{number}.1")
    _add(note, "person_record_id", number)
    _add(note, "entry_date", _time(made))
    _add(note, "author_name", sheet.agency)
    _add(note, "source_date", _time(made))
    _add(note, "author_made_contact", "false")
    _add(note, "status", "information_sought")
    _add(note, "last_known_location", sheet.value("last_seen_place"))
    _add(note, "text", last_seen(sheet))
    return _document(whole)


def taken_back(code: str, *, domain: str, made: datetime, source: datetime) -> bytes:
    """The placeholder by which a record that was published is taken back everywhere: its number and dates, no more."""
    whole = ET.Element(_tag("pfif"))
    person = ET.SubElement(whole, _tag("person"))
    _add(person, "person_record_id", f"{domain}/{code}")
    _add(person, "entry_date", _time(made))
    _add(person, "expiry_date", _time(made))
    _add(person, "source_date", _time(source))
    return _document(whole)


def description(sheet: Sheet) -> str:
    """What everybody may read of how somebody looks, a line each."""
    lines = [f"{words}: {sheet.value(name)}" for name, words in _DESCRIBED if sheet.value(name)]
    for low, high, words, unit in (
        ("age_low", "age_high", "Age when last seen", "years"),
        ("stature_low", "stature_high", "Stature", "cm"),
    ):
        first, last = sheet.value(low), sheet.value(high)
        if first:
            lines.append(f"{words}: {first if first == last else f'{first}-{last}'} {unit}")
    return "\n".join(lines)


def last_seen(sheet: Sheet) -> str:
    first, last = sheet.value("last_seen_earliest"), sheet.value("last_seen_latest")
    when = f"Last seen: {first if first == last else f'{first} to {last}'}" if first else ""
    return "\n".join(filter(None, (when, sheet.value("circumstances")))) or "Information is sought."


def from_pfif(data: bytes) -> list[Published]:
    """Every person of a document, in its order; notes outside a person go to the one that they name.

    Raises:
        FileUnreadable: no PFIF 1.4, hostile (entities, document types), too large, or a person without number.
    """
    whole = _parsed(data)
    if whole.tag != _tag("pfif"):
        raise unreadable("it is no PFIF 1.4 document")
    persons = [each for each in whole if each.tag == _tag("person")]
    if not persons:
        raise unreadable("it holds no person")
    if len(persons) > MOST_PERSONS:
        raise unreadable(f"it holds more than {MOST_PERSONS} persons")
    loose: dict[str, list[dict[str, str]]] = {}
    for each in whole:
        if each.tag == _tag("note"):
            said = _said(each, NOTE)
            loose.setdefault(said.get("person_record_id", ""), []).append(said)
    return [_person(each, loose) for each in persons]


def _person(element: ET.Element, loose: dict[str, list[dict[str, str]]]) -> Published:
    said = _said(element, PERSON)
    number = said.get("person_record_id", "")
    if "/" not in number or not said.get("source_date"):
        raise unreadable("a person has no number or no date of its source")
    notes = [_said(each, NOTE) for each in element if each.tag == _tag("note")] + loose.get(number, [])
    if not said.get("full_name"):
        return Published(_sheet(said, {}, ()), None, (), said.get("expiry_date", ""), emptied=True)
    place = next((note["last_known_location"] for note in notes if note.get("last_known_location")), "")
    fields = {"last_seen_place": place[:300], **_about(said)}
    contact = ", ".join(filter(None, (said.get("author_phone", ""), said.get("author_email", ""))))
    told = EnteredBy(said["author_name"][:200], contact[:300]) if said.get("author_name") else None
    used = {"full_name", "given_name", "family_name", "alternate_names", "sex", "date_of_birth", "author_name"}
    used |= {"author_email", "author_phone", "expiry_date", "age" if "age_low" in fields else "", "entry_date"}
    words = [f"{name}: {text}" for name, text in said.items() if name not in used]
    for note in notes:
        words += [f"note, {name}: {text}" for name, text in note.items() if name not in _OF_NO_USE]
    return Published(_sheet(said, fields, _names(said)), told, tuple(words), said.get("expiry_date", ""))


def _sheet(said: dict[str, str], fields: dict[str, str], names: tuple[SheetName, ...]) -> Sheet:
    """Its number elsewhere becomes ``other_number``; the code only has to be one."""
    number = said["person_record_id"]
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in number.rpartition("/")[2].upper()).strip("-")
    values = in_order(SheetSide.AM, {**fields, "other_number": number[:120]})
    agency = said.get("source_name", "") or number.partition("/")[0]
    return Sheet(SheetSide.AM, letters[:40].strip("-") or "NONE", "", agency[:200], values, names)


def _names(said: dict[str, str]) -> tuple[SheetName, ...]:
    family, given = said.get("family_name", "")[:120], said.get("given_name", "")[:120]
    first = SheetName("own", family, given) if family or given else SheetName("own", said["full_name"][:120])
    others = [line.strip()[:120] for line in said.get("alternate_names", "").splitlines() if line.strip()]
    return (first, *(SheetName("other spelling", each) for each in others[:20]))


def _about(said: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if said.get("sex") in ("female", "male", "other"):
        found["sex"] = said["sex"]
    if days := _born_days(said.get("date_of_birth", "")):
        found["born_earliest"], found["born_latest"] = days
    if age := _AGE.fullmatch(said.get("age", "")):
        found["age_low"], found["age_high"] = age[1], age[2] or age[1]
    return found


def _born(sheet: Sheet) -> str:
    """The very day, month or year, as PFIF writes births; nothing for any other range."""
    first, last = sheet.value("born_earliest"), sheet.value("born_latest")
    ways = (first, first[:7], first[:4]) if first else ()
    return next((way for way in ways if _born_days(way) == (first, last)), "")


def _born_days(text: str) -> tuple[str, str] | None:
    found = _BORN.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


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


def _said(element: ET.Element, known: tuple[str, ...]) -> dict[str, str]:
    """The fields of a person or note; what is of another namespace, or nested, is passed over."""
    found: dict[str, str] = {}
    for each in element:
        name = each.tag.removeprefix(f"{{{NAMESPACE}}}")
        if name in known and len(each) == 0 and (text := (each.text or "").strip()):
            if name in found:
                raise unreadable(f"{name} stands there twice")
            found[name] = text[:10_000]
    return found


def _add(parent: ET.Element, name: str, text: str) -> None:
    plain = _ILLEGAL.sub("", text)
    if plain:
        ET.SubElement(parent, _tag(name)).text = plain


def _document(whole: ET.Element) -> bytes:
    ET.indent(whole)
    text = ET.tostring(whole, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
