"""What people said of two: it stays, spreads over links, and can be taken back with a reason."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.pairs import dismiss, exclude, lift, link, undo_link
from antigone.desk.candidates.listing import listing
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Run
from antigone.desk.candidates.queries import excluded_for, groups
from antigone.desk.subjects.models import Subject
from antigone.errors import NotAllowed, NotThere, RuleBroken
from desk_faces import Ferry, a_face, a_photograph, searched
from desk_people import a_person, as_

pytestmark = pytest.mark.both


def shut_out(ferry: Ferry, case: Subject, record: Subject) -> Exclusion:
    return exclude(by=as_(ferry.people.boris), case=case, record=record, ground="dna", reason="two profiles")


@pytest.mark.slow
def test_an_exclusion_holds_for_whoever_is_linked_to_either_until_it_is_undone(ferry: Ferry) -> None:
    boris = as_(ferry.people.boris)
    case, same, other = ferry.case(), ferry.case(), ferry.case()
    record, twin, stranger = ferry.record(), ferry.record(), ferry.record()
    shut_out(ferry, case, record)
    assert set(excluded_for(case)) == {record.pk} and set(excluded_for(record)) == {case.pk}
    assert excluded_for(same) == {} and excluded_for(twin) == {}
    link(by=boris, one=same, other=case, reason="one body, two bags")
    joined = link(by=boris, one=record, other=twin, reason="reported twice")
    link(by=boris, one=twin, other=stranger, reason="reported three times")
    assert groups([record.pk])[record.pk] == {record.pk, twin.pk, stranger.pk}
    assert set(excluded_for(same)) == {record.pk, twin.pk, stranger.pk}
    assert set(excluded_for(stranger)) == {case.pk, same.pk} and excluded_for(other) == {}
    undo_link(by=boris, link=joined, reason="two sisters")
    assert set(excluded_for(same)) == {record.pk} and excluded_for(stranger) == {}


@pytest.mark.slow
def test_an_excluded_pair_stands_apart_on_every_list(ferry: Ferry) -> None:
    case, record, other = ferry.case(), ferry.record(), ferry.record()
    shut_out(ferry, case, record)
    a_photograph(record, a_face(2, a_face(1), 0.9)), a_photograph(other, a_face(3)), a_photograph(case, a_face(1))
    run = searched(case)
    found = listing(as_(ferry.people.boris), run)
    assert [each.subject for each in found.ranked] == [other] and found.ranked[0].candidate.rank == 1
    assert [each.subject for each in found.apart] == [record]
    record_run = searched(record)
    assert [each.subject for each in listing(as_(ferry.people.boris), record_run).apart] == [case]


@pytest.mark.slow
def test_what_is_proved_later_stands_apart_on_lists_made_before(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    a_photograph(record, a_face(2)), a_photograph(case, a_face(1))
    run = searched(case)
    shut_out(ferry, case, record)
    found = listing(as_(ferry.people.boris), run)
    assert not found.ranked and len(found.apart) == 1 and found.apart[0].exclusion


@pytest.mark.slow
def test_only_the_board_lifts_an_exclusion_and_the_case_is_searched_again(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    a_photograph(record, a_face(2)), a_photograph(case, a_face(1))
    searched(case)
    made = shut_out(ferry, case, record)
    with pytest.raises(NotAllowed):
        lift(by=as_(ferry.people.boris), exclusion=made, reason="the sample was mixed up")
    board = a_person("Berta Board", ferry.people.harbour, Role.BOARD_MEMBER)
    lift(by=as_(board), exclusion=made, reason="the sample was mixed up")
    assert excluded_for(case) == {} and Run.objects.filter(subject=case, state="waiting").exists()
    with pytest.raises(RuleBroken, match="was lifted"):
        lift(by=as_(board), exclusion=made, reason="again")
    shut_out(ferry, case, record)
    assert set(excluded_for(case)) == {record.pk}, "it can be proved anew"


def test_what_makes_no_sense_is_refused(ferry: Ferry) -> None:
    boris = as_(ferry.people.boris)
    case, record = ferry.case(), ferry.record()
    shut_out(ferry, case, record)
    with pytest.raises(RuleBroken, match="is excluded"):
        shut_out(ferry, case, record)
    with pytest.raises(RuleBroken, match="case and a record"):
        shut_out(ferry, record, case)
    with pytest.raises(RuleBroken, match="ground"):
        exclude(by=boris, case=case, record=record, ground="I think so", reason="no")
    with pytest.raises(RuleBroken, match="two cases"):
        link(by=boris, one=case, other=record, reason="alike")
    with pytest.raises(RuleBroken, match="two cases"):
        link(by=boris, one=case, other=case, reason="alike")


def test_another_agencys_record_cannot_be_named_unless_it_is_shared(ferry: Ferry) -> None:
    case, theirs = ferry.case(), ferry.of_hills("am")
    with pytest.raises(NotThere):
        shut_out(ferry, case, theirs)
    with pytest.raises(NotThere):
        link(by=as_(ferry.people.boris), one=theirs, other=ferry.record(), reason="alike")
    assert not AuditRow.objects.filter(verb="make exclusion").exists()


def test_the_database_keeps_what_was_said(ferry: Ferry) -> None:
    made = shut_out(ferry, ferry.case(), ferry.record())
    for change in (
        lambda: Exclusion.objects.filter(pk=made.pk).delete(),
        lambda: Exclusion.objects.filter(pk=made.pk).update(reason="other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.slow
def test_a_warning_is_dismissed_or_ends_with_a_link(ferry: Ferry) -> None:
    boris = as_(ferry.people.boris)
    first, second, third = ferry.record(), ferry.record(), ferry.record()
    a_photograph(ferry.case(), a_face(9))
    for record in (first, second, third):
        a_photograph(record, a_face(record.pk, a_face(1), 0.97))
    for record in (first, second):
        searched(record)
    assert queries.open_duplicate_warnings(boris).count() == DuplicateWarning.objects.count() == 3
    dismiss(by=boris, warning=DuplicateWarning.objects.get(first=first, second=third), reason="twins")
    link(by=boris, one=first, other=second, reason="one person")
    assert [(each.first, each.second) for each in queries.open_duplicate_warnings(boris)] == [(second, third)]
    with pytest.raises(RuleBroken, match="was dismissed"):
        dismiss(by=boris, warning=DuplicateWarning.objects.get(first=first, second=third), reason="again")
    assert queries.open_duplicate_warnings(as_(ferry.people.emil)).count() == 0
