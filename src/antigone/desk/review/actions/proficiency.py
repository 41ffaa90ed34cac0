"""Doing a proficiency set: beginning it, writing in its pieces, and letting somebody do another."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.review.actions import _assigning
from antigone.desk.review.models import ProficiencyEntry, ProficiencyPiece, ProficiencySet
from antigone.desk.review.proficiency import SetState, errors_in_logs, examination_of_piece, progress
from antigone.desk.review.shipped import shipped_pairs
from antigone.errors import NotThere, OutOfStep, RuleBroken
from antigone.protocol import entries
from antigone.protocol.codec import freeze
from antigone.protocol.examination import Examination, follows
from antigone.protocol.pairs import Truth
from antigone.protocol.proficiency import draw_set
from antigone.protocol.scales import INTERPOL_DVI, Direction
from antigone.types import Refusal

chance: random.Random = random.SystemRandom()
"""What draws a set: nobody knows beforehand which pairs come, or in which order."""


def begin_set(*, by: Actor) -> ProficiencySet:
    """Begin one's first proficiency set, or another where somebody decided so.

    Raises:
        RuleBroken: if one is open, passed, or failed without such a decision; or too few pairs are left.
    """
    with act(by, Verb.OPEN, Thing.PROFICIENCY.of(by)) as doing:
        assert doing.by.person is not None
        person = Person.objects.select_related("agency").get(pk=doing.by.person)
        now = progress(person)
        if now.stands not in (SetState.NEVER, SetState.AGAIN):
            raise OutOfStep(
                _("A proficiency set is open, or was done."),
                _("Another needs the decision of an administrator or the validator."),
            )
        drawn = draw_set(
            [pair.known(token_hex(16), token_hex(16)) for pair in shipped_pairs().values()],
            seen=frozenset(ProficiencyPiece.objects.filter(set__person=person).values_list("pair", flat=True)),
            size=now.limits.size,
            chance=chance,
        )
        if isinstance(drawn, Refusal):
            raise RuleBroken(
                _("Too few pairs are left that you have not done."),
                _("A newer version of Antigone may bring others; until then no further set can be done."),
            )
        made = ProficiencySet.objects.create(
            person=person,
            agency=person.agency,
            size=len(drawn),
            same=sum(pair.truth is Truth.SAME for pair in drawn),
            opened_at=timezone.now(),
        )
        ProficiencyPiece.objects.bulk_create(
            ProficiencyPiece(
                set=made,
                place=place,
                number=token_hex(16),
                pair=pair.number,
                truth=pair.truth.value,
                pm_key=pair.material.pm[0].key,
                am_key=pair.material.reference[0].key,
                scale=INTERPOL_DVI.id,
            )
            for place, pair in enumerate(drawn, 1)
        )
        doing.record(made.pk, size=made.size)
    return made


def let_try_again(*, by: Actor, done: ProficiencySet, reason: str) -> None:
    """Decide that somebody whose set does not suffice does another, with other pairs.

    Raises:
        RuleBroken: if it suffices, is not finished, is not their latest, or is one's own.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.RENEW, done, reason=reason) as doing:
        found = ProficiencySet.objects.select_related("person__agency").get(pk=done.pk)
        now = progress(found.person)
        if now.stands is not SetState.FAILED or now.latest is None or now.latest.pk != found.pk:
            raise OutOfStep(_("There is nothing to decide of this set."), _("Look at how they stand now."))
        if found.person_id == doing.by.person:
            raise RuleBroken(_("This is your own set."), _("Somebody else decides whether you do another."))
        found.again_by_id, found.again_at, found.again_reason = doing.by.person, timezone.now(), reason
        found.save(update_fields=["again_by", "again_at", "again_reason"])
        doing.record(found.pk, person=found.person_id)


def open_piece(*, by: Actor, piece: ProficiencyPiece) -> ProficiencyPiece:
    """Open a piece: the first time starts its clock. Raises: NotThere, if it is somebody else's."""
    with act(by, Verb.CHANGE, piece) as doing:
        found = _own(doing.by, piece)
        if found.opened_at is None:
            found.opened_at = timezone.now()
            found.save(update_fields=["opened_at"])
        doing.record(found.set_id, place=found.place)
    return found


def write_in_piece(*, by: Actor, piece: ProficiencyPiece, written_down: Sequence[entries.Entry]) -> Examination:
    """Add entries to a piece's log, all or none. When the last piece is done the set is counted, and open slots are
    tried again: whoever has passed can be asked from then on.

    Raises:
        NotThere: if it is somebody else's.
        RuleBroken: if it is done, would be handed back, or the protocol does not allow an entry.
    """
    with act(by, Verb.CHANGE, piece) as doing:
        found = _own(doing.by, piece)
        if found.said:
            raise OutOfStep(_("This pair of the set is done."), _("What you said of it stays."))
        if any(isinstance(entry, entries.HandedBack) for entry in written_down):
            raise RuleBroken(
                _("These people do not exist: nobody knows them."), _("Conclude it as far as you can, also undecided.")
            )
        if found.opened_at is None:
            found.opened_at = timezone.now()
            found.save(update_fields=["opened_at"])
        before = examination_of_piece(found)
        at = max(timezone.now(), before.now.last)
        after = before.add(*(_at(entry, at) for entry in written_down))
        after = after.add(*follows(after))
        added = after.entries[len(before.entries) :]
        ProficiencyEntry.objects.bulk_create(
            ProficiencyEntry(piece=found, place=place, kind=type(entry).__name__, at=entry.at, said=freeze(entry))
            for place, entry in enumerate(added, len(before.entries) + 1)
        )
        doing.record(found.set_id, place=found.place, entries=[type(entry).__name__ for entry in added])
        if after.finished:
            _finished(found, after)
    return after


def _finished(piece: ProficiencyPiece, examination: Examination) -> None:
    level = examination.blind_level
    piece.said = (level.direction if level else Direction.NEITHER).value
    piece.save(update_fields=["said"])
    done = piece.set
    if done.pieces.filter(said="").exists():
        return
    found = errors_in_logs(done)
    done.finished_at = timezone.now()
    done.false_inclusions, done.false_exclusions = found.false_inclusion.count, found.false_exclusion.count
    done.undecided_different, done.undecided_same = found.undecided_different.count, found.undecided_same.count
    done.save(
        update_fields=["finished_at", "false_inclusions", "false_exclusions", "undecided_different", "undecided_same"]
    )
    _assigning.assign_all()


def _own(by: Actor, piece: ProficiencyPiece) -> ProficiencyPiece:
    found = ProficiencyPiece.objects.select_related("set__person").get(pk=piece.pk)
    if found.set.person_id != by.person:
        raise NotThere(_("There is no such work here."), _("Open the work from your own list."))
    return found


def _at(entry: entries.Entry, at: datetime) -> entries.Entry:
    if isinstance(entry, entries.Changed):
        return replace(entry, at=at, entry=replace(entry.entry, at=at))
    return replace(entry, at=at)
