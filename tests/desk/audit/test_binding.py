"""Whatever decides or proves is bound into the audit as it is written, and what was altered behind it is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Model

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency, RoleHeld
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit import content
from antigone.desk.audit.chain import append, writing
from antigone.desk.audit.content import hashes_of
from antigone.desk.audit.models import AuditRow, Binding
from antigone.desk.audit.verify import verify
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.candidates.models import Exclusion
from antigone.desk.identification.models import Decision, Seat, Vote
from antigone.desk.photos.models import Consent
from antigone.desk.review.models import Assignment, ExaminationEntry
from desk_databases import Database
from desk_people import two_agencies
from desk_things import things_of

pytestmark = pytest.mark.slow
both = pytest.mark.both


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def told() -> list[tuple[str, int, tuple[str, ...]]]:
    return [(fault.table, fault.number, fault.fields) for fault in verify_bound().faults]


def console_acts(*changes: Callable[[], object]) -> AuditRow:
    """An act of whoever has the machine, in which these things are done."""
    with writing():
        for change in changes:
            change()
        return append(gesture=uuid4(), actor="console", verb="see audit", thing="audit")


@pytest.fixture(scope="module")
def acts(template: Database, one_desk: object) -> Iterator[None]:
    """A desk on which one of everything was done; what helpers of the tests wrote is bound by an act of the console."""

    def everything() -> None:
        people = two_agencies()
        things_of(people.ana, people.boris, "HARBOUR", people.hills)
        work = Assignment.objects.earliest("pk")
        ExaminationEntry.objects.create(
            assignment=work, place=1, kind="Concluded", at=work.given_at, said='{"level": 1}'
        )

    console_acts(everything)
    yield


@pytest.fixture
def unguarded(acts: None, template: Database) -> None:
    """Somebody took the database's own rules away, but for the one by which the head of the audit follows its rows."""
    on = ", tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
    there = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tgname{on}" if template.kind == "postgresql" else there)
        for name, table in cursor.fetchall():
            if name != "audit_row_moves_head":
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if template.kind == "postgresql" else ""))


@both
def test_a_desk_on_which_much_was_done_is_as_its_acts_left_it(acts: None) -> None:
    proof = verify_bound()
    assert proof.faults == () and proof.younger == () and proof.rows > 80
    assert verify().faults == ()


def put_in(held: RoleHeld, number: int, role: str) -> None:
    """A role of the same person, behind the desk."""
    kept = {"person_id": held.person_id, "appointment_id": held.appointment_id}
    RoleHeld._base_manager.bulk_create([RoleHeld(pk=number, role=role, **kept)])


@both
@pytest.mark.usefixtures("unguarded")
def test_a_vote_that_was_turned_is_named_with_its_field() -> None:
    vote = Vote.objects.earliest("pk")
    Vote.objects.filter(pk=vote.pk).update(agrees=not vote.agrees)
    assert told() == [("identification_vote", vote.pk, ("agrees",))]
    [fault] = verify_bound().faults
    assert fault.sequence and f"identification_vote {vote.pk}: agrees: not as row {fault.sequence}" in fault.words
    assert AuditRow.objects.get(pk=fault.sequence).verb == "vote on file before the board"


@both
@pytest.mark.usefixtures("unguarded")
def test_a_blind_conclusion_that_was_changed_is_named() -> None:
    entry = ExaminationEntry.objects.earliest("pk")
    ExaminationEntry.objects.filter(pk=entry.pk).update(said=entry.said + " ")
    assert told() == [("review_examinationentry", entry.pk, ("said",))]


@both
@pytest.mark.usefixtures("unguarded")
def test_a_row_that_was_removed_or_put_in_or_put_back_is_named() -> None:
    held = RoleHeld.objects.earliest("pk")
    sql("DELETE FROM accounts_roleheld WHERE id = %s", held.pk)
    put_in(held, 10**6, "board member")
    assert sorted(told()) == [("accounts_roleheld", held.pk, ("*",)), ("accounts_roleheld", 10**6, ("*",))]
    assert {fault.words.split(": ")[1][:10] for fault in verify_bound().faults} == {"it was rem", "it is ther"}


@both
@pytest.mark.usefixtures("unguarded")
def test_a_role_that_ended_and_stands_there_again_is_named() -> None:
    held = RoleHeld.objects.earliest("pk")
    number = held.pk
    console_acts(held.delete)
    assert told() == []
    put_in(held, number, held.role)
    assert told() == [("accounts_roleheld", number, ("*",))]
    assert "it is there again" in verify_bound().faults[0].words


