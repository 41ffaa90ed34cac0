"""Whoever examined evidence from outside stands in the register of the incident: two people know them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident, open_incident, share_incident
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.identification.actions.experts import confirm_expert, end_expert, enter_expert
from antigone.desk.identification.models import Expert
from antigone.desk.identification.person_refs import names_of
from antigone.desk.identification.queries import named_experts
from antigone.desk.identification.remarks import remarks_on
from antigone.desk.web.worklist import worklist
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from desk_board import Board, a_file, a_line
from desk_people import a_person, as_, browser

pytestmark = [pytest.mark.both, pytest.mark.slow]

UMA: dict[str, Any] = {
    "name": "Uma Berg",
    "institution": "Institute",
    "discipline": "DNA",
    "how": "I rang the institute",
}


def entered(board: Board, **change: Any) -> Expert:
    return enter_expert(by=as_(board.rosa), incident=board.incident, **{**UMA, **change})


def test_nobody_is_named_who_is_not_in_the_register_and_known_to_two(board: Board) -> None:
    file, uma = a_file(board), entered(board)
    with pytest.raises(RuleBroken, match="nobody has confirmed"):
        a_line(board, file, "dna", experts=[uma])
    with pytest.raises(RuleBroken, match="You entered this expert"):
        confirm_expert(by=as_(board.rosa), expert=uma, how="I know her well")
    confirm_expert(by=as_(board.chair), expert=uma, how="we studied together")
    line = a_line(board, file, "dna", experts=[uma])
    assert line.examined_by == [f"expert {uma.pk}"]
    assert names_of(line.examined_by) == {f"expert {uma.pk}": "Uma Berg, Institute (DNA)"}
    assert "Uma Berg, Institute (DNA)" in browser(board.rosa).get(file.address).content.decode()


def test_an_expert_of_another_incident_is_not_named(board: Board) -> None:
    ana = board.team.people.ana
    other = open_incident(by=as_(ana), agency=ana.agency_id, code="OTHER", name="Another")
    uma = enter_expert(by=as_(board.rosa), incident=other, **UMA)
    confirm_expert(by=as_(board.remy), expert=uma, how="I know her")
    with pytest.raises(RuleBroken, match="register of the incident"):
        a_line(board, a_file(board), experts=[uma])


def test_whoever_was_taken_out_is_named_no_more_and_what_names_them_stays(board: Board) -> None:
    odo = named_experts(board.incident)[0]
    file = a_file(board)
    line = a_line(board, file, experts=[odo])
    end_expert(by=as_(board.rosa), expert=odo, reason="his diploma is another's")
    with pytest.raises(RuleBroken):
        a_line(board, file, experts=[odo])
    assert "Odo Falk" in names_of(line.examined_by)[f"expert {odo.pk}"]
    for again in (
        lambda: end_expert(by=as_(board.rosa), expert=odo, reason="again"),
        lambda: confirm_expert(by=as_(board.remy), expert=odo, how="again"),
    ):
        with pytest.raises(OutOfStep):
            again()
    assert "his diploma" in browser(board.rosa).get(odo.address).content.decode()


def test_the_same_expert_is_entered_once_and_confirmed_once(board: Board) -> None:
    uma = entered(board)
    with pytest.raises(OutOfStep):
        entered(board, name="UMA  BERG")
    confirm_expert(by=as_(board.remy), expert=uma, how="I know her")
    with pytest.raises(OutOfStep):
        confirm_expert(by=as_(board.chair), expert=uma, how="I too")
    close_incident(by=as_(board.team.people.ana), incident=board.incident, reason="all named")
    with pytest.raises(OutOfStep):
        entered(board, name="Somebody else")


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.LIAISON_OFFICER, Role.AUDITOR, Role.VALIDATOR])
def test_others_enter_and_confirm_nobody(board: Board, role: Role) -> None:
    uma, one = entered(board), as_(a_person("Gita Rao", board.team.people.harbour, role))
    with pytest.raises(NotAllowed):
        enter_expert(by=one, incident=board.incident, **{**UMA, "name": "Vito Carr"})
    with pytest.raises(NotAllowed):
        confirm_expert(by=one, expert=uma, how="I know her")


def test_another_agency_of_the_incident_confirms(board: Board) -> None:
    people, uma = board.team.people, entered(board)
    theirs = a_person("Hana Iro", people.hills, Role.REGISTRAR)
    with pytest.raises(NotAllowed):
        confirm_expert(by=as_(theirs), expert=uma, how="I know her")
    share_incident(by=as_(people.ana), incident=board.incident, to=people.hills.pk, level=Level.SEE, reason="together")
    confirm_expert(by=as_(theirs), expert=uma, how="I know her")
    assert uma in named_experts(board.incident)


def test_the_database_takes_no_expert_whom_one_person_knows(board: Board) -> None:
    uma = entered(board)
    now, rows = timezone.now(), Expert.objects.filter(pk=uma.pk)
    for change in (
        {"confirmed_at": now, "confirmed_by": board.rosa},
        {"confirmed_at": now},
        {"name": "Somebody else"},
        {"by": board.remy},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    confirm_expert(by=as_(board.remy), expert=uma, how="I know her")
    for change in ({"confirmed_at": None, "confirmed_by": None}, {"confirmed_by": board.chair, "confirmed_at": now}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_an_expert_waits_on_the_work_list_of_a_second_person_and_is_confirmed_on_the_page(board: Board) -> None:
    uma = entered(board)

    def told(person: Any) -> list[str]:
        found = {str(each.words): [called for _, called in each.things] for each in worklist(as_(person))}
        return found.get("Experts that wait for a second person", [])

    assert told(board.chair) == ["Uma Berg"] and told(board.rosa) == []
    own, theirs = browser(board.rosa), browser(board.chair)
    assert "I know them too" not in own.get(uma.address).content.decode()
    assert "I know them too" in theirs.get(uma.address).content.decode()
    assert theirs.post(f"{uma.address}/confirm", {"expert": uma.pk, "how": ""}).status_code == 400
    assert theirs.post(f"{uma.address}/confirm", {"expert": 10**6, "how": "so"}).status_code == 400
    assert theirs.post(f"{uma.address}/confirm", {"expert": uma.pk, "how": "studied together"}).status_code == 302
    assert told(board.chair) == [] and uma in named_experts(board.incident)
    sent = {"name": "Vito Carr", "institution": "I", "discipline": "DNA", "how": "by telephone"}
    assert own.post(f"{uma.address}/enter", sent).status_code == 302
    assert own.post(f"{uma.address}/enter", {**sent, "name": ""}).status_code == 400
    vito = Expert.objects.get(name="Vito Carr")
    assert own.post(f"{uma.address}/end", {"expert": vito.pk, "reason": "a mistake"}).status_code == 302
    assert AuditRow.objects.filter(verb="end expert").exists()


def test_an_expert_who_is_new_to_the_desk_is_said_to_be(board: Board) -> None:
    file = a_file(board)
    a_line(board, file)
    assert remarks_on(file) == []
    uma = entered(board)
    confirm_expert(by=as_(board.remy), expert=uma, how="I know her")
    a_line(board, file, "dna", experts=[uma])
    assert [each.words for each in remarks_on(file)] == [
        "Uma Berg: unknown to the desk until less than a day before a line of evidence named them."
    ]
