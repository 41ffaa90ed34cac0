"""Signing in with one click, as one of the demonstration's people."""

from __future__ import annotations

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb


def sign_in_as(*, by: Actor, person: Person) -> None:
    """Sign in as somebody, without a proof. Reached only from addresses that the demonstration alone has."""
    with act(by, Verb.SIGN_IN, Thing.ACCOUNT.of(person)) as doing:
        doing.record(person.pk, demonstration=True)
