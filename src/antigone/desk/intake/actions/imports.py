"""Beginning and cancelling an import."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require, takes_part
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.intake import spool
from antigone.desk.intake.manifest import ManifestEntry
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.errors import RuleBroken
from antigone.types import Profile

_AT_A_TIME = 1_000


def begin_import(
    *,
    by: Actor,
    incident: Incident,
    kind: Profile,
    source: Source | None,
    name: str,
    entries: Sequence[ManifestEntry],
    folder: str = "",
    kept: str = "",
) -> Import:
    """Begin an import of these files for the actor's agency. An entry's place is its place in the list.

    ``folder``: where they lie on this machine, for the console, which brings them in itself. ``kept``: where they lie
    in the spool, for the worker.

    Raises:
        RuleBroken: if the agency takes no part in the incident, it is closed, the source is not in force or not theirs,
            or photographs of the dead are given one.
    """
    assert bool(folder) != bool(kept), "files lie in a folder or in the spool"
    name = clean_text(name, "name", 200)
    with act(by, Verb.OPEN, Thing.IMPORT.of(by.at(incident))) as doing:
        require(doing.by, Verb.IMPORT, PHOTOGRAPH_THINGS[kind.value].of(by.at(incident)))
        found = Incident.objects.get(pk=incident.pk)
        if found.closed_at is not None or not takes_part(doing.by, found):
            raise RuleBroken(
                _("Your agency takes no part in this incident, or it is closed."),
                _("Ask the agency that leads it to share it with yours, so that you may work with it."),
            )
        assert doing.by.agency is not None and doing.by.person is not None, "only people bring in photographs"
        _check_source(source, kind, doing.by.at(found))
        now = timezone.now()
        bringing = Import.objects.create(
            kind=kind.value,
            incident=found,
            agency_id=doing.by.agency,
            source=source,
            name=name,
            folder=folder,
            spool=kept,
            by_id=doing.by.person,
            made_at=now,
        )
        ImportItem.objects.bulk_create(
            (_item(bringing, place, entry) for place, entry in enumerate(entries, 1)), batch_size=_AT_A_TIME
        )
        refused = sum(entry.refusal is not None for entry in entries)
        if refused == len(entries):
            bringing.done_at = now
            bringing.save(update_fields=["done_at"])
        elif kept:
            enqueue(Job.Kind.BRING_IN, bringing.pk)
        doing.record(
            bringing.pk, files=len(entries), refused=refused, source=source.pk if source else None, console=bool(folder)
        )
    return bringing


def cancel_import(*, by: Actor, bringing: Import, reason: str) -> None:
    """Cancel an import: nothing more of it is brought in. What was brought in stays.

    Raises:
        RuleBroken: if it is over.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, bringing, reason=reason) as doing:
        found = Import.objects.get(pk=bringing.pk)
        if found.done_at is not None or found.cancelled_at is not None:
            raise RuleBroken(_("This import is over."), _("There is nothing to do."))
        found.cancelled_at = timezone.now()
        found.save(update_fields=["cancelled_at"])
        doing.record(found.pk, cancelled=True, left=found.items.filter(state=ImportItem.State.WAITING).count())
    spool.discard(found.spool)


def _check_source(source: Source | None, kind: Profile, owner: Owned) -> None:
    if kind is Profile.PM:
        if source is not None:
            raise RuleBroken(_("Photographs of the dead have no lawful source."), _("Leave the source out."))
        return
    if source is None:
        raise RuleBroken(_("Photographs of missing persons need a lawful source."), _("Choose one, or open one first."))
    if not sources_of(owner).filter(pk=source.pk).exists():
        raise RuleBroken(
            _("This lawful source is not in force, or is another incident's or agency's."),
            _("Choose one that your agency has in this incident, or open one first."),
        )


def _item(bringing: Import, place: int, entry: ManifestEntry) -> ImportItem:
    refused = entry.refusal
    return ImportItem(
        bringing=bringing,
        place=place,
        path=entry.path[:500],
        who=entry.who[:120],
        details={} if refused else entry.details,
        state=ImportItem.State.REFUSED if refused else ImportItem.State.WAITING,
        detail=refused.detail if refused else "",
        hint=refused.hint if refused else "",
        done_at=timezone.now() if refused else None,
    )
