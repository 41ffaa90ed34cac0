"""Who a session belongs to, how long it may last, and the browsers that a person is signed in with."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.accounts.models import Person, Session

LONGEST = timedelta(hours=12)
MOST = 3
"""Browsers one person can be signed in with."""


class PersonBackend(BaseBackend):
    """Who a session belongs to. It signs nobody in: that is actions/signing_in.py."""

    def get_user(self, user_id: int) -> Person | None:
        person = Person.objects.select_related("agency").prefetch_related("held").filter(pk=user_id).first()
        return person if person is not None and person.is_active else None


def sessions_of(person: int) -> QuerySet[Session]:
    """The browsers a person is signed in with, the longest first."""
    now = timezone.now()
    return Session.objects.filter(person=person, expire_date__gt=now, began_at__gt=now - LONGEST).order_by("began_at")
