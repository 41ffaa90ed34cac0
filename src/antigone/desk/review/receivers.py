"""What review answers to the apps below it: what examiners must not see while they judge it blind, and for how long."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from antigone.desk.accounts import signals as accounts
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.sight import seeing_all
from antigone.desk.candidates.queries import groups
from antigone.desk.photos import signals as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.review.actions import blindness
from antigone.desk.review.models import Assignment, BenchPicture
from antigone.desk.review.open import open_assignments


@receiver(accounts.blind_to, dispatch_uid="review: hide what an examiner has open")
def subjects_of_open_work(person: Person, **_: Any) -> frozenset[int]:
    """The cases and records of somebody's open assignments, known pairs included, and all linked to them."""
    if not Assignment.objects.filter(examiner=person).exists():  # it is asked for every page: most have none at all
        return frozenset()
    pairs = open_assignments().filter(examiner=person).order_by().values_list("pair__case", "pair__record")
    numbers = {number for pair in pairs for number in pair}
    return frozenset[int]().union(*groups(numbers).values()) if numbers else frozenset()


@receiver(photos.shown_on_a_bench, dispatch_uid="review: what examiners saw stays as they saw it")
def was_on_a_bench(photograph: Photograph, **_: Any) -> bool:
    with seeing_all():
        return BenchPicture.objects.filter(photograph=photograph).exists()


@receiver(accounts.roles_changed, dispatch_uid="review: call off blind work, or keep sight from who has some")
def roles_changed(person: Person, was: frozenset[Role], now: frozenset[Role], **_: Any) -> None:
    blindness.roles_changed(person, was, now)
