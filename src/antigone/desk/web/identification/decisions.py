"""Decisions, their certificates, and where a recall begins."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.queries import names_known
from antigone.desk.identification import queries
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.certificate import certificate, sections, statement
from antigone.desk.identification.models import Decision, Recall
from antigone.desk.identification.remarks import remarks_of
from antigone.desk.identification.to_protocol import acts_around, frozen_of
from antigone.desk.identification.words import CONCLUSIONS, WHATS
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification import forms
from antigone.desk.web.identification.common import both_of, done, form_page
from antigone.protocol.recall import What
from antigone.protocol.scales import Conclusion


@page(Verb.SEE, Thing.DECISION, "GET", "HEAD")
def decisions_page(request: DeskRequest) -> HttpResponse:
    rows = Paginator(queries.decisions(request.actor), 50).get_page(request.GET.get("page"))
    listed = [{"row": row, "words": CONCLUSIONS[Conclusion[row.conclusion]]} for row in rows]
    known = names_known(request.actor, both_of(rows))
    return render(request, "desk/identification/decisions.html", {"rows": rows, "listed": listed, "known": known})


@page(Verb.SEE, Thing.DECISION, "GET", "HEAD")
def decision_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, queries.find_decision(request.actor, number))


@page(Verb.MAKE, Thing.CERTIFICATE, "POST")
def certify_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.MAKE, Thing.CERTIFICATE, number)
    return done(
        request,
        lambda: make_certificate(by=request.actor, decision=found, address=_address(request, found)),
        _("The certificate is made."),
        found.address,
        lambda **more: _show(request, found, **more),
    )


@page(Verb.SEE, Thing.CERTIFICATE, "GET", "HEAD")
def certificate_page(request: DeskRequest, number: int) -> HttpResponse:
    """The certificate as it was made; once it is void, marked so on every page. The latest, or ``?place=``."""
    found = _allowed(request, Verb.SEE, Thing.CERTIFICATE, number)
    place = request.GET.get("place", "")
    rows = found.certificates.all()
    if place.isascii() and place.isdigit() and len(place) < 5:
        rows = rows.filter(place=int(place))
    row = rows.first()
    if row is None:
        return _show(request, found, trouble=_("No certificate was made of this decision."))
    pdf, name = bytes(row.pdf), f"{found.number}-{row.place}"
    if row.void_at is not None:
        void = _("VOID: this identification was recalled (%(number)s).") % {"number": found.recall.number}
        pdf = certificate(
            frozen_of(found),
            sha256=found.sha256,
            number=f"{found.number}/{row.place}",
            made=row.at,
            language=row.language,
            issuer=found.agency.name,
            address=_address(request, found),
            remarks=[remark.words for remark in remarks_of(found)],
            void=void,
        )
        name = f"{name}-void"
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _address(request: DeskRequest, found: Decision) -> str:
    return request.build_absolute_uri(found.address)


@page(Verb.RECALL, Thing.DECISION, "GET", "HEAD", "POST")
def recall_page(request: DeskRequest, number: int) -> HttpResponse:
    found = _allowed(request, Verb.RECALL, Thing.DECISION, number)
    form = forms.RecallForm(request.POST or None)
    made: list[Recall] = []
    if submitted(form, lambda **said: made.append(begin_recall(by=request.actor, decision=found, **said))):
        return redirect(made[0].address)
    words = _(
        "In the moment in which you send this, case, record and everything that was done on the identification are"
        " frozen. Both come back into search; a person found alive leaves it at once. You are then shown each act that"
        " must be undone. One person may begin it: stopping harms less than going on."
    )
    title = _("Recall %(number)s") % {"number": found.number}
    back = found.address
    return form_page(request, form, title=title, words=words, button=_("Recall it now"), back=back, grave=True)


def _allowed(request: DeskRequest, verb: Verb, thing: Thing, number: int) -> Decision:
    found = queries.find_decision(request.actor, number)
    require(request.actor, verb, thing.of(found))
    return found


def _show(request: DeskRequest, found: Decision, **more: Any) -> HttpResponse:
    whole = frozen_of(found)
    acts = [{"row": act, "what": WHATS[What(act.what)]} for act in acts_around(found)]
    context = {
        "decision": found,
        "known": names_known(request.actor, both_of([found])),
        "conclusion": CONCLUSIONS[Conclusion[found.conclusion]],
        "sections": list(sections(whole, found.sha256, found.at)),
        "statement": statement(),
        "acts": acts,
        "recall": getattr(found, "recall", None),
        "frozen": found.stands and queries.rests_on_a_recalled_one(found),
        "certificates": list(found.certificates.select_related("by")),
        "sees_file": may(request.actor, Verb.SEE, Thing.FILE.of(found)),
        "sees_certificates": may(request.actor, Verb.SEE, Thing.CERTIFICATE.of(found)),
        "may_certify": found.stands and may(request.actor, Verb.MAKE, Thing.CERTIFICATE.of(found)),
        "may_recall": found.stands and may(request.actor, Verb.RECALL, found),
        **more,
    }
    return render(request, "desk/identification/decision.html", context, status=400 if more else 200)
