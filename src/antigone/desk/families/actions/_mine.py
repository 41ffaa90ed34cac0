"""The checks with which every act on a request begins. Called inside acts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Outsider
from antigone.desk.families.models import Request
from antigone.errors import NotThere, OutOfStep


def present(by: Actor, request: Request) -> Request:
    """The request as it is now, if it is the actor's.

    Raises:
        NotThere: if a family asks for another's.
        RuleBroken: if it was erased.
    """
    if by.outsider is Outsider.FAMILY and by.request != request.pk:
        raise NotThere(_("There is no such thing here."), _("Perhaps the address is wrong."))
    found = Request.objects.select_related("portal__incident", "record__incident", "consent").get(pk=request.pk)
    if found.erased_at is not None:
        raise OutOfStep(_("This request was erased."), _("There is nothing left of it."))
    return found


def live(by: Actor, request: Request) -> Request:
    """The same, if it is not closed."""
    found = present(by, request)
    if found.closed_at is not None:
        raise OutOfStep(_("This request is closed."), _("If you do not know why, please call us."))
    return found
