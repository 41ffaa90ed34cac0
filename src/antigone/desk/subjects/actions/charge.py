"""Saying who answers for a case or record."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, acting
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.actions.changing import still_open
from antigone.desk.subjects.models import Charge, Subject
from antigone.errors import OutOfStep, RuleBroken


def give_charge(*, by: Actor, subject: Subject, to: Person, reason: str) -> Charge:
    """Let somebody answer for a case or record from now on, instead of whoever did. It allows them nothing new.

    Raises:
        RuleBroken: if it is closed, they answer for it already, or they cannot change it.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        person = Person.objects.filter(pk=to.pk, ended_at=None).select_related("agency").first()
        if person is None or not may(acting(person), Verb.CHANGE, found):
            raise RuleBroken(
                _("They cannot change it, so they cannot answer for it."), _("Choose somebody who works with it.")
            )
        standing = Charge.objects.filter(subject=found, ended_at=None).first()
        if standing is not None and standing.person_id == person.pk:
            raise OutOfStep(_("They answer for it already."), _("There is nothing to do."))
        assert doing.by.person is not None, "only people say who answers"
        now = timezone.now()
        Charge.objects.filter(subject=found, ended_at=None).update(ended_at=now)
        made = Charge.objects.create(subject=found, person=person, at=now, by_id=doing.by.person)
        doing.record(found.pk, charge=person.pk)
    return made
