"""Photographs by telephone in the mortuary: one view after the other of one body, then the next body by its label.

Without scripts every view is a form of its own. With them the browser keeps what was taken, encrypted, until it was
sent (``static/desk/capture_store.js``); only whoever took it can read it again, once they are signed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.photos.core_words import advice_in_words, refusal_in_words
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import chosen_face, find_photograph, is_waited_for, photographs_of
from antigone.desk.photos.uploads import take_files
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import subjects
from antigone.desk.web.finding.found import as_typed
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import NotAllowed, NotThere, RuleBroken
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Profile

MOST_KEPT = 40
"""Photographs that one browser keeps until they can be sent."""
MOST_MEGABYTES_KEPT = 200
_LATELY = 8
"""Photographs of whose light and sharpness the page tells."""


@dataclass(frozen=True, slots=True)
class View:
    """One view of the face at one stage of the examination, as the guide asks for it."""

    key: str
    stage: Photograph.Stage
    words: str | Promise
    how: str | Promise


_VIEWS = (
    ("front", gettext_lazy("From the front"), gettext_lazy("Level with the face, so that both ears show alike.")),
    (
        "three-quarter",
        gettext_lazy("Turned halfway to one side"),
        gettext_lazy("Both eyes are seen, and one ear. Go round the head; do not turn it if it may not be moved."),
    ),
    ("profile", gettext_lazy("From the side"), gettext_lazy("One ear in the middle, the nose against a plain ground.")),
    ("scale", gettext_lazy("With scale and code"), gettext_lazy("Both lie beside the face, not on it.")),
)
_STAGES = (
    ("before", Photograph.Stage.BEFORE, gettext_lazy("before cleaning")),
    ("after", Photograph.Stage.AFTER, gettext_lazy("after cleaning")),
)


def views() -> list[View]:
    """What is taken of each body, in this order; any of it may be left out."""
    return [
        View(f"{when}-{key}", stage, f"{words}, {said}", how)
        for when, stage, said in _STAGES
        for key, words, how in _VIEWS
    ]


class OneView(forms.Form):
    """One photograph: of which body, and which view of it."""

    code = forms.CharField(max_length=800)
    view = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.views = {each.key: each for each in views()}
        field = self.fields["view"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, key) for key in self.views]

    def clean_code(self) -> str:
        return as_typed(self.cleaned_data["code"]).upper()


@page(Verb.ADD, Thing.PM_PHOTO, "GET", "HEAD", "POST")
def _capture(request: DeskRequest) -> HttpResponse:
    take_files(request)
    return _capture_safely(request)


# As where photographs are added: asking whether a form is the desk's own reads the form, and its files.
capture_page: Callable[..., HttpResponse] = csrf_exempt(_capture)


@csrf_protect
def _capture_safely(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        code = as_typed(request.GET.get("code", "")).upper()
        return _page(request, code, _case_of(request, code) if code else None)
    form = OneView(request.POST)
    subject, added, words = None, None, _("The browser sent something unexpected. Go back, and try again.")
    if form.is_valid():
        try:
            subject = _found(request, form.cleaned_data["code"])
            require(request.actor, Verb.ADD, subject.photographs_thing)
            added = _kept(request, subject, form.views[form.cleaned_data["view"]])
        except (NotThere, NotAllowed, RuleBroken) as fault:
            words = f"{fault.detail} {fault.hint}"
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"photograph": added.pk if added else None, "words": "" if added else words})
    if subject is None or added is None:
        return _page(request, form.cleaned_data.get("code", ""), subject, fault=words)
    messages.success(request, _("Photograph %(number)d was added.") % {"number": added.pk})
    keys = list(form.views)
    following = keys[keys.index(form.cleaned_data["view"]) + 1 :]
    return redirect(f"{way_of(subject.code)}#{following[0] if following else 'next-body'}")


@page(Verb.SEE, Thing.PM_PHOTO, "GET", "HEAD")
def judged(request: DeskRequest, number: int) -> HttpResponse:
    """What the desk found of one photograph, for the script that waits for it."""
    found = find_photograph(request.actor, number)
    done, words = in_words(found)
    return JsonResponse({"done": done, "words": words})


def way_of(code: str) -> str:
    """Where the body with this code is photographed."""
    return f"{reverse('capture')}?{urlencode({'code': code})}"


def in_words(photograph: Photograph) -> tuple[bool, list[str]]:
    """Whether the desk is done with a photograph, and what it says of light, sharpness and face."""
    state = photograph.state
    if state == Photograph.State.WAITING:
        waited = is_waited_for(photograph)
        words = _("The desk is looking at it.") if waited else _("The desk could not look at it. Tell whoever runs it.")
        return not waited, [words]
    if state == Photograph.State.REFUSED and photograph.refusal:
        refusal = photograph.refusal
        return True, list(refusal_in_words(refusal.get("code", ""), refusal["detail"], refusal["hint"]))
    if state == Photograph.State.CHOOSE:
        return True, [_("Several faces: choose the one that is meant.")]
    face = chosen_face(photograph)
    advice = advice_in_words(face.quality) if face else []
    return True, [each[:1].upper() + each[1:] + "." for each in advice] or [_("The face can be searched with.")]


def _found(request: DeskRequest, code: str) -> Subject:
    found = _case_of(request, code)
    if found is None:
        raise NotThere(_("There is no case with this code that you may see."), _("Compare it with the label."))
    return found


def _case_of(request: DeskRequest, code: str) -> Subject | None:
    return subjects(request.actor, Profile.PM).select_related("incident", "agency").filter(code=code).first()


def _kept(request: DeskRequest, subject: Subject, view: View) -> Photograph:
    """Add it; what came before, and whose answer was lost on the way, is taken for added."""
    file = request.FILES.get("photo")
    if file is None:
        raise RuleBroken(_("No photograph was taken."), _("Take one, or leave this view out."))
    data = file.read(DEFAULT_LIMITS.max_bytes + 1)
    file.close()
    before = photographs_of(request.actor, subject).filter(
        sha256=hashlib.sha256(data).hexdigest(), ended_at=None, added_by=request.user
    )
    return before.first() or add_photograph(
        by=request.actor, subject=subject, data=data, file_name=f"{view.key}.jpg", stage=view.stage
    )


def _page(request: DeskRequest, code: str, subject: Subject | None, *, fault: str = "") -> HttpResponse:
    missing = bool(code) and subject is None
    if missing and not fault:
        fault = _("There is no case with this code that you may see. Compare it with the label.")
    context = {
        "subject": subject,
        "code": code,
        "views": views(),
        "lately": [(each, in_words(each)[1]) for each in _of_today(request, subject)] if subject else [],
        "fault": fault,
        "most_kept": MOST_KEPT,
        "most_megabytes": MOST_MEGABYTES_KEPT,
        "largest": DEFAULT_LIMITS.max_bytes,
        "secret": salted_hmac("antigone.capture", str(request.user.pk), algorithm="sha256").hexdigest(),
    }
    status = 404 if missing and request.method != "POST" else 400 if fault else 200
    return render(request, "desk/photographs/capture.html", context, status=status)


def _of_today(request: DeskRequest, subject: Subject) -> list[Photograph]:
    """What this person added to this body today, the latest first."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = photographs_of(request.actor, subject).filter(added_by=request.user, added_at__gte=midnight, ended_at=None)
    return list(mine.order_by("-pk")[:_LATELY])
