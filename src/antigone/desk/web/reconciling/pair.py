"""One proposed pair: what moves its weight, line by line, and who else there is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.reconciling import queries
from antigone.desk.reconciling.since import since
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.reconciling.shown import Known, drawn, lines_of, shown
from antigone.errors import NotThere


@page(Verb.SEE, Thing.PROPOSAL, "GET", "HEAD")
def one(request: DeskRequest, number: int) -> HttpResponse:
    proposal = queries.find_proposal(request.actor, number)
    found = shown(request.actor, [proposal])[0]
    if found.case is None or found.record is None:
        raise NotThere(
            _("One of this pair is no longer for your eyes."),
            _("The agency that holds it has taken back what it shared, or the file was closed to you."),
        )
    linked = [int(n) for line in proposal.lines or [] if line["kind"] == "linked" for n in line["said"].split()]
    lines = lines_of(found, proposal.run.sources or [], Known(request.actor, linked).codes)
    title = _("%(case)s and %(record)s") % {"case": found.case.code, "record": found.record.code}
    # The picture escapes all words in it, and holds no script and no style.
    svg = mark_safe(drawn(found, lines, title))  # noqa: S308
    about = {
        "one": found,
        "run": proposal.run,
        "lines": lines,
        "against": [line for line in lines if line.against],
        "picture": svg,
        "since": since(proposal.run),
        "newer": queries.newer(proposal.run),
    }
    return render(request, "desk/reconciling/pair.html", about)
