"""A dead person's photographs are searched among the missing, and the other way."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from antigone.desk.accounts.models import Grant
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.candidates.actions.runs import ask_for_search
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Run
from antigone.desk.jobs.models import Job
from antigone.errors import NotAllowed, RuleBroken
from antigone.types import Basis
from desk_faces import Ferry, a_consent, a_face, a_photograph, a_source, leaves, looked_at_again, searched
from desk_people import a_person, as_

pytestmark = pytest.mark.both


def people_of(run: Run) -> list[int]:
    return list(run.candidates.order_by("rank").values_list("subject", flat=True))


@pytest.mark.slow
def test_a_new_photograph_of_a_case_is_searched_by_itself(ferry: Ferry) -> None:
    case, record, stranger = ferry.case(sex="male"), ferry.record(sex="male"), ferry.record()
    face = a_face(1)
    a_photograph(record, a_face(2, face, 0.8))
    a_photograph(stranger, a_face(3))
    Run.objects.all().exclude(subject=case)
    photograph = a_photograph(case, face)
    run = Run.objects.get(subject=case)
    assert (run.state, run.why, run.asked_by) == ("waiting", "new photograph", None)
    assert Job.objects.filter(kind=Job.Kind.SEARCH, number=run.pk, done_at=None).count() == 1
    run = searched(case)
    assert run.state == Run.State.DONE and people_of(run) == [record.pk, stranger.pk]
    assert list(run.probes.all()) == [photograph]
    assert (run.gallery_photos, run.gallery_persons) == (2, 2)
    first = run.candidates.get(rank=1)
    assert first.score == pytest.approx(0.8, abs=1e-5)
    assert first.weight["log10_lr"] > 2 and first.strangers["gallery"] == 2
    assert run.calibration and run.not_enrolled["gallery"] == 2 and run.gallery[0]["fingerprint"]


@pytest.mark.slow
def test_a_new_record_is_searched_among_the_cases(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    a_photograph(case, a_face(1))
    a_photograph(record, a_face(2, a_face(1), 0.7))
    run = searched(record)
    assert people_of(run) == [case.pk] and run.candidates.get().weight["log10_lr"] > 2


@pytest.mark.slow
def test_a_run_is_made_once_however_often_the_worker_does_it(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    a_photograph(case, a_face(1)), a_photograph(record, a_face(2))
    run = searched(case)
    from antigone.desk.candidates.search import search

    search(run.pk)
    assert Candidate.objects.filter(run=run).count() == 1


@pytest.mark.slow
def test_who_has_several_photographs_stands_once_by_the_best_one(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    face = a_face(1)
    a_photograph(record, a_face(4)), a_photograph(record, a_face(2, face, 0.3))
    best = a_photograph(record, a_face(3, face, 0.6))
    a_photograph(case, face)
    entry = searched(case).candidates.get()
    assert entry.photograph == best


def test_with_nobody_to_search_among_the_run_says_so(ferry: Ferry) -> None:
    case = ferry.case()
    a_photograph(case, a_face(1))
    run = searched(case)
    assert run.state == Run.State.REFUSED and run.refusal["code"] == "nobody-to-search-among"


@pytest.mark.slow
def test_a_search_needs_a_usable_photograph_and_an_open_case(ferry: Ferry) -> None:
    case, by = ferry.case(), as_(ferry.people.boris)
    with pytest.raises(RuleBroken, match="no photograph"):
        ask_for_search(by=by, subject=case, purpose="Identification", reason="asked by the board")
    a_photograph(case, a_face(1))
    with pytest.raises(RuleBroken, match="being made"):
        ask_for_search(by=by, subject=case, purpose="Identification", reason="asked by the board")
    searched(case)
    run = ask_for_search(by=by, subject=case, purpose="Identification", reason="asked by the board")
    assert (run.asked_by_id, run.reason) == (ferry.people.boris.pk, "asked by the board")
    searched(case)
    case.closed_at = timezone.now()
    case.save()
    with pytest.raises(RuleBroken, match="closed"):
        ask_for_search(by=by, subject=case, purpose="Identification", reason="again")


def test_only_examiners_ask(ferry: Ferry) -> None:
    case = ferry.case()
    for role in set(Role) - {Role.EXAMINER}:
        person = a_person(f"A {role}", ferry.people.harbour, role)
        with pytest.raises(NotAllowed):
            ask_for_search(by=as_(person), subject=case, purpose="Identification", reason="curious")
    with pytest.raises(NotAllowed):
        ask_for_search(by=as_(ferry.people.emil), subject=case, purpose="Identification", reason="curious")


@pytest.mark.slow
def test_another_agencys_records_are_searched_only_while_they_share_them(ferry: Ferry) -> None:
    mine, theirs = ferry.case(), ferry.of_hills("am")
    a_photograph(theirs, a_face(2, a_face(1), 0.9))
    a_photograph(mine, a_face(1))
    assert searched(mine).state == Run.State.REFUSED
    assert searched(theirs).state == Run.State.REFUSED
    grant = Grant.objects.create(
        incident=ferry.incident,
        owner=ferry.people.hills,
        to=ferry.people.harbour,
        level=Level.SEE,
        reason="joint search",
        given_at=timezone.now(),
    )
    by = as_(ferry.people.boris)
    ask_for_search(by=by, subject=mine, purpose="Identification", reason="shared now")
    assert people_of(searched(mine)) == [theirs.pk]
    grant.revoked_at = timezone.now()
    grant.save()
    ask_for_search(by=by, subject=mine, purpose="Identification", reason="once more")
    assert searched(mine).state == Run.State.REFUSED


@pytest.mark.slow
def test_another_incident_is_never_searched(ferry: Ferry) -> None:
    from desk_faces import a_subject, an_incident

    case = ferry.case()
    other = a_subject("am", an_incident(ferry.people.harbour, "OTHER"), ferry.people.harbour, ferry.people.boris)
    a_photograph(other, a_face(1)), a_photograph(case, a_face(1))
    assert searched(case).state == Run.State.REFUSED


@pytest.mark.slow
def test_a_photograph_that_leaves_marks_the_lists_that_show_it_and_they_are_made_again(ferry: Ferry) -> None:
    case, record, other = ferry.case(), ferry.record(), ferry.record()
    gone = a_photograph(record, a_face(2, a_face(1), 0.9))
    a_photograph(other, a_face(3)), a_photograph(case, a_face(1))
    before = searched(case)
    assert people_of(before) == [record.pk, other.pk]
    leaves(gone)
    before.refresh_from_db()
    assert before.marked_at and before.candidates.get(rank=1).marked_at and not before.candidates.get(rank=2).marked_at
    after = Run.objects.filter(subject=case).order_by("-pk")[0]
    assert (after.state, after.why) == ("waiting", "a photograph left")
    assert people_of(searched(case)) == [other.pk]


@pytest.mark.slow
def test_marks_and_new_runs_are_undone_with_what_made_them(ferry: Ferry) -> None:
    from django.db import transaction

    case, record = ferry.case(), ferry.record()
    photograph = a_photograph(record, a_face(2))
    a_photograph(case, a_face(1))
    run = searched(case)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        leaves(photograph)
        assert Run.objects.filter(why=Run.Why.WITHDRAWN).exists()
        raise ZeroDivisionError
    run.refresh_from_db()
    assert run.marked_at is None and not Run.objects.filter(why=Run.Why.WITHDRAWN).exists()


@pytest.mark.slow
def test_a_consent_that_ended_keeps_a_photograph_off_the_list_even_before_it_left_the_index(ferry: Ferry) -> None:
    case, record, other = ferry.case(), ferry.record(), ferry.record()
    source = a_source(record, Basis.CONSENT)
    consent = a_consent(source, record, until=date(2022, 1, 1))
    a_photograph(record, a_face(2, a_face(1), 0.9), source=source, consent=consent)
    a_photograph(other, a_face(3), source=a_source(other))
    a_photograph(case, a_face(1))
    assert people_of(searched(case)) == [other.pk]


@pytest.mark.slow
def test_a_photograph_that_leaves_while_a_list_is_made_is_not_on_it(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antigone.desk.candidates import search

    case, record, other = ferry.case(), ferry.record(), ferry.record()
    gone = a_photograph(record, a_face(2, a_face(1), 0.9))
    a_photograph(other, a_face(3)), a_photograph(case, a_face(1))
    make_list, tries = search.make_list, []

    def slowly(*args: object) -> object:
        found = make_list(*args)  # type: ignore[arg-type]
        if not tries:
            leaves(gone)
        tries.append(found)
        return found

    monkeypatch.setattr(search, "make_list", slowly)
    assert people_of(searched(case)) == [other.pk] and len(tries) > 1


@pytest.mark.slow
def test_two_records_of_one_person_are_warned_of_once(ferry: Ferry) -> None:
    first, second, other = ferry.record(), ferry.record(), ferry.record()
    a_photograph(first, a_face(1)), a_photograph(second, a_face(2, a_face(1), 0.9)), a_photograph(other, a_face(3))
    a_photograph(ferry.case(), a_face(9))
    searched(first)
    warning = DuplicateWarning.objects.get()
    assert (warning.first, warning.second) == (first, second) and warning.weight["log10_lr"] >= 2
    ask_for_search(by=as_(ferry.people.boris), subject=first, purpose="Identification", reason="again")
    searched(first)
    assert DuplicateWarning.objects.count() == 1


@pytest.mark.slow
def test_a_photograph_that_comes_while_a_list_is_made_is_searched_with(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antigone.desk.candidates import search

    case = ferry.case()
    a_photograph(ferry.record(), a_face(3)), a_photograph(case, a_face(1))
    make_list, tries = search.make_list, []

    def slowly(*args: object) -> object:
        found = make_list(*args)  # type: ignore[arg-type]
        if not tries:
            a_photograph(case, a_face(2, a_face(1), 0.9))
        tries.append(found)
        return found

    monkeypatch.setattr(search, "make_list", slowly)
    search.search(Run.objects.get(subject=case).pk)
    run = Run.objects.get(subject=case)
    assert (run.state, run.probes.count(), len(tries)) == ("done", 2, 2)


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["of whom is searched for", "of who is on the list"])
def test_a_face_whose_points_are_set_while_a_list_is_made_is_compared_by_its_new_template(
    ferry: Ferry, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    from antigone.desk.candidates import search

    case, record = ferry.case(), ferry.record()
    photographs = {"of who is on the list": a_photograph(record, a_face(3))}
    photographs["of whom is searched for"] = a_photograph(case, a_face(1))
    make_list, tries = search.make_list, []

    def slowly(*args: object) -> object:
        found = make_list(*args)  # type: ignore[arg-type]
        if not tries:
            looked_at_again(photographs[whose], a_face(2, a_face(1), 0.9))
        tries.append(found)
        return found

    monkeypatch.setattr(search, "make_list", slowly)
    search.search(Run.objects.get(subject=case).pk)
    run = Run.objects.get(subject=case)
    assert len(tries) == 2 and run.state == "done"
    of_list = run.rests_on if whose == "of whom is searched for" else run.candidates.get().rests_on
    assert [each["photograph"] for each in of_list] == [photographs[whose].pk]


@pytest.mark.slow
def test_a_list_that_a_later_one_has_replaced_is_marked_and_not_made_again(ferry: Ferry) -> None:
    case, record, excluded = ferry.case(), ferry.record(), ferry.record()
    gone = a_photograph(excluded, a_face(2, a_face(1), 0.9))
    a_photograph(record, a_face(3)), a_photograph(case, a_face(1))
    first = searched(case)
    leaves(gone)
    second = searched(case)
    first.refresh_from_db()
    assert first.marked_at and not second.marked_at
    assert not Run.objects.filter(subject=case, state="waiting").exists()
