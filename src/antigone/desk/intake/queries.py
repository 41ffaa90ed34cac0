"""Reading imports: only what the actor may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.intake.models import Import, ImportItem
from antigone.errors import NotThere


def imports(by: Actor, incident: Incident) -> QuerySet[Import]:
    """The latest first."""
    return _counted(by).filter(incident=incident)


def find_import(by: Actor, number: int) -> Import:
    """Raises: NotThere."""
    found = _counted(by).filter(pk=number).first()
    if found is None:
        raise NotThere(_("There is no such thing here."), _("Perhaps the address is wrong, or it is another agency's."))
    return found


def refused(bringing: Import) -> QuerySet[ImportItem]:
    """The files that were not brought in, in their order."""
    return bringing.items.filter(state=ImportItem.State.REFUSED).order_by("place")


def unfinished(by: Actor, incident: Incident, folder: str, name: str, kind: str) -> Import | None:
    """The import of a folder that is neither finished nor given up: a command that is given again goes on."""
    seen = within(by, Verb.SEE, Thing.IMPORT, incident="incident")
    same = Import.objects.filter(seen, incident=incident, folder=folder, name=name, kind=kind)
    return same.filter(by=by.person, done_at=None, cancelled_at=None).first()


def _counted(by: Actor) -> QuerySet[Import]:
    """With ``files``, ``brought``, ``refusals`` and ``waiting``."""
    states = ImportItem.State
    return (
        Import.objects.filter(within(by, Verb.SEE, Thing.IMPORT, incident="incident"))
        .select_related("incident", "agency", "source", "by")
        .annotate(
            files=Count("items"),
            brought=Count("items", filter=Q(items__state=states.DONE)),
            refusals=Count("items", filter=Q(items__state=states.REFUSED)),
            waiting=Count("items", filter=Q(items__state=states.WAITING)),
        )
        .order_by("-id")
    )
