"""Decisions of the board, acts that relied on them, recalls, and the life of a case or record."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Thing
from antigone.desk.candidates.models import Candidate, Exclusion
from antigone.desk.identification.models.board import Motion
from antigone.desk.identification.models.file import File
from antigone.desk.subjects.models import Subject
from antigone.protocol.lifecycle import LifeState, Move
from antigone.protocol.recall import How, RecallGround, What
from antigone.protocol.scales import Conclusion

ESTABLISHED = Conclusion.ESTABLISHED.name
_STANDS = Q(conclusion=ESTABLISHED, recalled_at=None)


class Decision(DeskModel):
    """A decision of the board, with everything that it rested on, frozen. Superseded or recalled, never edited."""

    subject_columns = ("case", "record")

    thing = Thing.DECISION
    page = "decision"
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="decisions")
    """The file's."""
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="decision")
    case = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="decisions_on_case")
    record = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="decisions_on_record")
    conclusion = models.CharField(max_length=20)
    """A name of ``protocol.scales.Conclusion``."""
    frozen = models.TextField()
    """``frozen.Frozen`` as canonical JSON: the identification, the lists, the photographs, who is who."""
    sha256 = models.CharField(max_length=64)
    """Of ``frozen``."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who closed the vote."""
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    """When the board decided anew on the same file."""
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_a_decision"),
            models.UniqueConstraint(fields=["case"], condition=_STANDS, name="one_identification_of_a_case"),
            models.UniqueConstraint(fields=["record"], condition=_STANDS, name="one_identification_of_a_record"),
        ]

    @classmethod
    def also_tells_of(cls, numbers: Collection[int]) -> Q:
        """It keeps the candidate lists of both in full, with whoever was not chosen (``accounts.sight``)."""
        either = Q(run__subject=OuterRef("case")) | Q(run__subject=OuterRef("record"))
        return Q(Exists(Candidate._base_manager.filter(either, subject__in=numbers)))

    def __str__(self) -> str:
        return self.number

    @property
    def identifies(self) -> bool:
        return self.conclusion == ESTABLISHED

    @property
    def stands(self) -> bool:
        """Whether the decision stands, so that something may rely on it."""
        return self.identifies and self.recalled_at is None

    @property
    def exclusions(self) -> QuerySet[Exclusion]:
        """What was excluded because of it."""
        return Exclusion.objects.filter(by_decisions__decision=self)

    @property
    def conclusion_words(self) -> str:
        return Conclusion[self.conclusion].words


class DecisionExclusion(DeskModel):
    """An exclusion that was made because of a decision."""

    part_of = "decision"
    bound = True

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, related_name="by_decisions")

    class Meta:
        db_table = "identification_decision_exclusions"
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "exclusion"], name="each_exclusion_once_by_a_decision")
        ]

    def __str__(self) -> str:
        return f"exclusion {self.exclusion_id} by decision {self.decision_id}"


class Certificate(DeskModel):
    """A certificate of a decision, as it was handed out. It becomes void with a recall, and stays."""

    part_of = "decision"
    thing = Thing.CERTIFICATE
    bound = True

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="certificates")
    place = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "place"], name="one_place_of_a_certificate")
        ]

    def __str__(self) -> str:
        return f"certificate {self.place} of decision {self.decision_id}"


class Act(DeskModel):
    """Something that was done because somebody was identified (``protocol.recall.Relied``)."""

    part_of = "decision"
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="relied")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="relied")
    """The decision's."""
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    """``HALCYON-26-A-00007``; of another identification, that decision's number."""
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=30, choices=[(what.value, what.value) for what in What])
    words = models.TextField()
    rests_on = models.JSONField()
    """Numbers of other acts, besides the decision."""
    other = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="rests")
    """The other identification that rests on the decision."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_an_act"),
            models.UniqueConstraint(fields=["number", "decision"], name="one_number_of_an_act"),
        ]

    def __str__(self) -> str:
        return self.number


class Recall(DeskModel):
    """The recall of an identification. Its entries are its log; nothing of what it undoes is deleted."""

    thing = Thing.RECALL
    page = "recall"
    bound = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="recalls")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="recalls")
    """The decision's."""
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="recall")
    ground = models.CharField(max_length=20, choices=[(ground.value, ground.value) for ground in RecallGround])
    reason = models.TextField()
    acts = models.JSONField()
    """Primary keys of the acts that were known when it began."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "place"], name="one_place_of_a_recall")]

    def __str__(self) -> str:
        return self.number


class RecallEntry(DeskModel):
    """One entry of a recall's log."""

    part_of = "recall"
    bound = True

    class What(models.TextChoices):
        ASSIGNED = "assigned"
        SAID = "said"
        """One person says that it cannot be undone: a second must see that before it is at its end."""
        ENDED = "ended"
        FOUND = "found"

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="recalled")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="undoes")
    due = models.DateField(null=True)
    how = models.CharField(max_length=20, choices=[(how.value, how.value) for how in How], blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recall", "place"], name="one_place_in_a_recall"),
            models.UniqueConstraint(fields=["recall", "act"], condition=Q(what="ended"), name="one_end_of_an_act"),
        ]

    def __str__(self) -> str:
        return f"entry {self.place} of recall {self.recall_id}"


class LifeMove(DeskModel):
    """One move in the life of a case or record (``protocol.lifecycle.Moved``), with what allowed it."""

    part_of = "subject"
    bound = True

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="moves")
    place = models.PositiveIntegerField()
    move = models.CharField(max_length=20, choices=[(move.value, move.value) for move in Move])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in LifeState])
    """Where it led, as the protocol worked out: lists read it without reading whole lives."""
    reason = models.TextField(blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    frozen = models.TextField(blank=True)
    """The file as it was brought before the board."""
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "place"], name="one_place_in_a_life")]

    def __str__(self) -> str:
        return f"move {self.place} of {self.subject_id}"
