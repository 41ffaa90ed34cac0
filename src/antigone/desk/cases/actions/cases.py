"""Opening a case, changing it, and printing its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Article16, Case
from antigone.desk.subjects.actions.changing import change_subject, still_open, why
from antigone.desk.subjects.actions.opening import begin
from antigone.desk.subjects.fields import check_body, check_place, halves, in_order, plain_fields
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
from antigone.types import Profile


def open_case(*, by: Actor, incident: Incident, once_after: int | None = None, **details: Any) -> Case:
    """Open a case of the actor's agency. ``details``: any fields of ``Subject`` and ``Case``.

    ``once_after`` is the last case that the person had opened when they began to write: a form that is sent twice opens
    one case, because a code cannot be taken back.

    Raises:
        RuleBroken: if the incident is closed, or a detail cannot be.
    """
    with act(by, Verb.OPEN, Thing.CASE.of(by.at(incident))) as doing:
        twice = None if once_after is None else _the_same(doing.by, incident, once_after, details)
        if twice is not None:
            doing.record(twice.pk, sent_twice=True)
            return twice
        own, rest = halves(details)
        subject = begin(doing.by, incident.pk, Profile.PM, own)
        case = Case(subject=subject, **plain_fields(Case, rest))
        _check(case)
        case.save(force_insert=True)
        doing.record(subject.pk, code=subject.code)
    return case


def change_case(*, by: Actor, case: Case, reason: str = "", as_of: int | None = None, **details: Any) -> None:
    """Change fields of a case; what they said before is kept. ``as_of`` and ``reason``: see ``change_subject``.

    Raises:
        RuleBroken: if it is closed, nothing would change, somebody changed it meanwhile, or a detail cannot be.
    """
    reason = why(reason)
    subject = case.subject
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        now = Case.objects.get(pk=found.pk)
        now.subject = found
        own, rest = halves(details)
        said = [(found, plain_fields(Subject, own)), (now, plain_fields(Case, rest))]
        changed = change_subject(doing.by, found, reason, said, as_of)
        check_body(found)
        _check(now)
        found.save()
        now.save()
        doing.record(found.pk, fields=changed)


def change_article16(
    *, by: Actor, case: Case, fields: Mapping[str, str], reason: str = "", as_of: int | None = None
) -> None:
    """Write what article 16 of the First Geneva Convention asks for, fields a to h. What they said is kept.

    Raises:
        RuleBroken: as ``change_case``.
    """
    reason = why(reason)
    subject = case.subject
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        row = Article16.objects.filter(case=found.pk).first() or Article16(case_id=found.pk)
        changed = change_subject(doing.by, found, reason, [(row, plain_fields(Article16, fields))], as_of)
        row.save()
        doing.record(found.pk, fields=changed)


def print_label(*, by: Actor, case: Case, copies: int) -> None:
    """Record that the label of a case is printed: whoever finds one on a wrong body can ask who made it.

    Raises:
        RuleBroken: for no copy, or more than forty.
    """
    if not 1 <= copies <= 40:
        raise RuleBroken(_("This is not a number of labels."), _("Print between 1 and 40 at a time."))
    subject = case.subject
    with act(by, Verb.PRINT, subject) as doing:
        doing.record(subject.pk, copies=copies)


def _the_same(by: Actor, incident: Incident, after: int, details: Mapping[str, Any]) -> Case | None:
    """The case that this person opened just now with the same words, if there is one."""
    own, rest = halves(details)
    theirs = Case.objects.filter(subject__opened_by=by.person, subject__incident=incident, pk__gt=after)
    same = {f"subject__{name}": value for name, value in plain_fields(Subject, own).items()}
    return theirs.filter(**same, **plain_fields(Case, rest)).select_related("subject").last()


def _check(case: Case) -> None:
    """Raise RuleBroken for a finding that no body can have."""
    check_place(case)
    if case.found_time is not None and case.found_on is None:
        raise RuleBroken(_("There is a time of finding, and no day."), _("Write the day too."))
    death = RuleBroken(_("The earliest day of death is after the latest."), _("Write the earlier day first."))
    in_order(case, "died_earliest", "died_latest", death)
    found = RuleBroken(_("The day of death is after the day of finding."), _("Look at the dates again."))
    in_order(case, "died_latest", "found_on", found)
    in_order(case, "died_earliest", "found_on", found)