@both
@pytest.mark.usefixtures("unguarded")
def test_an_exclusion_that_no_decision_made_is_named() -> None:
    decision, exclusion = Decision.objects.earliest("pk"), Exclusion.objects.earliest("pk")
    sql(
        "INSERT INTO identification_decision_exclusions (decision_id, exclusion_id) VALUES (%s, %s)",
        decision.pk,
        exclusion.pk,
    )
    [(table, _, fields)] = told()
    assert (table, fields) == ("identification_decision_exclusions", ("*",))


@both
def test_a_lawful_change_is_bound_anew_and_the_earlier_salt_is_destroyed(acts: None) -> None:
    seat = Seat.objects.earliest("pk")
    seat.ended_reason = "moved away"
    row = console_acts(seat.save)
    first, second = Binding.objects.filter(table="identification_seat", number=seat.pk).order_by("row")
    assert told() == [] and second.row_id == row.pk and (first.salt, len(second.salt)) == ("", 32)
    console_acts(lambda: Seat.objects.filter(pk=seat.pk).update(ended_reason="moved away again"))
    assert told() == []


@both
def test_what_was_erased_cannot_be_guessed_from_its_hash(acts: None) -> None:
    """A hash of a short name tells the name to whoever tries all names, unless something is missing."""
    consent = Consent.objects.earliest("pk")
    held = Binding.objects.filter(table="photos_consent", number=consent.pk).get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_by FROM photos_consent WHERE id = %s", [consent.pk])
        said = {"given_by": content.canonical(cursor.fetchone()[0])}  # as it lies there: encrypted
    assert hashes_of("photos_consent", consent.pk, said, held.salt)["given_by"] == json.loads(held.hashes)["given_by"]
    console_acts(lambda: Consent.objects.filter(pk=consent.pk).update(given_by="", relation="", how=""))
    held.refresh_from_db()
    assert held.salt == "" and verify_bound().faults == () == verify().faults
    assert all(len(each) == 32 for each in json.loads(held.hashes).values())


@both
@pytest.mark.usefixtures("unguarded")
def test_an_altered_row_is_not_made_good_by_the_next_lawful_change() -> None:
    seat = Seat.objects.earliest("pk")
    Seat.objects.filter(pk=seat.pk).update(discipline="astrology")
    seat.refresh_from_db()
    seat.ended_reason = "moved away"
    row = console_acts(seat.save)
    assert told() == [("identification_seat", seat.pk, ("discipline",))]
    assert f"had been altered before row {row.pk}" in verify_bound().faults[0].words
    console_acts(lambda: Seat.objects.filter(pk=seat.pk).update(ended_reason="moved"))
    assert told() == [("identification_seat", seat.pk, ("discipline",))], "for ever"


@both
@pytest.mark.usefixtures("unguarded")
def test_a_row_that_nobody_wrote_is_not_made_good_by_a_lawful_change() -> None:
    held = RoleHeld.objects.earliest("pk")
    put_in(held, 10**6, "board member")
    console_acts(RoleHeld.objects.get(pk=10**6).save)
    assert told() == [("accounts_roleheld", 10**6, ("*",))]


@both
@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("column", ["hashes", "altered", "salt", "number"])
def test_hashes_that_were_changed_are_told(column: str) -> None:
    held = Binding.objects.filter(table="identification_vote").earliest("row")
    put = {"hashes": "{}", "altered": "[]", "salt": "", "number": held.number + 10**6}[column]
    sql(f"UPDATE audit_binding SET {column} = %s WHERE id = %s", put, held.pk)
    named = {(table, number) for table, number, _ in told()}
    assert named & {("audit_binding", held.row_id), ("identification_vote", held.number)}
    assert ("audit_binding", held.row_id) in named or column == "salt", (
        "a salt is in no hash: it must be destroyed one day"
    )


@both
@pytest.mark.usefixtures("unguarded")
def test_a_row_with_hashes_made_to_fit_it_does_not_fit_the_chain() -> None:
    vote = Vote.objects.earliest("pk")
    held = Binding.objects.filter(table="identification_vote", number=vote.pk).get()
    Vote.objects.filter(pk=vote.pk).update(agrees=not vote.agrees)
    said = content.said_by(Vote, [vote.pk])[vote.pk]
    forged = json.dumps(hashes_of("identification_vote", vote.pk, said, held.salt))
    sql("UPDATE audit_binding SET hashes = %s WHERE id = %s", forged, held.pk)
    [fault] = verify_bound().faults
    assert fault.sequence == held.row_id and f"identification_vote {vote.pk}" in fault.words
    made = [(each.table, each.number, each.hashes, each.altered) for each in Binding.objects.filter(row=held.row_id)]
    sql("UPDATE audit_row SET bound = %s WHERE sequence = %s", content.digest(made), held.row_id)
    assert verify_bound().faults == () and [each.sequence for each in verify().faults] == [held.row_id]


