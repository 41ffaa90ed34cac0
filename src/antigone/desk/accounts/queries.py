"""Reading: only what the actor may see. Whatever they may not see is not there."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Grant, Incident, Invitation, Passkey, Person, Token
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.errors import NotThere

Row = TypeVar("Row", bound=Model)


def agencies(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[Agency]:
    return Agency.objects.filter(within(by, verb, Thing.AGENCY, agency="pk"))


def agencies_seen(by: Actor) -> QuerySet[Agency]:
    """One's own, and those that share something with it: whose things can be on a list."""
    share = Q(given__to=by.agency, given__revoked_at=None)
    return Agency.objects.filter(Q(pk=by.agency) | share).distinct()


def find_agency(by: Actor, number: int) -> Agency:
    return _only(agencies(by).filter(pk=number))


def people(by: Actor) -> QuerySet[Person]:
    keys = Passkey.objects.filter(person=OuterRef("pk"), ended_at=None)
    found = Person.objects.filter(within(by, Verb.SEE, Thing.PERSON)).annotate(has_passkey=Exists(keys))
    return found.select_related("agency").prefetch_related("held")


def find_person(by: Actor, number: int) -> Person:
    return _only(people(by).filter(pk=number))


def invitations(by: Actor) -> QuerySet[Invitation]:
    """Those that can be withdrawn."""
    return Invitation.objects.filter(within(by, Verb.WITHDRAW, Thing.INVITATION)).select_related("agency")


def find_invitation(by: Actor, number: int) -> Invitation:
    return _only(invitations(by).filter(pk=number))


def incidents(by: Actor) -> QuerySet[Incident]:
    seen = within(by, Verb.SEE, Thing.INCIDENT, incident="pk")
    return Incident.objects.filter(seen).select_related("agency")


def find_incident(by: Actor, number: int) -> Incident:
    return _only(incidents(by).filter(pk=number))


def grants(by: Actor, incident: Incident) -> QuerySet[Grant]:
    """Who lets whom into what on an incident that one sees. What has ended, only of one's own agency."""
    mine = Q(owner=by.agency) if by.agency is not None else Q(pk__in=[])
    found = Grant.objects.filter(Q(revoked_at=None) | mine, incident=incident)
    return found.select_related("owner", "to").order_by(F("revoked_at").desc(nulls_first=True), "-pk")


def find_grant(by: Actor, number: int) -> Grant:
    return _only(Grant.objects.filter(within(by, Verb.REVOKE, Thing.GRANT, agency="owner"), pk=number))


def tokens(by: Actor) -> QuerySet[Token]:
    """One's own, with those that have ended."""
    return Token.objects.filter(person=by.person)


def passkeys(by: Actor) -> QuerySet[Passkey]:
    """One's own that sign in."""
    return Passkey.objects.filter(person=by.person, ended_at=None)


def _only(found: QuerySet[Row]) -> Row:
    thing = found.first()
    if thing is None:
        raise NotThere(_("There is no such thing here."), _("Perhaps the address is wrong, or it is another agency's."))
    return thing


def audit_rows(by: Actor) -> QuerySet[AuditRow]:
    """The rows about things of the agencies that ``by`` audits, the latest first."""
    return AuditRow.objects.filter(within(by, Verb.SEE, Thing.AUDIT)).order_by("-sequence")
