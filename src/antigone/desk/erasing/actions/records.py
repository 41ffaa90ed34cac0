"""Erasing what a record says of the missing person, of informants and of those who consented.

What stays: the code, that there was a record and photographs, on which ground they were held and that the ground ended,
what was decided of it (exclusions, links, which lists it was on), and the audit, which holds numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.candidates.models import Run
from antigone.desk.erasing import signals, traces
from antigone.desk.erasing.actions.photographs import Receipt, agreed, done, finish
from antigone.desk.erasing.models import Erasure
from antigone.desk.intake.actions.erasing import forget_subject
from antigone.desk.photos.actions._destroying import Piece, destroy
from antigone.desk.photos.models import Consent, Photograph
from antigone.desk.records.models import Informant, Name, Record
from antigone.desk.subjects.fields import nothing
from antigone.desk.subjects.models import Elsewhere, Mark, Revision, Subject
from antigone.errors import OutOfStep

_SUBJECT = nothing(Subject)
_RECORD = {**nothing(Record), "sort_key": ""}
"""What the rows say when they say nothing. A test compares them with all that the models have."""


def erase_record(*, by: Actor, record: Record, reason: str) -> Receipt:
    """Destroy all that a record says, and its photographs, if a request for it was agreed to by somebody else.

    ``reason`` goes into the audit, where nothing is ever erased: no names.

    Raises:
        RuleBroken: if nobody asked for it, nobody agreed, it was ``by`` who agreed, or something stands that rests on
            the record, such as an identification.
    """
    reason = clean_text(reason, _("reason"), 2000)
    with act(by, Verb.ERASE, record, reason=reason) as doing:
        subject = Subject.objects.get(pk=record.pk)
        if subject.erased_at is not None:
            raise OutOfStep(_("What this record said was erased."), _("There is nothing to do."))
        erasure = agreed(doing, Erasure.objects.filter(subject=subject, photograph=None))
        photographs = list(Photograph.objects.filter(subject=subject, erased_at=None).select_related("subject"))
        counted, pieces = destroy_all(by=doing.by, photographs=photographs, reason=reason)
        counted += empty(subject)
        code = traces.new_code()
        erasure.asker = erasure.how = ""
        done(doing, erasure, counted, traces.close(code, pieces))
        finish(erasure, photographs)
        doing.record(subject.pk, erasure=erasure.pk, **counted)
    return Receipt(erasure, code)


def destroy_all(*, by: Actor, photographs: Sequence[Photograph], reason: str) -> tuple[Counter[str], list[Piece]]:
    """Destroy several photographs, each with an audit row of its own. Called inside an act."""
    counted: Counter[str] = Counter()
    pieces: list[Piece] = []
    for photograph in photographs:
        with act(by, Verb.ERASE, photograph, reason=reason) as each:
            mine, of_it = destroy(photograph)
            each.record(photograph.pk, subject=photograph.subject_id, **mine)
        counted += mine
        pieces += of_it
    return counted, pieces


def empty(subject: Subject) -> Counter[str]:
    """Destroy all that a record says. Called inside an act; returns counts of what was destroyed."""
    record = Record.objects.get(pk=subject.pk)
    counted = Counter(
        names=record.names.count(),
        informants=record.informants.count(),
        marks=subject.marks.count(),
        references=subject.elsewhere.count(),
        changes=subject.revisions.count(),
        consents=Consent.objects.filter(subject=subject).exclude(given_by="").count(),
        details=sum(getattr(record, name) != value for name, value in _RECORD.items() if name != "sort_key")
        + sum(getattr(subject, name) != value for name, value in _SUBJECT.items()),
        files=forget_subject(subject),
    )
    Name.objects.filter(record=record).delete()
    for model in (Informant, Mark, Elsewhere, Revision):
        whose = {"record": record} if model is Informant else {"subject": subject}
        model._default_manager.filter(**whose).delete()
    _consents(subject)
    Run.objects.filter(subject=subject).update(reason="")
    Erasure.objects.filter(subject=subject).exclude(Q(asker="") & Q(how="")).update(asker="", how="")
    Record.objects.filter(pk=record.pk).update(**_RECORD)
    now = timezone.now()
    Subject.objects.filter(pk=subject.pk).update(**_SUBJECT, closed_at=subject.closed_at or now, erased_at=now)
    for more in signals.erased.answers(sender=Subject, subject=Subject.objects.get(pk=subject.pk)):
        counted += Counter(more)
    return counted


def _consents(subject: Subject) -> None:
    """Empty the consents: that there was one, and its dates, stays; who gave it does not. Live ones are withdrawn."""
    held = Consent.objects.filter(subject=subject)
    held.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    held.update(given_by="", relation="", how="")
