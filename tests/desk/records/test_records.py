"""A missing person's record, from a family's first words to its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident, share_incident
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.records.actions.names import (
    add_informant,
    add_name,
    change_informant,
    change_name,
    remove_informant,
    remove_name,
)
from antigone.desk.records.actions.records import change_record, open_record
from antigone.desk.records.days import ages, read_days, write_days
from antigone.desk.records.models import Record
from antigone.desk.records.queries import find_record, records
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.errors import NotAllowed, NotThere, RuleBroken
from desk_families import Families
from desk_people import a_person, as_

pytestmark = pytest.mark.both


def test_a_record_is_opened_with_a_name_alone(families: Families) -> None:
    record = families.record("Щербак", "Олена")
    assert record.subject.code == "HALCYON-26-AM-00001" and record.subject.agency == families.people.harbour
    assert record.sort_key == "shcherbak olena"
    again = find_record(families.by, record.pk)
    assert again.subject.age_low is None and again.names.get().keys.count() == 2


def test_everything_a_family_says_at_first_is_one_act(families: Families) -> None:
    told = {"name": "Іра", "relation": "sister", "contact": "through the parish", "safe": True, "never": "by telephone"}
    record = open_record(
        by=families.by,
        incident=families.incident,
        names=[
            {"family": "محمد", "given": "حسين"},
            {"family": "Muhammad", "given": "Hussein", "what": "other spelling"},
        ],
        informants=[told],
        sex="male",
        born_earliest=date(1980, 1, 1),
        born_latest=date(1980, 12, 31),
        last_seen_earliest=date(2026, 3, 2),
        last_seen_place="the quay",
    )
    assert record.last_seen_latest == date(2026, 3, 2)
    assert (record.subject.age_low, record.subject.age_high) == (45, 46)
    assert [informant.never for informant in record.informants.all()] == ["by telephone"]
    row = AuditRow.objects.latest("sequence")
    assert row.verb == "open record" and "parish" not in str(row.details) and "محمد" not in str(row.details)


@pytest.mark.parametrize(
    "details",
    [
        {"born_earliest": date(1990, 1, 1), "born_latest": date(1980, 1, 1)},
        {"last_seen_earliest": date(2026, 2, 2), "last_seen_latest": date(2026, 2, 1)},
        {"born_earliest": date(2000, 1, 1), "last_seen_latest": date(1999, 1, 1)},
        {"age_low": 30, "age_high": 20},
        {"age_low": 30},
        {"sex": "none of them"},
    ],
)
def test_what_cannot_be_is_refused(families: Families, details: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        families.record("Щербак", **details)
    assert not Record.objects.exists()


def test_nobody_was_born_or_seen_tomorrow(families: Families) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for field in ("born_earliest", "last_seen_latest"):
        with pytest.raises(RuleBroken):
            families.record("Щербак", **{field: tomorrow})


def test_a_record_has_a_name(families: Families) -> None:
    for names in ([], [{}], [{"family": " \u200b "}], [{"patronymic": "Іванівна"}]):
        with pytest.raises(RuleBroken):
            open_record(by=families.by, incident=families.incident, names=names)


def test_an_age_follows_the_days_that_it_was_worked_out_from_and_no_others(families: Families) -> None:
    record = families.record("A", born_earliest=date(1980, 5, 5), last_seen_earliest=date(2020, 5, 5))
    assert (record.subject.age_low, record.subject.age_high) == (40, 40)
    record = change_record(
        by=families.by, record=record, reason="papers", born_earliest=date(1970, 5, 5), born_latest=date(1970, 5, 5)
    )
    assert (record.subject.age_low, record.subject.age_high) == (50, 50)
    record = change_record(by=families.by, record=record, reason="they looked older", age_low=50, age_high=60)
    record = change_record(by=families.by, record=record, reason="papers", last_seen_latest=date(2021, 5, 5))
    assert (record.subject.age_low, record.subject.age_high) == (50, 60)


@pytest.mark.slow
def test_what_it_said_before_is_kept(families: Families) -> None:
    record = families.record("Щербак", nationality="not known")
    change_record(by=families.by, record=record, reason="the passport", nationality="Ukrainian", hair="grey")
    kept = record.subject.revisions.get()
    assert kept.was == {"nationality": "not known", "hair": ""} and kept.reason == "the passport"
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        change_record(by=families.by, record=record, reason="again", hair="grey")


def test_what_somebody_else_changed_is_not_written_over(families: Families) -> None:
    record = families.record("Щербак")
    change_record(by=families.registrar, record=record, reason="seen", hair="grey")
    with pytest.raises(RuleBroken, match="Somebody else"):
        change_record(by=families.by, record=record, reason="told", as_of=0, hair="black")


@pytest.mark.slow
def test_names_come_and_go_with_what_finds_them(families: Families) -> None:
    record = families.record("Щербак", "Олена")
    name = add_name(by=families.by, record=record, what="at birth", family="Bondarenko")
    assert {key.form for key in name.keys.all()} == {"bondarenko"}
    change_name(by=families.by, record=record, name=name.pk, reason="typed wrongly", what="at birth", family="Бондар")
    assert {key.form for key in name.keys.all()} == {"bondar"}
    assert {"name " + str(name.pk): None} in [each.was for each in record.subject.revisions.all()]
    first = record.names.first()
    assert first is not None
    remove_name(by=families.by, record=record, name=first.pk, reason="not hers")
    assert find_record(families.by, record.pk).sort_key == "bondar"
    with pytest.raises(RuleBroken, match="only name"):
        remove_name(by=families.by, record=record, name=name.pk, reason="why")
    with pytest.raises(RuleBroken, match="already"):
        add_name(by=families.by, record=record, family="Бондар")


def test_an_informant_is_not_contacted_until_they_said_that_it_is_safe(families: Families) -> None:
    record = families.record("Щербак")
    row = add_informant(by=families.by, record=record, name="Olha", contact="+380 00 000 00 00")
    assert row.safe is None
    change_informant(by=families.by, record=record, informant=row.pk, reason="asked her", name="Olha", safe=False)
    row.refresh_from_db()
    assert row.safe is False and row.contact == "+380 00 000 00 00"
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        change_informant(by=families.by, record=record, informant=row.pk, reason="again", name="Olha", safe=False)
    remove_informant(by=families.by, record=record, informant=row.pk, reason="she asked for it")
    kept = record.subject.revisions.first()
    assert kept is not None and kept.was[f"informant {row.pk}"]["safe"] == "contact is not safe"
    assert all("380" not in str(each.details) for each in AuditRow.objects.all())


@pytest.mark.slow
def test_a_closed_record_and_a_closed_incident_stay_as_they_are(families: Families) -> None:
    record = families.record("Щербак")
    close_subject(by=families.registrar, subject=record.subject, reason="came home")
    with pytest.raises(RuleBroken, match="closed"):
        change_record(by=families.by, record=record, reason="why", hair="grey")
    reopen_subject(by=families.registrar, subject=record.subject, reason="too early")
    change_record(by=families.by, record=record, reason="why", hair="grey")
    close_incident(by=as_(families.people.ana), incident=families.incident, reason="over")
    for do in (
        lambda: change_record(by=families.by, record=record, reason="x", hair="red"),
        lambda: families.record("B"),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            do()


def test_examiners_see_records_and_do_not_open_or_change_them(families: Families) -> None:
    record, boris = families.record("Щербак"), as_(families.people.boris)
    assert find_record(boris, record.pk) == record
    for do in (
        lambda: open_record(by=boris, incident=families.incident, names=[{"family": "B"}]),
        lambda: change_record(by=boris, record=record, reason="x", hair="red"),
        lambda: add_name(by=boris, record=record, family="B"),
        lambda: add_informant(by=boris, record=record, name="B"),
        lambda: close_subject(by=boris, subject=record.subject, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            do()


def test_another_agencys_record_is_not_there_until_it_is_shared(families: Families) -> None:
    record, people = families.record("Щербак"), families.people
    theirs = as_(a_person("Lev Stone", people.hills, Role.LIAISON_OFFICER))
    with pytest.raises(NotThere):
        find_record(theirs, record.pk)
    with pytest.raises(NotAllowed):
        open_record(by=theirs, incident=families.incident, names=[{"family": "B"}])
    share_incident(
        by=as_(people.ana), incident=families.incident, to=people.hills.pk, level=Level.WORK, reason="together"
    )
    change_record(by=theirs, record=find_record(theirs, record.pk), reason="we know", hair="grey")
    own = open_record(by=theirs, incident=families.incident, names=[{"family": "B"}])
    assert own.subject.agency == people.hills
    assert not records(families.by).filter(pk=own.pk).exists()  # they share nothing back


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1980-05-17", date(1980, 5, 17), date(1980, 5, 17)),
        ("17.5.1980", date(1980, 5, 17), date(1980, 5, 17)),
        ("1980-02", date(1980, 2, 1), date(1980, 2, 29)),
        ("1980", date(1980, 1, 1), date(1980, 12, 31)),
        ("1978 to 1982", date(1978, 1, 1), date(1982, 12, 31)),
        ("1978–1982-03", date(1978, 1, 1), date(1982, 3, 31)),
        ("٢٠٠١", date(2001, 1, 1), date(2001, 12, 31)),
        ("", None, None),
    ],
)
def test_days_are_written_as_they_are_known(words: str, first: date | None, last: date | None) -> None:
    assert read_days(words) == (first, last)
    assert read_days(write_days(first, last)) == (first, last)


@pytest.mark.parametrize("words", ["about 1980", "1980-13", "30.2.1980", "80", "1 to 2 to 3", "0000", "99999"])
def test_days_that_cannot_be_read_are_told(words: str) -> None:
    with pytest.raises(RuleBroken):
        read_days(words)


def test_an_age_is_whole_years() -> None:
    day = date(2020, 5, 4)
    assert ages((date(1980, 5, 5), date(1980, 5, 5)), (day, day)) == (39, 39)
    assert ages((date(1980, 1, 1), date(1980, 12, 31)), (day, day)) == (39, 40)
    assert ages((None, None), (day, day)) is None
