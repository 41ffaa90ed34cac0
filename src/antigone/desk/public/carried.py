"""Carrying what was typed after a visit was over through coming back, so that it is kept.

Both the gate of every page and the page of coming back need it, so it stands below both.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import Actor, family
from antigone.desk.families.actions.beginning import answer
from antigone.desk.families.models import Request
from antigone.desk.families.questions import FORMS

_DIGITS = {"autocomplete": "off", "dir": "ltr", "inputmode": "numeric"}
_CARRIED = "kept-"
"""Names of fields that were typed when the visit was over already begin so."""


class Back(forms.Form):
    code = forms.CharField(label=_("First number (9 digits)"), max_length=40, widget=forms.TextInput(attrs=_DIGITS))
    secret = forms.CharField(
        label=_("Second number (16 digits)"),
        max_length=60,
        widget=forms.TextInput(attrs={**_DIGITS, "inputmode": "text"}),
    )


def back_with(request: HttpRequest) -> HttpResponse:
    """The page for coming back, instead of a page that was sent too late: what was typed is carried along."""
    step = request.path.rpartition("/")[2]
    carried = [(f"{_CARRIED}step", step)] if step in FORMS else []
    if carried:
        names = FORMS[step].base_fields
        carried += [(f"{_CARRIED}{name}", value) for name in names for value in request.POST.getlist(name)]
    return render(request, "p/back.html", {"form": Back(), "over": True, "carried": carried}, status=403)


def carried_in(sent: QueryDict) -> list[tuple[str, str]]:
    """What an earlier page carried along, field by field."""
    return [(name, value) for name in sent if name.startswith(_CARRIED) for value in sent.getlist(name)]


def keep_carried(by: Actor, request: Request, carried: list[tuple[str, str]]) -> tuple[str, ...]:
    """Keep what was carried along. Returns the page to look at again, if it could not be kept."""
    given: dict[str, list[str]] = {}
    for name, value in carried:
        given.setdefault(name.removeprefix(_CARRIED), []).append(value)
    step = given.pop("step", [""])[0]
    if step not in FORMS:
        return ()
    fields = FORMS[step].base_fields
    data: Any = {name: values if name == "ways" else values[0] for name, values in given.items() if name in fields}
    form = FORMS[step](data)
    if not form.is_valid():
        return (step,)
    answer(by=family(request.pk, by.address), request=request, step=step, said=form.said())
    return ()
