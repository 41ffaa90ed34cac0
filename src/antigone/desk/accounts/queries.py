"""Reading accounts: only what the actor may see. Whatever they may not see does not exist for them."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Appointment, Grant, Incident, Invitation, Passkey, Person, Token
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow


def agencies(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[Agency]:
    return Agency.objects.filter(within(by, verb, Thing.AGENCY, agency="pk"))


def agencies_seen(by: Actor) -> QuerySet[Agency]:
    """One's own agency, and those that share something with it."""
    share = Q(given__to=by.agency, given__revoked_at=None)
    return Agency.objects.filter(Q(pk=by.agency) | share).distinct()


def find_agency(by: Actor, number: int) -> Agency:
    return find(agencies(by), number)


def people(by: Actor) -> QuerySet[Person]:
    keys = Passkey.objects.filter(person=OuterRef("pk"), ended_at=None)
    found = Person.objects.filter(within(by, Verb.SEE, Thing.PERSON)).annotate(has_passkey=Exists(keys))
    return found.select_related("agency").prefetch_related("held")


def find_person(by: Actor, number: int) -> Person:
    return find(people(by), number)


def invitations(by: Actor) -> QuerySet[Invitation]:
    """Those that can be withdrawn."""
    return Invitation.objects.filter(within(by, Verb.WITHDRAW, Thing.INVITATION)).select_related("agency")


def find_invitation(by: Actor, number: int) -> Invitation:
    return find(invitations(by), number)


def appointments(by: Actor) -> QuerySet[Appointment]:
    """Of one's own agency, and of those one works with: confirmed ones and ended ones too."""
    found = Appointment.objects.filter(within(by, Verb.SEE, Thing.APPOINTMENT, agency="person__agency"))
    return found.select_related("person__agency", "by", "confirmed_by")


def find_appointment(by: Actor, number: int) -> Appointment:
    return find(appointments(by), number)


def to_confirm(by: Actor) -> QuerySet[Appointment]:
    """The appointments that wait for this actor: none that they made, and not their own."""
    mine = within(by, Verb.CONFIRM, Thing.APPOINTMENT, agency="person__agency")
    waiting = appointments(by).filter(mine, confirmed_at=None, ended_at=None, person__ended_at=None)
    return waiting.exclude(by=by.person).exclude(person=by.person)


def incidents(by: Actor) -> QuerySet[Incident]:
    seen = within(by, Verb.SEE, Thing.INCIDENT, incident="pk")
    return Incident.objects.filter(seen).select_related("agency")


def find_incident(by: Actor, number: int) -> Incident:
    return find(incidents(by), number)


def grants(by: Actor, incident: Incident) -> QuerySet[Grant]:
    """What agencies share on an incident that one sees. Of one's own agency also what has ended."""
    mine = Q(owner=by.agency) if by.agency is not None else Q(pk__in=[])
    found = Grant.objects.filter(Q(revoked_at=None) | mine, incident=incident)
    return found.select_related("owner", "to").order_by(F("revoked_at").desc(nulls_first=True), "-pk")


def find_grant(by: Actor, number: int) -> Grant:
    return find(Grant.objects.filter(within(by, Verb.REVOKE, Thing.GRANT, agency="owner")), number)


def tokens(by: Actor) -> QuerySet[Token]:
    """One's own, with those that have ended."""
    return Token.objects.filter(person=by.person)


def passkeys(by: Actor) -> QuerySet[Passkey]:
    """One's own that sign in."""
    return Passkey.objects.filter(person=by.person, ended_at=None)


def audit_rows(by: Actor) -> QuerySet[AuditRow]:
    """The rows about things of the agencies that ``by`` audits, the latest first."""
    return AuditRow.objects.filter(within(by, Verb.SEE, Thing.AUDIT)).order_by("-sequence")


def own_rows(by: Actor) -> QuerySet[AuditRow]:
    """What was done with one's own account, by oneself or by others, the latest first."""
    mine = (f"{Thing.ACCOUNT} {by.person}", f"{Thing.PERSON} {by.person}")
    return AuditRow.objects.filter(thing__in=mine).order_by("-sequence")


_SIGNED_IN = f"{Verb.SIGN_IN} {Thing.ACCOUNT}"
_LOOKED_BACK = 200
"""Rows of the audit: whoever fails more often than that is told of so many."""


def failures_of(person: Person) -> tuple[int, str]:
    """How often somebody failed to sign in as this person between their last two times; and from where at last."""
    rows = AuditRow.objects.filter(verb=_SIGNED_IN, thing=f"{Thing.ACCOUNT} {person.pk}").order_by("-sequence")
    failed, last = 0, ""
    for row in rows[1:_LOOKED_BACK]:  # the first is that they have signed in now
        said = row.details
        if not said.get("refused"):
            if "token" in said:
                continue
            break
        failed, last = failed + 1, last or str(said.get("address", ""))
    return failed, last
