"""Assigning pairs to examiners: called inside an act, always by the worker. Nobody chooses their examiner."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date
from secrets import token_hex

from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Scope, Thing, Verb
from antigone.desk.photos.lawful_basis import today
from antigone.desk.review.models import Assignment, BenchPicture, ExaminationEntry, Pair, PairPhoto, ReviewRules, Slot
from antigone.desk.review.open import live_pairs, rules_of, still_shown
from antigone.desk.review.people import Pool, agencies_for, askable, can_be_shown, conflicts_with, earlier_of, with_load
from antigone.desk.review.proficiency import passed_set
from antigone.desk.review.to_protocol import person_id
from antigone.protocol.codec import freeze
from antigone.protocol.entries import Entry
from antigone.protocol.known_pairs import draw
from antigone.protocol.pairs import KnownPair
from antigone.protocol.two_examiners import Examiner, choose
from antigone.types import Profile, Refusal

chance: random.Random = random.SystemRandom()
"""Nobody can foresee when a known pair comes. Tests put their own in its place."""


def assign(slots: Iterable[Slot]) -> list[Assignment]:
    """Assign open slots to examiners who can be asked now; a slot for which there is nobody stays open."""
    made = []
    for slot in slots:
        pair = slot.pair
        rules, number = rules_of(pair.incident_id), token_hex(16)
        chosen = _asked(pair, rules, number, today())
        if isinstance(chosen, Refusal) or not can_be_shown(pair):
            continue
        person = Person.objects.get(pk=int(chosen.person.removeprefix("person ")))
        _mix_in(person, rules)
        made.append(_assign_to(pair, person, rules, place=slot.place, number=number))
        slot.filled_at = timezone.now()
        slot.save(update_fields=["filled_at"])
    return made


def assign_all() -> list[Assignment]:
    """Try every open slot, the one that waited longest first."""
    waiting = Slot.objects.filter(filled_at=None, pair__in=live_pairs())
    return assign(waiting.select_related("pair__case", "pair__record", "pair__incident").order_by("since", "pk"))


def open_slot(pair: Pair, place: int) -> Slot:
    """Open a slot for the first, second or third examiner (``place``), also again if somebody hands it back."""
    last = Slot.objects.filter(pair=pair, place=place).order_by("-turn").first()
    turn = 1 if last is None else last.turn + 1
    return Slot.objects.create(pair=pair, place=place, turn=turn, since=timezone.now())


def give_again(assignment: Assignment) -> None:
    """Ask somebody else for what its examiner gave back, or may not go on with. A known pair measured them alone."""
    if not assignment.pair.known:
        assign([open_slot(assignment.pair, assignment.place)])
    assign_all()


def add_entries(assignment: Assignment, added: Sequence[Entry], so_many: int) -> None:
    """Write entries behind those that a log has. Inside an act."""
    ExaminationEntry.objects.bulk_create(
        ExaminationEntry(assignment=assignment, place=place, kind=type(entry).__name__, at=entry.at, said=freeze(entry))
        for place, entry in enumerate(added, so_many + 1)
    )


def _asked(pair: Pair, rules: ReviewRules, number: str, day: date) -> Examiner | Refusal:
    people = with_load(askable(agencies_for(pair.case, pair.record)).select_related("agency"), rules.proficiency)
    conflicts = {person_id(person): found for person, found in conflicts_with(pair).items()}
    return choose(
        people,
        number=number,
        conflicts=conflicts,
        today=day,
        earlier=earlier_of(pair),
        agencies_apart=rules.agencies_apart,
    )


def _mix_in(person: Person, rules: ReviewRules) -> None:
    """Assign as many known pairs as are drawn before real work: so their share of all work is the rate that was set."""
    while True:
        drawn = draw(Pool(person), seen=frozenset(), mix=rules.mix, chance=chance)
        if not isinstance(drawn, KnownPair):
            return
        pair = Pair.objects.select_related("case", "record").get(pk=int(drawn.number))
        _assign_to(pair, person, rules, place=1, number=token_hex(16))


def _assign_to(pair: Pair, person: Person, rules: ReviewRules, *, place: int, number: str) -> Assignment:
    """Everything that its examiner or the audit's readers see of an assignment is alike for known pairs."""
    passed = passed_set(person.pk, rules.proficiency)
    if passed is None:
        raise AssertionError(f"{person_id(person.pk)} was chosen without a proficiency set")
    with act(worker(), Verb.ASK, Thing.ASSIGNMENT.of(Scope(person.agency_id, rules.incident_id))) as doing:
        assignment = Assignment.objects.create(
            number=number,
            pair=pair,
            place=place,
            examiner=person,
            agency_id=person.agency_id,
            incident_id=rules.incident_id,
            scale=rules.scale,
            given_at=timezone.now(),
            proficiency=passed,
        )
        for side in Profile:
            rows = PairPhoto.objects.filter(pair=pair, side=side.value).select_related("photograph").order_by("place")
            shown = [each.photograph for each in rows if still_shown(each.photograph)]
            BenchPicture.objects.bulk_create(
                BenchPicture(assignment=assignment, side=side.value, place=n, key=token_hex(16), photograph=photograph)
                for n, photograph in enumerate(shown, 1)
            )
        doing.record(assignment.pk, person=person.pk)
    return assignment
