"""Files: the list, one of them, its lines of evidence and its ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries as candidates
from antigone.desk.identification import queries
from antigone.desk.identification.actions.files import (
    add_line,
    bring,
    end_file,
    explain,
    open_file,
    raise_discrepancy,
    send_back,
    take_back_line,
)
from antigone.desk.identification.models import EvidenceLine, File
from antigone.desk.identification.person_refs import names_of
from antigone.desk.identification.pipeline import pairs_seen, to_open_a_file
from antigone.desk.identification.remarks import remarks_on
from antigone.desk.identification.to_protocol import file_of, policy_of
from antigone.desk.identification.words import CLASSES, CONCLUSIONS, DIRECTIONS, KINDS, outcome_name, refusal_words
from antigone.desk.photos.queries import photographs
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import done, form_page
from antigone.desk.web.identification.forms import DiscrepancyForm, Explain, LineForm
from antigone.desk.web.identification.seen import seen_context
from antigone.desk.web.related import of_pair, requests_of
from antigone.desk.web.searches.choosing import Choosing, Other
from antigone.desk.web.searches.pairs import choose_page
from antigone.errors import RuleBroken
from antigone.protocol.evidence import CaseFile, EvidenceKind, NoFace, against, rests_on_the_face
from antigone.protocol.identification import ceiling, why_not
from antigone.protocol.policy import Policy
from antigone.protocol.scales import Conclusion, Direction
from antigone.protocol.settle import Settlement
from antigone.types import Profile


@page(Verb.SEE, Thing.FILE, "GET", "HEAD")
def files_page(request: DeskRequest) -> HttpResponse:
    rows = queries.files(request.actor)
    open_ones = rows.filter(ended_at=None)
    before = queries.before_the_board(open_ones)
    context = {
        "before": list(before.prefetch_related("sittings")[:100]),
        "preparing": list(open_ones.exclude(pk__in=before.values("pk"))[:100]),
        "ended": Paginator(rows.exclude(ended_at=None), 50).get_page(request.GET.get("page")),
    }
    return render(request, "desk/identification/files.html", context)


@page(Verb.SEE, Thing.FILE, "GET", "HEAD")
def file_page(request: DeskRequest, number: int) -> HttpResponse:
    return show(request, queries.find_file(request.actor, number))


@page(Verb.OPEN, Thing.FILE, "GET", "HEAD", "POST")
def open_for_case(request: DeskRequest, number: int) -> HttpResponse:
    case = find_subject(request.actor, number, Profile.PM)
    require(request.actor, Verb.OPEN, Thing.FILE.of(case))
    settled = list(to_open_a_file(pairs_seen(request.actor).filter(case=case)).values_list("record", flat=True))
    choosing = Choosing(request, case, Profile.AM.value, settled)
    form = Other(request.POST or None, choosing=choosing, initial=_filled_in(request, settled))
    made: list[File] = []

    def do(*, other: Subject, reason: str) -> None:
        made.append(open_file(by=request.actor, case=case, record=other, reason=reason))

    if submitted(form, do):
        return redirect(made[0].address)
    words = _(
        "A file brings together what speaks for one person and what against: the examinations of the faces, teeth,"
        " fingerprints, DNA, marks, effects. It does not decide anything."
    )
    title = _("Open a file of %(code)s and a record") % {"code": case.code}
    return choose_page(request, form, title=title, words=words, button=_("Open the file"), back=case.address)


def _filled_in(request: DeskRequest, settled: list[int]) -> dict[str, Any]:
    """What stands in the form before anybody writes: of a pair that examiners settled, everything."""
    if not settled or "q" in request.GET:
        return {}
    asked = request.GET.get("record", "")
    chosen = asked if asked in map(str, settled) else settled[0]
    return {"other": chosen, "reason": _("The examinations of the faces are settled.")}


@page(Verb.BRING, Thing.FILE, "POST")
def bring_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _allowed(request, Verb.BRING, number)
    said = _("The file lies before the board.")
    return done(request, lambda: bring(by=request.actor, file=file), said, file.address, _again(request, file))


@page(Verb.DECIDE, Thing.FILE, "POST")
def send_back_page(request: DeskRequest, number: int) -> HttpResponse:
    file, form = _allowed(request, Verb.DECIDE, number), Reason(request.POST, prefix="back")
    if submitted(form, lambda reason: send_back(by=request.actor, file=file, reason=reason)):
        return redirect(file.address)
    return show(request, file, back_form=form)


@page(Verb.BRING, Thing.FILE, "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    file, form = _allowed(request, Verb.BRING, number), Reason(request.POST, prefix="end")
    if submitted(form, lambda reason: end_file(by=request.actor, file=file, reason=reason)):
        return redirect(file.address)
    return show(request, file, end_form=form)


def _allowed(request: DeskRequest, verb: Verb, number: int) -> File:
    file = queries.find_file(request.actor, number)
    require(request.actor, verb, file)
    return file


def _again(request: DeskRequest, file: File) -> Any:
    return lambda **more: show(request, file, **more)


def show(request: DeskRequest, file: File, *, clear: bool = False, **more: Any) -> HttpResponse:
    """The page of a file; with ``trouble`` or an invalid form, as an answer to it. ``clear``: with the faces."""
    whole, policy = file_of(file), policy_of(file.incident_id)
    is_open = file.ended_at is None and file.incident.closed_at is None
    before = queries.is_before(file)
    sitting = file.sittings.filter(ended_at=None).first()
    changes = is_open and may(request.actor, Verb.CHANGE, file)
    brings = is_open and may(request.actor, Verb.BRING, file)
    decides = is_open and may(request.actor, Verb.DECIDE, file)
    seat = queries.seat_of(request.actor, file.incident_id)
    seen = candidates.subjects(request.actor, [file.case_id, file.record_id])
    context = {
        "file": file,
        "seen": {subject.pk for subject in seen},
        "name": candidates.names_of([file.record_id]).get(file.record_id, "")
        if file.record_id in {subject.pk for subject in seen}
        else "",
        "related": [*of_pair(request.actor, file.case, file.record, file), *requests_of(request.actor, file.record)],
        "reach": reach(whole, policy),
        "ceiling": CONCLUSIONS[ceiling(whole, policy)],
        "policy": policy,
        "remarks": remarks_on(file),
        "before": before,
        "sitting": sitting,
        "decisions": list(file.decisions.all()),
        "may_change": changes,
        "may_bring": brings and not before,
        "may_end": brings and not before,
        "may_call": decides and before and sitting is None and seat is not None,
        "may_send_back": decides and before,
        "back_form": Reason(prefix="back"),
        "end_form": Reason(prefix="end"),
        "here": file.address,
        **board_context(request.actor, file, clear=clear),
        **more,
    }
    return render(request, "desk/identification/file.html", context, status=400 if more else 200)


def board_context(by: Actor, file: File, *, clear: bool = False) -> dict[str, Any]:
    """What a file and its sitting both show of what is decided about; nothing in it can be changed from there."""
    whole = file_of(file)
    return {
        "lines": _lines(whole, list(file.lines.prefetch_related("papers"))),
        "ledger": list(file.ledger.select_related("explanation__by", "by")),
        "loose": _loose(whole),
        "face": _face(whole),
        **seen_context(by, file, clear=clear),
    }


def reach(file: CaseFile, policy: Policy) -> list[dict[str, Any]]:
    """How far a file can go: each conclusion for one person, and what prevents it, in words."""
    return [
        {"words": CONCLUSIONS[c], "why_not": [refusal_words(refusal) for refusal in why_not(file, policy, c)]}
        for c in (Conclusion.POSSIBLE, Conclusion.PROBABLE, Conclusion.ESTABLISHED)
    ]


def _lines(whole: CaseFile, rows: list[Any]) -> list[dict[str, Any]]:
    names = names_of({key for row in rows for key in row.examined_by})
    standing = {line.number: line for line in whole.lines}
    return [
        {
            "row": row,
            "kind": KINDS[EvidenceKind(row.kind)],
            "of_class": CLASSES[EvidenceKind(row.kind).of_class],
            "direction": DIRECTIONS[Direction(row.direction)],
            "people": [names[key] for key in row.examined_by],
            "alone": len(row.examined_by) < 2,
            "on_the_face": row.place in standing and rests_on_the_face(whole, standing[row.place]),
        }
        for row in rows
    ]


def _loose(whole: CaseFile) -> list[tuple[str, str]]:
    """The unexplained lines that speak against it: key and words."""
    explained = {key for entry in whole.ledger if entry.explained for key in entry.about}
    return [(key, words) for key, words in against(whole).items() if key not in explained]


def _face(whole: CaseFile) -> str:
    if isinstance(whole.face, NoFace):
        return _("Two people said that faces cannot be compared: %(reason)s") % {"reason": whole.face.reason}
    if isinstance(whole.face, Settlement):
        return outcome_name(whole.face.outcome)
    return _("Nobody has examined the faces yet.")


def _changing(request: DeskRequest, number: int) -> File:
    file = queries.find_file(request.actor, number)
    require(request.actor, Verb.CHANGE, file)
    return file


def line_of(request: DeskRequest, file: File) -> EvidenceLine:
    """The line of a file that ``?place=`` names."""
    found: EvidenceLine = _row(request, file.lines)
    return found


def _row(request: DeskRequest, rows: Any) -> Any:
    """The line or ledger entry that ``?place=`` names."""
    place = request.GET.get("place", "")
    row = rows.filter(place=int(place)).first() if place.isascii() and place.isdigit() and len(place) < 5 else None
    if row is None:
        raise RuleBroken(_("The file has no such line or entry."), _("Open the file again and choose one."))
    return row


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def line_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    pictures = photographs(request.actor).filter(subject__in=(file.case_id, file.record_id)).order_by("pk")
    form = LineForm(request.POST or None, file=file, photographs=pictures)
    if submitted(form, lambda **said: add_line(by=request.actor, file=file, **said)):
        messages.success(request, _("The line is written down."))
        return redirect(file.address)
    words = _(
        "Write what was found, by whom, and where it stands. There is no line for the face: its examiners settle that."
        " What was seen in the compared photographs falls with them, so say in which photographs it was seen."
        " Experts from outside are entered on the page of the board first."
    )
    title = _("Add a line of evidence to %(number)s") % {"number": file.number}
    back = file.address
    return form_page(request, form, title=title, words=words, button=_("Write it down"), back=back)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def take_back_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    line = _row(request, file.lines)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: take_back_line(by=request.actor, line=line, reason=reason)):
        messages.success(request, _("The line is taken back. It stays to be read."))
        return redirect(file.address)
    title = _("Take back line %(place)s") % {"place": line.place}
    back = file.address
    words = _("Say why it was written down wrongly. It stays in the file, as taken back.")
    return form_page(request, form, title=title, words=words, button=_("Take it back"), back=back, grave=True)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def discrepancy_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    key = request.GET.get("about", "")[:60]
    known = against(file_of(file)).get(key, "")
    form = DiscrepancyForm(request.POST or None, initial={"words": known})

    def do(**said: Any) -> None:
        raise_discrepancy(by=request.actor, file=file, about=[key] if known else [], **said)

    if submitted(form, do):
        messages.success(request, _("It stands in the ledger."))
        return redirect(file.address)
    words = _(
        "Whatever does not fit is entered here. Until somebody explains it, nothing beyond “possible” is decided."
    )
    title = _("Enter what does not fit in %(number)s") % {"number": file.number}
    back = file.address
    return form_page(request, form, title=title, words=words, button=_("Enter it"), back=back)


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def explain_page(request: DeskRequest, number: int) -> HttpResponse:
    file = _changing(request, number)
    entry = _row(request, file.ledger)
    form = Explain(request.POST or None)
    if submitted(form, lambda words: explain(by=request.actor, discrepancy=entry, words=words)):
        messages.success(request, _("It is explained."))
        return redirect(file.address)
    back = file.address
    return form_page(request, form, title=_("Explain"), words=entry.words, button=_("Explain it"), back=back)
