"""A missing person's record (AM): names, life, when last seen, and informants."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Incident
from antigone.desk.encrypted import EncryptedTextField
from antigone.desk.subjects.models import Subject


class Record(DeskModel):
    """The fields of a missing person's record that a case does not have (see ``Subject``).

    What the desk works out itself is not ``editable``; all else is written by people (``subjects.models.written``).
    """

    part_of = "subject"
    page = "record"

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="record")
    born_earliest = models.DateField(null=True)
    born_latest = models.DateField(null=True, help_text="One end alone means that very day.")
    last_seen_earliest = models.DateField(null=True)
    last_seen_latest = models.DateField(null=True)
    last_seen_place = models.CharField(max_length=300, blank=True)
    last_seen_latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    last_seen_longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    circumstances = models.TextField(blank=True)
    nationality = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    belongings = models.TextField(blank=True, help_text="What they had with them.")
    other_number = models.CharField(
        max_length=120, blank=True, help_text="Of the police, the tracing agency or the INTERPOL form."
    )
    sort_key = models.CharField(max_length=200, default="", editable=False)
    """Of its first name: by which lists are sorted."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-subject_id"]
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "subject"], name="records_in_order"),
            models.Index(fields=["other_number"], name="records_by_number"),
            models.Index(fields=["last_seen_latest"], name="records_by_day"),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"


class Name(DeskModel):
    """A name in one script. A person has as many as they are called by or written as."""

    part_of = "record"

    class What(models.TextChoices):
        OWN = "own"
        BIRTH = "at birth"
        ALIAS = "also called"
        SPELLING = "other spelling"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="names")
    what = models.CharField(max_length=20, choices=What.choices, default=What.OWN)
    family = models.CharField(max_length=120, blank=True)
    given = models.CharField(max_length=120, blank=True)
    patronymic = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=200)
    """Family, given, patronymic in Latin letters and lower case."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["sort_key"], name="names_in_order")]

    def __str__(self) -> str:
        return f"name {self.pk}"


class NameKey(DeskModel):
    """The sound of one word of a name in any script, which a search by name looks up (``spelling``)."""

    part_of = "name"

    name = models.ForeignKey(Name, on_delete=models.CASCADE, related_name="keys")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    """A skeleton of its sounds."""
    form = models.CharField(max_length=60, default="")
    """The word in plain Latin letters, with which a search compares what it looks for."""

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["incident", "key", "form"], name="names_by_key")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "key", "form"], name="each_key_once")]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Informant(DeskModel):
    """An informant, and how they can be reached without harm to them."""

    part_of = "record"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="informants")
    name = EncryptedTextField(max_length=200)
    relation = EncryptedTextField(max_length=120, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    contact = EncryptedTextField(max_length=300, blank=True)
    safe = models.BooleanField(null=True)
    """Whether this contact is safe; None if nobody asked yet. Nobody is contacted unless it is."""
    never = EncryptedTextField(max_length=300, blank=True)
    """How they must never be contacted."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"informant {self.pk}"
