"""The photographs of one case or record, and the page to add more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates.faces import unlike_the_others
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.core_words import unexpected_in_words
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import grounds_for, photographs_of, same_file
from antigone.desk.photos.uploads import take_files
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.photographs.forms import OfTheDeadForm, OfTheMissingForm
from antigone.errors import AntigoneError, RuleBroken
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Profile


@dataclass(frozen=True, slots=True)
class SentFile:
    """The outcome of one uploaded file."""

    name: str
    photograph: Photograph | None
    words: str = ""


@page(Verb.SEE, PHOTOGRAPH_THINGS, "GET", "HEAD")
def photographs_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    context = {
        "subject": subject,
        "photographs": Paginator(photographs_of(request.actor, subject), 50).get_page(request.GET.get("page")),
        "add_address": subject.address_of("add-photographs"),
        "may_add": may_add(request, subject),
        "unlike": [] if subject.is_case else unlike_the_others(subject),
    }
    return render(request, "desk/photographs/of_subject.html", context)


@page(Verb.ADD, PHOTOGRAPH_THINGS, "GET", "HEAD", "POST")
def _add(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    take_files(request)
    return _add_safely(request, find_subject(request.actor, number, kind))


# Whether a form is the desk's own is asked after the page has said how its files are kept: asking reads the form.
add_page: Callable[..., HttpResponse] = csrf_exempt(_add)


def may_add(request: DeskRequest, subject: Subject) -> bool:
    """Whether photographs can be added by whoever asks, now."""
    closed = subject.closed_at is not None or subject.incident.closed_at is not None
    return not closed and may(request.actor, Verb.ADD, subject.photographs_thing)


@csrf_protect
def _add_safely(request: DeskRequest, subject: Subject) -> HttpResponse:
    actor = request.actor
    require(actor, Verb.ADD, subject.photographs_thing)
    grounds = grounds_for(actor, subject) if not subject.is_case else []
    posted = request.POST if request.method == "POST" else None
    form: Any = OfTheDeadForm(posted) if subject.is_case else OfTheMissingForm(posted, grounds=grounds)
    sent: list[SentFile] = []
    if form.is_valid():
        files = [*request.FILES.getlist("photos"), *request.FILES.getlist("camera")]
        sent = [_keep(request, subject, file, form.cleaned_data) for file in files]
        if not sent:
            form.add_error(None, _("No photograph was chosen. Choose at least one file, or take one."))
    if "application/json" in request.headers.get("Accept", ""):
        return _answer(form, sent)
    added = [each for each in sent if each.photograph is not None]
    for each in added:
        if each.words:
            messages.warning(request, f"{each.name}: {each.words}")
    if sent and len(added) == len(sent):
        words = ngettext("%(n)d photograph was added.", "%(n)d photographs were added.", len(added))
        messages.success(request, words % {"n": len(added)})
        return redirect(subject.address_of("photographs"))
    context = {
        "subject": subject,
        "all_address": subject.address_of("photographs"),
        "form": form,
        "added": added,
        "refused": [each for each in sent if each.photograph is None],
        "no_ground": not subject.is_case and not grounds,
        "most_megabytes": DEFAULT_LIMITS.max_bytes // 1_000_000,
    }
    return render(request, "desk/photographs/add.html", context, status=400 if form.is_bound else 200)


def _keep(request: DeskRequest, subject: Subject, file: UploadedFile, fields: dict[str, Any]) -> SentFile:
    name = file.name or _("photograph")
    try:
        data = file.read(DEFAULT_LIMITS.max_bytes + 1)
        added = add_photograph(by=request.actor, subject=subject, data=data, file_name=name, **fields)
        return SentFile(name, added, _also_with(request, added))
    except RuleBroken as fault:
        return SentFile(name, None, f"{fault.detail} {fault.hint}")
    except (AntigoneError, DatabaseError):
        raise
    except Exception as fault:  # whatever one file brings about: the others are kept, and each is told of
        return SentFile(name, None, " ".join(unexpected_in_words(fault)))
    finally:
        file.close()


def _also_with(request: DeskRequest, photograph: Photograph) -> str:
    """That the same file is with others too, as far as whoever adds it may know of them."""
    codes = sorted({each.subject.code for each in same_file(request.actor, photograph)})
    if not codes:
        return ""
    return _("The same file is with %(codes)s too. Find out whose face it is.") % {"codes": ", ".join(codes)}


def _answer(form: Any, sent: list[SentFile]) -> HttpResponse:
    """The JSON for the page's own script, which sends one file after another."""
    faults = [str(words) for field in form.errors.values() for words in field]
    results = [{"name": each.name, "added": each.photograph is not None, "words": each.words} for each in sent]
    return JsonResponse({"faults": faults, "results": results}, status=400 if faults else 200)
