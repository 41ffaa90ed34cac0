"""An exercise: an incident of fictional people on a desk that has real ones, and what can be done in it.

Whoever works in it chose to (``web.exercises``): then it alone is there for them, and else it is not there at all
(``sight``). What leads out of the desk, to a family, to the board or to other agencies cannot be done in it, whoever
asks and by which way: ``act`` looks at whose the thing is, and pages ask ``access`` before they offer it.
"""

from __future__ import annotations

from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import sight, with_exercises

_ALL_BUT = {
    Thing.CASE: frozenset[Verb](),
    Thing.RECORD: frozenset({Verb.ERASE, Verb.FIND}),
    Thing.PM_PHOTO: frozenset({Verb.IMPORT, Verb.ERASE}),
    Thing.AM_PHOTO: frozenset({Verb.IMPORT, Verb.ERASE}),
    Thing.CONSENT: frozenset[Verb](),
    Thing.SEARCH: frozenset[Verb](),
    Thing.EXCLUSION: frozenset[Verb](),
    Thing.LINK: frozenset[Verb](),
    Thing.DUPLICATE_WARNING: frozenset[Verb](),
    Thing.EXERCISE: frozenset[Verb](),
}
"""Things of which everything can be practised, but for these verbs."""
_ALSO = frozenset(
    {
        (Verb.SEE, Thing.INCIDENT),
        (Verb.SEE, Thing.SOURCE),
        (Verb.OPEN, Thing.SOURCE),
        (Verb.SEE, Thing.ACCOUNT),
        (Verb.CHANGE, Thing.ACCOUNT),
        (Verb.SIGN_OUT, Thing.ACCOUNT),
        (Verb.KEEP, Thing.ERASURE),
    }
)
"""And these: the last is the worker's, which clears up after an exercise that was thrown away."""


def can_be_practised(verb: Verb, thing: Thing) -> bool:
    """Whether this is done in an exercise at all. What is not named here is not: a new verb or thing is refused."""
    return (verb, thing) in _ALSO or (thing in _ALL_BUT and verb not in _ALL_BUT[thing])


def exercises() -> frozenset[int]:
    """The numbers of all exercises of the desk, also of those that were thrown away."""
    with with_exercises():
        return frozenset(Incident.objects.filter(exercise=True).order_by().values_list("pk", flat=True))


def is_exercise(incident: int | None) -> bool:
    """Whether the incident of this number is one."""
    if incident is None:
        return False
    known = sight().exercises
    if known is not None:
        return incident in known
    return Incident.objects.filter(pk=incident, exercise=True).exists()
