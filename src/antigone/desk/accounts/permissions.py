"""Who may do what: the one table that every page, call and job goes through.

docs/generated/permissions.md is made from it.

A person may do something to a thing if the table names one of their roles for it, and the thing belongs to their own
agency (``own``); or they work for the host agency and the table lets that role look after all agencies (``host``); or
the thing's agency shares the thing's incident with theirs, at the level the table asks for (``shared``).
"""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.accounts.vocabulary import (
    WHOLE_DESK,
    Level,
    Outsider,
    Owned,
    Role,
    Scope,
    Scoped,
    ScopedThing,
    Thing,
    Verb,
)

__all__ = [
    "EVERYONE",
    "RULES",
    "WHOLE_DESK",
    "Level",
    "Outsider",
    "Owned",
    "Role",
    "Rule",
    "Scope",
    "Scoped",
    "ScopedThing",
    "Thing",
    "Verb",
    "apart",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one verb to one thing."""

    verb: Verb
    thing: Thing
    own: frozenset[Role] = frozenset()
    host: frozenset[Role] = frozenset()
    shared: Level | None = None
    """The level of a grant that opens it to the same roles of the other agency; None if it is never shared."""
    outside: frozenset[Outsider] = frozenset()
    never: frozenset[Role] = frozenset()
    """Who has one of these roles may not, whatever other roles they have: examiners stay blind."""
    roleless: bool = False
    """Whoever works here may, before they have any role too: it is to keep their own account."""


EVERYONE = frozenset(Role)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_AUDITOR = frozenset({Role.AUDITOR})
_OVERSIGHT = _ADMINISTRATOR | _AUDITOR
_REGISTRAR, _EXAMINER = frozenset({Role.REGISTRAR}), frozenset({Role.EXAMINER})
_MORTUARY = _REGISTRAR | _EXAMINER
"""Who works with the dead."""
_FAMILIES = frozenset({Role.LIAISON_OFFICER})
_BOARD = frozenset({Role.BOARD_MEMBER})
_SENDERS = _REGISTRAR | _BOARD | _FAMILIES
"""Who may have a packet made for a body that consent or law names."""
_VALIDATOR = frozenset({Role.VALIDATOR})
_VISITOR, _CONSOLE = frozenset({Outsider.VISITOR}), frozenset({Outsider.CONSOLE})
_WORKER = frozenset({Outsider.WORKER})
_FAMILY = frozenset({Outsider.FAMILY})
_FOR_FAMILIES = _REGISTRAR | _FAMILIES
"""Who works with families' requests."""
_RECONCILE = _REGISTRAR | _BOARD
"""Who leads the work."""

_TABLE = (
    Rule(Verb.SEE, Thing.AGENCY, own=EVERYONE, host=_OVERSIGHT),
    Rule(Verb.OPEN, Thing.AGENCY, host=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.CHANGE, Thing.AGENCY, own=_ADMINISTRATOR, host=_ADMINISTRATOR),
    Rule(Verb.CLOSE, Thing.AGENCY, host=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.PERSON, own=_OVERSIGHT, host=_OVERSIGHT),
    Rule(Verb.INVITE, Thing.PERSON, own=_ADMINISTRATOR, host=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.CHANGE, Thing.PERSON, own=_ADMINISTRATOR, host=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.RENEW, Thing.PERSON, own=_ADMINISTRATOR, host=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.END, Thing.PERSON, own=_ADMINISTRATOR, host=_ADMINISTRATOR),
    Rule(Verb.WITHDRAW, Thing.INVITATION, own=_ADMINISTRATOR, host=_ADMINISTRATOR),
    Rule(Verb.ACCEPT, Thing.INVITATION, outside=_VISITOR),
    Rule(Verb.SEE, Thing.APPOINTMENT, own=_ADMINISTRATOR, host=_ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.CONFIRM, Thing.APPOINTMENT, own=_ADMINISTRATOR, host=_ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.REFUSE, Thing.APPOINTMENT, own=_ADMINISTRATOR, host=_ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.SIGN_IN, Thing.ACCOUNT, outside=_VISITOR),
    Rule(Verb.SIGN_OUT, Thing.ACCOUNT, own=EVERYONE, roleless=True),
    Rule(Verb.SEE, Thing.ACCOUNT, own=EVERYONE, roleless=True),
    Rule(Verb.CHANGE, Thing.ACCOUNT, own=EVERYONE, roleless=True),
    Rule(Verb.KEEP, Thing.ACCOUNT, outside=_WORKER),
    Rule(Verb.SEE, Thing.INCIDENT, own=EVERYONE, host=_AUDITOR, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.INCIDENT, own=_ADMINISTRATOR),
    Rule(Verb.CHANGE, Thing.INCIDENT, own=_ADMINISTRATOR),
    Rule(Verb.CLOSE, Thing.INCIDENT, own=_ADMINISTRATOR),
    Rule(Verb.SHARE, Thing.INCIDENT, own=_ADMINISTRATOR),
    Rule(Verb.REVOKE, Thing.GRANT, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.AUDIT, own=_AUDITOR, host=_AUDITOR),
    Rule(Verb.EXPORT, Thing.AUDIT, own=_AUDITOR, host=_AUDITOR),
    Rule(Verb.SEE, Thing.CASE, own=_MORTUARY | _BOARD, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.CASE, own=_MORTUARY),
    Rule(Verb.CHANGE, Thing.CASE, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.CLOSE, Thing.CASE, own=_REGISTRAR),
    Rule(Verb.PRINT, Thing.CASE, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.EXPORT, Thing.CASE, own=_REGISTRAR | _BOARD),
    Rule(Verb.SEE, Thing.RECORD, own=_MORTUARY | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.RECORD, own=_REGISTRAR | _FAMILIES),
    Rule(Verb.CHANGE, Thing.RECORD, own=_REGISTRAR | _FAMILIES, shared=Level.WORK),
    Rule(Verb.CLOSE, Thing.RECORD, own=_REGISTRAR),
    Rule(Verb.EXPORT, Thing.RECORD, own=_REGISTRAR | _BOARD),
    Rule(Verb.SEE, Thing.SOURCE, own=EVERYONE, host=_AUDITOR, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.SOURCE, own=_REGISTRAR | _ADMINISTRATOR),
    Rule(Verb.END, Thing.SOURCE, own=_REGISTRAR | _ADMINISTRATOR),
    Rule(Verb.SEE, Thing.CONSENT, own=_REGISTRAR | _FAMILIES, shared=Level.WORK),
    Rule(Verb.ADD, Thing.CONSENT, own=_REGISTRAR | _FAMILIES),
    Rule(Verb.WITHDRAW, Thing.CONSENT, own=_REGISTRAR | _FAMILIES, outside=_FAMILY),
    Rule(Verb.UNDO, Thing.CONSENT, own=_REGISTRAR | _FAMILIES),
    Rule(Verb.SEE, Thing.PM_PHOTO, own=_MORTUARY | _BOARD, shared=Level.SEE),
    Rule(Verb.ADD, Thing.PM_PHOTO, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.IMPORT, Thing.PM_PHOTO, own=_REGISTRAR, outside=_WORKER | _CONSOLE),
    Rule(Verb.CHOOSE, Thing.PM_PHOTO, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.SET_POINTS, Thing.PM_PHOTO, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.COVER, Thing.PM_PHOTO, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.GRADE, Thing.PM_PHOTO, own=_MORTUARY, shared=Level.WORK),
    Rule(Verb.END, Thing.PM_PHOTO, own=_MORTUARY),
    Rule(Verb.UNDO, Thing.PM_PHOTO, own=_MORTUARY),
    Rule(Verb.UNSEAL, Thing.PM_PHOTO, own=_EXAMINER),
    Rule(Verb.ANALYSE, Thing.PM_PHOTO, outside=_WORKER),
    Rule(Verb.SEE, Thing.AM_PHOTO, own=_MORTUARY | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.ADD, Thing.AM_PHOTO, own=_REGISTRAR | _FAMILIES, shared=Level.WORK),
    Rule(Verb.IMPORT, Thing.AM_PHOTO, own=_REGISTRAR, outside=_WORKER | _CONSOLE),
    Rule(Verb.CHOOSE, Thing.AM_PHOTO, own=_MORTUARY | _FAMILIES, shared=Level.WORK, outside=_WORKER),
    Rule(Verb.SET_POINTS, Thing.AM_PHOTO, own=_MORTUARY | _FAMILIES, shared=Level.WORK),
    Rule(Verb.COVER, Thing.AM_PHOTO, own=_MORTUARY | _FAMILIES, shared=Level.WORK),
    Rule(Verb.GRADE, Thing.AM_PHOTO, own=_MORTUARY | _FAMILIES, shared=Level.WORK),
    Rule(Verb.END, Thing.AM_PHOTO, own=_REGISTRAR | _FAMILIES, outside=_WORKER | _FAMILY),
    Rule(Verb.UNDO, Thing.AM_PHOTO, own=_REGISTRAR | _FAMILIES, outside=_FAMILY),
    Rule(Verb.UNSEAL, Thing.AM_PHOTO, own=_EXAMINER),
    Rule(Verb.ANALYSE, Thing.AM_PHOTO, outside=_WORKER),
    Rule(Verb.SEE, Thing.IMPORT, own=_REGISTRAR),
    Rule(Verb.OPEN, Thing.IMPORT, own=_REGISTRAR),
    Rule(Verb.END, Thing.IMPORT, own=_REGISTRAR, outside=_WORKER),
    Rule(Verb.SEE, Thing.SEARCH, own=_EXAMINER | _BOARD, shared=Level.SEE),
    Rule(Verb.ASK, Thing.SEARCH, own=_EXAMINER, shared=Level.WORK, outside=_WORKER),
    Rule(Verb.FINISH, Thing.SEARCH, outside=_WORKER),
    Rule(Verb.SEE, Thing.EXCLUSION, own=_EXAMINER | _BOARD, shared=Level.SEE),
    Rule(Verb.MAKE, Thing.EXCLUSION, own=_EXAMINER | _BOARD),
    Rule(Verb.LIFT, Thing.EXCLUSION, own=_BOARD),
    Rule(Verb.UNDO, Thing.EXCLUSION, own=_EXAMINER | _BOARD),
    Rule(Verb.SEE, Thing.LINK, own=_MORTUARY | _BOARD, shared=Level.SEE),
    Rule(Verb.MAKE, Thing.LINK, own=_MORTUARY),
    Rule(Verb.UNDO, Thing.LINK, own=_MORTUARY | _BOARD),
    Rule(Verb.SEE, Thing.DUPLICATE_WARNING, own=_MORTUARY | _BOARD, shared=Level.SEE),
    Rule(Verb.MAKE, Thing.DUPLICATE_WARNING, outside=_WORKER),
    Rule(Verb.DISMISS, Thing.DUPLICATE_WARNING, own=_MORTUARY),
    Rule(Verb.SEE, Thing.JOB, own=_ADMINISTRATOR, host=_ADMINISTRATOR),
    Rule(Verb.FINISH, Thing.JOB, outside=_WORKER),
    Rule(Verb.SEE, Thing.LISTING, own=_RECONCILE | _ADMINISTRATOR),
    Rule(Verb.MAKE, Thing.LISTING, own=_REGISTRAR | _ADMINISTRATOR),
    Rule(Verb.END, Thing.LISTING, own=_REGISTRAR | _ADMINISTRATOR),
    Rule(Verb.SEE, Thing.RECONCILIATION, own=_RECONCILE, never=_EXAMINER),
    Rule(Verb.ASK, Thing.RECONCILIATION, own=_RECONCILE, never=_EXAMINER),
    Rule(Verb.FINISH, Thing.RECONCILIATION, outside=_WORKER),
    Rule(Verb.EXPORT, Thing.RECONCILIATION, own=_RECONCILE, never=_EXAMINER),
    Rule(Verb.SEE, Thing.PROPOSAL, own=_RECONCILE, never=_EXAMINER),
    Rule(Verb.SEE, Thing.FIGURES, host=_OVERSIGHT),
    Rule(Verb.PUBLISH, Thing.FIGURES, host=_OVERSIGHT),
    Rule(Verb.WITHDRAW, Thing.FIGURES, host=_OVERSIGHT),
    Rule(Verb.KEEP, Thing.INDEX, outside=_WORKER | _CONSOLE),
    Rule(Verb.MAKE, Thing.BACKUP, outside=_CONSOLE),
    Rule(Verb.RESTORE, Thing.BACKUP, outside=_CONSOLE),
    Rule(Verb.SEE, Thing.EXERCISE, own=EVERYONE),
    Rule(Verb.OPEN, Thing.EXERCISE, own=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.ADD, Thing.EXERCISE, own=_REGISTRAR),
    Rule(Verb.END, Thing.EXERCISE, own=_ADMINISTRATOR, outside=_CONSOLE),
    Rule(Verb.SEE, Thing.ERASURE, own=_REGISTRAR | _FAMILIES | _OVERSIGHT, host=_AUDITOR),
    Rule(Verb.ASK, Thing.ERASURE, own=_REGISTRAR | _FAMILIES | _ADMINISTRATOR, outside=_VISITOR | _FAMILY),
    Rule(Verb.AGREE, Thing.ERASURE, own=_FAMILIES | _ADMINISTRATOR),
    Rule(Verb.REFUSE, Thing.ERASURE, own=_REGISTRAR | _ADMINISTRATOR),
    Rule(Verb.WITHDRAW, Thing.ERASURE, own=_REGISTRAR | _FAMILIES, outside=_VISITOR),
    Rule(Verb.ERASE, Thing.PM_PHOTO, own=_REGISTRAR, outside=_CONSOLE),
    Rule(Verb.ERASE, Thing.AM_PHOTO, own=_REGISTRAR, outside=_CONSOLE),
    Rule(Verb.ERASE, Thing.RECORD, own=_REGISTRAR, outside=_CONSOLE),
    Rule(Verb.KEEP, Thing.ERASURE, outside=_WORKER | _CONSOLE),
    Rule(Verb.SEE, Thing.TOKEN, own=EVERYONE),
    Rule(Verb.MAKE, Thing.TOKEN, own=EVERYONE),
    Rule(Verb.END, Thing.TOKEN, own=EVERYONE),
    Rule(Verb.SEE, Thing.FAMILY_PORTAL, own=_FOR_FAMILIES | _ADMINISTRATOR),
    Rule(Verb.OPEN, Thing.FAMILY_PORTAL, own=_ADMINISTRATOR),
    Rule(Verb.CHANGE, Thing.FAMILY_PORTAL, own=_ADMINISTRATOR),
    Rule(Verb.CLOSE, Thing.FAMILY_PORTAL, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.REQUEST, own=_FOR_FAMILIES),
    Rule(Verb.OPEN, Thing.REQUEST, own=_FOR_FAMILIES, outside=_VISITOR),
    Rule(Verb.CHANGE, Thing.REQUEST, own=_FOR_FAMILIES, outside=_FAMILY),
    Rule(Verb.SIGN_IN, Thing.REQUEST, outside=_VISITOR),
    Rule(Verb.SIGN_OUT, Thing.REQUEST, outside=_FAMILY),
    Rule(Verb.ACCEPT, Thing.REQUEST, own=_FOR_FAMILIES),
    Rule(Verb.ANSWER, Thing.REQUEST, own=_FOR_FAMILIES),
    Rule(Verb.CLOSE, Thing.REQUEST, own=_FOR_FAMILIES),
    Rule(Verb.RENEW, Thing.REQUEST, own=_FOR_FAMILIES),
    Rule(Verb.WITHDRAW, Thing.REQUEST, own=_FOR_FAMILIES, outside=_FAMILY),
    Rule(Verb.END, Thing.REQUEST, own=_REGISTRAR),
    Rule(Verb.SEE, Thing.GIVEN, own=_FOR_FAMILIES),
    Rule(Verb.ADD, Thing.GIVEN, own=_FOR_FAMILIES, outside=_FAMILY),
    Rule(Verb.ANALYSE, Thing.GIVEN, outside=_WORKER),
    Rule(Verb.CHOOSE, Thing.GIVEN, own=_FOR_FAMILIES, outside=_FAMILY),
    Rule(Verb.ACCEPT, Thing.GIVEN, own=_FOR_FAMILIES),
    Rule(Verb.CLOSE, Thing.GIVEN, own=_FOR_FAMILIES),
    Rule(Verb.WITHDRAW, Thing.GIVEN, own=_FOR_FAMILIES, outside=_FAMILY),
    Rule(Verb.UNDO, Thing.GIVEN, outside=_FAMILY),
    Rule(Verb.END, Thing.GIVEN, outside=_WORKER),
    Rule(Verb.SEE, Thing.RECIPIENT, own=_SENDERS | _OVERSIGHT, host=_AUDITOR),
    Rule(Verb.OPEN, Thing.RECIPIENT, own=_ADMINISTRATOR),
    Rule(Verb.CONFIRM, Thing.RECIPIENT, own=_ADMINISTRATOR | _REGISTRAR | _BOARD),
    Rule(Verb.END, Thing.RECIPIENT, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.PACKET, own=_SENDERS | _AUDITOR, host=_AUDITOR),
    Rule(Verb.MAKE, Thing.PACKET, own=_SENDERS),
    Rule(Verb.TAKE, Thing.PACKET, own=_SENDERS),
    Rule(Verb.CONFIRM, Thing.PACKET, own=_SENDERS),
    Rule(Verb.RECALL, Thing.PACKET, own=_REGISTRAR | _BOARD),
    Rule(Verb.SEE, Thing.ARRIVAL, own=_REGISTRAR),
    Rule(Verb.IMPORT, Thing.ARRIVAL, own=_REGISTRAR),
    Rule(Verb.ACCEPT, Thing.ARRIVAL, own=_REGISTRAR),
    Rule(Verb.DECLINE, Thing.ARRIVAL, own=_REGISTRAR),
    Rule(Verb.SEE, Thing.BOARD, own=_REGISTRAR | _BOARD | _ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.CHANGE, Thing.BOARD, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.EXPERT, own=_RECONCILE | _ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.EXPERT, own=_RECONCILE, shared=Level.WORK),
    Rule(Verb.CONFIRM, Thing.EXPERT, own=_RECONCILE | _ADMINISTRATOR, shared=Level.SEE),
    Rule(Verb.END, Thing.EXPERT, own=_RECONCILE | _ADMINISTRATOR, shared=Level.WORK),
    Rule(Verb.SEE, Thing.FILE, own=_REGISTRAR | _BOARD, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.FILE, own=_REGISTRAR | _BOARD),
    Rule(Verb.CHANGE, Thing.FILE, own=_REGISTRAR | _BOARD, shared=Level.WORK),
    Rule(Verb.BRING, Thing.FILE, own=_REGISTRAR | _BOARD),
    Rule(Verb.DECIDE, Thing.FILE, own=_BOARD, shared=Level.SEE),
    Rule(Verb.VOTE, Thing.FILE, own=_BOARD, shared=Level.SEE),
    Rule(Verb.SEE, Thing.DECISION, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.RECALL, Thing.DECISION, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.SEE, Thing.CERTIFICATE, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.MAKE, Thing.CERTIFICATE, own=_BOARD),
    Rule(Verb.SEE, Thing.RECALL, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.ASSIGN, Thing.RECALL, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.WORK),
    Rule(Verb.CHANGE, Thing.RECALL, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.WORK),
    Rule(Verb.CLOSE, Thing.RECALL, own=_BOARD),
    Rule(Verb.FIND, Thing.RECORD, own=_REGISTRAR | _FAMILIES, shared=Level.WORK),
    Rule(Verb.SEE, Thing.REVIEW, own=_EXAMINER | _BOARD, shared=Level.SEE),
    Rule(Verb.OPEN, Thing.REVIEW, own=_EXAMINER | _BOARD, shared=Level.WORK),
    Rule(Verb.END, Thing.REVIEW, own=_BOARD),
    Rule(Verb.ASK, Thing.ASSIGNMENT, outside=_WORKER),
    Rule(Verb.END, Thing.ASSIGNMENT, outside=_WORKER),
    Rule(Verb.SEE, Thing.ASSIGNMENT, own=_EXAMINER),
    Rule(Verb.CHANGE, Thing.ASSIGNMENT, own=_EXAMINER),
    Rule(Verb.SEE, Thing.LEAVE, own=_EXAMINER | _ADMINISTRATOR),
    Rule(Verb.OPEN, Thing.LEAVE, own=_EXAMINER | _ADMINISTRATOR),
    Rule(Verb.END, Thing.LEAVE, own=_EXAMINER | _ADMINISTRATOR),
    Rule(Verb.MAKE, Thing.CONFLICT_OF_INTEREST, own=_MORTUARY | _BOARD | _FAMILIES, shared=Level.SEE),
    Rule(Verb.SEE, Thing.KNOWN_PAIR, own=_VALIDATOR),
    Rule(Verb.MAKE, Thing.KNOWN_PAIR, own=_VALIDATOR),
    Rule(Verb.END, Thing.KNOWN_PAIR, own=_VALIDATOR),
    Rule(Verb.SEE, Thing.PROFICIENCY, own=_EXAMINER | _VALIDATOR | _ADMINISTRATOR),
    Rule(Verb.OPEN, Thing.PROFICIENCY, own=_EXAMINER),
    Rule(Verb.CHANGE, Thing.PROFICIENCY, own=_EXAMINER),
    Rule(Verb.RENEW, Thing.PROFICIENCY, own=_VALIDATOR | _ADMINISTRATOR),
    Rule(Verb.SEE, Thing.ERRORS, own=_EXAMINER | _VALIDATOR),
    Rule(Verb.SEE, Thing.LOAD, own=_ADMINISTRATOR | _BOARD),
    Rule(Verb.SEE, Thing.REVIEW_RULES, own=EVERYONE, shared=Level.SEE),
    Rule(Verb.CHANGE, Thing.REVIEW_RULES, own=_ADMINISTRATOR),
    Rule(Verb.CHANGE, Thing.SOURCE, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.NOTIFICATION, own=_REGISTRAR | _BOARD | _FAMILIES, shared=Level.WORK),
    Rule(Verb.OPEN, Thing.NOTIFICATION, own=_FAMILIES),
    Rule(Verb.CHANGE, Thing.NOTIFICATION, own=_FAMILIES, shared=Level.WORK),
    Rule(Verb.PUT_ON_PAPER, Thing.NOTIFICATION, own=_FAMILIES, shared=Level.WORK),
    Rule(Verb.HAND, Thing.NOTIFICATION, own=_REGISTRAR | _FAMILIES, shared=Level.WORK),
    Rule(Verb.TAKE_UP, Thing.NOTIFICATION, own=_REGISTRAR | _BOARD, shared=Level.WORK),
    Rule(Verb.CLOSE, Thing.NOTIFICATION, own=_FAMILIES),
    Rule(Verb.SEE, Thing.TRAINING, own=_FAMILIES | _ADMINISTRATOR),
    Rule(Verb.ADD, Thing.TRAINING, own=_ADMINISTRATOR),
    Rule(Verb.END, Thing.TRAINING, own=_ADMINISTRATOR),
    Rule(Verb.SEE, Thing.PREPARED, own=_MORTUARY | _FAMILIES, shared=Level.WORK),
    Rule(Verb.MAKE, Thing.PREPARED, own=_MORTUARY),
    Rule(Verb.LOOK_OVER, Thing.PREPARED, own=_MORTUARY),
    Rule(Verb.SHOW_FAMILY, Thing.PREPARED, own=_FAMILIES, shared=Level.WORK),
    Rule(Verb.SEE, Thing.TRANSLATION, own=EVERYONE),
    Rule(Verb.PROOFREAD, Thing.TRANSLATION, own=EVERYONE),
    Rule(Verb.EXPORT, Thing.TRANSLATION, own=EVERYONE),
)
RULES: dict[tuple[Verb, Thing], Rule] = {(rule.verb, rule.thing): rule for rule in _TABLE}


def apart(roles: frozenset[Role]) -> bool:
    """Whether one person may have these roles together: nobody audits what they administer."""
    return not roles >= _OVERSIGHT
