"""Imports of thousands of photographs, and the outcome for each of their files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import ScopedThing, Thing
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, Subject
from antigone.types import Profile


class Import(DeskModel):
    """An import of a folder, an archive or many files, for one agency of an incident by one person."""

    thing = Thing.IMPORT
    page = "import"

    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile])
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="imports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="imports")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="imports")
    """For reference photographs whose row of the manifest names no other."""
    name = models.CharField(max_length=200)
    """What the folder or the archive is called."""
    folder = models.TextField(blank=True)
    """Where the files lie on the desk's own machine, if the console brings them in."""
    spool = models.CharField(max_length=32, blank=True)
    """Where they lie encrypted until they are brought in, if they were sent by a browser (``spool.py``)."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="imports")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When somebody saw what it would do, and said that it be done. Before, it has no items."""
    seen = models.CharField(max_length=64, blank=True)
    """The digest of the preview that they saw: of what was sent and of what was answered."""
    done_at = models.DateTimeField(null=True)
    """When no file was waiting any more."""
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def photographs_thing(self) -> ScopedThing:
        """What it brings in, as the permission table has it."""
        return PHOTOGRAPH_THINGS[self.kind].of(self)


class ImportItem(DeskModel):
    """One file of an import, and its outcome."""

    part_of = "bringing"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        """See ``detail`` and ``hint``."""
        ERASED = "erased"
        """What it was called and whose it was is destroyed."""

    bringing = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    """Counts the files of an import, from 1."""
    path = models.CharField(max_length=500)
    """Inside the folder or archive."""
    who = models.CharField(max_length=120, blank=True)
    """The person or case, as the manifest or the folder calls them: ``other_number`` of record or case."""
    details = models.JSONField(default=dict)
    """What the manifest says of them; emptied when the file is done, because the record then says it."""
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    begun = models.PositiveSmallIntegerField(default=0)
    """How often work on it began and nothing more was heard of it: its worker ended."""
    detail = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="+")
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["bringing_id", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bringing", "place"], name="one_place_in_an_import"),
        ]
        indexes: ClassVar = [models.Index(fields=["bringing", "state", "place"], name="files_of_an_import")]

    def __str__(self) -> str:
        return f"{self.place} of import {self.bringing_id}"
