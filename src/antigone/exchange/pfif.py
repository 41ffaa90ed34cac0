"""Writing PFIF 1.4 (People Finder Interchange Format, http://zesty.ca/pfif/1.4): records that a family wants published.

Written are name, sex, birth, hair, eyes, build, stature, clothing, and where and how somebody was last seen. Never a
picture (``photo_url``, ``profile_urls``), never an informant: the author is the agency. Reading is in ``published``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from antigone.exchange.sheet import Sheet, SheetSide

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
_DESCRIBED = (("hair", "Hair"), ("eyes", "Eyes"), ("build", "Build"), ("clothing", "Clothing"))
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold at all."""
_BORN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

ET.register_namespace("pfif", NAMESPACE)


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


def taken_back(code: str, *, domain: str, made: datetime) -> bytes:
    """The placeholder by which a record that was published is taken back everywhere: its number and dates, no more.

    ``source_date`` is the placeholder's own: whoever holds the record takes it for newer, and else would let it be.
    """
    whole = ET.Element(_tag("pfif"))
    person = ET.SubElement(whole, _tag("person"))
    _add(person, "person_record_id", f"{domain}/{code}")
    _add(person, "entry_date", _time(made))
    _add(person, "expiry_date", _time(made))
    _add(person, "source_date", _time(made))
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


def _born(sheet: Sheet) -> str:
    """The very day, month or year, as PFIF writes births; nothing for any other range."""
    first, last = sheet.value("born_earliest"), sheet.value("born_latest")
    ways = (first, first[:7], first[:4]) if first else ()
    return next((way for way in ways if born_days(way) == (first, last)), "")


def born_days(text: str) -> tuple[str, str] | None:
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
