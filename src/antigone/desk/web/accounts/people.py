"""People of an agency, invitations, and agencies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actions.agencies import close_agency, open_agency, rename_agency
from antigone.desk.accounts.actions.invitations import invite, renew, withdraw_invitation
from antigone.desk.accounts.actions.people import change_roles, end_person
from antigone.desk.accounts.models import Agency, Invitation
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.web.accounts.forms import Invite, Named, RolesOf
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.SEE, Thing.PERSON, "GET", "HEAD")
def people_page(request: DeskRequest) -> HttpResponse:
    words = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip()[:100]
    role = request.GET.get("role", "")
    found = queries.people(request.actor)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(agency__name__icontains=words))
    if role in list(Role):
        found = found.filter(held__role=role, ended_at=None)
    context = {
        "people": Paginator(found, 50).get_page(request.GET.get("page")),
        "words": words,
        "role": role,
        "roles": list(Role),
        "invitations": _open_invitations(request),
        "may_invite": somewhere(request.actor, Verb.INVITE, Thing.PERSON),
    }
    return render(request, "desk/people.html", context)


@page(Verb.INVITE, Thing.PERSON, "GET", "HEAD", "POST")
def invite_page(request: DeskRequest) -> HttpResponse:
    form = Invite(request.POST or None, agencies=_may_invite_to(request), initial={"agency": request.actor.agency})
    made: list[tuple[Invitation, str]] = []

    def do(*, agency: Agency, **fields: Any) -> None:
        made.append(invite(by=request.actor, agency=agency.pk, **fields))

    if submitted(form, do):
        return _show_link(request, *made[0])
    return render(request, "desk/invite.html", {"form": form}, status=400 if form.is_bound else 200)


@page(Verb.SEE, Thing.PERSON, "GET", "HEAD")
def person(request: DeskRequest, number: int) -> HttpResponse:
    return _person_page(request, number)


@page(Verb.CHANGE, Thing.PERSON, "POST")
def roles(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_person(request.actor, number), RolesOf(request.POST)
    if submitted(form, lambda **fields: change_roles(by=request.actor, person=found, **fields)):
        messages.success(request, _("The roles are changed. What is new waits for a second person."))
        return redirect(found.address)
    return _person_page(request, number, roles_form=form)


@page(Verb.RENEW, Thing.PERSON, "POST")
def renew_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_person(request.actor, number), Reason(request.POST, prefix="renew")
    made: list[tuple[Invitation, str]] = []
    if submitted(form, lambda reason: made.append(renew(by=request.actor, person=found, reason=reason))):
        return _show_link(request, *made[0])
    return _person_page(request, number, renew_form=form)


@page(Verb.END, Thing.PERSON, "POST")
def end(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_person(request.actor, number), Reason(request.POST, prefix="end")
    if submitted(form, lambda reason: end_person(by=request.actor, person=found, reason=reason)):
        messages.success(request, _("They are signed out and cannot sign in any more."))
        return redirect(found.address)
    return _person_page(request, number, end_form=form)


@page(Verb.WITHDRAW, Thing.INVITATION, "POST")
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    withdraw_invitation(by=request.actor, invitation=queries.find_invitation(request.actor, number))
    messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    return redirect("people")


def _person_page(request: DeskRequest, number: int, **forms: object) -> HttpResponse:
    found = queries.find_person(request.actor, number)
    change = found.is_active and may(request.actor, Verb.CHANGE, found)
    waiting = queries.appointments(request.actor).filter(person=found, confirmed_at=None, ended_at=None).first()
    context = {
        "found": found,
        "change": change,
        "oneself": found.pk == request.user.pk,
        "waiting": waiting,
        "roles_form": RolesOf(initial={"roles": sorted(found.roles | (waiting.appointed_roles if waiting else set()))}),
        "renew_form": Reason(prefix="renew"),
        "end_form": Reason(prefix="end"),
        **forms,
    }
    return render(request, "desk/person.html", context, status=400 if forms else 200)


def _may_invite_to(request: DeskRequest) -> Any:
    return queries.agencies(request.actor, Verb.CHANGE).filter(closed_at=None)


def _open_invitations(request: DeskRequest) -> Any:
    found = queries.invitations(request.actor)
    return found.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())[:200]


def _show_link(request: DeskRequest, invitation: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("accept-invitation", args=[token]))
    return render(request, "desk/link.html", {"invitation": invitation, "link": link})


@page(Verb.SEE, Thing.AGENCY, "GET", "HEAD")
def agencies_page(request: DeskRequest) -> HttpResponse:
    found = queries.agencies(request.actor).annotate(at_work=Count("people", filter=Q(people__ended_at=None)))
    context = {
        "agencies": found,
        "may_open": somewhere(request.actor, Verb.OPEN, Thing.AGENCY),
        "changeable": set(queries.agencies(request.actor, Verb.CHANGE).values_list("pk", flat=True)),
        "closable": set(queries.agencies(request.actor, Verb.CLOSE).values_list("pk", flat=True)),
    }
    return render(request, "desk/agencies.html", context)


@page(Verb.OPEN, Thing.AGENCY, "GET", "HEAD", "POST")
def open_page(request: DeskRequest) -> HttpResponse:
    form = Named(request.POST or None)
    if submitted(form, lambda name: open_agency(by=request.actor, name=name)):
        messages.success(request, _("The agency is opened. Invite its first administrator."))
        return redirect("invite")
    return _form_page(request, form, _("Open an agency"), _("Open"))


@page(Verb.CHANGE, Thing.AGENCY, "GET", "HEAD", "POST")
def rename(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_agency(request.actor, number)
    form = Named(request.POST or None, initial={"name": found.name})
    if submitted(form, lambda name: rename_agency(by=request.actor, agency=number, name=name)):
        messages.success(request, _("The agency has its new name."))
        return redirect("agencies")
    return _form_page(request, form, _("Rename %(name)s") % {"name": found.name}, _("Rename"))


@page(Verb.CLOSE, Thing.AGENCY, "GET", "HEAD", "POST")
def close(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_agency(request.actor, number)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: close_agency(by=request.actor, agency=number, reason=reason)):
        messages.success(request, _("The agency is closed. Its people are signed out."))
        return redirect("agencies")
    return _form_page(request, form, _("Close %(name)s") % {"name": found.name}, _("Close the agency"))


def _form_page(request: DeskRequest, form: Named | Reason, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": "agencies"}
    return render(request, "desk/form.html", context, status=400 if form.is_bound else 200)
