"""An incident of Harbour that can be reconciled: a list of everybody, cases and records that say things."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unittest import mock

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.models import Case, Effect
from antigone.desk.reconciling import reconcile as reconcile_module
from antigone.desk.reconciling.actions.lists import write_list
from antigone.desk.reconciling.actions.runs import ask_for_reconciliation
from antigone.desk.reconciling.models import ListVersion, Reconciliation
from antigone.desk.reconciling.reconcile import reconcile
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Elsewhere, Mark, Subject
from antigone.reconciliation.sampling import posterior
from desk_faces import Ferry, a_face, a_photograph, an_incident
from desk_people import People, a_person, as_

FEW = 150
"""Sweeps: enough for a handful of cases and records. How exact it is with how many, tests/reconciliation looks at."""


@dataclass
class Whole:
    """An incident, and who leads its work."""

    people: People
    ferry: Ferry
    rosa: Person
    """Registrar of Harbour."""
    berta: Person
    """Board member of Harbour."""
    lists: list[ListVersion] = field(default_factory=list)

    @property
    def incident(self) -> Incident:
        return self.ferry.incident

    def case(self, face: int | None = None, effects: tuple[str, ...] = (), mark: str = "", **said: Any) -> Subject:
        subject = self.ferry.case(**{name: value for name, value in said.items() if name in OF_SUBJECT})
        of_case = {name: value for name, value in said.items() if name not in OF_SUBJECT}
        Case.objects.filter(pk=subject.pk).update(**of_case) if of_case else None
        for place, words in enumerate(effects, 1):
            Effect.objects.create(case_id=subject.pk, place=place, description=words)
        return self._seen(subject, face, mark)

    def record(self, face: int | None = None, mark: str = "", dna: bool = False, **said: Any) -> Subject:
        subject = self.ferry.record(**{name: value for name, value in said.items() if name in OF_SUBJECT})
        of_record = {name: value for name, value in said.items() if name not in OF_SUBJECT}
        Record.objects.filter(pk=subject.pk).update(**of_record) if of_record else None
        if dna:
            Elsewhere.objects.create(subject=subject, what="dna", holder="A laboratory", number="D-1")
        return self._seen(subject, face, mark, cosine=0.9)

    def _seen(self, subject: Subject, face: int | None, mark: str, cosine: float = 1.0) -> Subject:
        if mark:
            Mark.objects.create(subject=subject, what="tattoo", where=mark, description="a swallow")
        if face is not None:
            own = a_face(face) if cosine == 1.0 else a_face(10_000 + subject.pk, a_face(face), cosine)
            a_photograph(subject, own)
        return subject

    def everybody(self, share: float = 0.8, **said: Any) -> ListVersion:
        """The list of all records that are on no other."""
        given = {
            "name": "reported missing",
            "kind": "open",
            "everybody_else": True,
            "reason": "the coordinator",
            **said,
        }
        made = write_list(by=as_(self.rosa), incident=self.incident, share=share, **given)
        self.lists.append(made)
        return made

    def reconciled(self, by: Person | None = None) -> Reconciliation:
        """Asked for, and done by the worker."""
        run = ask_for_reconciliation(by=as_(by or self.rosa), incident=self.incident, reason="the weekly meeting")
        with mock.patch.object(reconcile_module, "posterior", functools.partial(posterior, sweeps=FEW)):
            reconcile(run.pk)
        return Reconciliation.objects.get(pk=run.pk)


OF_SUBJECT = {"sex", "age_low", "age_high", "stature_low", "stature_high", "clothing", "closed_at"}


def whole(people: People) -> Whole:
    return Whole(
        people,
        Ferry(people, an_incident(people.harbour)),
        a_person("Rosa Weiss", people.harbour, Role.REGISTRAR),
        a_person("Berta Board", people.harbour, Role.BOARD_MEMBER),
    )


def two_of_one_list(of: Whole) -> tuple[list[Subject], list[Subject]]:
    """Three cases and four records: one and one alike by face and mark, two bodies that look like one woman."""
    died = {"found_on": date(2026, 3, 1), "found_place": "Harbour of Miramar"}
    seen = {"last_seen_earliest": date(2026, 2, 27), "last_seen_latest": date(2026, 2, 27)}
    cases = [
        of.case(1, sex="female", mark="left wrist", effects=("a silver bracelet",), **died),
        of.case(2, sex="female", **died),
        of.case(None, sex="male", stature_low=176, stature_high=182, **died),
    ]
    records = [
        of.record(
            1, sex="female", mark="Wrist, left", belongings="bracelet of silver", last_seen_place="Miramar", **seen
        ),
        of.record(2, sex="female", **seen),
        of.record(None, sex="male", stature_low=170, stature_high=170, **seen),
        of.record(None, sex="male", stature_low=180, stature_high=180, dna=True, **seen),
    ]
    return cases, records
