"""The audit: one row for each act, chained by hashes, and the chain's head.

Rows hold numbers of people and things, never names, addresses or pictures: nothing can be erased from here.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

GENESIS = "0" * 64
"""What stands where the first row would name the row before it."""


class AuditRow(models.Model):
    """One act. The database refuses to change or remove it, and takes it only as the next one of the chain."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    gesture = models.UUIDField()
    """Groups the rows of one request, command or job."""
    actor = models.CharField(max_length=60)
    """``person 12``, ``console`` (whoever has this machine) or ``visitor`` (nobody known yet)."""
    agency = models.BigIntegerField(null=True)
    """Whose thing it is."""
    incident = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=60)
    """Its kind and number: ``person 12``."""
    reason = models.TextField(blank=True)
    detail = models.TextField()
    """What changed, as JSON in a text column: the hash is of the text, which a JSON column might rewrite."""
    bound = models.CharField(max_length=64, blank=True)
    """SHA-256 of the bindings that this row made; empty if the act wrote nothing that decides or proves."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "audit_row"
        default_permissions = ()
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["actor", "sequence"], name="audit_by_actor"),
            models.Index(fields=["thing", "sequence"], name="audit_by_thing"),
            models.Index(fields=["verb", "sequence"], name="audit_by_verb"),
            models.Index(fields=["agency", "sequence"], name="audit_by_agency"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"row {self.sequence}: {self.actor}, {self.verb}, {self.thing}"

    @property
    def details(self) -> dict[str, Any]:
        return dict(json.loads(self.detail))


class AuditHead(models.Model):
    """The last row's number and hash: one row, moved only by the database itself, locked by whoever writes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        db_table = "audit_head"
        default_permissions = ()
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_head")]

    def __str__(self) -> str:
        return f"head at row {self.sequence}"


class Binding(models.Model):
    """What one row of the desk said when an act had written it: a salted hash for each field, held by the chain.

    The latest binding of a row says what it must say now. Only the latest has its salt: without it nobody can try
    which short word gives a hash, so a word that was replaced or erased cannot be guessed from here.
    """

    row = models.ForeignKey(AuditRow, on_delete=models.PROTECT, related_name="bindings")
    """The audit row of the act."""
    table = models.CharField(max_length=60)
    number = models.BigIntegerField()
    """The bound row's primary key."""
    hashes = models.TextField()
    """``{"agrees": "5f...", ...}``, a hash for each field, as JSON; empty if the act removed the row."""
    altered = models.TextField(blank=True)
    """What was already not as bound when the act came to it, as JSON: a list of fields. Empty if nothing was."""
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "audit_binding"
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint("table", "number", F("row").desc(), name="bound_once_by_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number} as row {self.row_id} left it"
