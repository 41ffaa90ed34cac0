"""Papers of lines of evidence: attached, and shown page by page as pictures, so that nothing in them runs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.papers import attach_paper, open_paper, take_paper
from antigone.desk.identification.models import EvidencePaper, File
from antigone.desk.identification.papers import MOST_BYTES, find_paper, page_of
from antigone.desk.photos.uploads import take_files
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.common import form_page
from antigone.desk.web.identification.files import line_of
from antigone.desk.web.identification.forms import AttachPaper
from antigone.errors import RuleBroken


@page(Verb.CHANGE, Thing.FILE, "GET", "HEAD", "POST")
def _attach(request: DeskRequest, number: int) -> HttpResponse:
    file = queries.find_file(request.actor, number)
    require(request.actor, Verb.CHANGE, file)
    take_files(request)
    return _form(request, file)


# Whether the form is the desk's own is asked after the page has said how its files are kept: asking reads the form.
attach_page: Callable[..., HttpResponse] = csrf_exempt(_attach)


@csrf_protect
def _form(request: DeskRequest, file: File) -> HttpResponse:
    line = line_of(request, file)
    form = AttachPaper(request.POST, request.FILES) if request.method == "POST" else AttachPaper()

    def do(paper: UploadedFile) -> None:
        data = paper.read(MOST_BYTES + 1)
        attach_paper(by=request.actor, line=line, data=data, name=paper.name or "")

    if submitted(form, do):
        messages.success(request, _("The paper is attached."))
        return redirect(file.address)
    words = _(
        "A PDF of at most 40 pages, or a picture; 20 megabytes at most. It is kept encrypted, as photographs are."
        " Whoever may see the file sees pictures of its pages; each time it is opened is recorded."
    )
    title = _("Attach a paper to line %(place)s") % {"place": line.place}
    return form_page(request, form, title=title, words=words, button=_("Attach it"), back=file.address)


@page(Verb.SEE, Thing.FILE, "GET", "HEAD")
def paper_page(request: DeskRequest, number: int) -> HttpResponse:
    paper = _paper(request, number)
    open_paper(by=request.actor, paper=paper)
    context = {"file": paper.line.file, "paper": paper, "pages": range(1, paper.pages + 1)}
    return render(request, "desk/identification/paper.html", context)


@page(Verb.SEE, Thing.FILE, "GET", "HEAD")
def picture(request: DeskRequest, number: int) -> HttpResponse:
    """One page of a paper, as a picture."""
    jpeg = page_of(_paper(request, number), _number(request, "page"))
    return _sent(jpeg, "image/jpeg", "inline")


@page(Verb.SEE, Thing.FILE, "GET")
def original(request: DeskRequest, number: int) -> HttpResponse:
    """The file as it came: saved, never shown by the browser."""
    paper = _paper(request, number)
    name = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    return _sent(take_paper(by=request.actor, paper=paper), "application/octet-stream", name)


def _sent(data: bytes, kind: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _paper(request: DeskRequest, number: int) -> EvidencePaper:
    return find_paper(queries.find_file(request.actor, number), _number(request, "paper"))


def _number(request: DeskRequest, name: str) -> int:
    said = request.GET.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 18):
        raise RuleBroken(_("The address does not say which paper is meant."), _("Open the file again and choose one."))
    return int(said)
