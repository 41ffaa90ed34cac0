"""Destroying given photographs and whole requests. Called inside an act that erases."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.families.models import Given, Request, Visit
from antigone.desk.photos import vault


def forget(rows: QuerySet[Given]) -> int:
    """Destroy keys, faces, hashes and remarks of given photographs; their rows stay. Returns how many."""
    rows.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    return rows.update(kept=False, wrapped=None, sha256="", remark="", why="", notes=[], faces=[], picked=None)


def forget_all(request: Request) -> dict[str, int]:
    """Destroy what a request holds: answers, messages, secrets, waiting photographs. Returns counts of it.

    Code, days, and what was allowed without names stay: that there was a request, and that it was lawful to search.
    """
    waiting = list(Given.objects.filter(request=request, wrapped__isnull=False).values_list("sealed", flat=True))
    forget(Given.objects.filter(request=request))
    done = {
        "answers": request.answers.exclude(said="").update(said=""),
        "messages": request.messages.exclude(words="").update(words=""),
        "photographs": len(waiting),
        "visits": Visit.objects.filter(request=request).delete()[0],
    }
    request.secret, request.safe_word, request.consent, request.danger_at = "", "", None, None
    request.erased_at = timezone.now()
    request.save()
    transaction.on_commit(lambda: _discard(waiting))
    return done


def _discard(names: list[str]) -> None:
    for name in names:
        vault.discard(name)
