"""The register of experts of an incident: entered by one person, confirmed by a second, ended."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.models import Expert
from antigone.desk.identification.queries import agencies_in
from antigone.errors import OutOfStep, RuleBroken


def enter_expert(*, by: Actor, incident: Incident, name: str, institution: str, discipline: str, how: str) -> Expert:
    """Enter an expert from outside, with how one knows that they are who they are.

    Raises:
        RuleBroken: if somebody of this name works with the desk or stands in the register, or the incident is closed.
    """
    name, institution = clean_text(name, _("name"), 120), clean_text(institution, _("institution"), 200)
    discipline, how = clean_text(discipline, _("discipline"), 120), clean_text(how, _("way of knowing them"), 500)
    with act(by, Verb.OPEN, Thing.EXPERT.of(incident)) as doing:
        found = _open(incident)
        colleagues = Person.objects.filter(agency__in=agencies_in(found)).values_list("name", flat=True)
        if name.casefold() in {each.casefold() for each in colleagues}:
            raise RuleBroken(
                _("Somebody of this name works with the desk: %(name)s.") % {"name": name},
                _("Choose them from the list of people; for another person of that name, add what tells them apart."),
            )
        listed = found.experts.filter(ended_at=None).values_list("name", "institution")
        if (name.casefold(), institution.casefold()) in {(n.casefold(), i.casefold()) for n, i in listed}:
            raise OutOfStep(_("They are in the register."), _("There is nothing to do."))
        row = Expert.objects.create(
            incident=found,
            name=name,
            institution=institution,
            discipline=discipline,
            how=how,
            by_id=person_of(doing.by),
            at=timezone.now(),
        )
        doing.record(found.pk, expert=row.pk)
    return row


def confirm_expert(*, by: Actor, expert: Expert, how: str) -> None:
    """Say how one knows them too, as another person than whoever entered them. From now on they can be named.

    Raises:
        RuleBroken: for whoever entered them, or if they were confirmed or their entry has ended.
    """
    how = clean_text(how, _("way of knowing them"), 500)
    with act(by, Verb.CONFIRM, expert) as doing:
        found = _standing(expert)
        if found.confirmed_at is not None:
            raise OutOfStep(_("This expert was confirmed."), _("There is nothing to do."))
        if found.by_id == doing.by.person:
            raise RuleBroken(_("You entered this expert yourself."), _("Ask somebody else to verify who they are."))
        found.confirmed_at, found.confirmed_by_id, found.confirmed_how = timezone.now(), person_of(doing.by), how
        found.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_how"])
        doing.record(found.incident_id, expert=found.pk)


def end_expert(*, by: Actor, expert: Expert, reason: str) -> None:
    """Take somebody out of the register: no further line names them. What names them stays, and says so.

    Raises:
        RuleBroken: if their entry has ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, expert, reason=reason) as doing:
        found = _standing(expert)
        found.ended_at, found.ended_by_id, found.ended_reason = timezone.now(), person_of(doing.by), reason
        found.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        doing.record(found.incident_id, expert=found.pk)


def _open(incident: Incident) -> Incident:
    found = Incident.objects.get(pk=incident.pk)
    if found.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
    return found


def _standing(expert: Expert) -> Expert:
    found = Expert.objects.select_related("incident").get(pk=expert.pk)
    _open(found.incident)
    if found.ended_at is not None:
        raise OutOfStep(_("This expert is no longer in the register."), _("There is nothing to do."))
    return found
