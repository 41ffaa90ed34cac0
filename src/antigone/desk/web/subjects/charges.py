"""Who answers for cases and records: several of a list given to a colleague at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates.queries import names_of
from antigone.desk.subjects.actions.charge import give_charge
from antigone.desk.subjects.models import THINGS, Subject
from antigone.desk.subjects.queries import may_answer, with_charge
from antigone.desk.web.forms import Reason
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.lists import back_to, ticked_rows
from antigone.errors import NotAllowed, RuleBroken
from antigone.types import Profile


class GiveCharge(Reason):
    """A colleague who answers from now on."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for them from now on"), queryset=Person.objects.none(), widget=forms.RadioSelect
    )
    field_order = ("to", "reason")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


@page(Verb.CHANGE, THINGS, "GET", "HEAD", "POST")
def charge_page(request: DeskRequest, kind: Profile) -> HttpResponse:
    """Ask who answers for the rows that are ticked, and give them: each is an act of its own, and what a rule stops is
    counted and said.
    """
    rows = list(with_charge(ticked_rows(request, kind)))
    said = request.POST if "to" in request.POST or "asked" in request.POST else None
    form = GiveCharge(said, people=may_answer(request.actor, kind))
    if rows and form.is_valid():
        _give(request, rows, **form.cleaned_data)
        return redirect(back_to(request, kind))
    context = {
        "form": form,
        "rows": _named(rows),
        "back": back_to(request, kind),
    }
    return render(request, "desk/subjects/charge.html", context, status=400 if form.is_bound else 200)


def _named(rows: list[Subject]) -> list[tuple[Subject, str]]:
    names = names_of(row.pk for row in rows)
    return [(row, names.get(row.pk, "")) for row in rows]


def _give(request: DeskRequest, rows: list[Subject], *, to: Person, reason: str) -> None:
    given, refused = 0, []
    for row in rows:
        try:
            give_charge(by=request.actor, subject=row, to=to, reason=reason)
            given += 1
        except (NotAllowed, RuleBroken) as fault:
            refused.append(f"{row.code}: {fault.detail} {fault.hint}")
    if refused:
        counted = ngettext("%(number)s was not given.", "%(number)s were not given.", len(refused))
        messages.error(request, " ".join([counted % {"number": len(refused)}, *refused]))
    about = {"number": given, "name": to.name}
    if given:
        words = ngettext("%(name)s answers for %(number)s more.", "%(name)s answers for %(number)s more.", given)
        messages.success(request, words % about)
