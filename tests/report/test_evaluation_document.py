"""The document of an evaluation: what is filed, and read by an accreditation body years later."""

from __future__ import annotations

import copy
import json
import re
import zlib
from typing import Any

import pytest

from antigone.report.evaluation import TEMPLATES, _content, as_paper, document, plain
from antigone.report.fonts import drawable
from antigone.report.sections.blocks import Content
from antigone.report.sections.whole import content
from evaluation_report import HOSTILE

pytestmark = pytest.mark.slow

Report = dict[str, Any]


@pytest.fixture(scope="module")
def pdf(whole: Content) -> bytes:
    return as_paper(whole)


def test_it_is_archival_and_tagged_for_screen_readers(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf and b"/MarkInfo" in pdf


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(evaluated: Report, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    _content.cache_clear()
    assert document(evaluated) == pdf


def test_its_date_is_the_reports(evaluated: Report, pdf: bytes, undrawn: None) -> None:
    assert b"<xmp:CreateDate>2026-03-04" in pdf
    undated = {key: value for key, value in evaluated.items() if key != "made"}
    assert b"2026-03-04" not in document(undated)


def test_no_font_of_the_machine_and_no_address_is_in_it(pdf: bytes) -> None:
    names = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z-]+)", pdf))
    assert names and all(name.startswith((b"Libertinus", b"DejaVu")) for name in names)
    assert b"/URI" not in pdf and b"/JavaScript" not in pdf


def test_data_reaches_the_template_as_text_and_nothing_else(evaluated: Report, undrawn: None) -> None:
    source = (TEMPLATES / "evaluation.typ").read_text(encoding="utf-8")
    assert "eval(" not in source and "read(" not in source
    sent = json.dumps(plain(content(evaluated, b"")), ensure_ascii=False)
    for name in (HOSTILE[0], HOSTILE[2]):
        assert name in sent
    assert json.dumps(HOSTILE[1])[1:-1] in sent
    assert HOSTILE[3] not in sent and drawable(HOSTILE[3]) == "[U+6F22][U+5B57]"


def test_words_that_are_markup_change_nothing_but_themselves(evaluated: Report, undrawn: None) -> None:
    hostile = copy.deepcopy(evaluated)
    hostile["made"]["source"] = '#read("/etc/passwd") #panic() */ $ ` <label> @ref \\ \x00 \u202e \udc80'
    assert document(hostile).startswith(b"%PDF")


def test_every_part_may_be_missing(evaluated: Report, undrawn: None) -> None:
    nothing = {"not_measured": "Too few people."}
    absent = dict.fromkeys(("identification", "groups", "weights", "conditions", "strangers"), nothing)
    assert len(document(evaluated | absent)) > 10_000


def test_the_text_in_it_can_be_read_again(pdf: bytes) -> None:
    """The name of a group in Arabic letters is there as letters, not as a picture."""
    streams = [
        zlib.decompress(raw) for raw in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.S) if _whole(raw)
    ]
    maps = b"".join(stream for stream in streams if b"beginbfchar" in stream)
    assert all(f"{ord(letter):04X}".encode() in maps.upper() for letter in HOSTILE[2])


def _whole(raw: bytes) -> bool:
    try:
        zlib.decompress(raw)
    except zlib.error:
        return False
    return True
