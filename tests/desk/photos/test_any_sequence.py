"""Whatever is done in whatever order, the index holds exactly the photographs that are usable and lawful that day."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, none, one_of, sampled_from

from antigone.desk.accounts.actor import worker
from antigone.desk.photos.actions._index import enter
from antigone.desk.photos.actions.lawful_basis import end_source, sweep_unlawful, withdraw_consent
from antigone.desk.photos.actions.photographs import end_photograph
from antigone.desk.photos.lawful_basis import lawful, may_be_searched
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.errors import RuleBroken
from antigone.types import Basis, Profile
from desk_databases import Database
from desk_lawful_basis import (
    a_consent,
    a_photograph,
    a_record,
    a_registrar,
    a_source,
    an_incident,
    in_the_index,
    is_lawful,
)
from desk_people import as_, two_agencies

pytestmark = pytest.mark.slow
START = date(2026, 5, 1)
DAYS = one_of(none(), integers(min_value=0, max_value=6))


class Days(RuleBasedStateMachine):
    """Months of a desk, in no order."""

    def __init__(self) -> None:
        super().__init__()
        self.day = START
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.stack.enter_context(mock.patch.object(timezone, "localdate", lambda *_: self.day))
        people = two_agencies()
        self.incident, self.rosa = an_incident(people), a_registrar(people)
        self.records = [a_record(self.rosa, self.incident) for _ in range(2)]
        self.case = a_record(self.rosa, self.incident, Profile.PM)

    def teardown(self) -> None:
        self.stack.close()

    def until(self, days: int | None) -> date | None:
        return None if days is None else self.day + timedelta(days=days)

    @rule(days=DAYS, basis=sampled_from(Basis), later=integers(min_value=0, max_value=2))
    def a_source_is_opened(self, days: int | None, basis: Basis, later: int) -> None:
        begins = self.day + timedelta(days=later)
        until = None if days is None else begins + timedelta(days=days)
        a_source(self.rosa, self.incident, basis, valid_from=begins, valid_until=until)

    @rule(days=DAYS, which=integers(min_value=0), whose=booleans())
    def a_consent_is_given(self, days: int | None, which: int, whose: bool) -> None:
        found = Source.objects.filter(basis=Basis.CONSENT.value)
        if found:
            try:
                a_consent(
                    self.rosa,
                    found[which % len(found)],
                    self.records[whose],
                    given_on=self.day,
                    valid_until=self.until(days),
                )
            except RuleBroken:
                return

    @rule(which=integers(min_value=0), whose=booleans(), usable=booleans())
    def a_reference_is_added_and_looked_at(self, which: int, whose: bool, usable: bool) -> None:
        """By the rules of add_photograph and of the worker."""
        record = self.records[whose]
        grounds = [
            (source, consent)
            for source in Source.objects.all()
            for consent in [None, *Consent.objects.filter(subject=record, source=source)]
            if is_lawful(source, consent, self.day)
        ]
        if grounds:
            a_photograph(record, *grounds[which % len(grounds)], usable=usable)

    @rule()
    def a_photograph_of_the_dead_is_added(self) -> None:
        a_photograph(self.case, None)

    @precondition(lambda self: Photograph.objects.filter(state=Photograph.State.CHOOSE).exists())
    @rule()
    def a_face_is_chosen(self) -> None:
        photograph = Photograph.objects.filter(state=Photograph.State.CHOOSE)[0]
        photograph.state = Photograph.State.USABLE
        photograph.save(update_fields=["state"])
        if may_be_searched(photograph):
            enter(photograph)

    @precondition(lambda self: Source.objects.filter(ended_at=None).exists())
    @rule(which=integers(min_value=0))
    def a_source_is_ended(self, which: int) -> None:
        found = Source.objects.filter(ended_at=None)
        end_source(by=as_(self.rosa), source=found[which % len(found)], reason="over")

    @precondition(lambda self: Consent.objects.filter(withdrawn_at=None).exists())
    @rule(which=integers(min_value=0))
    def a_consent_is_withdrawn(self, which: int) -> None:
        found = Consent.objects.filter(withdrawn_at=None)
        withdraw_consent(by=as_(self.rosa), consent=found[which % len(found)], reason="they asked")

    @precondition(lambda self: Photograph.objects.filter(ended_at=None, kind="am").exists())
    @rule(which=integers(min_value=0))
    def a_photograph_is_taken_out(self, which: int) -> None:
        found = Photograph.objects.filter(ended_at=None, kind="am")
        end_photograph(by=as_(self.rosa), photograph=found[which % len(found)], reason="a mistake")

    @rule(days=integers(min_value=1, max_value=3))
    def days_pass(self, days: int) -> None:
        self.day += timedelta(days=days)
        sweep_unlawful(by=worker())

    @invariant()
    def the_index_holds_what_is_usable_and_lawful_and_nothing_else(self) -> None:
        wanted = Photograph.objects.filter(lawful(), state=Photograph.State.USABLE, ended_at=None)
        assert in_the_index() == set(wanted.values_list("pk", flat=True))
        assert sweep_unlawful(by=worker(), thorough=True) == 0


def test_the_index_is_lawful_after_any_sequence_of_acts(template: Database) -> None:
    template.use()
    chosen = settings(
        max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Days, settings=chosen)
    connections["default"].close()
