"""Public figures: read by anybody, published and withdrawn by an administrator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.csv_export import lines
from antigone.desk.figures.actions.publishing import preview, publish, seal, withdraw
from antigone.desk.figures.models import Publication
from antigone.desk.figures.protect import ROUNDED, SMALL, rows
from antigone.desk.figures.queries import publications, published
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page, public
from antigone.errors import NotThere


class Publish(Reason):
    note = forms.CharField(
        label=gettext_lazy("What you want to say with them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody can read it. Name nobody."),
    )
    seen = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    field_order = ("note", "reason", "seen")


@page(Verb.PUBLISH, Thing.FIGURES, "GET", "HEAD", "POST")
def publish_page(request: DeskRequest) -> HttpResponse:
    """A preview of what the public would see, and the button that publishes it."""
    figures = preview()
    form = Publish(request.POST or None, initial={"seen": seal(figures)})
    if submitted(form, lambda **said: publish(by=request.actor, **said)):
        messages.success(request, _("The figures are public now."))
        return redirect("figures")
    context = {
        "form": form,
        "figures": figures,
        "small": SMALL,
        "rounded": ROUNDED,
        "publications": publications(request.actor)[:50],
        "standing": published(),
    }
    return render(request, "desk/figures/publish.html", context, status=400 if form.is_bound else 200)


@page(Verb.WITHDRAW, Thing.FIGURES, "GET", "HEAD", "POST")
def withdraw_page(request: DeskRequest) -> HttpResponse:
    found = published()
    if found is None:
        messages.info(request, _("No figures are public: there is nothing to withdraw."))
        return redirect("figures-publish")
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: withdraw(by=request.actor, publication=found, reason=reason)):
        messages.success(request, _("The public page is taken down."))
        return redirect("figures-publish")
    context = {
        "form": form,
        "title": _("Withdraw the public figures"),
        "words": _("The page is taken down. Whoever has read it has read it."),
        "button": _("Withdraw"),
        "grave": True,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


HEADER = ("figure", "part", "what", "value")
"""Columns and words of the file are English in every language."""
HIDDEN = f"fewer than {SMALL}"


@public("GET", "HEAD")
def figures_page(request: DeskRequest) -> HttpResponse:
    found = _published()
    context = {"publication": found, "figures": found.figures, "small": SMALL, "rounded": ROUNDED}
    return render(request, "desk/figures/figures.html", context)


@public("GET", "HEAD")
def file(request: DeskRequest) -> HttpResponse:
    """The figures as CSV for spreadsheets."""
    found = _published()
    table = [(figure, part, what, _value(what, value)) for figure, part, what, value in rows(found.figures)]
    answer = HttpResponse("".join(lines(HEADER, table)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{found.counted_until:%Y-%m-%d}.csv"'
    return answer


def _value(what: str, value: object) -> object:
    if value is not None:
        return value
    return HIDDEN if what == "number" else "not published"


def _published() -> Publication:
    found = published()
    if found is None:
        raise NotThere(_("No figures are published here."), _("Whoever runs this desk can publish them."))
    return found


urlpatterns = [
    path("figures", figures_page, name="figures"),
    path("figures/file", file, name="figures-file"),
    path("figures/publish", publish_page, name="figures-publish"),
    path("figures/withdraw", withdraw_page, name="figures-withdraw"),
]
