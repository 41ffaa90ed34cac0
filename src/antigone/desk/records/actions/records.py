"""Opening a missing person's record, and changing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.records.actions.names import new_informant, new_name, plain_informant, plain_name
from antigone.desk.records.days import ages
from antigone.desk.records.models import Record
from antigone.desk.subjects.actions.changing import change_subject, still_open, why
from antigone.desk.subjects.actions.opening import begin
from antigone.desk.subjects.fields import check_body, check_place, halves, in_order, plain_fields
from antigone.desk.subjects.models import Subject, written
from antigone.errors import RuleBroken
from antigone.types import Profile


def open_record(
    *,
    by: Actor,
    incident: Incident,
    names: Sequence[Mapping[str, str]],
    informants: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> Record:
    """Open a missing person's record, held by the actor's agency.

    Args:
        names: each with ``family``, ``given``, ``patronymic``, ``what``, or some of them; the first is the one that
            lists show. At least one.
        informants: each with ``name``, and ``relation``, ``languages``, ``contact``, ``safe``, ``never`` if known.
        details: fields of ``Subject`` and ``Record`` that people write, any or none of them.

    Raises:
        NotAllowed: if the actor's agency takes no part in the incident.
        RuleBroken: if the incident is closed, there is no name, or a detail cannot be.
    """
    if not names:
        raise RuleBroken(_("There is no name."), _("Write the name as the family writes it."))
    called = [plain_name(name) for name in names]
    told = [plain_informant(informant) for informant in informants]
    with act(by, Verb.OPEN, Thing.RECORD.of(by.at(incident))) as doing:
        own, rest = halves(details)
        record = Record(**plain_fields(Record, rest))
        check_days(record)
        if own.get("age_low") is None and own.get("age_high") is None:
            own["age_low"], own["age_high"] = _age(record) or (None, None)
        record.subject = begin(doing.by, incident.pk, Profile.AM, own)
        record.save(force_insert=True)
        for name in called:
            new_name(record, name)
        for informant in told:
            new_informant(record, informant)
        doing.record(record.pk, code=record.subject.code, names=len(called), informants=len(told))
    return record


def change_record(*, by: Actor, record: Record, reason: str = "", as_of: int | None = None, **details: Any) -> Record:
    """Change fields of a record; what they said is kept. An age computed from the days follows them.

    ``as_of`` is the last revision that the person had seen (``subjects.queries.last_revision``).

    Raises:
        RuleBroken: if nothing would change, it is closed, a detail cannot be, or somebody else changed the same.
    """
    reason = why(reason)
    with act(by, Verb.CHANGE, record.subject, reason=reason) as doing:
        subject = still_open(record.subject)
        found = Record.objects.get(pk=subject.pk)
        own, said = halves(details)
        own, said = plain_fields(Subject, own), plain_fields(Record, said)
        worked_out = _age(found)
        if worked_out in ((subject.age_low, subject.age_high), None):
            _follow(found, said, own, subject)
        fields = change_subject(doing.by, subject, reason, [(subject, own), (found, said)], as_of)
        check_days(found)
        check_body(subject)
        subject.save()
        found.save()
        doing.record(found.pk, fields=fields)
    found.subject = subject
    return found


def check_days(record: Record) -> None:
    """Check that birth and last seen are ranges in order. One end alone means that very day; the place is on the earth.

    Raises:
        RuleBroken: otherwise, or if somebody was last seen before they can have been born.
    """
    for low, high, wrong in (
        ("born_earliest", "born_latest", _("The first day of birth is after the last one.")),
        ("last_seen_earliest", "last_seen_latest", _("The first day of being last seen is after the last one.")),
    ):
        first, last = getattr(record, low), getattr(record, high)
        setattr(record, low, first or last)
        setattr(record, high, last or first)
        in_order(record, low, high, RuleBroken(wrong, _("Write the earlier day first.")))
    check_place(record, "last_seen_")
    if record.born_earliest and record.last_seen_latest and record.last_seen_latest < record.born_earliest:
        raise RuleBroken(_("They were last seen before they were born."), _("Look at the two dates again."))


def _age(record: Record) -> tuple[int, int] | None:
    born = record.born_earliest, record.born_latest
    return ages(born, (record.last_seen_earliest, record.last_seen_latest))


def _follow(was: Record, said: Mapping[str, Any], own: dict[str, Any], subject: Subject) -> None:
    """Compute the age again from the new days, unless another age is given now."""
    given = own.get("age_low", subject.age_low), own.get("age_high", subject.age_high)
    if given != (subject.age_low, subject.age_high):
        return
    will_be = Record(**{name: said.get(name, getattr(was, name)) for name in written(Record)})
    check_days(will_be)
    found = _age(will_be)
    if found is not None and (subject.age_low is None or _age(was) is not None):
        own["age_low"], own["age_high"] = found
