"""Whatever people do to photographs, in whatever order, the index holds what the database has."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from antigone.desk.candidates.index.segment import PartKey
from antigone.desk.candidates.index.shared import Index, fingerprint_in_database
from antigone.desk.photos.models import FaceTemplate, Photograph
from desk_databases import Database
from desk_faces import MODEL, Ferry, a_face, a_photograph, an_incident, enters, leaves
from desk_people import two_agencies

pytestmark = [pytest.mark.slow, pytest.mark.both]


class Photographs(RuleBasedStateMachine):
    """Two processes, of which one may start anew at any time, and files that lie between them."""

    photographs = Bundle("photographs")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        people = two_agencies()
        self.ferry = Ferry(people, an_incident(people.harbour))
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.one, self.other = Index(self.home), Index(self.home)
        self.seed = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.folder.cleanup()

    @rule(target=photographs, hills=st.booleans())
    def comes(self, hills: bool) -> Photograph:
        self.seed += 1
        subject = self.ferry.of_hills("am") if hills else self.ferry.record()
        return a_photograph(subject, a_face(self.seed))

    @rule(photograph=photographs)
    def is_withdrawn(self, photograph: Photograph) -> None:
        if Photograph.objects.get(pk=photograph.pk).indexed:
            leaves(photograph)

    @rule(photograph=photographs)
    def comes_back(self, photograph: Photograph) -> None:
        there = FaceTemplate.objects.filter(face__photograph=photograph).exists()
        if there and not Photograph.objects.get(pk=photograph.pk).indexed:
            enters(photograph)

    @rule(photograph=photographs)
    def is_erased(self, photograph: Photograph) -> None:
        self.is_withdrawn(photograph)
        FaceTemplate.objects.filter(face__photograph=photograph).delete()

    @rule()
    def is_tidied(self) -> None:
        self.one.tidy()

    @rule()
    def starts_anew(self) -> None:
        self.other = Index(self.home)

    @rule(data=st.binary(max_size=9))
    def files_are_damaged(self, data: bytes) -> None:
        for manifest in self.home.glob("*/manifest.json"):
            manifest.write_bytes(data)

    @invariant()
    def both_hold_what_the_database_has(self) -> None:
        people = self.ferry.people
        for agency in (people.harbour.pk, people.hills.pk):
            key = PartKey(self.ferry.incident.pk, agency, "am", MODEL)
            expected = fingerprint_in_database(key)
            for index in (self.one, self.other):
                part = index.caught_up([key])[key]
                assert (part.fingerprint, part.count) == expected
                wholes = [segment.compacted() for segment in part.segments]
                whole = replace(part, segments=tuple(wholes))
                assert (whole.fingerprint, whole.count, whole.subjects) == (*expected, part.subjects)
                assert whole.wrong == []


def test_the_index_holds_what_the_database_has(desk: Database) -> None:
    checks: Any = list(HealthCheck)
    run_state_machine_as_test(
        Photographs,
        settings=settings(max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=checks),
    )
