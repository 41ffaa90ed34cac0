"""The permission check that every page, action, query and job goes through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import BigIntegerField, Func, Model, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.exercise import can_be_practised
from antigone.desk.accounts.models import Grant, Incident
from antigone.desk.accounts.names import act_name, role_name
from antigone.desk.accounts.permissions import RULES, Level, Owned, Rule, Scoped, Thing, Verb
from antigone.desk.accounts.sight import sight
from antigone.errors import NotAllowed, NotThere

Row = TypeVar("Row", bound=Model)
_ONES_OWN = frozenset({Thing.ACCOUNT, Thing.TOKEN, Thing.APPOINTMENT})
"""What only the person does, signed in: a program with a token neither changes a password, nor makes more tokens, nor
vouches for anybody."""
_OPENS = {Level.SEE: (Level.SEE, Level.WORK), Level.WORK: (Level.WORK,)}


def may(by: Actor, verb: Verb, of: Scoped) -> bool:
    """Whether ``by`` may do this to a row, or to a kind of thing of its agency and incident: ``Thing.LINK.of(row)``."""
    rule, agency, incident = RULES[verb, of.thing], of.scope.agency, of.scope.incident
    if by.outsider is not None:
        return by.outsider in rule.outside
    if _shut_out(by, rule):
        return False
    if by.of_host and by.roles & rule.host:
        return True
    if agency is None or not _by_role(by, rule):
        return False
    return agency == by.agency or _shared(by, rule, agency, incident)


def require(by: Actor, verb: Verb, of: Scoped) -> None:
    """Raise NotAllowed unless ``by`` may do this.

    Raises:
        NotAllowed: otherwise.
    """
    if not may(by, verb, of):
        raise NotAllowed(
            _("Your roles do not allow this: %(act)s.") % {"act": act_name(f"{verb} {of.thing}")},
            who_may(RULES[verb, of.thing]),
        )


def who_may(rule: Rule) -> str:
    """The roles that may do it, for whoever may not."""
    if sight().within is not None and not can_be_practised(rule.verb, rule.thing):
        return _("This is not done in an exercise. Leave it first: the way out stands on top of each page.")
    if not (roles := rule.own or rule.host):
        return _("Ask an administrator of your agency who may.")
    return _("These roles may: %(roles)s.") % {"roles": ", ".join(sorted(map(role_name, roles)))}


def find(rows: QuerySet[Row], number: int) -> Row:
    """The row of this number, among rows that somebody may see: ``find(photographs(by), number)``.

    Raises:
        NotThere: that it is another's is not told from that there is none.
    """
    for found in rows.filter(pk=number).order_by()[:1]:  # to put columns in order, Django looks through them all
        return found
    raise NotThere(_("There is no such thing here."), _("Perhaps the address is wrong, or it is another agency's."))


def somewhere(by: Actor, verb: Verb, thing: Thing) -> bool:
    """Whether ``by`` may do this to anything at all: what a page asks before it looks for the thing itself."""
    rule = RULES[verb, thing]
    if by.outsider is not None:
        return by.outsider in rule.outside
    if _shut_out(by, rule):
        return False
    return _by_role(by, rule) or bool(by.of_host and by.roles & rule.host)


def require_somewhere(by: Actor, verb: Verb, things: Mapping[str, Thing], kind: str, hint: str = "") -> None:
    """Go on only if there can be anything ``by`` may do this to: the gate of every page and of every operation.

    ``things``: by kind, where cases and records differ. If ``kind`` is none of theirs, a number will say which is
    meant, and then whoever may do it to either is let in to ask.

    Raises:
        NotAllowed: otherwise.
    """
    asked = [things[kind]] if kind in things else list(things.values())
    if not any(somewhere(by, verb, thing) for thing in asked):
        raise NotAllowed(
            _("Your roles do not allow this: %(act)s.") % {"act": act_name(f"{verb} {asked[0]}")},
            hint or who_may(RULES[verb, asked[0]]),
        )


def within(
    by: Actor,
    verb: Verb,
    thing: Thing,
    *,
    of: str = "",
    agency: str = "agency",
    incident: str = "",
) -> Q:
    """The rows of a query to which ``by`` may do this, as a filter. ``agency`` and ``incident`` name its columns.

    ``of`` names the column of the case or record whose agency and incident they are: ``of="subject"``. What they judge
    blind just now is not among the rows of any query (``accounts.sight``).
    """
    if of:
        agency, incident = f"{of}__agency", f"{of}__incident"
    rule = RULES[verb, thing]
    if _shut_out(by, rule):
        return Q(pk__in=[])
    if by.of_host and by.roles & rule.host:
        return Q()
    if not _by_role(by, rule):
        return Q(pk__in=[])
    mine = Q(**{agency: by.agency})
    if thing is Thing.APPOINTMENT:
        return mine | Q(**{f"{agency}__in": _partners(by)})
    if not (rule.shared and incident):
        return mine
    if thing is Thing.INCIDENT:
        return mine | Q(**{f"{incident}__in": _taking_part(by, rule.shared)})
    for owner, shared in sorted(_shared_with(by, rule.shared)):
        mine |= Q(**{agency: owner, incident: shared})
    return mine


class _Plainly(Func):
    """A column, for which SQLite uses no index. PostgreSQL knows by itself which one to begin with."""

    template = "%(expressions)s"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def within_latest(by: Actor, verb: Verb, thing: Thing, rows: QuerySet[Row], *, of: str = "subject") -> QuerySet[Row]:
    """``within`` for rows that are read in an order of their own, a few of many: the latest, or those of one subject.
    ``of`` names the column of that subject.

    Whose they are is looked up for each row. Otherwise SQLite, which knows nothing of how many there are, begins with
    everything that the agency has.
    """
    whose: QuerySet[Row] = rows.alias(
        whose_agency=_Plainly(f"{of}__agency"), whose_incident=_Plainly(f"{of}__incident")
    )
    return whose.filter(within(by, verb, thing, agency="whose_agency", incident="whose_incident"))


def reach(owner: Owned, verb: Verb, thing: Thing) -> list[int]:
    """The agencies whose things of an incident the owner's agency may do this to: it, and those that share with it."""
    agency, level = owner.scope.agency, RULES[verb, thing].shared
    assert agency is not None, "the desk as a whole has no people"
    if level is None:
        return [agency]
    live = Grant.objects.filter(to=agency, incident=owner.scope.incident, revoked_at=None, level__in=_OPENS[level])
    return sorted({agency, *live.values_list("owner", flat=True)})


