"""Whatever is done in whatever order: nothing of an erased photograph is fetched, searched, found or brought back."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.test import TestCase
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.faces import indexed
from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.index.shared import Index
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure, take_back_erasure
from antigone.desk.erasing.actions.photographs import erase_photograph
from antigone.desk.erasing.actions.records import erase_record
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.actions.analysis import Looked, record_analysis, record_template
from antigone.desk.photos.actions.lawful_basis import sweep_unlawful, withdraw_consent
from antigone.desk.photos.actions.photographs import end_photograph, grade_photograph
from antigone.desk.photos.by_hand import HandWork
from antigone.desk.photos.models import Consent, Face, FaceTemplate, Photograph, PhotoKey
from antigone.desk.photos.queries import sealed
from antigone.desk.records.models import Name
from antigone.errors import AntigoneError, RuleBroken
from antigone.types import Template as Numbers
from desk_databases import Database
from desk_erasing import somebody_missing
from desk_faces import MODEL, a_face, a_photograph, an_incident
from desk_people import as_, browser, two_agencies

pytestmark = pytest.mark.slow
WHICH = integers(min_value=0, max_value=30)


class Lives(RuleBasedStateMachine):
    """A record, its photographs, and the people who work with it, in no order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        people = two_agencies()
        self.missing = somebody_missing(people, an_incident(people.harbour))
        self.rosa, self.lena = as_(self.missing.rosa), as_(self.missing.lena)
        self.index = Index(django_settings.DESK.home / "index")
        self.seed = 100

    def teardown(self) -> None:
        self.stack.close()

    def photograph(self, which: int) -> Photograph:
        found = list(Photograph.objects.select_related("subject").order_by("pk"))
        return found[which % len(found)]

    def open_request(self, which: int) -> Erasure | None:
        found = list(Erasure.objects.filter(state__in=("asked", "agreed")).order_by("pk"))
        return found[which % len(found)] if found else None

    @precondition(lambda self: Consent.objects.filter(withdrawn_at=None).exists())
    @rule()
    def a_photograph_comes(self) -> None:
        consent = Consent.objects.filter(withdrawn_at=None)[0]
        self.seed += 1
        a_photograph(consent.subject, a_face(self.seed), source=consent.source, consent=consent)

    @rule(which=WHICH, act=sampled_from(["end", "grade", "template", "analysis"]))
    def somebody_works_with_one(self, which: int, act: str) -> None:
        found = self.photograph(which)
        face = Face.objects.filter(photograph=found).first()
        numbers = Numbers(np.asarray(a_face(which), np.float32), "another@000000000000/r1")
        try:
            if act == "end":
                end_photograph(by=self.rosa, photograph=found, reason="a mistake")
            elif act == "grade":
                grade_photograph(by=self.rosa, photograph=found, grade=which % 5)
            elif act == "analysis":
                record_analysis(by=worker(), photograph=found, looked=Looked([], None, HandWork(None, None)))
            elif face is not None:
                record_template(by=worker(), photograph=found, face=face, template=numbers)
        except RuleBroken:
            return

    @rule()
    def the_consent_is_withdrawn(self) -> None:
        for consent in Consent.objects.filter(withdrawn_at=None)[:1]:
            withdraw_consent(by=self.lena, consent=consent, reason="they asked")

    @rule(which=WHICH, whole=sampled_from([False, False, False, True]))
    def it_is_asked_for(self, which: int, whole: bool) -> None:
        one = None if whole else self.photograph(which)
        try:
            ask_erasure(
                by=self.lena,
                subject=self.missing.record.subject,
                photograph=one,
                asked_as=Erasure.As.AGENCY,
                reason="nothing needs it",
            )
        except RuleBroken:
            return

    @rule(which=WHICH, agree=sampled_from([True, True, False]))
    def it_is_answered(self, which: int, agree: bool) -> None:
        if (found := self.open_request(which)) is None:
            return
        try:
            if agree:
                agree_erasure(by=self.lena, erasure=found, reason="it is right")
            else:
                take_back_erasure(by=self.lena, erasure=found, reason="they do not wish it")
        except RuleBroken:
            return

    @rule(which=WHICH)
    def one_is_erased(self, which: int) -> None:
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                erase_photograph(by=self.rosa, photograph=self.photograph(which), reason="asked")
        except RuleBroken:
            return

    @rule()
    def the_record_is_erased(self) -> None:
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                erase_record(by=self.rosa, record=self.missing.record, reason="asked")
        except RuleBroken:
            return

    @rule()
    def the_worker_sweeps(self) -> None:
        sweep_unlawful(by=worker(), thorough=True)

    @invariant()
    def nothing_of_what_was_erased_is_left(self) -> None:
        subject = self.missing.record.subject
        gone = list(Photograph.objects.filter(erased_at__isnull=False))
        done = Erasure.objects.filter(state=Erasure.State.DONE)
        assert {each.pk for each in gone} >= set(done.exclude(photograph=None).values_list("photograph", flat=True))
        if done.filter(photograph=None).exists():
            assert not Photograph.objects.filter(erased_at=None).exists() and not Name.objects.exists()
        for each in gone:
            assert (each.state, each.indexed, each.file_name, each.sha256) == ("erased", False, "", "")
        assert not PhotoKey.objects.filter(photograph__in=gone).exists()
        assert not FaceTemplate.objects.filter(face__photograph__in=gone).exists()
        assert not Face.objects.filter(photograph__in=gone).exists()
        assert keyring.destroyed() >= {each.sealed for each in gone}
        assert not any(vault.count_made(each.sealed) for each in gone)
        shown = {entry.photograph for entry in indexed([subject.pk], MODEL).get(subject.pk, [])}
        part = self.index.caught_up([PartKey(subject.incident_id, subject.agency_id, "am", MODEL)])
        numbers = {each.pk for each in gone}
        assert not shown & numbers
        for segment in (each for one in part.values() for each in one.segments):
            rows = (*segment.rows, *segment.tail)
            assert not {int(row["photograph"]) for row in rows if segment.holds(int(row["template"]))} & numbers
        for each in gone[-1:]:
            with pytest.raises(AntigoneError):
                sealed(each)
            for name in ("photograph-blurred", "photograph-small", "photograph-view", "photograph-face"):
                assert browser(self.missing.rosa).get(reverse(name, args=[each.pk])).status_code == 404


def test_nothing_of_what_was_erased_is_left_after_any_sequence(template: Database) -> None:
    template.use()
    chosen = settings(
        max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Lives, settings=chosen)
    connections["default"].close()
