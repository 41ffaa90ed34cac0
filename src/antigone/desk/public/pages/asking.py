"""The pages with the questions, one each."""

from __future__ import annotations

import base64
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.families.actions.beginning import allow, answer, send_request
from antigone.desk.families.actions.photographs import LIMITS, give_photograph, pick_face
from antigone.desk.families.actions.withdraw import withdraw
from antigone.desk.families.models import Allowed, Given, Request
from antigone.desk.families.queries import allows, photographs_of, summary, told
from antigone.desk.families.questions import BY_KEY, FORMS, STEPS, Permission, after, before
from antigone.desk.photos import vault
from antigone.desk.public.gate import FamilyRequest, family_page, not_here
from antigone.errors import OutOfStep, RuleBroken, VaultDamaged


@family_page("GET", "HEAD", "POST", files=True)
def question(request: FamilyRequest, step: str) -> HttpResponse:
    found = BY_KEY.get(step)
    if found is None or (step == "share" and not request.theirs.portal.named_bodies):
        return redirect("family-question", after(step)) if found else redirect("family-home")
    if step == "photos":
        return _photographs(request)
    if step == "check":
        return _check(request)
    return _permission(request, found.what) if found.what else _words(request, step)


@family_page("GET", "HEAD", "POST")
def pick(request: FamilyRequest, number: int) -> HttpResponse:
    """Which of several people in a photograph is meant. The faces are shown in that visit, and never again."""
    found = _given(request, number)
    if not _to_pick(request, found) or found.wrapped is None:
        return redirect("family-question", "photos")
    if request.method == "POST":
        chosen = request.POST.get("face", "")
        if chosen == "none" or (chosen.isascii() and chosen.isdecimal()):
            pick_face(by=request.actor, given=found, number=None if chosen == "none" else int(chosen))
            return redirect("family-question", "photos")
    sealed = vault.Sealed(found.sealed, bytes(found.wrapped))
    context = {"faces": [(n, _drawn(sealed, n)) for n in range(1, len(found.faces) + 1)]}
    return render(request, "p/pick.html", context, status=400 if request.method == "POST" else 200)


def _words(request: FamilyRequest, step: str) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = FORMS[step](posted, initial=told(request.theirs).get(step, {}))
    if posted is not None and form.is_valid():
        try:
            answer(by=request.actor, request=request.theirs, step=step, said=form.said())
            return _on(request, step)
        except RuleBroken as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
    return _page(request, step, form)


def _permission(request: FamilyRequest, what: str) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    known = allows(request.theirs)
    form = Permission(posted, what=what, bodies=request.theirs.portal.named_bodies, known=known)
    if posted is not None and form.is_valid():
        say(request, request.theirs, what, form.decided())
        return _on(request, what)
    return _page(request, what, form)


def say(request: FamilyRequest, found: Request, what: str, decided: dict[str, bool]) -> None:
    """Keep an answer; a permission that is refused now is taken back at once, wherever it stood."""
    known = allows(found)
    for body, yes in decided.items():
        if known.get((what, body)) and not yes:
            withdraw(by=request.actor, request=found, what=Allowed.What(what), body=body)
        else:
            of = {"what": Allowed.What(what), "body": body, "language": request.language}
            allow(by=request.actor, request=found, yes=yes, **of)  # type: ignore[arg-type]


def _photographs(request: FamilyRequest) -> HttpResponse:
    faults: list[str] = []
    if request.method == "POST":
        files = request.FILES.getlist("photos")
        given = [made for file in files if (made := _given_now(request, file, faults)) is not None]
        if not files and "more" not in request.POST:
            return _on(request, "photos")
        if given and not faults:
            return redirect("family-question", "photos")
    given = [each for each in photographs_of(request.theirs) if each.withdrawn_at is None]
    of = {"given": given, "asked": [each.pk for each in given if _to_pick(request, each)]}
    return _page(request, "photos", None, faults=faults, most=LIMITS.max_bytes // 1_000_000, **of)


def _to_pick(request: FamilyRequest, given: Given) -> bool:
    """Whether the family may say now who of several people it is: only in the visit in which they gave it."""
    assert request.visit is not None
    return given.at >= request.visit.began_at and len(given.faces) > 1 and given.wrapped is not None


def _given_now(request: FamilyRequest, file: UploadedFile, faults: list[str]) -> Given | None:
    try:
        data = file.read(LIMITS.max_bytes + 1)
        return give_photograph(
            by=request.actor, request=request.theirs, data=data, remark=request.POST.get("remark", "")
        )
    except RuleBroken as fault:
        faults.append(f"{fault.detail} {fault.hint}")
        return None
    finally:
        file.close()


def _check(request: FamilyRequest) -> HttpResponse:
    faults: list[str] = []
    if request.method == "POST":
        try:
            send_request(by=request.actor, request=request.theirs)
            return redirect("family-home")
        except RuleBroken as fault:
            faults.append(f"{fault.detail} {fault.hint}")
    return _page(request, "check", None, faults=faults, **summary(request.theirs))


def _page(request: FamilyRequest, step: str, form: Any, **more: Any) -> HttpResponse:
    place = [each.key for each in STEPS].index(step) + 1
    context = {
        "step": BY_KEY[step],
        "form": form,
        "place": place,
        "all": len(STEPS),
        "before": before(step) if place > 1 else "",
        "sent": request.theirs.sent_at is not None,
        "portal": request.theirs.portal,
        **more,
    }
    bad = bool(more.get("faults")) or (form is not None and form.is_bound and not form.is_valid())
    return render(request, "p/question.html", context, status=400 if bad or (form and form.errors) else 200)


def _on(request: FamilyRequest, step: str) -> HttpResponse:
    if "stop" in request.POST or request.theirs.sent_at is not None:
        return redirect("family-home")
    return redirect("family-question", after(step))


def _given(request: FamilyRequest, number: int) -> Given:
    found = Given.objects.filter(request=request.theirs, pk=number, withdrawn_at=None).first()
    if found is None:
        raise not_here()
    return found


def _drawn(sealed: vault.Sealed, number: int) -> str:
    """A face as a data address inside the page: nothing keeps it."""
    try:
        return "data:image/jpeg;base64," + base64.b64encode(vault.made(sealed, vault.Size.FACE, number)).decode()
    except (VaultDamaged, OutOfStep):
        return ""
