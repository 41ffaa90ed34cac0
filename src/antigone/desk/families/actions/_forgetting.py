"""Emptying what is kept of given photographs. Called inside an act that erases."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.families.models import Given


def forget(rows: QuerySet[Given]) -> int:
    """Their keys, faces, hashes and remarks are destroyed; the rows say that there were some. How many."""
    rows.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    return rows.update(wrapped=None, sha256="", remark="", why="", faces=[], picked=None)
