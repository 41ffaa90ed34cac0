"""Verifying the index against the database, and rebuilding it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.candidates.index import source
from antigone.desk.candidates.index.chosen import DeskIndex
from antigone.desk.candidates.index.segment import IndexReceipt, PartKey
from antigone.desk.candidates.index.shared import held_in_database
from antigone.desk.photos.actions import _index


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


def verify_index(*, by: Actor, index: DeskIndex) -> list[PartState]:
    """Compare every part, as a search would use it, its files and what the database says of it with the database's own
    rows. Reads all of it.
    """
    found = [_verified(index, key) for key in source.all_keys()]
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        doing.record(None, parts=len(found), faults=sum(bool(state.fault) for state in found))
    return found


def _verified(index: DeskIndex, key: PartKey) -> PartState:
    fault = index.fault(key)
    for _ in range(3):  # perhaps something came between
        held, said = held_in_database(key), source.receipts([key])[key]
        if receipts_agree := _agree(held, said):
            break
    photos = sum(each.count for each in held.values())
    if not receipts_agree:
        fault = "the database does not say of its segments what its own rows say"
        return PartState(key.incident, key.agency, key.kind, key.model, photos, "", fault)
    part = index.caught_up([key])[key]
    return PartState(key.incident, key.agency, key.kind, key.model, part.count, part.fingerprint, fault)


def _agree(held: dict[int, IndexReceipt], said: dict[int, IndexReceipt]) -> bool:
    """Whether the receipts of a part say what its rows say; of a segment without rows there may be none."""
    return all(
        each.count == 0 if number not in said else replace(each, step=said[number].step) == said[number]
        for number, each in held.items()
    ) and all(each.count == 0 for number, each in said.items() if number not in held)


def rebuild_index(*, by: Actor, index: DeskIndex) -> list[PartState]:
    """Make every part and its files from the database, and count again what each segment must hold."""
    keys = source.all_keys()
    with act(by, Verb.KEEP, Thing.INDEX.of(WHOLE_DESK)) as doing:
        for key in keys:
            _index.count_again(
                **asdict(key), held={n: (r.count, r.fingerprint) for n, r in held_in_database(key).items()}
            )
        doing.record(None, rebuilt=len(keys))
    found = []
    for key in keys:
        index.forget(key)
        part = index.caught_up([key])[key]
        found.append(PartState(key.incident, key.agency, key.kind, key.model, part.count, part.fingerprint, ""))
    return found
