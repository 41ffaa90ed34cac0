"""Taking back: a permission, or a photograph. It works in closed requests, records and incidents: nobody must keep on
allowing something against their will."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.families.actions._mine import present
from antigone.desk.families.models import Allowed, Given, Request
from antigone.desk.families.queries import allows
from antigone.desk.photos import vault
from antigone.desk.photos.actions.lawful_basis import withdraw_consent, withdraw_photograph
from antigone.desk.photos.lawful_basis import live_consent
from antigone.desk.photos.models import Consent
from antigone.errors import OutOfStep

BY_FAMILY = "taken back with the tracing request"
"""The reason in the audit: in the desk's words, because a family's own belong to the family."""


def withdraw(*, by: Actor, request: Request, what: Allowed.What, body: str = "") -> int:
    """Take a permission back. For search, all its photographs leave the index now. Returns how many ended.

    Raises:
        RuleBroken: if it is not allowed now.
    """
    with act(by, Verb.WITHDRAW, request) as doing:
        found = present(doing.by, request)
        if not allows(found).get((str(what), body), False):
            raise OutOfStep(_("This is not allowed now."), _("There is nothing to do."))
        Allowed.objects.create(
            request=found,
            what=what,
            body=body,
            yes=False,
            language=found.language,
            at=timezone.now(),
            by_id=doing.by.person,
        )
        ended = 0
        if what == Allowed.What.SEARCH and found.consent is not None:
            consent, found.consent = found.consent, None
            found.save(update_fields=["consent"])
            if Consent.objects.filter(live_consent(), pk=consent.pk).exists():
                ended = withdraw_consent(by=by, consent=consent, reason=BY_FAMILY, final=True)
        doing.record(found.pk, scope=str(what), photographs=ended)
    return ended


def forget_file(given: Given) -> None:
    """Destroy the key of a photograph that was taken back, and what was said of it. Called inside an act."""
    given.wrapped, given.remark, given.notes = None, "", []
    given.save(update_fields=["wrapped", "remark", "notes"])


def withdraw_given(*, by: Actor, given: Given, keep: bool = False) -> None:
    """Take one photograph back. It leaves the index now; one that was not accepted yet is destroyed.

    ``keep``: the family may put it back within a day (``putting_back.put_back_given``). Nobody sees it until then, and
    the worker destroys it when the day is over.

    Raises:
        RuleBroken: if it was taken back.
    """
    with act(by, Verb.WITHDRAW, given) as doing:
        present(doing.by, given.request)
        found = Given.objects.select_related("photograph__subject").get(pk=given.pk)
        if found.withdrawn_at is not None:
            raise OutOfStep(_("This photograph was taken back."), _("There is nothing to do."))
        destroyed = found.wrapped is not None and not keep
        found.withdrawn_at, found.kept = timezone.now(), keep
        found.save(update_fields=["withdrawn_at", "kept"])
        if not keep:
            forget_file(found)
        photograph = found.photograph
        if photograph is not None and photograph.ended_at is None:
            withdraw_photograph(by=by, photograph=photograph, reason=BY_FAMILY)
        doing.record(found.pk, request=found.request_id, destroyed=destroyed)
    if destroyed:
        vault.discard(given.sealed)
