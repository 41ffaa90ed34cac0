"""Arrivals: files from others are read, kept waiting, and accepted or declined by a person. None is searched before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, takes_part
from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor, now
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.cases.actions.cases import change_article16, open_case
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.exchange.models import Arrival
from antigone.desk.exchange.reading import Brought, read_file, sender_of, sheet_in
from antigone.desk.exchange.sheets import WouldBe, would_be
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep, RuleBroken
from antigone.exchange.sheet import Sheet, SheetSide

_BEGINS = "From a file of others"
_MOST, _CUT = 10_000, "(The file says more than can be kept here: keep the file.)"


def bring_in(*, by: Actor, incident: Incident, data: bytes) -> list[Arrival]:
    """Read a file that came from others and keep each person in it for review. The file itself is not kept.

    Raises:
        FileUnreadable: if it cannot be read, is for another desk, or was changed after it was signed.
        RuleBroken: if the agency takes no part in the incident, or the same file was brought in.
    """
    brought: Brought | None = None
    if _may(by, incident):
        brought = read_file(data)
    with act(by, Verb.IMPORT, Thing.ARRIVAL.of(by.at(incident))) as doing:
        found = Incident.objects.get(pk=incident.pk)
        if found.closed_at is not None or not takes_part(doing.by, found):
            raise RuleBroken(
                _("Your agency takes no part in this incident, or it is closed."),
                _("Ask the agency that leads it to share it with yours, so that you may work with it."),
            )
        assert brought is not None and doing.by.agency is not None and doing.by.person is not None
        made = _kept(doing, found, brought)
        first = made[0]
        doing.record(
            first.pk,
            persons=len(made),
            sha256=brought.sha256,
            form=first.form,
            encrypted=brought.encrypted,
            trust=first.trust,
            sender=first.sender_id,
        )
    return made


def accept_arrival(
    *, by: Actor, arrival: Arrival, reason: str, source: Source | None = None, only: Collection[str] | None = None
) -> Arrival:
    """Make a case or record of the actor's agency from an arrival; or note that a letter of recall was read.

    Args:
        source: for a record: the lawful source on which what came is held from now on.
        only: names of the fields and lists to keep (``sheet.FIELDS``, ``marks``, ``elsewhere``, ``effects``,
            ``article16``, ``words``, ``told``); everything, if None. Names of a person are always kept.

    Raises:
        RuleBroken: if it was decided, a record has no lawful source in force, a case is given one, or a field cannot be
            what the file says.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.ACCEPT, arrival, reason=reason) as doing:
        found = _waiting(arrival)
        if found.form != Arrival.Form.RECALL:
            sheet = sheet_in(found.content)
            _check_source(found, sheet, source)
            found.subject = _make(doing.by, found, sheet, only)
            found.source = source
        _decide(doing, found, Arrival.State.ACCEPTED, reason)
    return found


def decline_arrival(*, by: Actor, arrival: Arrival, reason: str) -> None:
    """Decline an arrival. Its content is emptied; that it came, and from whom, stays.

    Raises:
        RuleBroken: if it was decided.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.DECLINE, arrival, reason=reason) as doing:
        _decide(doing, _waiting(arrival), Arrival.State.DECLINED, reason)


def _may(by: Actor, incident: Incident) -> bool:
    """Check the permission before the file is read. The act asks again, and records a refusal."""
    here = now(by)
    return may(here, Verb.IMPORT, Thing.ARRIVAL.of(here.at(incident)))


def _kept(doing: Doing, incident: Incident, brought: Brought) -> list[Arrival]:
    assert doing.by.agency is not None and doing.by.person is not None, "only people bring things in"
    same = Arrival.objects.filter(agency=doing.by.agency, sha256=brought.sha256).exclude(state=Arrival.State.DECLINED)
    if earlier := same.first():
        raise OutOfStep(
            _("This file was brought in before: arrival %(number)s.") % {"number": earlier.pk},
            _("Look at that one. It is not taken in twice."),
        )
    sender = sender_of(brought, doing.by.agency)
    return [
        Arrival.objects.create(
            agency_id=doing.by.agency,
            incident=incident,
            brought_at=timezone.now(),
            brought_by_id=doing.by.person,
            sha256=brought.sha256,
            place=place,
            form=came.form,
            side=came.side,
            encrypted=brought.encrypted,
            trust=Arrival.Trust.KNOWN if sender else brought.trust,
            sender=sender,
            sender_name=brought.sender_name,
            packet=brought.packet,
            code=came.code,
            content=came.content,
        )
        for place, came in enumerate(brought.came, 1)
    ]


def _waiting(arrival: Arrival) -> Arrival:
    found = Arrival.objects.select_related("incident").get(pk=arrival.pk)
    if found.state != Arrival.State.WAITING:
        raise OutOfStep(_("This was decided."), _("There is nothing to do."))
    return found


def _decide(doing: Doing, found: Arrival, state: str, reason: str) -> None:
    found.state, found.content, found.decided_reason = state, {}, reason
    found.decided_at, found.decided_by_id = timezone.now(), doing.by.person
    found.save()
    doing.record(found.pk, form=found.form, subject=found.subject_id, source=found.source_id)


def _check_source(found: Arrival, sheet: Sheet, source: Source | None) -> None:
    if sheet.side is SheetSide.PM:
        if source is not None:
            raise RuleBroken(_("A case has no lawful source."), _("Leave the source out."))
        return
    if source is None or not sources_of(found).filter(pk=source.pk).exists():
        raise RuleBroken(
            _("A record that came from others needs a lawful source that is in force."),
            _("Choose one that your agency has in this incident, or open one: what allows you to hold this?"),
        )


def _make(by: Actor, found: Arrival, sheet: Sheet, only: Collection[str] | None) -> Subject:
    made = would_be(sheet, only)
    details = dict(made.details)
    words = list(found.content["words"]) if only is None or "words" in only else []
    if words:
        details["remarks"] = _as_remarks([details.get("remarks", ""), f"{_BEGINS}:", *words])
    if sheet.side is SheetSide.PM:
        subject = open_case(by=by, incident=found.incident, **details).subject
    else:
        informants: list[dict[str, Any]] = list(found.content["told"]) if only is None or "told" in only else []
        names = made.names or [{"family": sheet.code}]
        subject = open_record(by=by, incident=found.incident, names=names, informants=informants, **details).subject
    _lines(by, subject, made)
    return subject


def _as_remarks(lines: list[str]) -> str:
    """As many as remarks can hold; what is cut off is not cut off without a word."""
    whole = "\n".join(filter(None, lines))
    return whole if len(whole) <= _MOST else f"{whole[: _MOST - len(_CUT) - 1]}\n{_CUT}"


def _lines(by: Actor, subject: Subject, made: WouldBe) -> None:
    for mark in made.marks:
        add_mark(by=by, subject=subject, what=mark.what, where=mark.where, description=mark.description)
    for each, taken_on in made.elsewhere:
        add_elsewhere(by=by, subject=subject, what=each.what, holder=each.holder, number=each.number, taken_on=taken_on)
    for effect in made.effects:
        kept = " ".join(filter(None, (effect.kept_where, f"({effect.seal})" if effect.seal else "")))[:200]
        found_where = effect.found_where
        add_effect(by=by, case=subject.case, description=effect.description, found_where=found_where, kept_where=kept)
    if made.article16:
        change_article16(by=by, case=subject.case, reason=_BEGINS, fields=made.article16)
