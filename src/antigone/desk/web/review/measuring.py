"""Known pairs, for the validator; an incident's rules of review; declaring conflicts of interest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.models import Source
from antigone.desk.review import queries
from antigone.desk.review.actions.known import end_known_pair, make_known_pair
from antigone.desk.review.actions.people import DECLARED, declare_conflict
from antigone.desk.review.actions.rules import allow_measuring, change_rules, end_measuring
from antigone.desk.review.models import KnownTruth, Measuring, ReviewRules
from antigone.desk.review.open import rules_of
from antigone.desk.review.words import CONFLICTS, GROUNDS, SCALES
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.errors import NotThere, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.pairs import Truth
from antigone.protocol.proficiency import LEAST, MOST_FALSE_EXCLUSIONS, MOST_FALSE_INCLUSIONS
from antigone.types import Profile

_CODE = {"autocomplete": "off", "dir": "ltr"}


class MakeKnownPairForm(forms.Form):
    case = forms.CharField(label=gettext_lazy("Code of the case"), max_length=40, widget=forms.TextInput(attrs=_CODE))
    record = forms.CharField(
        label=gettext_lazy("Code of the record"), max_length=40, widget=forms.TextInput(attrs=_CODE)
    )
    ground = forms.TypedChoiceField(
        label=gettext_lazy("How it is known"), coerce=KnownTruth.Ground, choices=list(GROUNDS.items())
    )
    truth = forms.TypedChoiceField(
        label=gettext_lazy("If the source says so: whom do they show?"),
        coerce=Truth,
        empty_value=None,
        required=False,
        choices=[
            ("", "-"),
            (Truth.SAME.value, gettext_lazy("one person")),
            (Truth.DIFFERENT.value, gettext_lazy("two persons")),
        ],
    )
    how = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What proves it. Never a face alone."),
    )


class End(Reason):
    counted = forms.BooleanField(
        label=gettext_lazy("What was said of it so far still counts: its truth was right"), required=False, initial=True
    )
    field_order = ("counted", "reason")


class ChangeRulesForm(Reason):
    scale = forms.ChoiceField(label=gettext_lazy("Scale of conclusions"), choices=list(SCALES.items()))
    known_rate = forms.FloatField(
        label=gettext_lazy("Share of known pairs in all work"),
        min_value=0,
        max_value=0.5,
        help_text=gettext_lazy("0.1 is one in ten."),
    )
    known_same = forms.FloatField(
        label=gettext_lazy("Of the known pairs, share of those that show one person"), min_value=0.01, max_value=0.99
    )
    agencies_apart = forms.BooleanField(
        label=gettext_lazy("Examiners of one pair work for different agencies"), required=False
    )
    false_inclusion = forms.FloatField(
        label=gettext_lazy("Limit of false inclusions"), min_value=0.001, max_value=0.999
    )
    false_exclusion = forms.FloatField(
        label=gettext_lazy("Limit of false exclusions"), min_value=0.001, max_value=0.999
    )
    set_size = forms.IntegerField(
        label=gettext_lazy("Pairs in a proficiency set"),
        min_value=LEAST,
        max_value=200,
        required=False,
        help_text=gettext_lazy(
            "What somebody has done is judged anew by what you write here. What is empty stays as it is."
        ),
    )
    set_false_inclusions = forms.IntegerField(
        label=gettext_lazy("At most so many false inclusions in it"),
        min_value=0,
        max_value=MOST_FALSE_INCLUSIONS,
        required=False,
    )
    set_false_exclusions = forms.IntegerField(
        label=gettext_lazy("At most so many false exclusions in it"),
        min_value=0,
        max_value=MOST_FALSE_EXCLUSIONS,
        required=False,
    )
    set_undecided = forms.IntegerField(
        label=gettext_lazy("At most so many undecided in it"), min_value=0, max_value=100, required=False
    )
    field_order = (
        "scale",
        "known_rate",
        "known_same",
        "agencies_apart",
        "false_inclusion",
        "false_exclusion",
        "set_size",
        "set_false_inclusions",
        "set_false_exclusions",
        "set_undecided",
        "reason",
    )


class Declare(Reason):
    what = forms.TypedChoiceField(
        label=gettext_lazy("What binds you"),
        coerce=ConflictOfInterest,
        choices=[(conflict.value, CONFLICTS[conflict]) for conflict in DECLARED],
    )
    field_order = ("what", "reason")


@page(Verb.SEE, Thing.KNOWN_PAIR, "GET", "HEAD")
def known_pairs(request: DeskRequest) -> HttpResponse:
    found = queries.known_pairs(request.actor).annotate(given=Count("assignments"))
    shown = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"pairs": shown, "grounds": {ground.value: words for ground, words in GROUNDS.items()}}
    return render(request, "desk/review/known_pairs.html", context)


@page(Verb.MAKE, Thing.KNOWN_PAIR, "GET", "HEAD", "POST")
def known_pair_make(request: DeskRequest) -> HttpResponse:
    form = MakeKnownPairForm(request.POST or None)

    def do(*, case: str, record: str, ground: KnownTruth.Ground, how: str, truth: Truth | None) -> None:
        first, second = (queries.of_ones_agency(request.actor, code) for code in (case, record))
        if first is None or second is None:
            raise RuleBroken(_("There is no such case or record of your agency."), _("Check the codes that you typed."))
        make_known_pair(by=request.actor, case=first, record=second, ground=ground, how=how, truth=truth)

    if submitted(form, do):
        messages.success(request, _("The known pair is kept. It is mixed in when work is given."))
        return redirect("known-pairs")
    context = {
        "form": form,
        "title": _("Make a known pair"),
        "words": _(
            "A case and a record of your agency that stand on a candidate list together, and of which it is known by"
            " something else than faces whether they are one person. Examiners cannot tell it from other work."
        ),
        "button": _("Keep it"),
        "back": "/known-pairs",
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.END, Thing.KNOWN_PAIR, "GET", "HEAD", "POST")
def known_pair_end(request: DeskRequest, number: int) -> HttpResponse:
    pair = queries.find_known_pair(request.actor, number)
    form = End(request.POST or None)
    if submitted(form, lambda **said: end_known_pair(by=request.actor, pair=pair, **said)):
        messages.success(request, _("The known pair is ended."))
        return redirect("known-pairs")
    context = {
        "form": form,
        "title": _("End a known pair"),
        "words": f"{pair.case.code}, {pair.record.code}. " + _("It is given to nobody any more."),
        "button": _("End it"),
        "back": "/known-pairs",
        "grave": True,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.SEE, Thing.REVIEW_RULES, "GET", "HEAD")
def rules(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    require(request.actor, Verb.SEE, Thing.REVIEW_RULES.of(incident))
    context = {
        "incident": incident,
        "rules": rules_of(incident.pk),
        "scale": SCALES[rules_of(incident.pk).scale],
        "versions": ReviewRules.objects.filter(incident=incident).select_related("by")[:50],
        "may_change": may(request.actor, Verb.CHANGE, Thing.REVIEW_RULES.of(incident)),
    }
    return render(request, "desk/review/rules.html", context)


@page(Verb.CHANGE, Thing.REVIEW_RULES, "GET", "HEAD", "POST")
def rules_change(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    require(request.actor, Verb.CHANGE, Thing.REVIEW_RULES.of(incident))
    now = rules_of(incident.pk)
    form = ChangeRulesForm(
        request.POST or None, initial={name: getattr(now, name) for name in ChangeRulesForm.field_order[:-1]}
    )
    if submitted(form, lambda **said: change_rules(by=request.actor, incident=incident, **said)):
        messages.success(request, _("The new rules hold for work that is given from now on."))
        return redirect("incident-review-rules", number)
    context = {
        "form": form,
        "title": _("Change the rules of review"),
        "words": _("The earlier rules stay readable. Work that was given keeps its scale."),
        "button": _("Change"),
        "back": f"/incidents/{incident.pk}/review-rules",
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.SOURCE, "GET", "HEAD", "POST")
def measuring(request: DeskRequest, number: int) -> HttpResponse:
    """Allow that examiners are measured with a source's photographs, or end that: for administrators."""
    source = Source.objects.filter(pk=number).first()
    if source is None or not may(request.actor, Verb.SEE, source):
        raise NotThere(_("There is no such thing here."), _("Perhaps the address is wrong, or it is another agency's."))
    require(request.actor, Verb.CHANGE, source)
    stands = Measuring.objects.filter(source=source, ended_at=None).first()
    form = Reason(request.POST or None)

    def do(reason: str) -> None:
        if stands is None:
            allow_measuring(by=request.actor, source=source, reason=reason)
        else:
            end_measuring(by=request.actor, measuring=stands, reason=reason)

    if submitted(form, do):
        messages.success(request, _("This is kept."))
        return redirect(source.address)
    context: dict[str, Any] = {
        "form": form,
        "title": _("Measuring examiners with %(source)s") % {"source": source.name},
        "words": _("Only where its purposes and the consents say so may photographs be used to measure examiners.")
        if stands is None
        else _("It is allowed now. Say why it ends: nothing new is made with its photographs."),
        "button": _("Allow it") if stands is None else _("End it"),
        "back": source.address,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.MAKE, Thing.CONFLICT_OF_INTEREST, "GET", "HEAD", "POST")
def tie_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.MAKE, Thing.CONFLICT_OF_INTEREST.of(subject))
    form = Declare(request.POST or None)
    if submitted(form, lambda **said: declare_conflict(by=request.actor, subject=subject, **said)):
        messages.success(request, _("This is kept: you are not asked to examine this."))
        return redirect(subject.address)
    context = {
        "form": form,
        "title": _("You are bound to %(code)s") % {"code": subject.code},
        "words": _(
            "If you knew this person, met their family or know how it ended, you are not asked to examine it. It"
            " cannot be taken back."
        ),
        "button": _("Say so"),
        "back": subject.address,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)
