"""Opening cases and records alike, inside an act; and exporting lists of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.sight import hiding
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.fields import check_body, plain_fields
from antigone.desk.subjects.models import THINGS, Subject
from antigone.desk.subjects.queries import subjects
from antigone.errors import NotAllowed, OutOfStep
from antigone.types import Profile


def next_code(incident: Incident, kind: Profile) -> tuple[int, str]:
    """The next number of an incident, and the code that ends with it. None is used twice."""
    last = Subject.objects.filter(incident=incident, kind=kind).aggregate(last=Max("place"))["last"]
    place = (last or 0) + 1
    return place, f"{incident.code}-{kind.upper()}-{place:05d}"


def begin(by: Actor, incident: int, kind: Profile, own: Mapping[str, Any]) -> Subject:
    """Open a case or record of the actor's agency. ``own``: values for fields of ``Subject``.

    Raises:
        NotAllowed: if their agency takes no part in the incident.
        RuleBroken: if the incident is closed, or a detail cannot be.
    """
    found = Incident.objects.get(pk=incident)
    if not takes_part(by, found):
        raise NotAllowed(
            _("Your agency may not add to this incident."),
            _("Ask the agency that leads it to share it with yours, to work with it."),
        )
    if found.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing can be added to it."))
    place, code = next_code(found, kind)
    assert by.agency is not None and by.person is not None, "agencies work through people"
    subject = Subject(
        kind=kind.value,
        incident=found,
        agency_id=by.agency,
        place=place,
        code=code,
        opened_at=timezone.now(),
        opened_by_id=by.person,
        **plain_fields(Subject, own),
    )
    check_body(subject)
    subject.save(force_insert=True)
    return subject


Narrow = Callable[[QuerySet[Subject]], QuerySet[Subject]]


def export_subjects(
    *, by: Actor, kind: Profile, incident: int | None, narrow: Narrow, narrowed: Sequence[str], form: str, reason: str
) -> list[int]:
    """Record an export and return the numbers of its rows, in order: of the actor's agency, as filtered.

    ``narrowed`` names the filters used, never what was typed into them.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.EXPORT, THINGS[kind.value].of(by.at(incident)), reason=reason) as doing:
        with hiding(doing.by.blind_to):  # a file is read by whoever asked for it
            chosen = list(narrow(subjects(doing.by, kind, Verb.EXPORT)).values_list("pk", flat=True))
        doing.record(None, rows=len(chosen), form=form, narrowed=sorted(narrowed))
    return chosen
