"""Photographs, the lawful basis on which each is held, the faces in them, and what the index is made from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.encrypted import EncryptedTextField
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, Subject
from antigone.types import Basis, Profile

_DECODED = ("no-face", "covered", "points-", "cover-")
"""How codes of refusals begin of photographs that were decoded: people see them, and can help."""


class Source(DeskModel):
    """A lawful source of reference photographs: who answers for them, and on what basis they may be searched."""

    thing = Thing.SOURCE
    page = "source"
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sources")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    controller = models.CharField(max_length=200)
    """Who answers for the data, in the law's sense."""
    basis = models.CharField(max_length=20, choices=[(basis.value, basis.value) for basis in Basis])
    instrument = models.CharField(max_length=300)
    """The law, agreement or form that says so."""
    purposes = models.TextField()
    recipients = models.TextField(blank=True)
    """With whom it may be shared; nobody if empty."""
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    """The last day; None if it has no end."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return f"source {self.pk}"


class Consent(DeskModel):
    """Somebody's consent that photographs of a missing person are searched, which they can withdraw."""

    part_of = "subject"
    thing = Thing.CONSENT
    bound = True

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="consents")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents")
    given_by = EncryptedTextField(max_length=200)
    relation = EncryptedTextField(max_length=120)
    given_on = models.DateField()
    how = EncryptedTextField(max_length=200)
    """Signed form, recorded call, in the presence of whom."""
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    put_back_at = models.DateTimeField(null=True)
    """When whoever had withdrawn it by mistake put it back, within ten minutes."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["valid_until"], condition=Q(withdrawn_at=None), name="consents_that_run_out")
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def address(self) -> str:
        return reverse("record-consents", args=[self.subject_id])


class Photograph(DeskModel):
    """One photograph of a subject. The file itself lies encrypted outside the web root (``photos/vault.py``)."""

    subject_columns = ("subject",)

    part_of = "subject"
    page = "photograph"

    class Stage(models.TextChoices):
        """The stage of the examination at which a PM photograph was taken (ASTM E3148)."""

        BEFORE = "before cleaning"
        AFTER = "after cleaning"
        UNKNOWN = "unknown"

    class State(models.TextChoices):
        WAITING = "waiting"
        """Not looked at yet."""
        CHOOSE = "choose a face"
        """Several faces: a person must say which."""
        USABLE = "usable"
        REFUSED = "refused"
        """See ``refusal``; the photograph is kept."""
        ENDED = "ended"
        """Taken out by a person, or without a ground: kept, in no index."""
        ERASED = "erased"
        """Destroyed. The row says that there was one, and nothing else."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="photographs")
    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile])
    """The subject's."""
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="photographs")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="photographs")
    sha256 = models.CharField(max_length=64)
    """Of the original file's bytes; empty once erased."""
    sealed = models.CharField(max_length=64, unique=True)
    """SHA-256 of the encrypted original: its name in the vault."""
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    """Bytes of the original."""
    format = models.CharField(max_length=20, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    notes = models.JSONField(default=list)
    """How the file was read, in the engine's words: an end that is missing, bits that were stretched."""
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.UNKNOWN)
    grade = models.PositiveSmallIntegerField(null=True)
    """How graphic it is, 0 to 4; None until somebody has said."""
    sealed_details = models.BinaryField(null=True)
    """Place, device and time as the camera wrote them, encrypted with the photograph's key: for examiners."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    refusal = models.JSONField(null=True)
    """``{"code": ..., "detail": ..., "hint": ...}`` of the engine."""
    reduced = models.PositiveSmallIntegerField(default=1)
    """How many pixels of the file, along a side, one stands for in which faces were found (types.Photo.reduced)."""
    indexed = models.BooleanField(default=False)
    """Whether the chosen face's template is in the index. Only actions that add an IndexChange change it."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="photographs")
    ended_at = models.DateTimeField(null=True)
    put_back_at = models.DateTimeField(null=True)
    """When whoever had taken it out put it back, soon after."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "state"], name="photographs_of_a_subject"),
            models.Index(fields=["kind", "state", "id"], name="photographs_by_state"),
            models.Index(fields=["subject"], condition=Q(ended_at=None), name="photographs_that_stand"),
            models.Index(fields=["source"], condition=Q(ended_at=None), name="photographs_on_a_source"),
            models.Index(fields=["consent"], condition=Q(ended_at=None), name="photographs_on_a_consent"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "sha256"], condition=Q(ended_at=None), name="each_photograph_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=Profile.PM.value, source=None, consent=None)
                | Q(kind=Profile.AM.value, source__isnull=False),
                name="a_reference_has_a_lawful_source",
            ),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__lte=4), name="grade_is_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"photograph {self.pk}"

    @property
    def thing(self) -> Thing:
        return PHOTOGRAPH_THINGS[self.kind]

    @property
    def has_pictures(self) -> bool:
        """Whether there is anything to show: not before the worker has looked, and not of what it could not decode."""
        if self.state in (self.State.WAITING, self.State.ERASED):
            return False
        return self.refusal is None or self.refusal["code"].startswith(_DECODED)


class PhotoKey(DeskModel):
    """The key of one photograph, encrypted with the desk's. It works only with the half in ``keyring``."""

    part_of = "photograph"

    photograph = models.OneToOneField(Photograph, on_delete=models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"key of photograph {self.pk}"


class PointsByHand(DeskModel):
    """The five points of a face as a person set them. The latest of a photograph holds."""

    part_of = "photograph"
    bound = True

    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="points_by_hand")
    sealed = models.BinaryField(null=True)
    """Five ``[x, y]`` in pixels of the upright file, not a number where the machine is to find one: encrypted with the
    photograph's key. None: all were given back to the machine."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"points by hand {self.pk}"


class CoverByHand(DeskModel):
    """What hides the face, as a person painted it before a search. The latest of a photograph holds."""

    part_of = "photograph"
    bound = True

    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="covers_by_hand")
    sealed = models.BinaryField(null=True)
    """A PNG, white where the face is hidden: encrypted with the photograph's key. None: nothing hides it any more."""
    painted = models.BooleanField()
    """Painted here, on fewer points than the photograph has; False if it came as a file of the photograph's size."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"cover by hand {self.pk}"


class Face(DeskModel):
    """A face that the engine found in a photograph, or that a person pointed out in it."""

    part_of = "photograph"

    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="faces")
    number = models.PositiveSmallIntegerField()
    """As the engine counts them, from 1: the largest first."""
    box = models.JSONField()
    """``[left, top, width, height]`` in pixels of the upright photograph."""
    landmarks = models.BinaryField()
    """Five ``[x, y]``, little-endian float64; encrypted with the photograph's key, as ``vault.seal_landmarks`` does."""
    quality = models.JSONField()
    """types.Quality.as_json()."""
    chosen = models.BooleanField(default=False)
    chosen_how = models.CharField(max_length=20, blank=True)
    """``only``, ``principal`` or ``person``."""
    by_hand = models.BooleanField(default=False)
    """Whether a person set its points, or some of them: its template rests on that."""
    doubtful = models.BooleanField(default=False)
    """Whether the machine is not sure of its points (antigone.face.doubt)."""
    covered = models.FloatField(default=0)
    """How much of it a person said is hidden, 0 to 1: left out of account in its template."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["photograph_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["photograph", "number"], name="each_face_once"),
            models.UniqueConstraint(fields=["photograph"], condition=Q(chosen=True), name="one_chosen_face"),
        ]

    def __str__(self) -> str:
        return f"face {self.number} of photograph {self.photograph_id}"

    @property
    def percent_covered(self) -> int:
        """In whole percent: never 0 for what is covered at all."""
        return max(1, round(100 * self.covered)) if self.covered else 0


class FaceTemplate(DeskModel):
    """One model's template of a chosen face. Deleted when another face is chosen or the photograph is erased."""

    part_of = "face"

    face = models.ForeignKey(Face, on_delete=models.PROTECT, related_name="templates")
    model = models.CharField(max_length=120)
    """types.Template.model: which model, its hash, how it was cut."""
    vector = models.BinaryField()
    """Little-endian float32, length 1; encrypted with the photograph's key, as ``vault.seal_template`` does."""
    digest = models.BinaryField(max_length=32)
    """As ``receipts.digest_of``: by it the template can leave the index though its key is damaged."""

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["face", "model"], name="one_template_a_model")]
        indexes: ClassVar = [models.Index(fields=["model", "id"], name="templates_of_a_model")]

    def __str__(self) -> str:
        return f"template {self.pk}"


class IndexChange(models.Model):
    """One change of the index, in the order in which the database took them: processes catch up with these.

    Acts follow one another (decision 0012), so a number is never seen before a lower one.
    """

    sequence = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile])
    model = models.CharField(max_length=120)
    template = models.BigIntegerField()
    """The template's number: the row itself may be erased later."""
    photograph = models.BigIntegerField()
    subject = models.BigIntegerField()
    removed = models.BooleanField()
    """True when it left, False when it came."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["incident", "agency", "kind", "model", "sequence"], name="steps_of_a_part")
        ]

    def __str__(self) -> str:
        return f"step {self.sequence}"


class SegmentReceipt(models.Model):
    """What one segment of the index must hold after its last change: kept in the act that makes the change."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=2, choices=[(kind.value, kind.value) for kind in Profile])
    model = models.CharField(max_length=120)
    segment = models.BigIntegerField()
    """As ``receipts.segment_of`` says of each template in it."""
    count = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    step = models.BigIntegerField(default=0)
    """The last ``IndexChange`` of a template in it."""

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "agency", "kind", "model", "segment"], name="one_receipt_a_segment"
            )
        ]

    def __str__(self) -> str:
        return f"segment {self.segment} of {self.model}"
