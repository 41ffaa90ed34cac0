"""The certificate: what stands in it, what never does, and what becomes of it."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from antigone.desk.audit.models import AuditRow
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.certificate import certificate, front, sections, statement
from antigone.desk.identification.models import Act
from antigone.desk.identification.to_protocol import frozen_of
from antigone.errors import NotAllowed, OutOfStep
from desk_board import Board, a_ready_file, decided, identified
from desk_faces import searched
from desk_people import as_

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.slow
def test_it_holds_the_whole_list_the_hashes_the_dissent_and_what_is_not_known(board: Board) -> None:
    file, (_, stranger) = a_ready_file(board), board.pair()
    searched(file.case)
    decision = decided(board, file, against=board.members[2:])
    assert decision is not None
    whole = frozen_of(decision)
    said = repr(list(sections(whole, decision.sha256, DAY)))
    for expected in (
        stranger.code,
        decision.sha256,
        *(p.sha256 for p in whole.photographs),
        "I want DNA too.",
        "sface",
    ):
        assert expected in said
    assert "No error rate of comparing faces is known for photographs of the dead" in said
    assert "identifies nobody" in statement() and f"Family {stranger.place}" not in said, "the others by code only"


@pytest.mark.slow
def test_the_same_decision_on_the_same_day_is_the_same_file_and_conforms(board: Board) -> None:
    whole = frozen_of(identified(board))
    of = {"sha256": "ab" * 32, "number": "D-1/1", "made": DAY, "language": "en"}
    first, second = (certificate(whole, **of) for _ in range(2))  # type: ignore[arg-type]
    assert first == second and first.startswith(b"%PDF-1.7") and b"/Subtype/Image" not in first
    assert b"pdfaid" in first and b"pdfuaid" in first
    assert certificate(whole, void="VOID", **of) != first  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_first_page_says_who_on_what_by_whom_and_where_to_check_it(board: Board) -> None:
    decision = identified(board)
    whole = frozen_of(decision)
    address = f"https://desk.example.org{decision.address}"
    said = front(whole, "Harbour mortuary", address)
    assert (
        dict(said["facts"])["Conclusion"] == "Identification established"
        and whole.person in dict(said["facts"]).values()
    )
    assert [name for name, _ in said["signers"]] == [member.name for member in board.members]
    assert any("Teeth" in line and "primary" in line for line in said["rests"]) and "The faces" in said["rests"][-1]
    rows = [[cell == "1" for cell in row] for row in said["square"]]
    picture = np.kron(np.where(np.array(rows), 0, 255).astype(np.uint8), np.ones((8, 8), np.uint8))
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == address
    of = {"sha256": "ab" * 32, "number": "D-1/1", "made": DAY, "language": "en", "issuer": "Harbour mortuary"}
    made = certificate(whole, address=address, **of)  # type: ignore[arg-type]
    first, second, *_more = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for words in ("Harbour mortuary", "Signature", whole.person, *(member.name for member in board.members)):
        assert words in first
    assert "Annexes" not in first and "Annexes" in second, "what does not fit on it is behind it"
    assert b"pdfuaid" in made and b"/Subtype/Image" not in made


@pytest.mark.slow
def test_its_hash_is_in_the_audit_and_a_recall_makes_it_void(board: Board) -> None:
    decision = identified(board)
    with pytest.raises(NotAllowed):
        make_certificate(by=as_(board.rosa), decision=decision)
    made = make_certificate(by=as_(board.chair), decision=decision)
    assert hashlib.sha256(bytes(made.pdf)).hexdigest() == made.sha256
    assert made.sha256 in AuditRow.objects.filter(verb="make certificate").latest("sequence").detail
    assert Act.objects.filter(decision=decision, what="certificate").exists()
    begin_recall(by=as_(board.rosa), decision=decision, ground="wrong-person", reason="another's teeth")
    made.refresh_from_db()
    assert made.void_at is not None
    with pytest.raises(OutOfStep, match="was recalled"):
        make_certificate(by=as_(board.chair), decision=decision)
