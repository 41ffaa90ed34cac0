"""Recording what the worker found in a photograph that a family gave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.families.models import Given
from antigone.desk.photos import vault


class _TakenBack(Exception):
    """Raised if the photograph was taken back while the worker looked at it: nothing is written."""


def record_look(*, by: Actor, given: Given, faces: Sequence[list[float]] | None, notes: Sequence[str] = ()) -> None:
    """Keep where the faces are, and how the file was read; a single face is the person.

    None: it cannot be decoded, and its file is destroyed.
    Nothing happens if it was looked at already. If it was taken back, the pictures that were just made of it go too.
    """
    gone = faces is None
    try:
        with act(by, Verb.ANALYSE, given) as doing:
            found = Given.objects.get(pk=given.pk)
            if found.wrapped is None:
                raise _TakenBack
            if found.looked_at is None:
                found.looked_at, found.unreadable, found.faces = timezone.now(), gone, list(faces or [])
                found.notes = list(notes)
                found.picked = 1 if len(found.faces) == 1 else None
                found.wrapped = None if gone else found.wrapped
                found.save(update_fields=["looked_at", "unreadable", "faces", "notes", "picked", "wrapped"])
            doing.record(found.pk, request=found.request_id, faces=len(found.faces), unreadable=gone)
    except _TakenBack:
        gone = True
    if gone:
        transaction.on_commit(partial(vault.discard, given.sealed))
