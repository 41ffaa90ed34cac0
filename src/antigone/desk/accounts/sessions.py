"""Sittings: Django's sessions in the database, each with the person it belongs to, so that they can be ended."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from antigone.desk.accounts.models import Person, Sitting

LONGEST = timedelta(hours=12)
MOST = 3
"""Browsers one person can be signed in with."""


class SessionStore(DatabaseStore):
    """Sessions whose row names the person."""

    @classmethod
    def get_model_class(cls) -> type[Sitting]:
        return Sitting

    def create_model_instance(self, data: dict[str, object]) -> Sitting:
        sitting = cast(Sitting, super().create_model_instance(data))
        person = data.get(SESSION_KEY)
        sitting.person_id = int(str(person)) if person is not None else None
        began = Sitting.objects.filter(pk=sitting.pk).values_list("began_at", flat=True).first()
        sitting.began_at = began or timezone.now()
        return sitting


class PersonBackend(BaseBackend):
    """Who a session belongs to. It signs nobody in: that is actions/signing_in.py."""

    def get_user(self, user_id: int) -> Person | None:
        person = Person.objects.select_related("agency").prefetch_related("held").filter(pk=user_id).first()
        return person if person is not None and person.is_active else None


def sittings_of(person: int) -> QuerySet[Sitting]:
    """The browsers a person is signed in with, the longest first."""
    now = timezone.now()
    return Sitting.objects.filter(person=person, expire_date__gt=now, began_at__gt=now - LONGEST).order_by("began_at")
