from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.models.base import DeskModel
from antigone.desk.accounts.permissions import Scope, Thing
from antigone.desk.notification.models.plan import NotificationPlan
from antigone.desk.photos.models import Photograph
from antigone.protocol.ladder import Rung


class PreparedPicture(DeskModel):
    """A picture cut from a photograph of the dead for one family who asked. The file lies beside the original, under
    the same key: what destroys one destroys the other.
    """

    thing = Thing.PREPARED
    page = "prepared"

    plan = models.ForeignKey(NotificationPlan, on_delete=models.PROTECT, related_name="pictures")
    photograph = models.ForeignKey(Photograph, on_delete=models.PROTECT, related_name="prepared")
    rung = models.CharField(max_length=10, choices=[(rung.value, rung.value) for rung in Rung])
    words = models.TextField()
    """What it shows, for whoever describes it first."""
    cut = models.JSONField()
    """``[left, top, width, height]`` in hundredths of the photograph."""
    covers = models.JSONField()
    """What is painted over, each as ``cut`` is, in hundredths of the photograph."""
    file = models.BigIntegerField()
    """A random number, by which it lies beside its original in the vault."""
    sha256 = models.CharField(max_length=64)
    """Of the JPEG: what was looked over is what is shown."""
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reviewed_words = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("made_by")), name="prepared_by_one_reviewed_by_another"
            ),
            models.CheckConstraint(condition=~Q(rung=Rung.WORDS.value), name="words_are_no_picture"),
        ]

    def __str__(self) -> str:
        return f"prepared picture {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.plan.case.scope