@both
@pytest.mark.usefixtures("acts")
def test_the_database_itself_keeps_what_is_bound() -> None:
    held = Binding.objects.earliest("row")
    for statement in (
        "DELETE FROM audit_binding",
        f"UPDATE audit_binding SET hashes = '' WHERE id = {held.pk}",
        f"UPDATE audit_binding SET salt = 'x' WHERE id = {held.pk}",
        f"UPDATE audit_binding SET salt = '' WHERE id = {Binding.objects.latest('row').pk}",
        'INSERT INTO audit_binding (row_id, "table", number, hashes, altered, salt)'
        f" VALUES ({held.row_id}, 'identification_vote', 999, '', '', '')",
    ):
        with pytest.raises(Exception, match="bound"), transaction.atomic():
            sql(statement)


@pytest.mark.usefixtures("unguarded")
def test_a_value_that_the_desk_would_read_as_another_is_named(template: Database) -> None:
    if template.kind != "sqlite":
        pytest.skip("PostgreSQL takes no date that is none")
    seat = Seat.objects.filter(ended_at=None).earliest("pk")
    sql("UPDATE identification_seat SET ended_at = 'never' WHERE id = %s", seat.pk)
    assert Seat.objects.get(pk=seat.pk).ended_at is None and not Seat.objects.filter(pk=seat.pk, ended_at=None).exists()
    assert told() == [("identification_seat", seat.pk, ("ended_at",))]


def test_a_field_that_a_row_is_older_than_is_said_not_to_be_compared(
    acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = content.fields_of(Seat)
    fewer = tuple(field for field in every if field.name != "discipline")
    seat = Seat.objects.earliest("pk")
    with monkeypatch.context() as before:
        before.setattr(content, "fields_of", lambda model: fewer if model is Seat else every)
        console_acts(lambda: Seat.objects.filter(pk=seat.pk).update(ended_reason="earlier"))
    proof = verify_bound()
    assert proof.faults == () and proof.younger == ("identification_seat.discipline",)


def test_acts_that_go_on_while_it_is_verified_are_no_fault(acts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seat, read = Seat.objects.earliest("pk"), content.said_by

    def meanwhile(model: type[Model], numbers: Sequence[int]) -> object:
        if model is Seat and numbers and not Seat.objects.get(pk=seat.pk).ended_reason:
            console_acts(lambda: Seat.objects.filter(pk=seat.pk).update(ended_reason="just now"))
        return read(model, numbers)

    monkeypatch.setattr("antigone.desk.audit.verify_bound.said_by", meanwhile)
    assert told() == [] and Seat.objects.get(pk=seat.pk).ended_reason == "just now"


def test_an_act_that_fails_inside_another_binds_nothing_and_takes_nothing_away(acts: None) -> None:
    seat, vote = Seat.objects.earliest("pk"), Vote.objects.earliest("pk")

    def fails() -> None:
        with pytest.raises(ZeroDivisionError), act(console(), Verb.OPEN, Thing.AGENCY.of(seat)) as doing:
            Seat.objects.filter(pk=seat.pk).update(ended_by=seat.person)
            Agency.objects.create(name="Nowhere", opened_at=vote.at)
            doing.record(None)
            raise ZeroDivisionError

    row = console_acts(lambda: Seat.objects.filter(pk=seat.pk).update(ended_reason="gone"), fails)
    assert Seat.objects.get(pk=seat.pk).ended_by is None
    bound = [(each.table, each.number) for each in Binding.objects.filter(row=row)]
    assert bound == [("identification_seat", seat.pk)] and told() == []


def test_what_is_written_without_an_audit_row_is_undone(acts: None) -> None:
    seat = Seat.objects.earliest("pk")
    with pytest.raises(AssertionError, match=f"identification_seat {seat.pk}"), writing():
        Seat.objects.filter(pk=seat.pk).update(ended_reason="silently")
    seat.refresh_from_db()
    assert seat.ended_reason == ""


def test_a_counter_binds_nothing(acts: None) -> None:
    seat = Seat.objects.select_related("person").earliest("pk")
    seat.person.totp_step += 1
    row = console_acts(lambda: seat.person.save(update_fields=["totp_step"]))
    assert row.bound == "" and told() == []
