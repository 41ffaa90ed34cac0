"""Pages of the board, asked for without a browser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.models import Case
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.actions.files import bring, raise_discrepancy
from antigone.desk.identification.actions.recalls import assign, begin_recall
from antigone.desk.identification.actions.sitting import put, vote
from antigone.desk.identification.models import File, Motion
from antigone.desk.identification.queries import standing_faceless
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.photos.models import Face
from antigone.desk.records.models import Record
from antigone.desk.review.models import ConflictHeld
from antigone.desk.subjects.models import Subject
from antigone.desk.web.identification.seen import axis
from antigone.desk.web.worklist import worklist
from antigone.protocol.recall import What
from desk_board import SAME, Board, a_file, a_line, a_ready_file, a_sitting, did, examined, faceless, identified
from desk_cases import text
from desk_people import as_, browser


@pytest.mark.slow
def test_the_list_of_files_says_what_waits_and_how_to_begin(board: Board) -> None:
    rosa = browser(board.rosa)
    empty = text(rosa, "/files")
    assert "Nothing lies before the board" in empty and "opened from the page of a case" in empty
    file = a_ready_file(board)
    assert file.number in text(rosa, "/files")
    bring(by=as_(board.rosa), file=file)
    assert "No sitting is called." in text(rosa, "/files")
    assert "Before the board, and no sitting is called" in text(browser(board.chair), "/")


@pytest.mark.slow
def test_a_file_says_how_far_it_goes_and_why_not_further(board: Board) -> None:
    file = a_file(board)
    rosa = browser(board.rosa)
    page = text(rosa, f"/files/{file.pk}")
    assert "Nothing supports that they are one person" in page and "Fewer than two examiners have finished" in page
    examined(board, file.case, file.record, SAME, SAME)
    a_line(board, file, "mark", words="A scar.", depends_on_face=True)
    raise_discrepancy(by=as_(board.rosa), file=file, words="The ring finger is missing.")
    page = text(rosa, f"/files/{file.pk}")
    assert "It falls with the faces." in page and "A primary identifier is missing" in page
    assert "Not explained: The ring finger is missing." in page and "The examiners agree" in page
    for name in ("line", "discrepancy", "take-back?place=1", "explain?place=1", "sitting"):
        assert text(rosa, f"/files/{file.pk}/{name}")
    assert rosa.get(f"/files/{file.pk}/explain?place=7").status_code == 400


@pytest.mark.slow
def test_a_decision_its_certificate_and_its_recall_have_pages(board: Board) -> None:
    decision = identified(board)
    make_certificate(by=as_(board.chair), decision=decision)
    told = did(board, decision, What.NOTIFICATION)
    lia = browser(board.lia)
    page = text(lia, f"/decisions/{decision.pk}")
    assert "A likeness of faces identifies nobody" in page and told.number in page and decision.sha256 in page
    answer = lia.get(f"/decisions/{decision.pk}/certificate?place=1")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "Identified, and the family was told." in text(lia, f"/records/{decision.record.pk}")
    assert text(lia, "/decisions") and text(lia, f"/decisions/{decision.pk}/recall")
    recall = begin_recall(by=as_(board.lia), decision=decision, ground="wrong-person", reason="DNA names another")
    void = lia.get(f"/decisions/{decision.pk}/certificate?place=1")
    assert void.content != answer.content and "void" in void["Content-Disposition"]
    (first, *_) = recall_of(recall).open
    assign(by=as_(board.rosa), recall=recall, number=first.number, to=board.lia, due=timezone.localdate())
    page = text(lia, f"/recalls/{recall.pk}")
    assert "in person, by two trained people" in page and "Lia Moreau" in page
    assert "Recalls in which you answer for something" in text(lia, "/") and recall.number in text(lia, "/recalls")
    assert "DNA names another" in text(lia, f"/recalls/{recall.pk}/facts")
    facts = lia.get(f"/recalls/{recall.pk}/facts.txt")
    assert facts["Content-Type"].startswith("text/plain") and told.words in facts.content.decode()
    assert "This identification was recalled" in text(lia, f"/decisions/{decision.pk}")
    assert "Frozen by a recall" in text(browser(board.rosa), f"/cases/{decision.case.pk}")


@pytest.mark.slow
def test_that_no_face_can_be_compared_is_taken_back_on_a_page_of_the_case_and_of_the_record(board: Board) -> None:
    case, record = board.pair(photographs=False)
    for subject, address in ((case, f"/cases/{case.pk}"), (record, f"/records/{record.pk}")):
        faceless(board, subject)
        rosa, remy = browser(board.rosa), browser(board.remy)
        (of_rosa, _) = standing_faceless(subject)
        link = f"{address}/no-face/take-back?statement={of_rosa.pk}"
        assert link in remy.get(address).content.decode()
        assert f"{board.rosa.name} said that no face can be compared: “burnt”." in text(remy, link)
        assert remy.post(link, {"reason": ""}).status_code == 400 and len(standing_faceless(subject)) == 2
        assert remy.post(link, {"reason": "the mouth and chin can"})["Location"] == address
        assert [each.by for each in standing_faceless(subject)] == [board.remy]
        assert link not in rosa.get(address).content.decode() and rosa.get(link).status_code == 400
        for wrong in ("", "x", "9" * 30, str(of_rosa.pk + 1_000)):
            assert rosa.get(f"{address}/no-face/take-back?statement={wrong}").status_code == 400
        assert browser(board.chair).get(link).status_code in (403, 404)


@pytest.mark.slow
def test_the_board_sees_what_it_decides_about_and_whoever_reads_it_never_examines_it(board: Board) -> None:
    file = a_ready_file(board)
    file.record.record.circumstances = "Went to the ferry in a green coat."
    file.record.record.save()
    Face.objects.filter(photograph__subject=file.record, chosen=True).update(by_hand=True, covered=0.34)
    chair, before = browser(board.chair), AuditRow.objects.count()
    page = text(chair, f"/files/{file.pk}")
    assert "What the examiners saw" in page and "Went to the ferry in a green coat." in page
    assert "blurred" in page and "/picture/face" not in page
    assert "set by hand; compared with 34 % of the face covered" in page
    bound = ConflictHeld.objects.filter(person=board.chair, what="knows-the-outcome")
    assert {each.subject_id for each in bound} == {file.case_id, file.record_id}
    assert AuditRow.objects.count() == before + 1, "that they read it"
    clear = chair.post(f"/files/{file.pk}/faces").content.decode()
    assert "/picture/face" in clear and "/picture/face" not in text(chair, f"/files/{file.pk}")
    assert "What the examiners saw" not in text(browser(board.rosa), f"/files/{file.pk}"), "not for registrars"


@pytest.mark.slow
def test_nobody_sees_how_others_voted_before_they_voted_and_closing_asks_once_more(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    sitting = a_sitting(board, file)
    motion = put(by=as_(board.chair), sitting=sitting, conclusion="ESTABLISHED", reasons="All lines agree.")
    first, second = board.members[:2]
    vote(by=as_(first), proposal=motion, agrees=False, reasons="The bridge is of another make.")
    address, said = f"/files/{file.pk}/sitting", "The bridge is of another make."
    assert said in text(browser(first), address)
    for other in (second, board.rosa):
        page = text(browser(other), address)
        assert said not in page and "1 vote is cast" in page
    vote(by=as_(second), proposal=motion, agrees=True, reasons="")
    assert said in text(browser(second), address)
    asked = text(browser(second), f"/files/{file.pk}/close-vote")
    assert "Present, and silent" in asked and board.members[2].name in asked and said not in asked
    assert Motion.objects.get(pk=motion.pk).closed_at is None, "asking closes nothing"


def test_what_happened_when_and_where_stands_on_one_axis() -> None:
    day = date(2026, 3, 1)
    seen = Record(last_seen_earliest=day, last_seen_latest=day, last_seen_place="Pier 4")
    case = Subject(case=Case(found_on=day + timedelta(days=9), found_place="the bay", died_latest=day))
    bars = axis(case, Subject(record=seen))
    assert [(bar.left, bar.place) for bar in bars] == [(0, "Pier 4"), (0, ""), (900, "the bay")]
    assert all(bar.left >= 0 and bar.left + bar.width <= 1000 for bar in bars)
    assert axis(None, None) == [] == axis(Subject(case=Case()), None)


@pytest.mark.slow
def test_another_agencys_files_and_decisions_are_not_there(board: Board) -> None:
    decision = identified(board)
    emil = browser(board.team.people.dana)
    for address in (f"/files/{decision.file_id}", f"/decisions/{decision.pk}"):
        assert emil.get(address).status_code in (403, 404)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "uk"])
def test_a_certificate_and_the_pages_are_made_in_other_languages(board: Board, language: str) -> None:
    decision = identified(board)
    chair = browser(board.chair)
    chair.cookies["antigone-language"] = language
    assert chair.post(f"/decisions/{decision.pk}/certify").status_code == 302
    assert chair.get(f"/decisions/{decision.pk}/certificate").content.startswith(b"%PDF")
    assert chair.get(f"/decisions/{decision.pk}").status_code == 200


@pytest.mark.slow
def test_a_settled_pair_waits_for_the_registrar_and_its_file_opens_in_one_click(board: Board) -> None:
    case, record = board.pair()
    examined(board, case, record, SAME, SAME)
    (settled,) = [each for each in worklist(as_(board.rosa)) if each.words == "Examined and settled: open the file"]
    ((address, called),) = settled.things
    assert called == f"{case.code}, {record.code}" and settled.count == 1 and settled.part == "files"
    client = browser(board.rosa)
    page = client.get(address).content.decode()
    assert f'value="{record.pk}"' in page and "The examinations of the faces are settled." in page
    filled = {"other": record.pk, "reason": "The examinations of the faces are settled."}
    assert client.post(address, filled).status_code == 302 and File.objects.get().record == record
    words = [str(each.words) for each in worklist(as_(board.rosa))]
    assert "Examined and settled: open the file" not in words
    assert "Files to complete and to bring before the board" in words
