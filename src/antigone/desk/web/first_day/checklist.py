"""What an administrator has to do before work begins, and how much of it the desk sees to be done.

Nothing of it is kept: each step is asked of the rows, the settings and the folder, each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy

from antigone.desk.accounts import queries
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.names import role_name
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.outbox import latest_elsewhere
from antigone.desk.exercises.queries import exercises_of
from antigone.desk.families.queries import open_portals
from antigone.desk.photos.lawful_basis import live_source
from antigone.desk.photos.models import Source
from antigone.desk.review.proficiency import SetState, progress_of

_FRESH = timedelta(days=7)
"""A checkpoint that was carried away longer ago proves too little."""
_WANTED = {Role.REGISTRAR: 1, Role.EXAMINER: 2, Role.BOARD_MEMBER: 3, Role.LIAISON_OFFICER: 1}
"""How many of each role it takes to bring one photograph to a name and to a family."""


class State(StrEnum):
    """How a step stands."""

    DONE = "done"
    TO_DO = "to do"
    IF_WANTED = "if wanted"
    """Nobody has to."""


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One thing to do, with where it is done."""

    words: Any
    why: Any
    state: State
    found: str = ""
    """What the desk sees of it."""
    address: str = ""
    """The page where it is done; empty if it is done at the machine."""
    there: Any = ""
    """What the link says."""
    command: str = ""
    """The line to write into the machine's settings."""
    run: str = ""
    """The command to run at the machine."""

    @property
    def done(self) -> bool:
        return self.state is State.DONE

    @property
    def waits(self) -> bool:
        return self.state is State.TO_DO


def steps(by: Actor) -> list[ChecklistStep]:
    """All steps of an administrator's first day, in the order in which they are done."""
    of_all = (_second_administrator, _incident, _sources, _people, _proficiency, _exercise, _families)
    of_host = (_time_zone, _backup, _checkpoints, _proxy, _agencies)
    return [step for find in (*of_all, *(of_host if by.of_host else ())) for step in find(by)]


def _done(holds: bool, otherwise: State = State.TO_DO) -> State:
    return State.DONE if holds else otherwise


def _colleagues(by: Actor, role: Role) -> list[Person]:
    mine = queries.people(by).filter(agency=by.agency, ended_at=None, held__role=role.value)
    return list(mine.order_by("pk"))


def _second_administrator(by: Actor) -> Iterator[ChecklistStep]:
    found = len(_colleagues(by, Role.ADMINISTRATOR))
    yield ChecklistStep(
        gettext_lazy("Have two administrators"),
        gettext_lazy("One appoints people, the other confirms them. Nobody gets a role on one person's word."),
        _done(found > 1),
        gettext("Administrators: %(number)s") % {"number": found},
        reverse("invite"),
        gettext_lazy("Invite somebody"),
    )


def _own_open(by: Actor) -> Any:
    return Incident.objects.filter(agency=by.agency, closed_at=None).order_by("-pk")


def _incident(by: Actor) -> Iterator[ChecklistStep]:
    found = _own_open(by).first()
    yield ChecklistStep(
        gettext_lazy("Open an incident"),
        gettext_lazy("Every case and every record belongs to one. Nothing is compared across two incidents."),
        _done(found is not None),
        found.code if found else "",
        reverse("incident", args=[found.pk]) if found else reverse("incident-open"),
        gettext_lazy("Open the incident's page") if found else gettext_lazy("Open an incident"),
    )


def _sources(by: Actor) -> Iterator[ChecklistStep]:
    incident = _own_open(by).first()
    live = Source.objects.filter(live_source(), agency=by.agency, incident__closed_at=None)
    found = live.order_by("-pk").first()
    yield ChecklistStep(
        gettext_lazy("Write down where photographs of the missing come from"),
        gettext_lazy("No photograph is searched without a law or a consent that allows it."),
        _done(found is not None),
        found.name if found else "",
        reverse("incident-sources", args=[found.incident_id if found else incident.pk]) if found or incident else "",
        gettext_lazy("Open the list of sources"),
    )


def _people(by: Actor) -> Iterator[ChecklistStep]:
    missing = [
        f"{role_name(role)} ({wanted - there})"
        for role, wanted in _WANTED.items()
        if (there := len(_colleagues(by, role))) < wanted
    ]
    yield ChecklistStep(
        gettext_lazy("Invite the people who do the work"),
        gettext_lazy("A registrar, two examiners, three of the board and whoever speaks with families."),
        _done(not missing),
        gettext("Still missing: %(roles)s") % {"roles": ", ".join(missing)} if missing else "",
        reverse("invite"),
        gettext_lazy("Invite somebody"),
    )


