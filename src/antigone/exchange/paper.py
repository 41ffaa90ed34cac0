"""Sheets and letters as PDF/A by typst. Only data travels to the template, as JSON: nothing in it is read as markup."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from antigone.exchange.recall import ASKS, Letter
from antigone.exchange.sheet import ARTICLE16, FIELDS, GROUPS, Sheet, SheetSide
from antigone.report.fonts import drawable, folder

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
Rows = list[list[str]]


@dataclass(slots=True)
class _Paper:
    title: str
    about: list[list[str]]
    said: list[str]
    """Paragraphs before everything else."""
    parts: list[dict[str, Any]] = field(default_factory=list)

    def pairs(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        if kept := [[name, text] for name, text in rows]:
            self.parts.append({"title": title, "columns": [], "rows": kept})

    def table(self, title: str, columns: list[str], rows: Rows) -> None:
        if rows:
            self.parts.append({"title": title, "columns": columns, "rows": rows})


def dvi_paper(sheet: Sheet, *, number: str, recipient: str, made: datetime) -> bytes:
    form = "Post-mortem (PM) data" if sheet.side is SheetSide.PM else "Ante-mortem (AM) data"
    paper = _Paper(f"{form}: {sheet.code}", _about(sheet, number, recipient, made), [_NOT_A_FORM])
    for group, title in GROUPS.items():
        here = [(f.label, sheet.value(f.name)) for f in FIELDS if f.group == group and sheet.value(f.name)]
        paper.pairs(f"{group} {title}", here)
        _lists(paper, sheet, group)
    return _printed(paper, made)


def bureau_paper(sheet: Sheet, *, number: str, recipient: str, made: datetime) -> bytes:
    """For the information bureau or the Central Tracing Agency."""
    paper = _Paper(f"Information on a dead person: {sheet.code}", _about(sheet, number, recipient, made), [_BUREAU])
    said = dict(sheet.article16)
    paper.pairs("Article 16", ((f"{a}) {asks}", said.get(a, "not known")) for a, _, asks in ARTICLE16))
    _effects(paper, sheet)
    if not sheet.effects:
        paper.pairs("Effects", [("Inventory", "No effects are listed with this body.")])
    _hashes(paper, sheet)
    return _printed(paper, made)


def recall_paper(letter: Letter, *, number: str, sender: str, recipient: str, made: datetime) -> bytes:
    about = [["Letter", number], ["From", sender], ["To", recipient], ["Made", _time(made)]]
    paper = _Paper(f"Recall of packet {letter.packet}", about, ["The packet named below is taken back.", *ASKS])
    rows = (("Packet", letter.packet), ("Kind", letter.kind), ("Made", letter.made), ("SHA-256", letter.sha256))
    paper.pairs("What is taken back", (*rows, ("Why", letter.why)))
    return _printed(paper, made)


_NOT_A_FORM = (
    "Data for the INTERPOL DVI forms, under their group numbers as Antigone knows them. This is not the form itself."
    " Photographs are named by their hashes and are not part of it. What the face suggests identifies nobody."
)
_BUREAU = (
    "Sent under article 16 of the First Geneva Convention, for the Power on which the person depended, through the"
    " information bureau and the Central Tracing Agency. What a card or disc says is a finding, not an identification."
    " Photographs stay where they are; their hashes say which they are."
)


def _about(sheet: Sheet, number: str, recipient: str, made: datetime) -> list[list[str]]:
    about = [["Packet", number], ["From", sheet.agency], ["To", recipient], ["Made", _time(made)]]
    return [*about, ["Our number", sheet.code], ["What happened", sheet.incident]]


def _lists(paper: _Paper, sheet: Sheet, group: int) -> None:
    if group == 200:
        rows = [[each.what, each.family, each.given, each.patronymic] for each in sheet.names]
        paper.table("Names", ["Kind", "Family", "Given", "Patronymic"], rows)
    if group == 300:
        _effects(paper, sheet)
    if group == 400:
        marks = [[each.what, each.where, each.description] for each in sheet.marks]
        paper.table("Marks on the body", ["Kind", "Where", "Description"], marks)
    if group == 600:
        held = [[each.what, each.holder, each.number, each.taken_on] for each in sheet.elsewhere]
        paper.table("Held elsewhere", ["What", "Who holds it", "Number", "Taken on"], held)
    if group == 700:
        _hashes(paper, sheet)


def _effects(paper: _Paper, sheet: Sheet) -> None:
    rows = [
        [str(each.place), each.description, each.found_where, each.kept_where, each.seal or "in none yet"]
        for each in sheet.effects
    ]
    columns = ["No.", "What", "Found", "Kept", "Sealed packet"]
    paper.table("Inventory of effects", columns, rows)


def _hashes(paper: _Paper, sheet: Sheet) -> None:
    rows = [[each.taken, str(each.size), each.sha256] for each in sheet.photographs]
    paper.table("Photographs, by their SHA-256", ["Taken", "Bytes", "SHA-256"], rows)


def _printed(paper: _Paper, made: datetime) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    content = {"title": paper.title, "about": paper.about, "said": paper.said, "parts": paper.parts}
    to_the_second = made.astimezone(UTC).replace(microsecond=0)
    compiler = typst.Compiler(
        str(TEMPLATES / "packet.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"content": json.dumps(_plain(content), ensure_ascii=False)},
    )
    done = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=to_the_second)
    assert isinstance(done, bytes)
    return done


def _plain(value: Any) -> Any:
    """With every character that the fonts lack spelled out, and none that typst could take for a break."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return drawable(value)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
