"""A decision and its file are read as they were after a photograph that they rest on was erased."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.words import kept
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.actions.files import bring
from antigone.desk.identification.actions.recalls import begin_recall, end_recall
from antigone.desk.identification.faces import pictures_of
from antigone.desk.identification.to_protocol import file_of, frozen_of, life_of
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
from antigone.protocol.recall import RecallGround
from desk_board import Board, a_line, a_ready_file, identified
from desk_erasing import carried_out
from desk_faces import a_face, a_photograph
from desk_people import a_person, as_, browser


@pytest.mark.slow
def test_a_decision_is_read_and_certified_after_its_reference_photograph_was_erased(board: Board) -> None:
    file = a_ready_file(board)
    shown = Photograph.objects.select_related("subject").get(subject=file.record)
    a_line(board, file, "medical", photographs=[shown], depends_on_face=True)
    decision = identified(board, file)
    before, hash_before, lenient = frozen_of(decision), shown.sha256, a_person("L", file.agency, Role.LIAISON_OFFICER)
    erasure = carried_out(board.rosa, lenient, shown.subject, shown)
    assert Photograph.objects.get(pk=shown.pk).sha256 == ""
    decision.refresh_from_db()
    assert frozen_of(decision) == before and hash_before in {each.sha256 for each in before.photographs}
    assert len(life_of(Subject.objects.get(pk=file.record_id)).moves) == 2
    assert file_of(file).lines[-1].pictures
    client = browser(board.chair)
    for name, number in (("decision", decision.pk), ("file", file.pk), ("record", file.record_id)):
        assert client.get(reverse(name, args=[number])).status_code == 200, name
    certificate = make_certificate(by=as_(board.chair), decision=decision)
    assert bytes(certificate.pdf).startswith(b"%PDF")
    assert erasure.destroyed["hashes"] == 1 and any("1 decision" in each.what for each in kept(erasure))


@pytest.mark.slow
def test_what_stands_before_the_board_or_was_decided_is_kept_and_what_stays_is_said(board: Board) -> None:
    file = a_ready_file(board)
    record, liaison = file.record, a_person("L", file.agency, Role.LIAISON_OFFICER)
    bring(by=as_(board.rosa), file=file)
    with pytest.raises(RuleBroken, match="must be kept") as fault, transaction.atomic():
        carried_out(board.rosa, liaison, record)
    assert "before the board" in fault.value.hint


@pytest.mark.slow
def test_after_a_recall_the_record_is_erased_and_the_receipt_says_what_the_board_keeps(board: Board) -> None:
    decision = identified(board)
    liaison = a_person("L", decision.agency, Role.LIAISON_OFFICER)
    for subject in (decision.record, decision.case):
        shown = Photograph.objects.select_related("subject").get(subject=subject)
        if subject == decision.case:
            with pytest.raises(RuleBroken, match="must be kept"), transaction.atomic():
                carried_out(board.rosa, board.team.people.ana, subject, shown)
    ground = RecallGround.WRONG_PERSON.value
    recall = begin_recall(by=as_(board.lia), decision=decision, ground=ground, reason="two samples were mixed up")
    with pytest.raises(RuleBroken, match="must be kept"), transaction.atomic():
        carried_out(board.rosa, liaison, decision.record)
    end_recall(by=as_(board.chair), recall=recall)
    erasure = carried_out(board.rosa, liaison, decision.record)
    assert erasure.destroyed["decisions"] == 1 and erasure.destroyed["board_files"] == 1
    said = " ".join(each.what for each in kept(erasure))
    assert "1 decision of the board" in said and "1 file of the board" in said
    client = browser(board.chair)
    for name, number in (("decision", decision.pk), ("file", decision.file_id), ("recall", recall.pk)):
        assert client.get(reverse(name, args=[number])).status_code == 200, name


@pytest.mark.slow
def test_two_erased_photographs_are_not_taken_for_one(board: Board) -> None:
    case, record = board.pair()
    one, two = (a_photograph(record, a_face(seed)) for seed in (801, 802))
    liaison = a_person("L", record.agency, Role.LIAISON_OFFICER)
    for shown in (one, two):
        carried_out(board.rosa, liaison, record, Photograph.objects.select_related("subject").get(pk=shown.pk))
    assert not pictures_of(case, record, [one.pk]) & pictures_of(case, record, [two.pk])
