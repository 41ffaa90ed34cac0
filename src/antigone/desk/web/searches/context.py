"""What pages of cases and records show of searches: ``{% include "desk/searches/_of_subject.html" %}``."""

from __future__ import annotations

from typing import Any

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.subjects.models import Subject


def may_ask(by: Actor, subject: Subject) -> bool:
    return may(by, Verb.ASK, Thing.SEARCH.of(subject))


def searches_context(by: Actor, subject: Subject) -> dict[str, Any]:
    """The context of the fragment; empty lists for whoever may not see them."""
    sees = may(by, Verb.SEE, Thing.SEARCH.of(subject))
    warnings = (
        queries.open_duplicate_warnings(by)
        if somewhere(by, Verb.SEE, Thing.DUPLICATE_WARNING)
        else queries.duplicate_warnings(by).none()
    )
    return {
        "sees_searches": sees,
        "latest_run": queries.runs_of(by, subject).first() if sees else None,
        "may_ask": may_ask(by, subject),
        "may_exclude": may(by, Verb.MAKE, Thing.EXCLUSION.of(subject)),
        "may_link": may(by, Verb.MAKE, Thing.LINK.of(subject)),
        "exclusions": list(queries.exclusions_of(by, subject)[:50]) if sees else [],
        "links": list(queries.links_of(by, subject)[:50]),
        "warnings": list((warnings.filter(first=subject) | warnings.filter(second=subject))[:20]),
    }
