"""Papers that lines of evidence rest on: kept as photographs are, shown as pictures, gone with the record."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from PIL import Image
from pypdf import PdfWriter

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.erasing.words import destroyed, kept
from antigone.desk.identification.actions.files import end_file, take_back_line
from antigone.desk.identification.actions.papers import attach_paper
from antigone.desk.identification.actions.recalls import assign as assign_task
from antigone.desk.identification.actions.recalls import begin_recall, end_recall, end_task
from antigone.desk.identification.models import EvidencePaper
from antigone.desk.identification.papers import pages_of, sealed
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.photos import vault
from antigone.desk.photos.queries import orphans
from antigone.errors import NotAllowed, RuleBroken, VaultDamaged
from desk_board import Board, a_file, a_line, a_ready_file, identified
from desk_erasing import carried_out
from desk_people import a_person, as_, browser

pytestmark = pytest.mark.slow


def a_pdf(pages: int = 2) -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(made)
    return made.getvalue()


def a_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 200), "#fff").save(made, "PNG")
    return made.getvalue()


def test_a_pdf_becomes_pictures_of_its_pages_and_a_picture_one(board: Board) -> None:
    is_pdf, pages = pages_of(a_pdf())
    assert is_pdf and [Image.open(io.BytesIO(page)).format for page in pages] == ["JPEG", "JPEG"]
    is_pdf, pages = pages_of(a_picture())
    assert not is_pdf and Image.open(io.BytesIO(pages[0])).size == (300, 200)


@pytest.mark.parametrize("data", [b"", b"GIF89a<script>", b"%PDF-1.7 nothing", a_pdf(41), b"<html></html>"])
def test_what_is_no_paper_or_too_long_is_refused_and_leaves_nothing(board: Board, data: bytes) -> None:
    line = a_line(board, a_file(board))
    with pytest.raises(RuleBroken):
        attach_paper(by=as_(board.rosa), line=line, data=data, name="report.pdf")
    assert not EvidencePaper.objects.exists() and orphans(float("inf")) == []


def test_whoever_may_see_the_file_sees_its_pages_and_each_opening_is_recorded(board: Board) -> None:
    file = a_file(board)
    line = a_line(board, file)
    rosa, data = browser(board.rosa), a_pdf()
    sent = {"paper": SimpleUploadedFile("../../Report <12>.pdf", data)}
    answer = rosa.post(f"/files/{file.pk}/attach?place={line.place}", sent)
    assert answer.status_code == 302, answer.content.decode()
    paper = EvidencePaper.objects.get()
    assert (paper.name, paper.pages, paper.is_pdf, paper.size) == ("Report <12>.pdf", 2, True, len(data))
    assert data not in b"".join(path.read_bytes() for path in vault.folder().rglob("*") if path.is_file())
    address = f"/files/{file.pk}/paper?paper={paper.pk}"
    chair, before = browser(board.chair), AuditRow.objects.count()
    page = chair.get(address).content.decode()
    assert "Report &lt;12&gt;.pdf" in page and AuditRow.objects.count() == before + 1
    shown = chair.get(f"/files/{file.pk}/paper/page?paper={paper.pk}&page=2")
    assert shown["Content-Type"] == "image/jpeg" and "sandbox" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff" and shown.content.startswith(b"\xff\xd8")
    whole = chair.get(f"/files/{file.pk}/paper/original?paper={paper.pk}")
    assert whole.content == data and whole["Content-Type"] == "application/octet-stream"
    assert whole["Content-Disposition"].startswith("attachment") and "sandbox" in whole["Content-Security-Policy"]
    assert chair.get(f"/files/{file.pk}/paper/page?paper={paper.pk}&page=3").status_code == 404
    other = a_file(board)
    assert chair.get(f"/files/{other.pk}/paper?paper={paper.pk}").status_code == 404, "of another file"
    assert browser(board.team.people.emil).get(address).status_code in (403, 404)


def test_nothing_is_attached_to_what_has_ended_or_by_who_may_not(board: Board) -> None:
    file = a_file(board)
    line = a_line(board, file)
    with pytest.raises(NotAllowed):
        attach_paper(by=as_(board.lia), line=line, data=a_picture(), name="chart")
    take_back_line(by=as_(board.rosa), line=line, reason="of another file")
    with pytest.raises(RuleBroken, match="taken back"):
        attach_paper(by=as_(board.rosa), line=line, data=a_picture(), name="chart")
    standing = a_line(board, file)
    end_file(by=as_(board.rosa), file=file, reason="nothing more is known")
    with pytest.raises(RuleBroken, match="has ended"):
        attach_paper(by=as_(board.rosa), line=standing, data=a_picture(), name="chart")
    assert orphans(float("inf")) == []


def test_a_paper_goes_with_the_record_it_tells_of(board: Board) -> None:
    file = a_file(board)
    paper = attach_paper(by=as_(board.rosa), line=a_line(board, file), data=a_picture(), name="Chart of her teeth.png")
    place = sealed(paper)
    with pytest.raises(Error), transaction.atomic():
        EvidencePaper.objects.filter(pk=paper.pk).update(pages=9)
    erasure = carried_out(board.rosa, a_person("L", file.agency, Role.LIAISON_OFFICER), file.record)
    paper.refresh_from_db()
    assert (paper.name, paper.sha256, paper.wrapped) == ("", "", None) and paper.erased_at is not None
    with pytest.raises(VaultDamaged):
        vault.original(place)
    assert erasure.destroyed["papers"] == 1 and any("1 paper" in each for each in destroyed(erasure))
    page = browser(board.chair).get(f"/files/{file.pk}").content.decode()
    assert "A paper that was erased." in page and "Chart of her teeth" not in page


def test_a_paper_on_which_a_decision_rested_is_kept_and_the_receipt_says_why(board: Board) -> None:
    file = a_ready_file(board)
    paper = attach_paper(by=as_(board.rosa), line=file.lines.get(), data=a_picture(), name="Chart.png")
    decision = identified(board, file)
    recall = begin_recall(by=as_(board.chair), decision=decision, ground="wrong-person", reason="DNA names another")
    for task in recall_of(recall).open:
        assign_task(by=as_(board.rosa), recall=recall, number=task.number, to=board.lia, due=recall.at.date())
        end_task(by=as_(board.rosa), recall=recall, number=task.number, words="undone")
    end_recall(by=as_(board.chair), recall=recall)
    erasure = carried_out(board.rosa, a_person("L", file.agency, Role.LIAISON_OFFICER), file.record)
    paper.refresh_from_db()
    assert paper.wrapped is not None and vault.original(sealed(paper)) == a_picture()
    assert any("1 paper" in each.what for each in kept(erasure))
