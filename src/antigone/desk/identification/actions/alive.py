"""Finding a missing person alive whom nobody had identified."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.actions.pairs import exclude_inside
from antigone.desk.candidates.models import Exclusion
from antigone.desk.identification.actions._lives import move, out_of_search, same_as, shut
from antigone.desk.identification.actions.files import finish
from antigone.desk.identification.models import File, Motion
from antigone.desk.identification.queries import is_before, standing
from antigone.desk.subjects.actions.changing import still_open
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep
from antigone.protocol.lifecycle import Move


def find_alive(*, by: Actor, record: Subject, reason: str) -> None:
    """Say that the missing person is alive: their photographs leave search at once, and the record is closed. So with
    every record that is linked to it as the same person. Files with it end; nobody tells where they are.

    Raises:
        RuleBroken: if it is closed, or the person is identified: then the identification is recalled.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.FIND, record, reason=reason) as doing:
        found = still_open(record)
        decision = standing(found)
        if decision is not None:
            raise OutOfStep(
                _("This person is identified: %(decision)s.") % {"decision": decision.number},
                _("Recall the identification, as of a person found alive."),
            )
        ended = end_alive(doing.by, same_as(found), reason)
        doing.record(found.pk, alive=True, records=[subject.code for subject in ended])


def end_alive(by: Actor, records: Iterable[Subject], reason: str) -> list[Subject]:
    """Close the open ones of these records and take their photographs out of the index. Inside an act."""
    ended = []
    for record in records:
        if record.closed_at is not None:
            continue
        _end_files(by, record, reason)
        move(by, record, Move.FIND_ALIVE, reason=reason)
        shut(by, record, reason)
        ended.append(record)
    out_of_search(records)
    return ended


def _end_files(by: Actor, record: Subject, reason: str) -> None:
    files = File.objects.filter(Q(record=record), ended_at=None).select_related("case")
    for file in files:
        now = timezone.now()
        open_votes = Motion.objects.filter(sitting__file=file, closed_at=None)
        open_votes.update(closed_at=now, outcome=Motion.Outcome.LAPSED)
        if is_before(file):
            move(by, file.case, Move.SEND_BACK, reason=f"found alive: {reason}", file=file)
        finish(by, file, File.How.ALIVE, reason)
        exclude_inside(by, [(file.case_id, record.pk)], Exclusion.Ground.ALIVE, reason)
