"""A family's own page: where things stand, what is held, what they can take back or say; and the paper form."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from antigone.desk.families.actions.messages import LONGEST, write
from antigone.desk.families.actions.putting_back import destroy_now, put_back_given, within_the_day
from antigone.desk.families.actions.withdraw import withdraw, withdraw_given
from antigone.desk.families.models import Allowed, Given, Message
from antigone.desk.families.paper import as_pdf, lines
from antigone.desk.families.queries import allows, photographs_of, summary
from antigone.desk.families.questions import SHORT
from antigone.desk.families.stages import WORDS, stage_of
from antigone.desk.public.gate import FamilyRequest, family_page, not_here
from antigone.errors import RuleBroken


class WordsForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("message", _("a message or a question")),
            ("complaint", _("a complaint: something was not right")),
            ("erase", _("I want you to delete everything")),
        ],
        initial="message",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
    )


@family_page("GET", "HEAD")
def home(request: FamilyRequest) -> HttpResponse:
    found = request.theirs
    stage = stage_of(found)
    context = {
        "stage": WORDS[stage],
        "call": stage == "contact",
        "found": found,
        "portal": found.portal,
        "given": [each for each in photographs_of(found) if each.withdrawn_at is None],
        "taken_out": within_the_day(found),
        "messages_": found.messages.exclude(words="").order_by("-pk")[:40],
        "asks_erasure": found.erasure_asked_at,
        "safe_word": bool(found.safe_word),
        **summary(found),
    }
    return render(request, "p/home.html", context)


@family_page("GET", "HEAD", "POST")
def take_back(request: FamilyRequest, what: str) -> HttpResponse:
    """The page before something is taken back: what happens then, and the button."""
    kind, _, place = what.partition("-")
    found = request.theirs
    if kind == "photo":
        given = Given.objects.filter(request=found, pk=_number(place), withdrawn_at=None).first()
        if given is None:
            raise not_here()
        if request.method == "POST":
            withdraw_given(by=request.actor, given=given, keep="destroy" not in request.POST)
            return redirect("family-home")
        return render(request, "p/take_back.html", {"given": given})
    if kind not in Allowed.What.values:
        raise not_here()
    allowed = [body for (each, body), yes in allows(found).items() if each == kind and yes]
    index = _number(place) if kind == "share" else 0
    if index >= len(allowed):
        return redirect("family-home")
    if request.method == "POST":
        withdraw(by=request.actor, request=found, what=Allowed.What(kind), body=allowed[index])
        return redirect("family-home")
    return render(request, "p/take_back.html", {"kind": kind, "body": allowed[index], "short": SHORT[kind]})


@family_page("POST")
def put_back(request: FamilyRequest, number: int) -> HttpResponse:
    """Put back a photograph that they took out within the day, or have it destroyed now."""
    given = next((each for each in within_the_day(request.theirs) if each.pk == number), None)
    if given is None:
        raise not_here()
    if "destroy" in request.POST:
        destroy_now(by=request.actor, given=given)
    else:
        put_back_given(by=request.actor, given=given)
    return redirect("family-home")


@family_page("GET", "HEAD", "POST")
def words(request: FamilyRequest) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            write(by=request.actor, request=request.theirs, what=Message.What(said["what"]), words=said["words"])
        except RuleBroken as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
        else:
            return redirect("family-home")
    return render(request, "p/words.html", {"form": form}, status=400 if form.errors else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0


@family_page("GET", "HEAD", visit=False)
def paper(request: FamilyRequest) -> HttpResponse:
    return render(request, "p/paper.html", {"sections": lines()})


@family_page("GET", "HEAD", visit=False)
def pdf(request: FamilyRequest) -> HttpResponse:
    answer = HttpResponse(as_pdf(request.language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="form-{request.language}.pdf"'
    return answer
