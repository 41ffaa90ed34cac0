"""Reading figures: what is counted now, and what was published. The public reads the latest that stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from antigone.desk.accounts.access import require
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.figures.models import Publication
from antigone.desk.signals import Figure, figures


def published() -> Publication | None:
    """The figures that the public may read; None until somebody publishes, and after they were withdrawn."""
    latest = Publication.objects.order_by("-pk").first()
    return latest if latest is not None and latest.withdrawn_at is None else None


def counted(until: datetime) -> list[Figure]:
    """Everything that the apps count. True numbers: nobody sees them but through ``protect``."""
    return [figure for part in figures.answers(sender=Publication, until=until) for figure in part]


def publications(by: Actor) -> QuerySet[Publication]:
    """All of them, the latest first.

    Raises:
        NotAllowed
    """
    require(by, Verb.SEE, Thing.FIGURES.of(WHOLE_DESK))
    return Publication.objects.select_related("by", "withdrawn_by").order_by("-pk")