def takes_part(by: Actor, incident: Incident) -> bool:
    """Whether the agency of ``by`` may hold something of its own here, and let others see it: it leads the incident, or
    is let work with it."""
    if incident.agency_id == by.agency:
        return True
    return _live(by, Level.WORK).filter(owner=incident.agency_id, incident=incident).exists()


def _by_role(by: Actor, rule: Rule) -> bool:
    """Whether they have a role for it; or none is needed, and they work here."""
    return bool(by.roles & rule.own) or (rule.roleless and by.at_work)


def _shut_out(by: Actor, rule: Rule) -> bool:
    """Whether no role helps: the person has an excluding role, a token is used for what only the person may do, or
    they are in an exercise, where this is not done."""
    if sight().within is not None and not can_be_practised(rule.verb, rule.thing):
        return True
    if by.token is not None and (rule.thing in _ONES_OWN or rule.never):  # a token may leave out the role that must not
        return True
    return bool(by.roles & rule.never)


def _shared(by: Actor, rule: Rule, agency: int, incident: int | None) -> bool:
    if rule.thing is Thing.APPOINTMENT:
        return agency in _partners(by)
    if rule.shared is None or incident is None:
        return False
    if rule.thing is Thing.INCIDENT:
        return _taking_part(by, rule.shared).filter(incident=incident).exists()
    if by.remembered is not None:
        return (agency, incident) in _shared_with(by, rule.shared)
    return _live(by, rule.shared).filter(owner=agency, incident=incident).exists()


def _taking_part(by: Actor, level: Level) -> QuerySet[Grant]:
    """Incidents that are shared with one's agency, or of which it still shares something."""
    given = Grant.objects.filter(owner=by.agency, revoked_at__isnull=True)
    return (_live(by, level) | given).values("incident")  # type: ignore[return-value]


def _partners(by: Actor) -> frozenset[int]:
    """The agencies of one's incidents: those that share one with one's own, and those that it shares one with."""
    live = Grant.objects.filter(Q(to=by.agency) | Q(owner=by.agency), revoked_at__isnull=True)
    return frozenset(number for pair in live.values_list("owner", "to") for number in pair) - {by.agency}


def _shared_with(by: Actor, level: Level) -> frozenset[tuple[int, int]]:
    """Owner and incident of what others share with their agency, from this level on."""
    if by.remembered is not None and level in by.remembered:
        return by.remembered[level]
    found = frozenset(_live(by, level).values_list("owner", "incident"))
    if by.remembered is not None:
        by.remembered[level] = found
    return found


def _live(by: Actor, level: Level) -> QuerySet[Grant]:
    return Grant.objects.filter(to=by.agency, revoked_at__isnull=True, level__in=_OPENS[level])
