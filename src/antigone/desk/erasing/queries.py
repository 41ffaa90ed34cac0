"""Reading requests to erase and their receipts: only those that the actor may see."""

from __future__ import annotations

from django.db.models import QuerySet

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos.models import Photograph


def erasures(by: Actor) -> QuerySet[Erasure]:
    """Requests to erase, the latest first."""
    seen = within(by, Verb.SEE, Thing.ERASURE)
    return Erasure.objects.filter(seen).select_related("subject", "incident", "photograph", "answered_by", "done_by")


def waiting_erasures(by: Actor) -> QuerySet[Erasure]:
    """Requests that are not answered or not carried out, the most urgent first."""
    return erasures(by).filter(state__in=(Erasure.State.ASKED, Erasure.State.AGREED)).order_by("due_on", "pk")


def find_erasure(by: Actor, number: int) -> Erasure:
    """Raises: NotThere."""
    return find(erasures(by), number)


def erasure_of(photograph: Photograph) -> Erasure | None:
    """The erasure by which a photograph was destroyed."""
    done = Erasure.objects.filter(state=Erasure.State.DONE)
    whole = done.filter(subject=photograph.subject_id, photograph=None)
    return done.filter(photograph=photograph).first() or whole.first()
