"""Importing one file: into a record or case and its photograph, in one transaction; or refused, with a reason.

Whatever is killed at whatever moment, a file is either waiting or done: nothing is there twice.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.access import require
from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.intake.fields import of_case, of_consent, of_record
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.desk.photos.actions._adding import SealedPhotograph, add_row
from antigone.desk.photos.actions.lawful_basis import add_consent
from antigone.desk.photos.lawful_basis import live_consent, sources_of
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
from antigone.types import Basis, Profile

MOST_BEGUN = 2
"""How often a file may end its worker (by using up the memory, say) before it is set aside."""


class Over(Exception):
    """Raised if the file was settled by somebody else, or the import was cancelled."""


def bring_in(*, by: Actor, ordered: Actor, item: ImportItem, prepared: SealedPhotograph) -> bool:
    """Add the photograph to its record or case, opened if there is none. Returns whether a row names the file now.

    ``by`` is the worker or the console's person; ``ordered`` is who began the import, with the roles of this moment:
    whatever they may not do is not done in their name.

    Raises:
        Over
        RuleBroken, NotAllowed: nothing was changed. ``refuse`` keeps why.
    """
    whole = item.bringing
    require(ordered, Verb.IMPORT, whole.photographs_thing)
    with _importing(by, whole) as doing:
        found = _waiting(item)
        subject = _subject(ordered, found)
        same = Photograph.objects.filter(subject=subject, sha256=prepared.sha256, ended_at=None).first()
        photograph = same
        if photograph is None:
            source = _source(found)
            photograph = add_row(
                prepared,
                subject=subject,
                added_by=whole.by_id,
                stage=_stage(found),
                source=source,
                consent=_consent(ordered, found, source, subject),
            )
        found.state, found.subject, found.photograph = ImportItem.State.DONE, subject, photograph
        found.sha256, found.details, found.done_at = prepared.sha256, {}, timezone.now()
        if same is not None:
            found.detail = noop("The same file was there already.")
        found.save()
        doing.record(photograph.pk, bringing=whole.pk, subject=subject.pk, was_there=same is not None)
        _end_if_last(whole)
    return same is None


def begin(*, item: ImportItem) -> bool:
    """Note that work on a file begins. False: twice it began and nothing more was heard of it; it is not begun again.

    It is no act, because nothing was done.
    """
    begun = ImportItem.objects.filter(pk=item.pk, begun__lt=MOST_BEGUN).update(begun=F("begun") + 1)
    return bool(begun)


def let_go(*, item: ImportItem) -> None:
    """Note that work on a file ended in words, and not with its worker: it was not the file's fault. No act either."""
    ImportItem.objects.filter(pk=item.pk, begun__gt=0).update(begun=F("begun") - 1)


def refuse(*, by: Actor, item: ImportItem, detail: str, hint: str) -> None:
    """Refuse a file, with the reason.

    Raises:
        Over
    """
    whole = item.bringing
    with _importing(by, whole) as doing:
        found = _waiting(item)
        found.state, found.detail, found.hint = ImportItem.State.REFUSED, detail, hint
        found.details, found.done_at = {}, timezone.now()
        found.save()
        doing.record(None, bringing=whole.pk, place=found.place, refused=True)
        _end_if_last(whole)


def go_on(*, by: Actor, bringing: Import) -> None:
    """Enqueue the next files of an import."""
    with _importing(by, bringing) as doing:
        enqueue(Job.Kind.BRING_IN, bringing.pk)
        waiting = bringing.items.filter(state=ImportItem.State.WAITING).count()
        doing.record(None, bringing=bringing.pk, waiting=waiting)


def _importing(by: Actor, whole: Import) -> AbstractContextManager[Doing]:
    return act(by, Verb.IMPORT, whole.photographs_thing)


def _waiting(item: ImportItem) -> ImportItem:
    found = ImportItem.objects.select_related("bringing").get(pk=item.pk)
    if found.state != ImportItem.State.WAITING or found.bringing.cancelled_at is not None:
        raise Over
    return found


def _end_if_last(whole: Import) -> None:
    if not ImportItem.objects.filter(bringing=whole, state=ImportItem.State.WAITING).exists():
        Import.objects.filter(pk=whole.pk).update(done_at=timezone.now())


def _subject(ordered: Actor, item: ImportItem) -> Subject:
    """The record or case that this number means; a new one, if there is none."""
    whole = item.bringing
    kind: type[Record] | type[Case] = Record if whole.kind == Profile.AM.value else Case
    held = Subject.objects.filter(kind=whole.kind, incident=whole.incident_id, agency=whole.agency_id)
    numbers = kind._default_manager.filter(other_number=item.who, subject__in=held).values("pk")
    found = list(held.filter(pk__in=numbers)[:2])
    if len(found) > 1:
        raise RuleBroken(
            _("%(first)s and %(second)s both have the number %(number)s.")
            % {"first": found[0].code, "second": found[1].code, "number": item.who},
            _("Give one of them another number, or add the photograph on its page."),
        )
    if found:
        return found[0]
    if whole.kind == Profile.AM.value:
        names, details = of_record(item.who, item.details)
        return open_record(by=ordered, incident=whole.incident, names=names, **details).subject
    return open_case(by=ordered, incident=whole.incident, **of_case(item.who, item.details)).subject


def _source(item: ImportItem) -> Source | None:
    """The source that the row names, or else the import's."""
    whole = item.bringing
    if whole.kind == Profile.PM.value:
        return None
    name, basis = item.details.get("source", ""), item.details.get("basis", "")
    source = whole.source
    if name and (source is None or name != source.name):
        source = sources_of(whole).filter(name=name).first()
        if source is None:
            raise RuleBroken(
                _("Your agency has no lawful source of the name that this row gives."),
                _("Open it in the desk under that very name, or leave the column empty."),
            )
    if basis and source is not None and basis.lower() != source.basis:
        raise RuleBroken(
            _("The row says %(basis)s, and the lawful source rests on %(legal_basis)s.")
            % {"basis": basis, "legal_basis": source.basis},
            _("Correct the row, or choose another lawful source."),
        )
    return source


def _consent(ordered: Actor, item: ImportItem, source: Source | None, subject: Subject) -> Consent | None:
    """The consent that the row tells of, or the one that the record has; None where the basis is another."""
    if source is None or source.basis != Basis.CONSENT.value:
        return None
    live = Consent.objects.filter(live_consent(), source=source, subject=subject)
    told = of_consent(item.details)
    if told is None:
        held = list(live[:2])
        if len(held) == 1:
            return held[0]
        raise RuleBroken(
            _("The lawful source rests on consent, and it is not told whose.")
            if held
            else _("The lawful source rests on consent, and nobody's is written down for this person."),
            _("Write it down on the record's page, or fill in the columns of the table that say who consented."),
        )
    that_day = live.filter(given_on=told["given_on"])
    same = next((each for each in that_day if each.given_by == told["given_by"]), None)  # names lie encrypted
    return same or add_consent(by=ordered, source=source, subject=subject, **told)


def _stage(item: ImportItem) -> Photograph.Stage:
    said = item.details.get("stage", "").lower()
    if item.bringing.kind == Profile.AM.value or not said:
        return Photograph.Stage.UNKNOWN
    if said not in Photograph.Stage.values:
        raise RuleBroken(
            _("%(said)s is no stage.") % {"said": f"{said!r}"},
            _("Write one of: %(listed)s.") % {"listed": ", ".join(Photograph.Stage.values)},
        )
    return Photograph.Stage(said)
