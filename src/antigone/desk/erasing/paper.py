"""The receipt of an erasure as PDF/A, in the reader's language. Without personal data: it may be shown to anybody."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.words import AS, destroyed, kept, lists_marked, what
from antigone.report.fonts import drawable, folder

_TEMPLATE = Path(__file__).parent / "receipt.typ"
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


def as_paper(erasure: Erasure, code: str = "") -> bytes:
    """The PDF. ``code``: the code of the proof, which only whoever carried it out has, at that moment."""
    assert erasure.done_at is not None, "a receipt is of what was done"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=fonts,
        sys_inputs={"content": json.dumps(_content(erasure, code), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=erasure.done_at.replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def _content(erasure: Erasure, code: str) -> dict[str, object]:
    done_at = erasure.done_at or erasure.asked_at
    facts = [
        (_("Receipt"), str(erasure.pk)),
        (_("What"), what(erasure)),
        (_("Who asked"), str(AS[Erasure.As(erasure.asked_as)])),
        (_("Asked on"), date_format(erasure.asked_at, "DATE_FORMAT")),
        (_("Erased on"), date_format(done_at, "DATE_FORMAT")),
        (_("Held by"), erasure.agency.name),
    ]
    gone = [*destroyed(erasure), *([lists] if (lists := lists_marked(erasure)) else [])]
    parts = [(_("Destroyed"), gone), (_("Kept, and why"), [f"{each.what} {each.why}" for each in kept(erasure)])]
    return {
        "title": drawable(_("Receipt of an erasure")),
        "language": (get_language() or "en").split("-")[0],
        "rtl": get_language_bidi(),
        "facts": [{"label": drawable(label), "words": drawable(words)} for label, words in facts],
        "parts": [{"heading": drawable(name), "lines": [drawable(line) for line in lines]} for name, lines in parts],
        "proof": drawable(_("How it can be proved")),
        "about_code": drawable(
            _(
                "This code stands nowhere else. With it, whoever runs the desk can prove at any time that no piece of"
                " the face is left in its files. Keep it; without it only the rows can be checked."
            )
        ),
        "code": code,
        "footer": drawable(_("Made by Antigone. This paper names nobody.")),
    }
