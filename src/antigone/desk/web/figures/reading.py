"""The figures as everybody may read them: on a page and as a table, without signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from antigone.desk.csv_export import lines
from antigone.desk.figures.models import Publication
from antigone.desk.figures.protect import ROUNDED, SMALL, rows
from antigone.desk.figures.queries import published
from antigone.desk.web.gate import DeskRequest, public
from antigone.errors import NotThere

HEADER = ("figure", "part", "what", "value")
"""Columns and words of the file are English in every language."""
HIDDEN = f"fewer than {SMALL}"


@public("GET", "HEAD")
def figures_page(request: DeskRequest) -> HttpResponse:
    found = _published()
    context = {"publication": found, "figures": found.figures, "small": SMALL, "rounded": ROUNDED}
    return render(request, "desk/figures/figures.html", context)


@public("GET", "HEAD")
def file(request: DeskRequest) -> HttpResponse:
    """CSV for spreadsheets."""
    found = _published()
    table = [(figure, part, what, _value(what, value)) for figure, part, what, value in rows(found.figures)]
    answer = HttpResponse("".join(lines(HEADER, table)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{found.counted_until:%Y-%m-%d}.csv"'
    return answer


def _value(what: str, value: object) -> object:
    if value is not None:
        return value
    return HIDDEN if what == "number" else "not published"


def _published() -> Publication:
    found = published()
    if found is None:
        raise NotThere(_("No figures are published here."), _("Whoever runs this desk can publish them."))
    return found
