"""The request as a paper form, made from the same questions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from antigone.desk.families.questions import STEPS, Permission, QuestionPage
from antigone.report.fonts import folder

_HERE = Path(__file__).parent
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""PDF/A wants one; the form has none, and the same form shall be the same bytes."""
_LAST = ("check",)


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A blank to fill in."""

    label: str
    rows: int = 1
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """One question with its blanks."""

    title: str
    lead: str
    lines: tuple[BlankLine, ...]


def lines() -> list[QuestionSection]:
    """All questions, in the active language."""
    return [_section(step) for step in STEPS if step.key not in _LAST]


def as_pdf(language: str) -> bytes:
    """The empty form as PDF/A in one of the languages of families."""
    with translation.override(language):
        words = {
            "title": _("Request to look for a missing person"),
            "lead": _(
                "Fill in what you know. You may leave everything empty, except the name. Give it to the people who gave"
                " it to you."
            ),
            "office": _("For the office"),
            "received": _("Received on, by whom, and the first number"),
        }
        content = {**words, "language": language, "sections": [asdict(each) for each in lines()]}
    return _made(json.dumps(content, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=12)
def _made(content: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    compiler = typst.Compiler(
        str(_HERE / "paper.typ"), root=str(_HERE), font_paths=fonts, sys_inputs={"content": content}
    )
    done = compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=_DATE)
    assert isinstance(done, bytes)
    return done


def _section(step: QuestionPage) -> QuestionSection:
    if step.key == "photos":
        found: tuple[BlankLine, ...] = (
            BlankLine(_("How many photographs come with this form? When were they taken?"), 3),
        )
    elif step.what:
        form = Permission(what=step.what, bodies=[_("To whom? Write the names")], known={})
        found = tuple(_line(str(field.label), field) for field in form.fields.values())
    else:
        assert step.form is not None
        found = tuple(_line(str(field.label), field) for field in step.form.base_fields.values())
    return QuestionSection(str(step.title), str(step.lead), found)


def _line(label: str, field: forms.Field) -> BlankLine:
    rows = int(field.widget.attrs.get("rows", 1))
    several = isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    choices: Any = getattr(field, "choices", ()) if several else ()
    return BlankLine(label, 1 if rows == 1 else max(3, rows), tuple(str(words) for _key, words in choices))
