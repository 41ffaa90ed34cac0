"""When an examiner came to the bench, and what they did with its pictures: clear looks, and what they painted over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from antigone.desk.accounts.desk_model import DeskModel


class AssignmentOpened(DeskModel):
    """When the examiner first opened the assignment: its time counts from then on."""

    part_of = "assignment"
    bound = True

    assignment = models.OneToOneField(
        "review.Assignment", on_delete=models.PROTECT, primary_key=True, related_name="opened"
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"examination {self.pk} opened"


class ClearLook(DeskModel):
    """A clear picture that was sent to an examiner in one sitting. It counts as looked at once it was on the screen."""

    part_of = "picture"
    bound = True

    picture = models.ForeignKey("review.BenchPicture", on_delete=models.PROTECT, related_name="clear_looks")
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When the examiner's browser, or without scripts the examiner, said that it was uncovered and on the screen."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"clear look {self.pk}"


class FaceCover(DeskModel):
    """What an examiner painted over on a photograph of the dead: it hides the face. The latest of a picture holds."""

    part_of = "picture"
    bound = True

    picture = models.ForeignKey("review.BenchPicture", on_delete=models.PROTECT, related_name="covers")
    at = models.DateTimeField()
    kinds = models.JSONField()
    """What hides it: ``cloth``, ``soil``, ``blood``, ``hair``."""
    components = models.JSONField()
    """Which components it takes away on this picture."""
    sealed = models.BinaryField()
    """A PNG as large as ``photos.cover`` says, white where it is painted; encrypted with the photograph's key."""

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"face cover {self.pk}"
