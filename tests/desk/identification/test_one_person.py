"""One dishonest person, however many accounts they make, identifies nobody and tells no family.

They hold one, two or three real accounts, with any roles, of which at most one administers; they make as many more as
they like, open every link themselves, take over colleagues by new links, and try every act of the desk in any order.
Nobody else does anything: no second human confirms. What two who collude can do is in docs/protocol.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, permutations
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from antigone.desk.accounts.actions.appointments import confirm_appointment
from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.actions.invitations import accept_invitation, invite, renew
from antigone.desk.accounts.actions.people import change_roles
from antigone.desk.accounts.actor import Actor, visitor
from antigone.desk.accounts.models import Appointment, Incident, Person
from antigone.desk.accounts.permissions import Level, Role, apart
from antigone.desk.accounts.secrets import new_totp
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.actions.experts import confirm_expert, enter_expert
from antigone.desk.identification.actions.faceless import say_faceless
from antigone.desk.identification.actions.files import add_line, bring, open_file
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
from antigone.desk.identification.models import Decision, Expert, File, Sitting
from antigone.desk.identification.queries import named_experts
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.records.actions.records import open_record
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.models import Assignment
from antigone.errors import AntigoneError
from antigone.protocol.scales import Direction
from desk_databases import Database
from desk_people import a_person, as_, code_of, passed_proficiency, two_agencies
from desk_review import examine

WORKING = (Role.ADMINISTRATOR, Role.REGISTRAR, Role.EXAMINER, Role.BOARD_MEMBER, Role.LIAISON_OFFICER)
ROLES = st.sets(st.sampled_from(list(Role)), min_size=1).filter(lambda roles: apart(frozenset(roles)))
GOOD = "rain on the tin roof"
MOST = 9
"""Accounts in all: one more than the attack that was seen needed."""


class OnePerson(RuleBasedStateMachine):
    """Somebody who wants a name on a body, whatever it costs."""

    accounts: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.atomic()
        self.mark.__enter__()
        self.people = two_agencies()
        self.mine: list[Person] = []
        self.held: dict[int, frozenset[Role]] = {}
        self.numbers = count(1)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.mark.__exit__(None, None, None)

    def attempt(self, do: Callable[[], Any]) -> Any:
        try:
            with transaction.atomic():
                return do()
        except AntigoneError:
            return None

    @property
    def actors(self) -> list[Actor]:
        return [as_(person) for person in self.mine]

    def two(self) -> Iterator[tuple[Actor, Person]]:
        """Each account, acting on each other one."""
        return ((as_(one), other) for one, other in permutations(self.mine, 2))

    @initialize(first=ROLES, others=st.lists(ROLES, min_size=2, max_size=2))
    def holds_real_accounts(self, first: set[Role], others: list[set[Role]]) -> None:
        wanted = [first, *({*roles} - {Role.ADMINISTRATOR} for roles in others)][: self.accounts]
        for number, roles in enumerate(wanted):
            person = a_person(f"Dorian {number}", self.people.harbour, *sorted(roles))
            self.mine.append(person)
            passed_proficiency(person)  # whoever reads the package knows the key: it bars no liar
            self.held[person.pk] = frozenset(roles)

    def opened(self, token: str) -> Person | None:
        secret = new_totp()
        joined: Person | None = self.attempt(
            lambda: accept_invitation(
                by=visitor("192.0.2.66"), token=token, password=GOOD, secret=secret, code=code_of(secret)
            )
        )
        if joined is not None and joined not in self.mine:
            self.mine.append(joined)
            passed_proficiency(joined)
            self.held[joined.pk] = frozenset()
        return joined

    @rule(roles=st.one_of(st.just(set(WORKING)), ROLES), so_many=st.integers(1, MOST))
    def invites_themselves(self, roles: set[Role], so_many: int) -> None:
        for _ in range(min(so_many, MOST - len(self.mine))):
            for by in self.actors:
                new = {"email": f"d{next(self.numbers)}@x.org", "name": f"Guest {next(self.numbers)}", "roles": roles}
                made = self.attempt(lambda by=by, new=new: invite(by=by, agency=self.people.harbour.pk, **new))
                if made is not None:
                    self.opened(made[1])
                    break

    @rule()
    def takes_colleagues_over(self) -> None:
        for person in Person.objects.filter(agency=self.people.harbour).order_by("pk")[:MOST]:
            for by in self.actors:
                made = self.attempt(lambda by=by, person=person: renew(by=by, person=person, reason="lost it"))
                if made is not None:
                    self.opened(made[1])
                    self.held[person.pk] = frozenset()
                    break

    @rule(roles=st.one_of(st.just(set(WORKING)), ROLES))
    def gives_themselves_roles(self, roles: set[Role]) -> None:
        for by, person in self.two():
            self.attempt(lambda by=by, person=person: change_roles(by=by, person=person, roles=roles, reason="needed"))
        for person in self.mine:
            self.held[person.pk] &= person.roles

    @rule()
    def confirms_themselves(self) -> None:
        for waits in Appointment.objects.filter(confirmed_at=None, ended_at=None):
            for by in self.actors:
                self.attempt(lambda by=by, waits=waits: confirm_appointment(by=by, appointment=waits))

    @rule(faceless=st.booleans(), conclusion=st.sampled_from(["PROBABLE", "ESTABLISHED"]))
    def goes_the_whole_way(self, faceless: bool, conclusion: str) -> None:
        incident = self.an_incident()
        file = incident and self.a_file(incident, faceless)
        if not file:
            return
        for by, person in self.two():
            said = {"incident": incident, "person": person, "discipline": "DNA", "reason": "trained"}
            self.attempt(lambda by=by, said=said: appoint(by=by, **said))
        self.each(lambda by: bring(by=by, file=file))
        self.each(lambda by: call_sitting(by=by, file=file, meets_at=timezone.now(), where="here"))
        sitting = Sitting.objects.filter(file=file, ended_at=None).first()
        if sitting is None:
            return
        self.each(lambda by: attend(by=by, sitting=sitting))
        self.each(lambda by: put(by=by, sitting=sitting, conclusion=conclusion, reasons="so"))
        for motion in sitting.proposals.filter(closed_at=None):
            self.each(lambda by, motion=motion: vote(by=by, proposal=motion, agrees=True))
            self.each(lambda by, motion=motion: close_vote(by=by, proposal=motion))

    def each(self, do: Callable[[Actor], Any]) -> list[Any]:
        """What came of it as each account."""
        return [self.attempt(lambda by=by: do(by)) for by in self.actors]

    def an_incident(self) -> Incident | None:
        if not Incident.objects.exists():
            self.each(lambda by: open_incident(by=by, agency=self.people.harbour.pk, code="OWN", name="Own"))
        if not Incident.objects.exists():  # then there is one that others opened
            open_incident(by=as_(self.people.ana), agency=self.people.harbour.pk, code="OURS", name="Ours")
        incident = Incident.objects.order_by("-pk").first()
        assert incident is not None
        hills = self.people.hills.pk
        self.each(lambda by: share_incident(by=by, incident=incident, to=hills, level=Level.WORK, reason="so"))
        return incident

    def a_file(self, incident: Incident, faceless: bool) -> File | None:
        case = next(filter(None, self.each(lambda by: open_case(by=by, incident=incident))), None)
        names = [{"family": "Nobody"}]
        record = next(filter(None, self.each(lambda by: open_record(by=by, incident=incident, names=names))), None)
        if case is None or record is None:
            return None
        one, other = case.subject, record.subject
        if faceless:
            for by in [by for by in self.actors if Role.REGISTRAR in by.roles][:2]:  # who looks does not vote
                self.attempt(lambda by=by: say_faceless(by=by, subject=one, reason="burnt"))
        self.each(lambda by: begin_review(by=by, case=one, record=other, reason="so"))
        for work in Assignment.objects.filter(examiner__in=self.mine, pair__case=one).select_related("examiner"):
            self.attempt(lambda work=work: examine(work, Direction.SAME))
        self.each(lambda by: open_file(by=by, case=one, record=other, reason="so"))
        file = File.objects.filter(case=one).first()
        return file and self.with_lines(file)

    def with_lines(self, file: File) -> File:
        for name in ("Invented One", "Invented Two"):
            said = {"name": name, "institution": "I", "discipline": "DNA", "how": "so"}
            self.each(lambda by, said=said: enter_expert(by=by, incident=file.incident, **said))
        for expert in Expert.objects.filter(confirmed_at=None):
            self.each(lambda by, expert=expert: confirm_expert(by=by, expert=expert, how="so"))
        for people, experts in ((self.mine[:2], []), ([], list(named_experts(file.incident)))):
            line: dict[str, Any] = {"kind": "dna", "direction": "same", "words": "All loci.", "source": "Report"}
            line |= {"people": people, "experts": experts}
            self.each(lambda by, line=line: add_line(by=by, file=file, **line))
        return file

    @invariant()
    def nobody_has_a_role_that_no_second_human_confirmed(self) -> None:
        for person in self.mine:
            assert person.roles <= self.held[person.pk], f"{person} got {sorted(person.roles - self.held[person.pk])}"

    @invariant()
    def nothing_is_decided_and_nobody_is_told(self) -> None:
        assert not Decision.objects.filter(conclusion__in=("PROBABLE", "ESTABLISHED")).exists()
        assert not NotificationPlan.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("accounts", [1, 2, 3])
def test_one_person_with_several_accounts_identifies_nobody(desk: Database, accounts: int) -> None:
    few = settings(
        max_examples=6, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    machine = type("OnePersonWith", (OnePerson,), {"accounts": accounts})
    run_state_machine_as_test(machine, settings=few)


@pytest.mark.slow
def test_the_attack_that_was_seen(desk: Database) -> None:
    """An administrator invites eight guests, opens all links, confirms, seats them, and goes the whole way."""
    machine = OnePerson()
    try:
        machine.holds_real_accounts({Role.ADMINISTRATOR, Role.REGISTRAR}, [set(), set()])
        machine.invites_themselves(set(WORKING), MOST)
        assert len(machine.mine) == MOST
        machine.confirms_themselves()
        machine.goes_the_whole_way(faceless=True, conclusion="ESTABLISHED")
        assert File.objects.exists() and not Sitting.objects.exists(), "they get as far as a file, and no further"
        machine.nobody_has_a_role_that_no_second_human_confirmed()
        machine.nothing_is_decided_and_nobody_is_told()
    finally:
        machine.teardown()


@pytest.mark.slow
def test_two_who_collude_can_and_this_is_the_way_that_the_machine_goes(desk: Database) -> None:
    """So that the test above is known to try what works: with a second administrator who confirms, it all succeeds."""
    machine = OnePerson()
    try:
        machine.holds_real_accounts({Role.ADMINISTRATOR, Role.REGISTRAR}, [set(), set()])
        accomplice = a_person("Eve Accomplice", machine.people.harbour, Role.ADMINISTRATOR)
        machine.invites_themselves(set(WORKING), MOST)
        machine.mine.append(accomplice)
        machine.confirms_themselves()
        machine.goes_the_whole_way(faceless=True, conclusion="ESTABLISHED")
        with pytest.raises(AssertionError):
            machine.nothing_is_decided_and_nobody_is_told()
    finally:
        machine.teardown()
