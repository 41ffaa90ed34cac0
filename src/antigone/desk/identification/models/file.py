from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.subjects.models import Subject
from antigone.protocol.evidence import EvidenceKind
from antigone.protocol.scales import Direction


class File(DeskModel):
    """All that is brought together on whether one case and one record are one person."""

    thing = Thing.FILE
    page = "file"
    bound = True

    class How(models.TextChoices):
        """How a file ended."""

        IDENTIFIED = "identified"
        EXCLUDED = "excluded"
        ALIVE = "found alive"
        GIVEN_UP = "given up"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="files")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="files")
    """The case's."""
    place = models.PositiveIntegerField()
    """Counts the incident's files from 1: the end of the number."""
    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="files_of_case")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="files_of_record")
    reason = models.TextField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, choices=How.choices, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_a_file"),
            models.UniqueConstraint(fields=["case", "record"], condition=Q(ended_at=None), name="one_open_file"),
        ]

    def __str__(self) -> str:
        return self.number


class EvidenceLine(DeskModel):
    """A line of evidence, as those who examined it report it (``protocol.evidence.Line``)."""

    part_of = "file"
    bound = True

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EvidenceKind])
    direction = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Direction])
    words = models.TextField()
    source = models.CharField(max_length=500)
    examined_by = models.JSONField()
    """``["person 12", "expert 3"]``: ``person_refs``."""
    depends_on = models.JSONField()
    """Places of other lines of the file."""
    depends_on_face = models.BooleanField()
    photographs = models.JSONField()
    """Numbers of the photographs in which it was seen."""
    rests_on = models.JSONField()
    """Numbers of decisions on which it rests: the only one left on a list, because the others were identified."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "place"], name="one_place_of_a_line")]

    def __str__(self) -> str:
        return f"line {self.place} of file {self.file_id}"


class EvidencePaper(DeskModel):
    """A paper that a line of evidence rests on: a report, a chart, a picture. It lies encrypted in the vault as
    photographs do, with pictures of its pages: those are what anybody is shown.
    """

    part_of = "line"
    bound = True

    line = models.ForeignKey(EvidenceLine, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of the file as it came."""
    sealed = models.CharField(max_length=64, unique=True)
    """Its name in the vault."""
    wrapped = models.BinaryField(null=True)
    """Its key, itself encrypted; None once it is destroyed."""
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    is_pdf = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"paper {self.pk} of line {self.line_id}"


class Faceless(DeskModel):
    """One person's statement that no face of this case, or of this record, can be compared."""

    part_of = "subject"
    bound = True

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="faceless")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "by"], condition=Q(taken_back_at=None), name="one_look_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Discrepancy(DeskModel):
    """An entry of a file's ledger: something that does not fit. Until it is explained it blocks."""

    part_of = "file"
    bound = True

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="ledger")
    place = models.PositiveSmallIntegerField()
    words = models.TextField()
    about = models.JSONField()
    """Keys of ``protocol.evidence.against``."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "place"], name="one_place_in_a_ledger")]

    def __str__(self) -> str:
        return f"discrepancy {self.place} of file {self.file_id}"


class DiscrepancyExplanation(DeskModel):
    """The explanation of a discrepancy, and whose it is."""

    part_of = "discrepancy"
    bound = True

    discrepancy = models.OneToOneField(Discrepancy, on_delete=models.PROTECT, related_name="explanation")
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"explanation of discrepancy {self.discrepancy_id}"
