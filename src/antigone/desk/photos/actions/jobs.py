"""Putting work down for the worker."""

from __future__ import annotations

from django.utils import timezone

from antigone.desk.photos.models import Job


def put_down(what: Job.What, number: int) -> None:
    """Leave work for the worker, in the act that makes it necessary. What is put down already is not put down twice."""
    if not Job.objects.filter(what=what, number=number, done_at=None, given_up_at=None).exists():
        now = timezone.now()
        Job.objects.create(what=what, number=number, queued_at=now, not_before=now)
