"""An import before it is done: what was understood, what is asked, what is doubtful and refused; then doing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.intake import drafts, queries
from antigone.desk.intake.actions.imports import answer_import, do_import
from antigone.desk.intake.actions.previews import KEPT_DAYS
from antigone.desk.intake.models import Import
from antigone.desk.intake.seeing import see, wanted
from antigone.desk.web.forms import Reason
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import ForbiddenOrigin, ManifestInvalid, RuleBroken
from antigone.tables.columns import AS_WORDS
from antigone.tables.previews import PreviewRow, TablePreview
from antigone.types import Profile

_SHOWN = 200
"""Doubtful and refused rows, and as many sound ones."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the names of its fields in the form."""

    row: PreviewRow
    said: tuple[tuple[str, str], ...]

    @property
    def who_field(self) -> str:
        return f"a:who:{self.row.key}"

    @property
    def file_field(self) -> str:
        return f"a:file:{self.row.key}"

    @property
    def out_field(self) -> str:
        return f"a:out:{self.row.key}"


@page(Verb.OPEN, Thing.IMPORT, "POST")
def seen_page(request: DeskRequest, number: int) -> HttpResponse:
    """Look again with what was answered, or do what is shown."""
    found = queries.find_import(request.actor, number)
    if found.seen_at is not None or found.cancelled_at is not None:
        messages.error(request, _("This import was begun, or given up."))
        return redirect(found.address)
    try:
        before = see(drafts.sent_in(found.spool), Profile(found.kind), drafts.answers_in(found.spool))
        answers = {} if "forget" in request.POST else _answered(request.POST, before)
        changed = answers != before.answers
        if changed:
            answer_import(by=request.actor, bringing=found, answers=answers)
        if "do" not in request.POST or changed:
            if "do" in request.POST:
                messages.warning(request, _("You changed something: look at it once more, and then do it."))
            return redirect(found.address)
        do_import(by=request.actor, bringing=found, digest=request.POST.get("digest", ""))
    except (RuleBroken, ManifestInvalid, ForbiddenOrigin) as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
    else:
        messages.success(request, _("It is under way, as you saw it."))
    return redirect(found.address)


def shown(request: DeskRequest, found: Import) -> HttpResponse:
    """The page of an import that nobody has begun yet."""
    until = found.made_at + timedelta(days=KEPT_DAYS)
    context: dict[str, Any] = {"found": found, "form": Reason(), "none": AS_WORDS, "until": until}
    try:
        preview = see(drafts.sent_in(found.spool), Profile(found.kind), drafts.answers_in(found.spool))
    except (RuleBroken, ManifestInvalid, ForbiddenOrigin) as fault:
        context |= {"fault": fault}
    else:
        context |= _context(preview, Profile(found.kind))
    return render(request, "desk/imports/preview.html", context)


def _context(preview: TablePreview, kind: Profile) -> dict[str, Any]:
    rows = [ShownRow(row, tuple(row.details.items())) for row in preview.rows]
    sound = [each for each in rows if each.row.stands and not each.row.doubts]
    doubtful = [each for each in rows if each not in sound]
    return {
        "preview": preview,
        "ready": not preview.questions and preview.photographs,
        "columns": [(column, preview.read.get(column.name), f"a:column:{column.name}") for column in preview.columns],
        "meanings": sorted({"path"} | wanted(kind).known | {wanted(kind).whose}),
        "questions": [(each, f"a:{each.about}") for each in preview.questions],
        "doubtful": doubtful[:_SHOWN],
        "more_doubtful": max(0, len(doubtful) - _SHOWN),
        "sound": sound[:_SHOWN],
        "more_sound": max(0, len(sound) - _SHOWN),
        "people": preview.people[:_SHOWN],
        "unnamed": preview.unnamed[:_SHOWN],
    }


def _answered(posted: QueryDict, before: TablePreview) -> dict[str, str]:
    """What was answered before and now. Only what the preview asks, or could be corrected in it, is taken."""
    answers = dict(before.answers)
    for about, now in _fields(before):
        said = posted.get(f"a:{about}")
        if said is None and not about.startswith("out:"):
            continue
        if said == now or (not said and not answers.get(about)):
            continue
        answers[about] = said or ""
    return {about: how for about, how in answers.items() if how}


def _fields(preview: TablePreview) -> Iterator[tuple[str, str]]:
    """The fields of the page, and what each says if nobody touched it."""
    for question in preview.questions:
        yield question.about, ""
    for column in preview.columns:
        yield f"column:{column.name}", column.meaning or AS_WORDS
    rows = [row for row in preview.rows if not (row.stands and not row.doubts)][:_SHOWN]
    rows += [row for row in preview.rows if row.stands and not row.doubts][:_SHOWN]
    for row in rows:
        yield f"who:{row.key}", row.who
        yield f"file:{row.key}", row.path
        yield f"out:{row.key}", "yes" if row.left_out else ""
