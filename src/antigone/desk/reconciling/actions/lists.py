"""Lists of persons who may be among the dead: versions are written, never changed; and ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import Doing, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import hiding
from antigone.desk.accounts.validators import clean_text
from antigone.desk.reconciling.models import ListedRecord, ListVersion
from antigone.desk.reconciling.queries import must_take_part, standing
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import subjects
from antigone.errors import OutOfStep, RuleBroken
from antigone.types import Profile

_AT_ONCE = 5_000


def write_list(
    *,
    by: Actor,
    incident: Incident,
    name: str,
    kind: str,
    share: float,
    everybody_else: bool,
    records: Iterable[Subject] = (),
    reason: str,
    after: int | None = None,
) -> ListVersion:
    """Write a list, or the next version of the one of this name. What was said before stays readable.

    ``after``: the version that whoever writes has read; None for a new list.

    Raises:
        RuleBroken: if the share, with the other lists', leaves no body to be of nobody listed; if somebody is on two
            lists; if two lists hold everybody else.
        OutOfStep: if somebody else wrote a version meanwhile, or the incident is closed.
    """
    name, reason = clean_text(name, "name", 120), clean_text(reason, "reason", 2000)
    named = {record.pk for record in records}
    if kind not in ListVersion.Kind.values:
        raise RuleBroken(_("There is no such kind of list."), _("Choose one of the list."))
    if everybody_else == bool(named):
        raise RuleBroken(
            _("A list either names its persons or holds everybody else."),
            _("Write the codes of their records, or say that it holds all that are on no other list."),
        )
    with act(by, Verb.MAKE, Thing.LISTING.of(by.at(incident)), reason=reason) as doing:
        found = _still_open(doing, incident)
        others = [(one, set(its)) for one, its in standing(doing.by.at(found)) if one.name != name]
        last = _last(doing, found, name)
        _in_step(last, after)
        _shares(share, others)
        _persons(doing, found, named, everybody_else, others)
        made = ListVersion.objects.create(
            incident=found,
            agency_id=_agency(doing),
            name=name,
            version=last.version + 1 if last else 1,
            kind=kind,
            share=share,
            everybody_else=everybody_else,
            reason=reason,
            by_id=_person(doing),
            at=timezone.now(),
        )
        ListedRecord.objects.bulk_create(
            (ListedRecord(listing=made, record_id=number) for number in sorted(named)), batch_size=_AT_ONCE
        )
        doing.record(made.pk, version=made.version, kind=kind, share=f"{share:.4f}", persons=len(named))
    return made


def end_list(*, by: Actor, listing: ListVersion, reason: str) -> ListVersion:
    """End a list by a last version. Its persons are on no list then, or on the one that holds everybody else.

    Raises:
        OutOfStep: if it was ended or changed since.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, listing, reason=reason) as doing:
        found = _still_open(doing, listing.incident)
        last = _last(doing, found, listing.name)
        if last is None or last.ends or last.pk != listing.pk:
            raise OutOfStep(_("This list was changed or ended."), _("Look at it again."))
        made = ListVersion.objects.create(
            incident=found,
            agency_id=last.agency_id,
            name=last.name,
            version=last.version + 1,
            kind=last.kind,
            share=last.share,
            everybody_else=last.everybody_else,
            reason=reason,
            by_id=_person(doing),
            at=timezone.now(),
            ends=True,
        )
        doing.record(made.pk, version=made.version, ended=True)
    return made


def _still_open(doing: Doing, incident: Incident) -> Incident:
    found = Incident.objects.get(pk=incident.pk)
    must_take_part(doing.by, found)
    if found.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing is added to what is closed."))
    return found


def _last(doing: Doing, incident: Incident, name: str) -> ListVersion | None:
    return ListVersion.objects.filter(incident=incident, agency=_agency(doing), name=name).order_by("-version").first()


def _in_step(last: ListVersion | None, after: int | None) -> None:
    if last is not None and not last.ends and after is None:
        raise RuleBroken(_("There is a list of this name."), _("Change that list, or choose another name."))
    if after is not None and (last is None or last.version != after):
        raise OutOfStep(_("Somebody else changed this list meanwhile."), _("Look at it again, then change it."))


def _shares(share: float, others: list[tuple[ListVersion, set[int]]]) -> None:
    if not 0 < share < 1:
        raise RuleBroken(
            _("A share lies between 0 and 100 percent, and is neither."),
            _("Nobody is certain of a list: manifests err, and bodies come from elsewhere."),
        )
    if (total := share + sum(one.share for one, _its in others)) >= 1:
        raise RuleBroken(
            _("With the other lists, the shares come to %(total)s percent.") % {"total": round(100 * total, 1)},
            _("Lower them until they come to less than 100: some bodies are of nobody listed."),
        )


def _persons(
    doing: Doing, incident: Incident, named: set[int], everybody_else: bool, others: list[tuple[ListVersion, set[int]]]
) -> None:
    if everybody_else and any(one.everybody_else for one, _its in others):
        raise RuleBroken(_("Another list holds everybody else."), _("Name this list's persons, or end the other."))
    with hiding(doing.by.blind_to):
        mine = subjects(doing.by, Profile.AM).filter(incident=incident)
        some = mine.filter(pk__in=sorted(named)) if len(named) <= _AT_ONCE else mine
        seen = set(some.values_list("pk", flat=True))
    if not named <= seen:
        raise RuleBroken(
            _("A list holds records of its own incident that you may see."), _("Check the codes that you typed.")
        )
    for one, its in others:
        if its & named:
            code = Subject.objects.get(pk=min(its & named)).code
            raise RuleBroken(
                _("%(code)s is on the list %(list)s.") % {"code": code, "list": one.name},
                _("Leave each person on one list."),
            )


def _agency(doing: Doing) -> int:
    assert doing.by.agency is not None, "lists are written by people"
    return doing.by.agency


def _person(doing: Doing) -> int:
    assert doing.by.person is not None, "lists are written by people"
    return doing.by.person
