"""Whatever somebody is called, a paper prints it and obeys nothing of it: read back from each PDF as plain text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.paper import as_paper
from antigone.desk.identification.certificate import certificate
from antigone.desk.identification.to_protocol import frozen_of
from antigone.desk.notification.actions.plans import name_entitled
from antigone.desk.notification.sheet import as_sheet
from antigone.desk.notification.to_protocol import notification_of
from antigone.exchange.paper import bureau_paper, dvi_paper
from antigone.exchange.sheet import Sheet, SheetEffect, SheetName, SheetSide
from desk_board import a_board, identified
from desk_databases import Database
from desk_erasing import agreed, somebody_missing
from desk_faces import an_incident
from desk_people import People, as_
from desk_told import a_team, planned

pytestmark = pytest.mark.slow
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOSTILE = (
    '#read("/etc/passwd") #panic("x") #image("a.png") */ $x$ `r` <l> @r \\n _a_ *b* = h // c [d] {e} https://x.org'
)
"""Everything that means something to the typesetter: it would read a file, stop, draw, or turn into markup."""


def printed(pdf: bytes) -> str:
    """What a reader sees, without spaces and without the marks that isolate directions."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join(c for page in pages for c in page.extract_text() if not c.isspace() and c not in "\u2068\u2069\xad")


def prints(pdf: bytes, *, times: int = 1) -> None:
    text = printed(pdf)
    assert text.count("".join(HOSTILE.split())) >= times, text
    assert "root:x:0" not in text and b"/Subtype/Image" not in pdf.replace(b" ", b"")
    assert b"/URI" not in pdf, "an address in a name is no link"


def test_a_certificate(desk: Database) -> None:
    whole = frozen_of(identified(a_board()))
    whole = replace(whole, person=HOSTILE, incident=HOSTILE, names=tuple((key, HOSTILE) for key, _ in whole.names))
    prints(certificate(whole, sha256="ab" * 32, number="D-1/1", made=NOW, language="en", void=HOSTILE), times=4)


def test_a_visit_sheet(desk: Database) -> None:
    team = a_team()
    plan = planned(team, confirmed=False)
    name_entitled(by=team.by, plan=plan, name=HOSTILE, relation="brother", place=2)
    prints(as_sheet(plan, notification_of(plan), HOSTILE), times=2)


def test_the_receipt_of_an_erasure(people: People) -> None:
    missing = somebody_missing(people, an_incident(people.harbour))
    erasure = agreed(missing)
    erase_record(by=as_(missing.rosa), record=missing.record, reason="asked for")
    done = Erasure.objects.select_related("agency").get(pk=erasure.pk)
    done.agency.name = HOSTILE
    prints(as_paper(done, "ABCD-EFGH"))


@pytest.mark.parametrize("paper", [dvi_paper, bureau_paper])
def test_the_papers_of_a_packet(paper: Callable[..., bytes]) -> None:
    sheet = Sheet(
        SheetSide.PM,
        "H-PM-1",
        HOSTILE,
        HOSTILE,
        (),
        effects=(SheetEffect(1, HOSTILE),),
        article16=(("c", HOSTILE),),
    )
    prints(paper(sheet, number="P-1", recipient=HOSTILE, made=NOW), times=3)


def test_the_papers_of_a_missing_person() -> None:
    names = (SheetName("now", HOSTILE, HOSTILE),)
    sheet = Sheet(SheetSide.AM, "H-AM-1", HOSTILE, HOSTILE, (), names=names)
    prints(dvi_paper(sheet, number="P-1", recipient=HOSTILE, made=NOW), times=4)
