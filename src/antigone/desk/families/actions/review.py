"""What staff does with a request: accept it, ask back, take answers over, close it, erase it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.actions.pairs import link
from antigone.desk.families.actions._forgetting import forget_all
from antigone.desk.families.actions._mine import live, present
from antigone.desk.families.as_record import AsRecord, as_record
from antigone.desk.families.models import Allowed, Request
from antigone.desk.families.queries import may, told
from antigone.desk.photos.actions.lawful_basis import add_consent
from antigone.desk.photos.models import Consent
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken

_HOW = {
    Request.How.ALONE: noop("on the pages for families, after code and secret were given"),
    Request.How.ASSISTED: noop("said to whoever wrote the request down"),
    Request.How.PAPER: noop("on the paper form"),
}
"""How a consent was given, as the desk keeps it."""


def accept_request(*, by: Actor, request: Request, same_as: Subject | None = None, reason: str = "") -> Subject:
    """Open the record of the missing person from the answers, with the consent to search if it was given.

    ``same_as``: a record that somebody else's request was made of, for the same person. Both are linked, not merged.
    A request that allows no search is accepted all the same: it has a record, and no photograph of it is searched.

    Raises:
        RuleBroken: if it was not sent, was accepted, or its answers cannot be a record.
        NotAllowed: for ``same_as``, if one may not link records.
    """
    said = as_record(told(request))
    with act(by, Verb.ACCEPT, request) as doing:
        found = live(doing.by, request)
        if found.accepted_at is not None:
            raise OutOfStep(_("This request is accepted."), _("There is nothing to do."))
        if found.sent_at is None:
            raise RuleBroken(_("The family has not sent this request yet."), _("Wait until they do, or ask them."))
        record = _open(by, found, said)
        if same_as is not None:
            link(by=by, one=record, other=same_as, reason=reason or _("Two requests for one person."))
        found.record, found.accepted_at, found.accepted_by_id = record, timezone.now(), doing.by.person
        found.taken_over = found.answers.order_by("-pk").values_list("pk", flat=True).first() or 0
        if may(found, Allowed.What.SEARCH):
            found.consent = _consent(by, found, said)
        found.save()
        doing.record(found.pk, record=record.pk, search=found.consent_id is not None, linked=same_as is not None)
    return record


def renew_consent(*, by: Actor, request: Request) -> Consent:
    """Keep a new consent, if the family allows the search after all or again.

    Raises:
        RuleBroken: if they do not allow it, the request has no record, or a consent stands.
    """
    said = as_record(told(request))
    with act(by, Verb.ACCEPT, request) as doing:
        found = live(doing.by, request)
        if found.consent_id is not None:
            raise OutOfStep(_("A consent stands already."), _("There is nothing to do."))
        if found.record is None or not may(found, Allowed.What.SEARCH):
            raise RuleBroken(
                _("The family does not allow it, or the request is not accepted yet."), _("Ask them, if that is safe.")
            )
        found.consent = _consent(by, found, said)
        found.save(update_fields=["consent"])
        doing.record(found.pk, consent=found.consent.pk)
    return found.consent


def take_over(*, by: Actor, request: Request, upto: int) -> None:
    """Note that all answers up to this one were written into the record. Nothing is written there by itself."""
    with act(by, Verb.ACCEPT, request) as doing:
        found = live(doing.by, request)
        last = found.answers.filter(pk__lte=upto).order_by("-pk").values_list("pk", flat=True).first()
        if last is None or last <= found.taken_over:
            raise OutOfStep(_("These answers were brought in already."), _("There is nothing to do."))
        found.taken_over = last
        found.save(update_fields=["taken_over"])
        doing.record(found.pk, answer=last)


def ask_to_call(*, by: Actor, request: Request) -> None:
    """Ask the family, on their page, to contact their liaison officer: in the same words whatever it is about."""
    _asked(by, request, asking=True)


def settle_call(*, by: Actor, request: Request) -> None:
    """Note that they got in touch: their page says again where things stand."""
    _asked(by, request, asking=False)


def settle_danger(*, by: Actor, request: Request, reason: str) -> None:
    """Write down what was done about the sign of danger, which is then settled.

    Raises:
        RuleBroken: if there is none.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.ANSWER, request, reason=reason) as doing:
        found = present(doing.by, request)
        if found.danger_at is None:
            raise OutOfStep(_("There is no sign of danger."), _("There is nothing to do."))
        found.danger_at = None
        found.save(update_fields=["danger_at"])
        doing.record(found.pk, danger="settled")


def close_request(*, by: Actor, request: Request, reason: str) -> None:
    """Close a request: nobody is missing any more, or it was no request. Everything in it stays.

    Raises:
        RuleBroken: if it is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CLOSE, request, reason=reason) as doing:
        found = live(doing.by, request)
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        doing.record(found.pk)


def reopen_request(*, by: Actor, request: Request, reason: str) -> None:
    """Reopen a request. Raises: RuleBroken, if it is open."""
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, request, reason=reason) as doing:
        found = present(doing.by, request)
        if found.closed_at is None:
            raise OutOfStep(_("This is open."), _("There is nothing to do."))
        found.closed_at = None
        found.save(update_fields=["closed_at"])
        doing.record(found.pk, again=True)


def erase_request(*, by: Actor, request: Request, reason: str) -> dict[str, int]:
    """Destroy what a request holds: answers, messages, secrets, waiting photographs. Returns what that was.

    The record and its photographs are another agency's duty to keep or destroy: they are erased on their own pages. So
    this comes after them, and after the consent was taken back.

    Raises:
        RuleBroken: if it was erased, or a consent to search still stands.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, request, reason=reason) as doing:
        found = present(doing.by, request)
        if found.consent_id is not None:
            raise RuleBroken(
                _("A consent to search still stands."), _("Take it back first: then no photograph of it is searched.")
            )
        done = forget_all(found)
        doing.record(found.pk, **done)
    return done


def _open(by: Actor, request: Request, said: AsRecord) -> Subject:
    record = open_record(
        by=by, incident=request.portal.incident, names=said.names, informants=said.informants, **said.details
    ).subject
    for mark in said.marks[:40]:
        add_mark(by=by, subject=record, **mark)
    for known in said.elsewhere:
        add_elsewhere(by=by, subject=record, what=known["what"], holder=known["holder"], number=known["number"])
    return record


def _consent(by: Actor, request: Request, said: AsRecord) -> Consent:
    yes = request.allowed.filter(what=Allowed.What.SEARCH, yes=True).latest("pk")
    who: dict[str, Any] = said.informants[0] if said.informants else {}
    assert request.record is not None, "there is a record before there is a consent"
    return add_consent(
        by=by,
        source=request.portal.source,
        subject=request.record,
        given_by=who.get("name") or f"request {request.pk}",
        relation=who.get("relation") or "not told",
        given_on=timezone.localtime(yes.at).date(),
        how=_HOW[Request.How(request.how)],
    )


def _asked(by: Actor, request: Request, *, asking: bool) -> None:
    with act(by, Verb.ANSWER, request) as doing:
        found = live(doing.by, request)
        if (found.asked_at is not None) == asking:
            raise OutOfStep(_("It says so already."), _("There is nothing to do."))
        found.asked_at = timezone.now() if asking else None
        found.save(update_fields=["asked_at"])
        doing.record(found.pk, asked=asking)
