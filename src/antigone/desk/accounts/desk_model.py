"""What every row of the desk says of itself: what it is to the permission table, whose, and where its page is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from antigone.desk.accounts.permissions import Scope, Thing
from antigone.desk.accounts.sight import SightManager
from antigone.desk.audit.binding import BoundModel, BoundRows


class DeskModel(BoundModel):
    """A row that knows what it is to the permission table, whose it is, and where its page is.

    ``thing`` and ``scope`` are what ``act``, ``may`` and ``require`` look at. A row that is a part of another (a line
    of a file, a certificate of a decision) is to all of them what the whole is, and whose; but it says its own
    ``thing`` where the table has a rule of its own for it. What stands alone says its own ``thing``, and its scope
    where that is not simply the agency and the incident among its fields.
    """

    part_of: ClassVar[str] = ""
    """The field with the row that this one is a part of; empty if it stands alone."""
    page: ClassVar[str] = ""
    """The route of its page, which takes its number; empty if it is shown on the page of what it is a part of."""

    subject_columns: ClassVar[tuple[str, ...] | None] = None
    """The columns that lead to the cases and records of which it tells. They follow from its keys (``sight.leads_to``);
    it says them itself only to leave out longer ways to the same ones."""

    objects = SightManager.from_queryset(BoundRows)()

    class Meta:
        abstract = True

    @property
    def thing(self) -> Thing:
        return self._whole.thing

    @property
    def scope(self) -> Scope:
        if self.part_of:
            return self._whole.scope
        row: Any = self
        return Scope(row.agency_id, getattr(row, "incident_id", None))

    @property
    def address(self) -> str:
        """The path of the page on which it is shown."""
        return reverse(self.page, args=[self.pk]) if self.page else self._whole.address

    def address_of(self, page: str) -> str:
        """The path of another page about it: ``file.address_of("sitting")`` is the route ``file-sitting``."""
        return reverse(f"{self.page}-{page}", args=[self.pk])

    @property
    def _whole(self) -> DeskModel:
        whole: DeskModel = getattr(self, self.part_of)
        return whole
