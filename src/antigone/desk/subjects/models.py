"""What cases and records have in common: a subject, its marks, references elsewhere, and what it said before."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import ScopedThing, Thing
from antigone.desk.encrypted import EncryptedJSONField
from antigone.types import Profile

THINGS = {Profile.PM.value: Thing.CASE, Profile.AM.value: Thing.RECORD}
"""What the permission table calls a subject of each kind, and (below) its photographs."""
PHOTOGRAPH_THINGS = {Profile.PM.value: Thing.PM_PHOTO, Profile.AM.value: Thing.AM_PHOTO}


class KindConverter:
    """``cases`` or ``records`` in an address; a ``Profile``, or its value, in the code."""

    WORDS: ClassVar = {Profile.PM: "cases", Profile.AM: "records"}
    regex = "|".join(WORDS.values())

    def to_python(self, value: str) -> Profile:
        return Profile.PM if value == self.WORDS[Profile.PM] else Profile.AM

    def to_url(self, value: Profile | str) -> str:
        return self.WORDS[Profile(value)]


class Sex(models.TextChoices):
    """Of a case, as estimated; of a record, as told."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Subject(DeskModel):
    """One dead person's case (PM) or one missing person's record (AM) of an incident: all that photographs need of it.

    ``cases.Case`` and ``records.Record`` each have the rest, under the same number. What the desk keeps itself is not
    ``editable``; all else is written by people (``subjects.models.written``).
    """

    subject_columns = ("pk",)

    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile], editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="subjects")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="subjects")
    """Who holds it."""
    place = models.PositiveIntegerField(editable=False)
    """Counts the incident's cases, or its records, from 1: the end of the code."""
    code = models.CharField(max_length=40, unique=True, editable=False)
    """``HALCYON-26-PM-00007``: on the label of the body or the file; never used again."""
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opened")
    closed_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    """When all that it said was destroyed. The code stays, and is never used again."""

    sex = models.CharField(
        max_length=10,
        choices=Sex.choices,
        default=Sex.UNKNOWN,
        help_text="Of a case, as estimated; of a record, as told.",
    )
    age_low = models.PositiveSmallIntegerField(null=True)
    """Whole years: at death, or when last seen. A range, because an estimate without one misleads."""
    age_high = models.PositiveSmallIntegerField(null=True)
    stature_low = models.PositiveSmallIntegerField(null=True)
    """Centimetres."""
    stature_high = models.PositiveSmallIntegerField(null=True)
    build = models.CharField(max_length=200, blank=True)
    hair = models.CharField(max_length=200, blank=True)
    eyes = models.CharField(max_length=200, blank=True)
    teeth = models.TextField(blank=True)
    clothing = models.TextField(blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["incident", "kind", "agency", "-id"], name="subjects_of_an_incident"),
            models.Index(fields=["incident", "kind", "sex", "-id"], name="subjects_by_sex"),
            models.Index(fields=["incident", "kind", "opened_at", "agency"], name="subjects_by_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "kind", "place"], name="one_place_in_an_incident"),
            models.CheckConstraint(
                condition=Q(age_low=None, age_high=None) | Q(age_low__lte=F("age_high")), name="age_is_a_range"
            ),
            models.CheckConstraint(
                condition=Q(stature_low=None, stature_high=None) | Q(stature_low__lte=F("stature_high")),
                name="stature_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def thing(self) -> Thing:
        """A case or a record."""
        return THINGS[self.kind]

    @property
    def is_case(self) -> bool:
        """Of a dead person; else it is the record of somebody missing."""
        return self.kind == Profile.PM.value

    @property
    def other_kind(self) -> Profile:
        """What it is searched among: a case among records, a record among cases."""
        return Profile.AM if self.is_case else Profile.PM

    def pairs_with(self, record: Subject) -> bool:
        """Whether this is a case and the other a record, both of one incident."""
        return self.is_case and not record.is_case and self.incident_id == record.incident_id

    @property
    def photographs_thing(self) -> ScopedThing:
        """Its photographs: those of the dead and those of the missing have permissions of their own."""
        return PHOTOGRAPH_THINGS[self.kind].of(self)

    @property
    def address(self) -> str:
        return reverse(self.thing.value, args=[self.pk])

    def history(self) -> models.QuerySet[Revision]:
        """What it said before, the latest first. Whoever may see it may see this."""
        return self.revisions.select_related("by")

    def address_of(self, page: str) -> str:
        """The path of a page that cases and records both have: ``photographs`` is the route ``subject-photographs``."""
        return reverse(f"subject-{page}", args=[self.kind, self.pk])


def written(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that people write, in the model's order: all but keys and what the desk keeps (``editable=False``).

    Whatever takes or gives all that is said of somebody asks here, so that a new field is said in one place.
    """
    columns = model._meta.concrete_fields
    return tuple(each.name for each in columns if each.editable and not (each.primary_key or each.is_relation))


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return model._meta.get_field(name)  # type: ignore[return-value]


def plain_value(value: object) -> Any:
    """A column's value as a revision keeps it, in JSON."""
    if isinstance(value, str | int | bool | None):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Revision(DeskModel):
    """What a case or record said before somebody changed it. The audit has who and when, and no names."""

    part_of = "subject"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    was = EncryptedJSONField()
    """The changed fields, as they were: ``{"sex": "unknown", "names": [...]}``."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"revision {self.pk} of {self.subject_id}"


class Charge(DeskModel):
    """Who answers for a case or record, from a day until somebody else does: whose next step it is, and not who may."""

    part_of = "subject"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="charges")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["person", "ended_at"], name="charges_of_a_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject"], condition=Q(ended_at=None), name="one_answers_for_it")
        ]

    def __str__(self) -> str:
        return f"charge {self.pk} of {self.subject_id}"


class Mark(DeskModel):
    """Something on a body that tells it from others."""

    part_of = "subject"

    class What(models.TextChoices):
        TATTOO = "tattoo"
        SCAR = "scar"
        BIRTHMARK = "birthmark"
        PIERCING = "piercing"
        OPERATION = "operation"
        AMPUTATION = "amputation"
        PROSTHESIS = "prosthesis"
        OTHER = "other"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="marks")
    what = models.CharField(max_length=20, choices=What.choices)
    where = models.CharField(max_length=120)
    """On which part of the body, and which side."""
    description = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


class Elsewhere(DeskModel):
    """A primary identifier that somebody else holds: Antigone has its number, never the thing itself."""

    part_of = "subject"

    class What(models.TextChoices):
        FINGERPRINTS = "fingerprints"
        DENTAL = "dental"
        DNA = "dna"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="elsewhere")
    what = models.CharField(max_length=20, choices=What.choices)
    holder = models.CharField(max_length=200)
    number = models.CharField(max_length=120)
    taken_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.number}"
