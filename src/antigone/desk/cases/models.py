"""A dead person's case (PM): where and how the body was found, who keeps it, what was with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.subjects.models import Subject


class Case(DeskModel):
    """The fields of a dead person's case that a record does not have (see ``Subject``).

    Every field is one that people write (``subjects.models.written``): forms, the API, files and the history follow it.
    """

    part_of = "subject"
    page = "case"

    class Condition(models.TextChoices):
        UNKNOWN = "unknown"
        RECENT = "recent"
        DECOMPOSED = "decomposed"
        WATER = "from water"
        BURNT = "burnt"
        INJURED = "injured face"
        MUMMIFIED = "mummified"
        SKELETAL = "skeletal"
        PART = "body part"

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="case")
    found_on = models.DateField(null=True)
    found_time = models.TimeField(null=True)
    found_place = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    found_by = models.CharField(max_length=200, blank=True)
    died_earliest = models.DateField(null=True)
    died_latest = models.DateField(null=True)
    condition = models.CharField(
        max_length=20,
        choices=Condition.choices,
        default=Condition.UNKNOWN,
        help_text="What the face looks like decides how it is compared.",
    )
    custody = models.CharField(max_length=200, blank=True, help_text="Who keeps the body now.")
    custody_place = models.CharField(max_length=200, blank=True)
    other_number = models.CharField(
        max_length=120, blank=True, help_text="Of the police, the mortuary or the INTERPOL form."
    )

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-subject_id"]
        indexes: ClassVar = [
            models.Index(fields=["found_on"], name="cases_by_day"),
            models.Index(fields=["other_number"], name="cases_by_number"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Effect(DeskModel):
    """One line of the inventory of what was with the body."""

    part_of = "case"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="effects")
    place = models.PositiveSmallIntegerField()
    """Its number in the inventory; never used again."""
    description = models.CharField(max_length=500)
    found_where = models.CharField(max_length=200, blank=True)
    kept_where = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    """When it was struck from the inventory; the line stays."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "place"], name="one_line_of_an_inventory")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.place}"


class Article16(DeskModel):
    """Fields a to h of article 16 of the First Geneva Convention, for the dead of an adverse party."""

    part_of = "case"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="article16")
    power = models.CharField(max_length=120, blank=True, help_text="a) Power on which they depend.")
    number = models.CharField(max_length=120, blank=True, help_text="b) Army, regimental, personal or serial number.")
    surname = models.CharField(max_length=200, blank=True, help_text="c)")
    first_names = models.CharField(max_length=200, blank=True, help_text="d)")
    born_on = models.CharField(
        max_length=60, blank=True, help_text="e) Date of birth, as the identity card or disc has it."
    )
    other = models.TextField(blank=True, help_text="f) Other particulars on the card or disc.")
    when_and_where = models.TextField(blank=True, help_text="g) Date and place of capture or death.")
    cause = models.TextField(blank=True, help_text="h) Wounds or illness, or cause of death.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"article 16 of case {self.pk}"
