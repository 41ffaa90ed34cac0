"""One proposed pair: its waterfall, line by line, and the other candidates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.actions.pairs import side_of_pair
from antigone.desk.reconciling import queries
from antigone.desk.reconciling.models import ProposedPair
from antigone.desk.reconciling.queries import since
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.queries import reviews
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.reconciling.shown import ProposalShown, VisibleSubjects, drawn, lines_of, shown
from antigone.errors import NotThere


@page(Verb.SEE, Thing.PROPOSAL, "GET", "HEAD")
def one(request: DeskRequest, number: int) -> HttpResponse:
    proposal = queries.find_proposal(request.actor, number)
    found = _seen(request, proposal)
    linked = [int(n) for line in proposal.lines or [] if line["kind"] == "linked" for n in line["said"].split()]
    lines = lines_of(found, proposal.run.sources or [], VisibleSubjects(request.actor, linked).codes)
    title = _("%(case)s and %(record)s") % _codes(found)
    # The picture escapes all words in it, and holds no script and no style.
    svg = mark_safe(drawn(found, lines, title))  # noqa: S308
    context = {
        "one": found,
        "run": proposal.run,
        "lines": lines,
        "against": [line for line in lines if line.against],
        "picture": svg,
        "since": since(proposal.run),
        "newer": queries.newer(proposal.run),
        **_review(request, found),
    }
    return render(request, "desk/reconciling/pair.html", context)


@page(Verb.OPEN, Thing.REVIEW, "GET", "HEAD", "POST")
def examine(request: DeskRequest, number: int) -> HttpResponse:
    """Put the pair before examiners, who see neither this page nor its numbers."""
    proposal = queries.find_proposal(request.actor, number)
    found = _seen(request, proposal)
    form = Reason(request.POST or None)
    if submitted(
        form,
        lambda reason: begin_review(by=request.actor, case=proposal.case, record=proposal.record, reason=reason),
    ):
        messages.success(request, _("It is put before two examiners. They see neither this page nor its numbers."))
        return redirect(proposal.address)
    context = {
        "form": form,
        "title": _("Put %(case)s and %(record)s before examiners") % _codes(found),
        "words": _(
            "Two examiners compare the faces, each for themselves. They are not told that the pair was proposed, by"
            " what or how probable it is. You do not examine it then, because you have seen that."
        ),
        "button": _("Put before examiners"),
        "back": proposal.address,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


def _seen(request: DeskRequest, proposal: ProposedPair) -> ProposalShown:
    found = shown(request.actor, [proposal])[0]
    if found.case is None or found.record is None:
        raise NotThere(
            _("One of this pair is no longer for your eyes."),
            _("The agency that holds it has taken back what it shared, or the file was closed to you."),
        )
    return found


def _codes(one: ProposalShown) -> dict[str, str]:
    assert one.case is not None and one.record is not None, "seen before"
    return {"case": one.case.code, "record": one.record.code}


def _review(request: DeskRequest, found: ProposalShown) -> dict[str, object]:
    """Whether the pair is before examiners, for those who may know; and whether the reader may put it there."""
    case, record = found.case, found.record
    assert case is not None and record is not None, "seen before"
    side = side_of_pair(request.actor, Verb.OPEN, Thing.REVIEW, case, record)
    return {
        "before_examiners": reviews(request.actor).filter(case=case, record=record).order_by("-round").first(),
        "may_examine": may(request.actor, Verb.OPEN, Thing.REVIEW.of(side)),
    }
