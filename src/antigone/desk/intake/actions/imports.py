"""Sending what is to be imported, answering what is asked of it, doing what was seen, and cancelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require, takes_part
from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.intake import drafts, spool
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.intake.seeing import ManifestEntry, must_be_done, see
from antigone.desk.intake.seeing import entries as manifest
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS
from antigone.errors import OutOfStep, RuleBroken
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
    seen: str = "",
) -> Import:
    """Begin an import of these files for the actor's agency, which somebody has seen.

    ``folder``: where they lie on this machine, for the console, which brings them in itself. ``kept``: where they lie
    in the spool, for the worker. ``seen``: the digest of the preview.

    Raises:
        RuleBroken: if the agency takes no part in the incident, it is closed, the source is not in force or not theirs,
            or photographs of the dead are given one.
    """
    with act(by, Verb.OPEN, Thing.IMPORT.of(by.at(incident))) as doing:
        bringing = _opened(doing, incident, kind, source, name=name, folder=folder, kept=kept)
        _enter(doing, bringing, entries, seen)
    return bringing


def send_import(*, by: Actor, incident: Incident, kind: Profile, source: Source | None, name: str, kept: str) -> Import:
    """Keep what was sent, to be seen before it is done: nothing of it is brought in yet.

    Raises:
        RuleBroken: as for ``begin_import``.
    """
    with act(by, Verb.OPEN, Thing.IMPORT.of(by.at(incident))) as doing:
        bringing = _opened(doing, incident, kind, source, name=name, folder="", kept=kept)
        doing.record(bringing.pk, preview=True, source=source.pk if source else None)
    return bringing


def answer_import(*, by: Actor, bringing: Import, answers: Mapping[str, str]) -> None:
    """Keep what was answered of a preview: columns, orders of dates, whose a photograph is, what is left out.

    Raises:
        RuleBroken: if it was begun or given up.
    """
    with act(by, Verb.OPEN, bringing) as doing:
        found = _to_be_seen(bringing)
        drafts.keep_answers(found.spool, answers)
        doing.record(found.pk, answers=len(answers))


def do_import(*, by: Actor, bringing: Import, digest: str) -> None:
    """Do what was seen, and nothing else.

    Raises:
        RuleBroken: if it was begun or given up, something must be answered first, or nothing of it can be done.
        OutOfStep: if what it would do now is not what was seen.
    """
    with act(by, Verb.OPEN, bringing) as doing:
        found = _to_be_seen(bringing)
        _check_part(doing, found.incident)
        _check_source(found.source, Profile(found.kind), found)
        sent = drafts.sent_in(found.spool)
        preview = see(sent, Profile(found.kind), drafts.answers_in(found.spool))
        must_be_done(preview)
        if preview.digest != digest:
            raise OutOfStep(_("What it would do is not what you saw."), _("Look at it again, and then do it."))
        entries = manifest(preview, sent)
        _enter(doing, found, entries, digest)
    drafts.discard_all_but(found.spool, [entry.place for entry in entries if entry.refusal is None])


def _to_be_seen(bringing: Import) -> Import:
    found = Import.objects.select_related("incident", "source").get(pk=bringing.pk)
    if found.seen_at is not None or found.cancelled_at is not None:
        raise OutOfStep(_("This import was begun, or given up."), _("Look at its page."))
    return found


def _opened(
    doing: Doing, incident: Incident, kind: Profile, source: Source | None, *, name: str, folder: str, kept: str
) -> Import:
    assert bool(folder) != bool(kept), "files lie in a folder or in the spool"
    name = clean_text(name, "name", 200)
    require(doing.by, Verb.IMPORT, PHOTOGRAPH_THINGS[kind.value].of(doing.by.at(incident)))
    found = Incident.objects.get(pk=incident.pk)
    _check_part(doing, found)
    assert doing.by.agency is not None and doing.by.person is not None, "only people bring in photographs"
    _check_source(source, kind, doing.by.at(found))
    return Import.objects.create(
        kind=kind.value,
        incident=found,
        agency_id=doing.by.agency,
        source=source,
        name=name,
        folder=folder,
        spool=kept,
        by_id=doing.by.person,
        made_at=timezone.now(),
    )


def _check_part(doing: Doing, incident: Incident) -> None:
    if incident.closed_at is not None or not takes_part(doing.by, incident):
        raise RuleBroken(
            _("Your agency takes no part in this incident, or it is closed."),
            _("Ask the agency that leads it to share it with yours, so that you may work with it."),
        )


def _enter(doing: Doing, bringing: Import, entries: Sequence[ManifestEntry], seen: str) -> None:
    """The files of an import that was seen, each waiting or refused, and the work put before the worker."""
    ImportItem.objects.bulk_create(
        (_item(bringing, entry.place or place, entry) for place, entry in enumerate(entries, 1)), batch_size=_AT_A_TIME
    )
    refused = sum(entry.refusal is not None for entry in entries)
    bringing.seen_at, bringing.seen = timezone.now(), seen
    if refused == len(entries):
        bringing.done_at = bringing.seen_at
    bringing.save(update_fields=["seen_at", "seen", "done_at"])
    if bringing.spool and bringing.done_at is None:
        enqueue(Job.Kind.BRING_IN, bringing.pk)
    doing.record(
        bringing.pk,
        files=len(entries),
        refused=refused,
        seen=seen,
        source=bringing.source_id,
        console=bool(bringing.folder),
    )


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
