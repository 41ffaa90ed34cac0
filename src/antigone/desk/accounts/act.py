"""How everything is written in the desk: permission, rule, change and audit row in one transaction.

    def rename(*, by: Actor, agency: Agency, name: str) -> None:
        with act(by, Verb.CHANGE, agency) as doing:
            ...the rules, read now; the change...
            doing.record(agency.pk, was=..., now=...)

What has no row yet, or is named by another row than its own, is said by its kind and by whose it is:
``act(by, Verb.OPEN, Thing.CASE.of(by.at(incident)))``.

An act sees everything, also what whoever acts judges blind: its rules are asked of what is so. Which row it is of was
found before, by a query that shows them nothing of that.

No argument leaves any of it out: without the permission the body is not reached, and a body that records nothing is a
mistake that undoes what it did. The audit row itself is added when the body has ended, and binds all that it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.actor import Actor, now
from antigone.desk.accounts.exercise import can_be_practised, is_exercise
from antigone.desk.accounts.permissions import Scope, Scoped, ScopedThing, Thing, Verb
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.audit import chain
from antigone.errors import NotAllowed

Plain = str | int | bool | None | Sequence[str]


@dataclass(slots=True)
class Doing:
    """An act under way."""

    by: Actor
    verb: Verb
    thing: Thing
    scope: Scope
    """Of what was asked for; of what was made, once it is and that is narrower."""
    reason: str
    said: list[Callable[[], object]] = field(default_factory=list)
    """The audit rows to come."""

    def record(self, number: int | None, **detail: Plain) -> None:
        """Say the audit row. ``number`` is the thing's own; ``detail`` holds numbers and the desk's words, no names."""
        row = partial(
            chain.append,
            gesture=self.by.gesture,
            actor=self.by.name,
            verb=f"{self.verb} {self.thing}",
            thing=str(self.thing) if number is None else f"{self.thing} {number}",
            agency=self.scope.agency,
            incident=self.scope.incident,
            reason=self.reason,
            detail={**detail, **self._how()},
        )
        self.said.append(row)

    def _how(self) -> dict[str, Plain]:
        """What an auditor must be told of any act: that a program did it, that nobody in it exists."""
        token = {} if self.by.token is None else {"by_token": self.by.token}
        return {**token, **({"exercise": True} if is_exercise(self.scope.incident) else {})}


@contextmanager
def act(by: Actor, verb: Verb, of: Scoped, *, reason: str = "") -> Iterator[Doing]:
    """Change one row, or something of an agency and an incident, with permission check and audit row: see the module.

    Raises:
        NotAllowed: and the audit has a row that says it was tried.
    """
    thing, scope = of.thing, of.scope  # as they are before the change
    try:
        with chain.writing(), seeing_all():
            doing = Doing(now(by), verb, thing, scope, reason)
            require(doing.by, verb, ScopedThing(thing, scope))
            _must_be_real(verb, thing, scope)
            yield doing
            if not doing.said:  # no assert: Python can be told to leave those out
                raise AssertionError(f"{verb} {thing} wrote no audit row")
            for row in doing.said:
                row()
    except NotAllowed:
        _record_refusal(by, verb, thing, scope)
        raise


def _must_be_real(verb: Verb, thing: Thing, scope: Scope) -> None:
    """Raises: NotAllowed, if it is done to what is real alone, and this is of an exercise."""
    if not can_be_practised(verb, thing) and is_exercise(scope.incident):
        raise NotAllowed(
            _("This is not done in an exercise."),
            _("Nobody in it exists: nothing leaves it, no board decides on it, and no family is told."),
        )


def _record_refusal(by: Actor, verb: Verb, thing: Thing, scope: Scope) -> None:
    with chain.writing():
        chain.append(
            gesture=by.gesture,
            actor=by.name,
            verb="refused",
            thing=str(thing),
            agency=scope.agency,
            incident=scope.incident,
            detail={"verb": f"{verb} {thing}"},
        )
