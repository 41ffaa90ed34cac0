"""Records that are ticked on a list, added to a list of persons who may be among the dead: one new version of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.queries import names_of
from antigone.desk.reconciling.actions.lists import write_list
from antigone.desk.reconciling.models import ListVersion
from antigone.desk.reconciling.queries import must_take_part, standing
from antigone.desk.subjects.models import Subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.lists import back_to, ticked_rows
from antigone.errors import OutOfStep
from antigone.types import Profile

Standing = tuple[ListVersion, list[int]]


class AddToList(Reason):
    """Which list they come on."""

    listing = forms.TypedChoiceField(label=gettext_lazy("The list"), coerce=int, widget=forms.RadioSelect)
    field_order = ("listing", "reason")

    def __init__(self, *args: Any, lists: list[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["listing"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(listing.pk, listing.name) for listing, _its in lists]


@page(Verb.MAKE, Thing.LISTING, "GET", "HEAD", "POST")
def add_page(request: DeskRequest) -> HttpResponse:
    """Ask for the list, and write its next version with the ticked records beside those it has. All of them or none: a
    list that is half changed would be reconciled as if somebody had meant it.
    """
    rows = list(ticked_rows(request, Profile.AM).select_related("incident"))
    incidents = {row.incident for row in rows}
    incident = incidents.pop() if len(incidents) == 1 else None
    lists = _named(request, incident) if incident else []
    form = AddToList(request.POST if "asked" in request.POST else None, lists=lists)

    def do(*, listing: int, reason: str) -> None:
        assert incident is not None, "there are lists of one incident alone"
        _add(request, incident, next(each for each in lists if each[0].pk == listing), rows, reason)

    if rows and lists and submitted(form, do):
        return redirect(back_to(request, Profile.AM))
    names = names_of(row.pk for row in rows)
    context = {
        "form": form,
        "rows": [(row, names.get(row.pk, "")) for row in rows],
        "incident": incident,
        "lists": lists,
        "back": back_to(request, Profile.AM),
    }
    return render(request, "desk/records/listing.html", context, status=400 if form.is_bound else 200)


def _named(request: DeskRequest, incident: Incident) -> list[Standing]:
    """The lists that name their persons; the one that holds everybody else names nobody."""
    must_take_part(request.actor, incident)
    return [each for each in standing(request.actor.at(incident)) if not each[0].everybody_else]


def _add(request: DeskRequest, incident: Incident, to: Standing, rows: list[Subject], reason: str) -> None:
    listing, there = to
    more = [row for row in rows if row.pk not in set(there)]
    if not more:
        raise OutOfStep(_("All of them are on this list."), _("There is nothing to do."))
    write_list(
        by=request.actor,
        incident=incident,
        name=listing.name,
        kind=listing.kind,
        share=listing.share,
        everybody_else=False,
        records=[*Subject.objects.filter(pk__in=there), *more],
        reason=reason,
        after=listing.version,
    )
    words = ngettext("%(number)s more is on the list %(name)s.", "%(number)s more are on the list %(name)s.", len(more))
    messages.success(request, words % {"number": len(more), "name": listing.name})
