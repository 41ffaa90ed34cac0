"""What registries and families published is read whole: PFIF 1.1 to 1.4, and nothing of it vanishes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from antigone.errors import FileUnreadable
from antigone.exchange.published import EnteredBy, Published, from_pfif

NOW = datetime(2026, 3, 4, tzinfo=UTC)
NUMBERED = "<person_record_id>a.example/1</person_record_id><source_date>2026-01-01T00:00:00Z</source_date>"


def document(inside: str, version: str = "1.4") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><pfif xmlns="http://zesty.ca/pfif/{version}">{inside}</pfif>'.encode()
    )


def person(inside: str, version: str = "1.4") -> Published:
    (found,) = from_pfif(document(f"<person>{NUMBERED}{inside}</person>", version), NOW)
    return found


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
def test_a_person_with_a_name_in_parts_is_a_person_in_every_version(version: str) -> None:
    given, family = ("given_name", "family_name") if version == "1.4" else ("first_name", "last_name")
    found = person(f"<{given}>Ivan</{given}><{family}>Sydor</{family}>", version)
    assert not found.emptied and [name.whole for name in found.sheet.names] == ["Ivan Sydor"]


def test_what_older_versions_call_otherwise_is_read_or_kept_as_words() -> None:
    inside = "<last_name>Sydor</last_name><home_zip>12345</home_zip><other>description: a scar</other>"
    note = "<note><note_record_id>a.example/2</note_record_id><found>true</found><text>ok</text></note>"
    words = person(inside + note, "1.2").words
    for line in ("home_postal_code: 12345", "other: description: a scar", "note, found: true", "note, text: ok"):
        assert line in words


def test_a_sex_and_a_birth_in_other_words_do_not_vanish() -> None:
    found = person("<full_name>Ivan Sydor</full_name><date_of_birth>May 1980</date_of_birth><sex>Male</sex>")
    assert {"date_of_birth: May 1980", "sex: Male"} <= set(found.words) and found.sheet.value("sex") == "male"
    assert found.sheet.value("born_earliest") == ""
    assert "sex: unclear" in person("<full_name>I</full_name><sex>unclear</sex>").words


def test_fields_that_nobody_knows_stay_as_words_with_all_their_text() -> None:
    inside = '<full_name>I</full_name><shoe>43</shoe><x:tag xmlns:x="urn:x">a <b>deep</b> word</x:tag>'
    assert {"shoe: 43", "tag: a deep word"} <= set(person(inside).words)


def test_a_note_that_somebody_was_met_is_kept() -> None:
    note = "<note><author_made_contact>true</author_made_contact><status>is_note_author</status></note>"
    found = person(f"<full_name>I</full_name>{note}")
    assert "note, author_made_contact: true" in found.words and found.first[0].startswith("is_note_author")


def test_who_is_believed_alive_or_missing_stands_first_with_date_and_author() -> None:
    notes = "".join(
        f"<note><author_name>{who}</author_name><source_date>{when}</source_date><status>{status}</status>"
        f"<text>{text}</text></note>"
        for who, when, status, text in (
            ("Ivo", "2026-01-02T00:00:00Z", "believed_alive", "seen at the station"),
            ("Ana", "2026-01-03T00:00:00Z", "believed_missing", ""),
            ("Nil", "2026-01-04T00:00:00Z", "information_sought", "please"),
        )
    )
    assert person(f"<full_name>I</full_name>{notes}").first == (
        "believed_alive (2026-01-02T00:00:00Z, Ivo): seen at the station",
        "believed_missing (2026-01-03T00:00:00Z, Ana)",
    )


def test_how_the_author_of_a_note_is_reached_is_not_for_everybody_who_reads_remarks() -> None:
    note = (
        "<note><author_name>Ivo</author_name><author_phone>+1 555</author_phone>"
        "<author_email>i@a.example</author_email>"
        "<phone_of_found_person>+1 556</phone_of_found_person><text>here</text></note>"
    )
    found = person(f"<full_name>I</full_name><author_email>o@a.example</author_email>{note}")
    assert not any(reached in line for line in found.words for reached in ("555", "556", "a.example", "Ivo"))
    assert found.told == (
        EnteredBy("not named", "o@a.example"),
        EnteredBy("Ivo", "+1 555, i@a.example"),
        EnteredBy("the person found, as a note says", "+1 556"),
    )


@pytest.mark.parametrize(
    ("expires", "expired"),
    [("2026-03-03T00:00:00Z", True), ("2026-03-05T00:00:00Z", False), ("", False), ("some day", False)],
)
def test_what_expired_is_marked_before_anything_else(expires: str, expired: bool) -> None:
    found = person(f"<full_name>I</full_name><expiry_date>{expires}</expiry_date>")
    assert found.expired is expired and ("It expired" in "".join(found.first)) is expired


def test_a_placeholder_takes_back_only_its_own_person() -> None:
    gone = f"<person>{NUMBERED.replace('/1<', '/9<')}</person>"
    stays = f"<person>{NUMBERED}<full_name>Ivan Sydor</full_name></person>"
    strange = "<note><person_record_id>b.example/7</person_record_id><text>x</text></note>"
    first, second = from_pfif(document(gone + stays + strange), NOW)
    assert first.emptied and not second.emptied
    assert second.first == (
        "This file also takes people back: a.example/9.",
        "This file also holds notes of people who are not in it: b.example/7.",
    )


def test_a_feed_is_read_as_a_document_is() -> None:
    entry = f'<p:person xmlns:p="http://zesty.ca/pfif/1.3">{NUMBERED}<p:full_name>Ivan Sydor</p:full_name></p:person>'
    entry = entry.replace("<person_record_id", "<p:person_record_id").replace(
        "</person_record_id", "</p:person_record_id"
    )
    for feed in (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>{entry}</entry></feed>',
        f'<rss version="2.0"><channel><item>{entry}</item></channel></rss>',
    ):
        (found,) = from_pfif(feed.encode(), NOW)
        assert found.sheet.names[0].whole == "Ivan Sydor"


def test_names_that_stand_line_by_line_are_several_names() -> None:
    """As Person Finder writes a full name in two scripts, and whoever has one name a field but breaks its line."""
    inside = "<full_name>Ivan Sydor\nІван Сидор</full_name><alternate_names>Vanya\n Вано </alternate_names>"
    assert [name.whole for name in person(inside).sheet.names] == ["Ivan Sydor", "Іван Сидор", "Vanya", "Вано"]
    parts = "<given_name>Ivan\n  Petrovych</given_name><family_name>Sydor</family_name>"
    assert [name.whole for name in person(parts).sheet.names] == ["Ivan Petrovych Sydor"]


@pytest.mark.parametrize("written", ["http://zesty.ca/pfif/1.4/", "https://zesty.ca/pfif/1.4"])
def test_the_namespace_is_known_as_people_copy_it(written: str) -> None:
    sent = document(f"<person>{NUMBERED}<full_name>I</full_name></person>").replace(
        b"http://zesty.ca/pfif/1.4", written.encode()
    )
    assert from_pfif(sent, NOW)[0].sheet.names[0].whole == "I"


def test_a_full_name_that_says_more_than_its_parts_is_kept_beside_them() -> None:
    inside = "<full_name>Ivan “Vanya” Sydor</full_name><given_name>Ivan</given_name><family_name>Sydor</family_name>"
    assert [name.whole for name in person(inside).sheet.names] == ["Ivan Sydor", "Ivan “Vanya” Sydor"]
    many = "\n".join(f"Name {n}" for n in range(25))
    assert (
        "alternate_names: Name 24" in person(f"<full_name>I</full_name><alternate_names>{many}</alternate_names>").words
    )


@pytest.mark.parametrize("version", ["1.0", "1.5"])
def test_versions_that_are_not_read_are_refused(version: str) -> None:
    with pytest.raises(FileUnreadable, match=r"1\.1, 1\.2, 1\.3 or 1\.4"):
        from_pfif(document(f"<person>{NUMBERED}</person>", version), NOW)