def _proficiency(by: Actor) -> Iterator[ChecklistStep]:
    passed = sum(each.stands is SetState.PASSED for each in progress_of(_colleagues(by, Role.EXAMINER)))
    yield ChecklistStep(
        gettext_lazy("Let two examiners pass their 20 known pairs"),
        gettext_lazy("Plan hours for it: until two have passed, no pair of faces is given to anybody."),
        _done(passed > 1),
        gettext("Examiners who passed: %(number)s") % {"number": passed},
    )


def _exercise(by: Actor) -> Iterator[ChecklistStep]:
    found = exercises_of(by)
    yield ChecklistStep(
        gettext_lazy("Let everybody practise in an exercise"),
        gettext_lazy("Its people do not exist. Nothing of it mixes with real work, and you throw it away afterwards."),
        _done(bool(found), State.IF_WANTED),
        found[0].incident.code if found else "",
        reverse("exercise"),
        gettext_lazy("Open the exercise's page"),
    )


def _families(by: Actor) -> Iterator[ChecklistStep]:
    incident, found = _own_open(by).first(), open_portals().filter(agency=by.agency).first()
    at = found.incident_id if found else incident.pk if incident else None
    yield ChecklistStep(
        gettext_lazy("Open the pages for families"),
        gettext_lazy("There families say whom they miss, and give photographs, without an account."),
        _done(found is not None, State.IF_WANTED),
        found.called if found else "",
        reverse("incident-families", args=[at]) if at else "",
        gettext_lazy("Open the families' pages"),
    )


def _time_zone(_by: Actor) -> Iterator[ChecklistStep]:
    desk = settings.DESK
    yield ChecklistStep(
        gettext_lazy("Set the time zone"),
        gettext_lazy("Times on pages and papers are of this zone."),
        _done(desk.time_zone_said),
        gettext("Now it is %(time)s in %(zone)s.")
        % {"time": formats.date_format(timezone.localtime(), "TIME_FORMAT"), "zone": desk.time_zone},
        command="" if desk.time_zone_said else "ANTIGONE_DESK_TIME_ZONE=Europe/Kyiv",
    )


def _backup(_by: Actor) -> Iterator[ChecklistStep]:
    made = AuditRow.objects.filter(verb=f"{Verb.MAKE} {Thing.BACKUP}").order_by("-sequence").first()
    fresh = made is not None and made.at > timezone.now() - _FRESH
    yield ChecklistStep(
        gettext_lazy("Make backups, and keep them on another machine"),
        gettext_lazy("Without one, everything is gone with the disk. Its key lies elsewhere."),
        _done(fresh),
        gettext("The last one was made on %(day)s.")
        % {"day": formats.date_format(timezone.localtime(made.at), "DATE_FORMAT")}
        if made
        else "",
        run="" if fresh else "antigone desk backup",
    )


def _checkpoints(_by: Actor) -> Iterator[ChecklistStep]:
    last = latest_elsewhere()
    fresh = last is not None and last > timezone.now() - _FRESH
    yield ChecklistStep(
        gettext_lazy("Have each day's checkpoint kept elsewhere"),
        gettext_lazy("With it another agency can prove that nobody rewrote this desk's audit."),
        _done(fresh),
        gettext("The last one left the desk on %(day)s.")
        % {"day": formats.date_format(timezone.localtime(last), "DATE_FORMAT")}
        if last
        else "",
        command="" if fresh else "ANTIGONE_DESK_CHECKPOINT_OUTBOX=/media/stick",
    )


def _proxy(_by: Actor) -> Iterator[ChecklistStep]:
    desk = settings.DESK
    yield ChecklistStep(
        gettext_lazy("Put a proxy with HTTPS in front"),
        gettext_lazy("Only then may other machines reach the desk."),
        _done(desk.https, State.IF_WANTED if desk.loopback else State.TO_DO),
        gettext("The desk is reached from this machine alone.") if desk.loopback else "",
        command="" if desk.https else "ANTIGONE_DESK_HTTPS=true",
    )


def _agencies(by: Actor) -> Iterator[ChecklistStep]:
    found = queries.agencies(by).filter(closed_at=None).exclude(pk=by.agency or 0).count()
    yield ChecklistStep(
        gettext_lazy("Open the agencies that work with yours"),
        gettext_lazy("Each sees what is shared with it and nothing else."),
        _done(found > 0, State.IF_WANTED),
        gettext("Other agencies: %(number)s") % {"number": found},
        reverse("agencies"),
        gettext_lazy("Open the list of agencies"),
    )
