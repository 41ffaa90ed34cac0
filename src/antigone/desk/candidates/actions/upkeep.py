"""Verifying the index against the database, and rebuilding it."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.candidates.index import snapshot, source
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database


@dataclass(frozen=True, slots=True)
class PartState:
    """What verifying one part found."""

    incident: int
    agency: int
    kind: str
    model: str
    photos: int
    fingerprint: str
    fault: str
    """Empty if all agrees."""


def verify_index(*, by: Actor, index: Index) -> list[PartState]:
    """Compare every part, as a search would use it, and its files with what the database says. Reads all of it."""
    found = []
    for key in source.all_keys():
        fault = ""
        try:
            manifest = snapshot.read(index.home, key)
            if manifest is not None:
                snapshot.load(index.home, manifest)
                if manifest.sequence > source.last_step() or not source.holds(manifest.anchor):
                    fault = "its snapshot is of another history of the database"
        except snapshot.Unusable as unusable:
            fault = f"its snapshot is not to be used: {unusable}"
        fingerprint, count = fingerprint_in_database(key)
        part = index.caught_up([key])[key]
        if part.fingerprint != fingerprint:  # perhaps something came between
            fingerprint, count = fingerprint_in_database(key)
            part = index.caught_up([key])[key]
        if part.fingerprint != fingerprint:
            fault = "it does not hold what the database has"
        found.append(PartState(key.incident, key.agency, key.kind, key.model, count, part.fingerprint, fault))
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        doing.record(None, parts=len(found), faults=sum(bool(state.fault) for state in found))
    return found


def rebuild_index(*, by: Actor, index: Index) -> list[PartState]:
    """Make every part and its files from the database."""
    found = []
    for key in source.all_keys():
        part = index.again(key)
        found.append(PartState(key.incident, key.agency, key.kind, key.model, part.count, part.fingerprint, ""))
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        doing.record(None, rebuilt=len(found))
    return found
