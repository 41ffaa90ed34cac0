"""Taking a list of cases or records out of the desk: recorded before the first row goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.models.subject import THINGS
from antigone.desk.subjects.queries import subjects
from antigone.types import Profile

Narrow = Callable[[QuerySet[Subject]], QuerySet[Subject]]


def export_subjects(
    *, by: Actor, kind: Profile, incident: int | None, narrow: Narrow, narrowed: Sequence[str], form: str, reason: str
) -> list[int]:
    """The numbers, in order, of those that go out: of the actor's own agency, narrowed as their list was.

    ``narrowed`` names the filters used, never what was typed into them.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.EXPORT, THINGS[kind.value].of(by.at(incident)), reason=reason) as doing:
        chosen = list(narrow(subjects(doing.by, kind, Verb.EXPORT)).values_list("pk", flat=True))
        doing.record(None, rows=len(chosen), form=form, narrowed=sorted(narrowed))
    return chosen
