"""Reconciliations: who may ask, what goes in, what comes out, and that it stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actions.incidents import revoke_grant, share_incident
from antigone.desk.accounts.actor import acting, worker
from antigone.desk.accounts.models import RoleHeld, Token
from antigone.desk.accounts.permissions import Level, Role, Scope, Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.actions.pairs import exclude, lift, link
from antigone.desk.jobs.models import Job
from antigone.desk.reconciling import queries, signals
from antigone.desk.reconciling.actions.lists import end_list, write_list
from antigone.desk.reconciling.actions.runs import ask_for_reconciliation, export_proposals, forget_lines
from antigone.desk.reconciling.models import ListVersion, ProposedPair, Reconciliation, Sampling, Unlisted
from antigone.desk.reconciling.queries import since
from antigone.desk.reconciling.reconcile import make, reconcile
from antigone.desk.worker import work_once
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from desk_faces import a_face, a_photograph
from desk_people import a_person, as_
from desk_reconciling import Whole, two_of_one_list
from desk_signals import listening


def pairs(run: Reconciliation) -> dict[int, int]:
    """Case to the record that is proposed first."""
    found: dict[int, int] = {}
    for each in ProposedPair.objects.filter(run=run).order_by("place"):
        found.setdefault(each.case_id, each.record_id)
    return found


@pytest.mark.slow
def test_the_worker_proposes_who_may_be_whom(incident: Whole) -> None:
    cases, records = two_of_one_list(incident)
    incident.everybody()
    run = ask_for_reconciliation(by=as_(incident.rosa), incident=incident.incident, reason="the weekly meeting")
    assert Job.objects.filter(kind=Job.Kind.RECONCILE, number=run.pk).exists()
    assert work_once() >= 1
    run = Reconciliation.objects.get(pk=run.pk)
    assert run.state == Reconciliation.State.DONE and run.counts is not None and run.lists is not None
    assert run.counts["cases"] == 3 and run.counts["records"] == 4 and run.counts["cases_without_face"] == 1
    found = pairs(run)
    assert found[cases[0].pk] == records[0].pk and found[cases[2].pk] == records[3].pk
    first = ProposedPair.objects.filter(run=run).order_by("place")[0]
    assert first.record_id == records[0].pk and first.posterior > 0.9 and first.lines is not None
    assert [line["kind"] for line in first.lines] == ["face", "sex", "age", "mark", "effect", "place", "time"]
    assert first.log10_lr == pytest.approx(sum(line["at"][0] for line in first.lines if not line["instead"]), abs=0.01)
    assert run.sources is not None and all(line["source"] < len(run.sources) for line in first.lines)
    orders = list(ProposedPair.objects.filter(run=run).order_by("place").values_list("posterior", flat=True))
    assert orders == sorted(orders, reverse=True)
    for row in Unlisted.objects.filter(run=run):
        assert 0 <= row.on_no_list <= 1 and 0 <= row.somebody_else <= 1
    assert run.fingerprint == make(run).fingerprint and run.seconds is not None and run.calibration
    reconcile(run.pk)  # a worker that died comes again
    assert ProposedPair.objects.filter(run=run).count() == len(orders)


@pytest.mark.slow
def test_equal_inputs_have_one_fingerprint_and_others_another(incident: Whole) -> None:
    two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    assert make(run).fingerprint == run.fingerprint
    a_photograph(incident.case(), a_face(9))
    assert make(run).fingerprint != run.fingerprint


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REGISTRAR, Role.BOARD_MEMBER)])
def test_nobody_asks_or_looks_but_whoever_leads_the_work(incident: Whole, role: Role) -> None:
    incident.everybody()
    person = a_person(f"The {role}", incident.people.harbour, role)
    with pytest.raises(NotAllowed):
        ask_for_reconciliation(by=as_(person), incident=incident.incident, reason="to know")
    assert not queries.reconciliations(as_(person)).exists()


@pytest.mark.slow
@pytest.mark.parametrize("other", [Role.REGISTRAR, Role.BOARD_MEMBER])
def test_whoever_examines_stays_blind_whatever_else_they_are(incident: Whole, other: Role) -> None:
    incident.everybody()
    two_of_one_list(incident)
    run = incident.reconciled()
    both = a_person("Olga Both", incident.people.harbour, Role.EXAMINER, other)
    by = as_(both)
    for verb, thing in ((Verb.SEE, Thing.RECONCILIATION), (Verb.ASK, Thing.RECONCILIATION), (Verb.SEE, Thing.PROPOSAL)):
        assert not may(by, verb, thing.of(run)) and not somewhere(by, verb, thing)
    with pytest.raises(NotThere):
        queries.find_reconciliation(by, run.pk)
    with pytest.raises(NotThere):
        queries.find_proposal(by, ProposedPair.objects.filter(run=run)[0].pk)
    with pytest.raises(NotAllowed):
        export_proposals(by=by, run=run, reason="to know")
    token = Token.objects.create(
        person=both,
        name="a program",
        token_hash="0" * 64,
        roles=[str(other)],
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert not somewhere(acting(both, token=token), Verb.SEE, Thing.RECONCILIATION), "a token cannot leave the role out"
    RoleHeld.objects.filter(person=both, role=Role.EXAMINER).delete()
    assert queries.find_reconciliation(as_(both), run.pk) == run


@pytest.mark.slow
def test_another_agency_has_its_own_and_sees_none_of_ours(incident: Whole) -> None:
    two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    hills = incident.people.hills
    theirs = a_person("Hanna Hill", hills, Role.REGISTRAR)
    share_incident(
        by=as_(incident.people.ana), incident=incident.incident, to=hills.pk, level=Level.WORK, reason="help"
    )
    with pytest.raises(NotThere):
        queries.find_reconciliation(as_(theirs), run.pk)
    with pytest.raises(RuleBroken, match="who may be among the dead"):
        ask_for_reconciliation(by=as_(theirs), incident=incident.incident, reason="ours")


@pytest.mark.slow
def test_what_is_no_longer_shared_is_no_longer_reconciled(incident: Whole) -> None:
    incident.case(1)
    own = incident.record(2)
    shared = incident.ferry.of_hills("am")
    harbour, hills = incident.people.harbour, incident.people.hills
    with_hills = {"incident": incident.incident, "reason": "work together"}
    share_incident(by=as_(incident.people.ana), to=hills.pk, level=Level.WORK, **with_hills)
    given = share_incident(by=as_(incident.people.dana), to=harbour.pk, level=Level.SEE, **with_hills)
    incident.everybody()
    assert (incident.reconciled().counts or {})["records"] == 2
    revoke_grant(by=as_(incident.people.dana), grant=given, reason="over")
    run = incident.reconciled()
    assert (run.counts or {})["records"] == 1
    assert (
        set(ProposedPair.objects.filter(run=run).values_list("record", flat=True)) <= {own.pk} and shared.pk != own.pk
    )


@pytest.mark.slow
def test_an_exclusion_holds_for_whoever_is_linked_and_ends_when_lifted(incident: Whole) -> None:
    case, twin = incident.case(1), incident.case()
    record, again, other = incident.record(1), incident.record(), incident.record(2)
    boris = as_(incident.people.boris)
    link(by=boris, one=case, other=twin, reason="two bags, one body")
    link(by=boris, one=record, other=again, reason="reported twice")
    shut = exclude(by=boris, case=twin, record=again, ground="dna", reason="two profiles")
    incident.everybody()
    run = incident.reconciled()
    assert (run.counts or {})["cases"] == 1 and (run.counts or {})["linked_records"] == 1
    assert record.pk not in set(ProposedPair.objects.filter(run=run).values_list("record", flat=True))
    lift(by=as_(incident.berta), exclusion=shut, reason="the sample was mixed up")
    run = incident.reconciled()
    found = ProposedPair.objects.get(run=run, record=record)
    assert found.case_id == case.pk and found.also_cases == [twin.pk] and found.also_records == [again.pk]
    assert other.pk != record.pk


@pytest.mark.slow
def test_parts_of_one_person_can_be_anywhere_and_a_body_only_once(incident: Whole) -> None:
    record = incident.record(1, sex="male")
    for _ in range(4):
        incident.record(None, sex="female")
    parts = [incident.case(1, condition="body part", sex="male") for _ in range(2)]
    incident.everybody(0.5)
    run = incident.reconciled()
    assert (run.counts or {})["parts"] == 2
    assert {pairs(run)[part.pk] for part in parts} == {record.pk}
    both = ProposedPair.objects.filter(run=run, record=record)
    assert sum(each.posterior for each in both) > 1, "two parts can both be of one person"


@pytest.fixture
def decided() -> Iterator[list[tuple[int, int]]]:
    """What the board has identified, as identification will say it."""
    pairs: list[tuple[int, int]] = []

    with listening(signals.identified, lambda **_: pairs):
        yield pairs


@pytest.mark.slow
def test_whom_the_board_identified_is_nobody_else(incident: Whole, decided: list[tuple[int, int]]) -> None:
    case, other = incident.case(1), incident.case(1)
    record, second = incident.record(1), incident.record(3)
    incident.everybody(0.7)
    run = incident.reconciled()
    assert pairs(run)[other.pk] == record.pk
    decided.append((case.pk, record.pk))
    assert since(run) == {"settled": 1}
    run = incident.reconciled()
    assert case.pk not in pairs(run) and (run.counts or {})["settled"] == 1, "it needs no proposal"
    assert pairs(run).get(other.pk) in (None, second.pk)


@pytest.mark.slow
def test_who_was_identified_as_somebody_elsewhere_uses_nobody_up(
    incident: Whole, decided: list[tuple[int, int]]
) -> None:
    case, other = incident.case(1), incident.case(2)
    record, away = incident.record(2), incident.ferry.of_hills("am")
    decided.append((case.pk, away.pk))
    incident.everybody(0.4)
    run = incident.reconciled()
    assert (run.counts or {})["cases"] == 1 and pairs(run) == {other.pk: record.pk}


@pytest.mark.slow
def test_what_cannot_be_reconciled_says_why(incident: Whole) -> None:
    incident.everybody()
    assert (incident.reconciled().refusal or {})["code"] == "no-cases"
    incident.case(1)
    assert (incident.reconciled().refusal or {})["code"] == "no-records"
    incident.record(1)
    run = incident.reconciled()
    assert run.refusal is None
    for _ in range(3):
        incident.case()
    run = incident.reconciled()
    assert run.state == Reconciliation.State.REFUSED
    assert run.refusal == {"code": "list-too-short", "of": {"list": "reported missing", "bodies": 3.2, "persons": 1}}


def test_one_is_made_at_a_time_and_none_of_a_closed_incident(incident: Whole) -> None:
    incident.everybody()
    by = as_(incident.rosa)
    ask_for_reconciliation(by=by, incident=incident.incident, reason="the meeting")
    with pytest.raises(OutOfStep, match="being made"):
        ask_for_reconciliation(by=by, incident=incident.incident, reason="the meeting")
    incident.incident.closed_at = timezone.now()
    incident.incident.save()
    with pytest.raises(OutOfStep, match="closed"):
        ask_for_reconciliation(by=by, incident=incident.incident, reason="the meeting")


@pytest.mark.slow
def test_what_came_since_is_counted(incident: Whole) -> None:
    cases, records = two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    assert since(run) == {}
    incident.record(5)
    exclude(by=as_(incident.people.boris), case=cases[0], record=records[1], ground="dna", reason="two profiles")
    incident.everybody(0.1, name="a second", everybody_else=False, records=[records[1]])
    assert since(run) == {"photographs": 1, "opened": 1, "excluded": 1, "lists": 1}
    with CaptureQueriesContext(connection) as caught:
        since(run)
    assert len(caught) <= 14


@pytest.mark.slow
def test_cases_to_sample_first_are_those_that_families_can_be_compared_with(incident: Whole) -> None:
    two_of_one_list(incident)
    for _ in range(3):
        incident.case(None, sex="male", stature_low=178, stature_high=184)
    incident.record(None, sex="male", stature_low=181, stature_high=181, dna=True)
    incident.everybody(0.5)
    run = incident.reconciled()
    assert (run.counts or {})["families_with_dna"] == 2
    rows = list(Sampling.objects.filter(run=run))
    assert rows and all(row.gain > 0 for row in rows) and [row.place for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.parametrize(
    "change",
    [
        lambda run: Reconciliation.objects.filter(pk=run.pk).update(reason="another"),
        lambda run: Reconciliation.objects.filter(pk=run.pk).delete(),
        lambda run: ProposedPair.objects.filter(run=run).update(posterior=0.99),
        lambda run: ProposedPair.objects.filter(run=run).update(lines=[{"kind": "face"}]),
        lambda run: ProposedPair.objects.filter(run=run).delete(),
        lambda run: Unlisted.objects.filter(run=run).update(on_no_list=0.1),
        lambda run: Unlisted.objects.filter(run=run).delete(),
        lambda run: Sampling.objects.filter(run=run).update(gain=9),
        lambda _run: ListVersion.objects.update(share=0.1),
        lambda _run: ListVersion.objects.all().delete(),
    ],
)
def test_the_database_keeps_what_was_found(incident: Whole, change: object) -> None:
    two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(run)  # type: ignore[operator]


@pytest.mark.slow
def test_what_was_said_of_somebody_can_be_erased_and_the_numbers_stay(incident: Whole) -> None:
    _cases, records = two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    kept = ProposedPair.objects.get(run=run, record=records[0])
    assert forget_lines(subject=records[0].pk) == 1
    again = ProposedPair.objects.get(pk=kept.pk)
    assert again.lines is None and again.posterior == kept.posterior
    assert ProposedPair.objects.exclude(record=records[0]).exclude(lines=None).exists()


@pytest.mark.slow
def test_the_audit_has_no_names(incident: Whole) -> None:
    two_of_one_list(incident)
    incident.everybody(name="Passengers of the Halcyon")
    run = incident.reconciled()
    numbers = export_proposals(by=as_(incident.berta), run=run, reason="for the board's sitting")
    about = Q(thing__startswith="reconciliation") | Q(thing__startswith="list")
    rows = AuditRow.objects.filter(about)
    assert [row.verb for row in rows.order_by("sequence")] == [
        "make list of persons",
        "ask for reconciliation",
        "finish reconciliation",
        "export reconciliation",
    ]
    assert len(numbers) == ProposedPair.objects.filter(run=run).count()
    assert not any("Family" in str(row.detail) or "Halcyon" in str(row.detail) for row in rows)


def test_a_list_is_changed_by_versions_and_two_people_do_not_write_over_each_other(incident: Whole) -> None:
    first = incident.everybody(0.8)
    by = as_(incident.rosa)
    said = {"incident": incident.incident, "name": first.name, "kind": "open", "everybody_else": True}
    second = write_list(by=by, **said, share=0.6, reason="many came ashore", after=1)
    assert second.version == 2 and [one.version for one in queries.versions(first)] == [2, 1]
    with pytest.raises(OutOfStep, match="meanwhile"):
        write_list(by=by, **said, share=0.5, reason="again", after=1)
    with pytest.raises(RuleBroken, match="list of this name"):
        write_list(by=by, **said, share=0.5, reason="again")
    with pytest.raises(OutOfStep):
        end_list(by=by, listing=first, reason="old")
    end_list(by=by, listing=second, reason="nobody is looked for any more")
    assert queries.standing(Scope(incident.people.harbour.pk, incident.incident.pk)) == []
    assert write_list(by=by, **said, share=0.5, reason="looked for again").version == 4


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"share": 0.3}, "come to 110"),
        ({"share": 1.0}, "neither"),
        ({"share": 0.0}, "neither"),
        ({"everybody_else": True}, "Another list holds everybody else"),
        ({"everybody_else": False}, "names its persons or holds"),
        ({"kind": "secret"}, "no such kind"),
    ],
)
def test_lists_that_cannot_be_are_refused(incident: Whole, said: dict[str, object], words: str) -> None:
    incident.everybody(0.8)
    given = {"name": "crew", "kind": "closed", "share": 0.1, "everybody_else": False, "reason": "manifest", **said}
    if "everybody_else" not in said:
        given["records"] = [incident.record()]
    with pytest.raises(RuleBroken, match=words):
        write_list(by=as_(incident.rosa), incident=incident.incident, **given)  # type: ignore[arg-type]


@pytest.mark.slow
def test_nobody_is_on_two_lists_and_closed_lists_come_first(incident: Whole) -> None:
    incident.everybody(0.3)
    aboard = [incident.record(1), incident.record()]
    others = [incident.record() for _ in range(3)]
    incident.case(1)
    said = {"incident": incident.incident, "kind": "closed", "everybody_else": False, "reason": "the manifest"}
    by = as_(incident.rosa)
    write_list(by=by, name="crew", share=0.5, records=aboard, **said)
    with pytest.raises(RuleBroken, match="is on the list crew"):
        write_list(by=by, name="passengers", share=0.1, records=[aboard[0], others[0]], **said)
    run = incident.reconciled()
    assert [(each["name"], each["persons"]) for each in run.lists or []] == [("crew", 2), ("reported missing", 3)]


def test_an_examiner_writes_no_list_and_another_agency_none_of_ours(incident: Whole) -> None:
    said = {"name": "x", "kind": "open", "share": 0.5, "everybody_else": True, "reason": "r"}
    with pytest.raises(NotAllowed):
        write_list(by=as_(incident.people.boris), incident=incident.incident, **said)  # type: ignore[arg-type]
    theirs = a_person("Hanna Hill", incident.people.hills, Role.REGISTRAR)
    with pytest.raises(NotAllowed):
        write_list(by=as_(theirs), incident=incident.incident, **said)  # type: ignore[arg-type]
    assert worker().person is None
