"""That nothing is left of an erasure where the desk itself writes."""

from __future__ import annotations

from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.erasing.models import Erasure


def record_scrubbed(*, by: Actor, erasure: Erasure) -> None:
    """Files are removed, the index is written without it, and the database's free space is cleared."""
    with act(by, Verb.KEEP, erasure) as doing:
        found = Erasure.objects.get(pk=erasure.pk)
        found.scrubbed_at = timezone.now()
        found.save(update_fields=["scrubbed_at"])
        doing.record(found.pk, step="scrubbed")


def record_proof(*, by: Actor, erasure: Erasure, files: int, size: int, remains: int, unread: int) -> None:
    """Somebody had it proved that nothing remains, and this was found."""
    with act(by, Verb.KEEP, erasure) as doing:
        doing.record(erasure.pk, step="proof", files=files, size=size, remains=remains, unread=unread)
