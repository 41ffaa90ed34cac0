"""Searches over HTTP: asking for one, reading its list. There is no way to send a picture to search with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.common import At, OneOf, Page, Paged, Said, Words, page_of
from antigone.desk.api.gate import operation, who
from antigone.desk.api.photographs import RefusalOut
from antigone.desk.api.subjects import Kind, SubjectOut
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.runs import ask_for_search
from antigone.desk.candidates.conflicts import Contradiction, Grave
from antigone.desk.candidates.listing import ListedCandidate, RunList, listing
from antigone.desk.candidates.models import Run
from antigone.desk.review.actions.people import saw_the_list
from antigone.desk.subjects.queries import find_subject

RunState = Annotated[str, OneOf(Run.State)]


class SearchSaid(Said):
    """Why a case or record is searched. Its own photographs are searched with: there is nothing else to send."""

    purpose: Words = Field(description="Such as: to identify a dead person.")
    reason: Words = Field(description="Kept in the audit.")


class RunOut(Schema):
    """One search: with all usable photographs of a case or record, among the other kind of its incident."""

    number: int
    subject: SubjectOut
    why: str = Field(description="asked, or what began it by itself.")
    purpose: str
    reason: str
    asked_by: int | None = Field(description="A person's number; null if it began by itself.")
    asked_at: datetime
    state: RunState = Field(description="waiting: ask again in a second; done; refused: see `refusal`.")
    done_at: datetime | None
    refusal: RefusalOut | None
    engine: str = Field(description="Antigone's version.")
    model: str
    calibration: str
    gallery_photos: int | None
    gallery_persons: int | None
    marked_at: datetime | None = Field(description="When a photograph that its list shows left search.")

    @classmethod
    def of(cls, run: Run) -> RunOut:
        return cls(**_run(run))


class SearchedPart(Schema):
    """One agency's part of what was searched."""

    agency: int
    sequence: int = Field(description="The last change of the index that was in it.")
    fingerprint: str
    photos: int
    persons: int


class WeightOut(Schema):
    """Weight of evidence: log10 of the likelihood ratio of one person against two. Never a probability of identity."""

    log10_lr: float | None
    low: float | None = Field(description="The lower end of the interval (95 %).")
    high: float | None = Field(description="The upper end.")
    verbal: str = Field(description="The same in words.")
    calibration: str
    stratum: str = Field(description="The circumstances it was calibrated for.")
    refused: str | None = Field(description="Why none is stated.")
    limit: str | None = Field(description="Why nothing beyond it is stated, if it is the most or least there can be.")
    score: float | None = Field(description="What was weighed: how alike all photographs together are.")

    @classmethod
    def of(cls, said: dict[str, Any] | None) -> WeightOut | None:
        return cls.model_validate({name: said.get(name) for name in cls.model_fields}) if said else None


class StrangersOut(Schema):
    """How many strangers to expect in this gallery with a score so high or higher."""

    expected: float
    low: float
    high: float
    gallery: int = Field(description="Persons in the gallery.")
    beyond_the_data: bool = Field(description="Whether no stranger was seen so high: then only `high` is known.")
    among: str = Field("", description="Whose scores were counted: the stratum of the calibration.")


class ConflictOut(Schema):
    """Two statements that do not fit: a reason to look again at both."""

    about: str
    grave: Annotated[str, OneOf(Grave)]
    words: str

    @classmethod
    def of(cls, conflict: Contradiction) -> ConflictOut:
        return cls(about=conflict.about, grave=conflict.grave.value, words=conflict.words)


class RestsOnOut(Schema):
    """What the template of a photograph rested on, besides the photograph."""

    photograph: int
    by_hand: bool = Field(description="Points of the face that a person set.")
    covered: float = Field(description="How much of the face was left out of account, 0 to 1.")


class CandidateOut(Schema):
    """One entry of a candidate list: a lead, never an identification."""

    rank: int
    subject: SubjectOut | None = Field(description="null if you may not see it any more.")
    name: str = Field(description="How a missing person is called; empty for a case.")
    photograph: int | None = Field(description="The one most alike; null if it left search.")
    score: float = Field(description="Cosine, -1 to 1: it ranks, it means nothing by itself.")
    weight: WeightOut | None = Field(description="null if the model has no calibration.")
    strangers: StrangersOut | None
    rests_on: list[RestsOnOut] = Field(description="Which of their photographs rested on points by hand or a cover.")
    conflicts: list[ConflictOut] = Field(description="What speaks against it besides the face, at this moment.")
    exclusion: int | None = Field(description="The exclusion that says that these are two persons.")
    also_first: int = Field(description="On how many other latest lists it stands first.")
    marked_at: datetime | None = Field(description="When its photograph left search.")

    @classmethod
    def of(cls, shown: ListedCandidate) -> CandidateOut:
        row = shown.candidate
        return cls(
            rank=row.rank,
            subject=None if shown.subject is None else SubjectOut.of(shown.subject),
            name=shown.name,
            photograph=None if shown.photograph is None else shown.photograph.pk,
            score=row.score,
            weight=WeightOut.of(row.weight),
            strangers=StrangersOut(**row.strangers) if row.strangers else None,
            rests_on=[RestsOnOut(**each) for each in row.rests_on],
            conflicts=[ConflictOut.of(each) for each in shown.conflicts],
            exclusion=None if shown.exclusion is None else shown.exclusion.pk,
            also_first=shown.also_first,
            marked_at=row.marked_at,
        )


class TopOut(Schema):
    """What the first place looks like if the person is not enrolled."""

    median_top_score: float
    one_in_twenty: float
    gallery: int
    beyond_the_data: bool


class WholeRun(RunOut):
    """One search with its candidate list."""

    gallery: list[SearchedPart]
    probes: list[int] = Field(description="The photographs it searched with, the best first.")
    rests_on: list[RestsOnOut] = Field(description="Which of them rested on points by hand or a cover.")
    not_enrolled: TopOut | None
    candidates: list[CandidateOut] = Field(description="By rank.")
    apart: list[CandidateOut] = Field(description="Who is excluded, now.")
    newer: int | None = Field(description="The latest search of the same case or record, if it is another one.")
    arrived: int = Field(description="How many photographs came since into what was searched.")

    @classmethod
    def whole(cls, run: Run, listing: RunList | None, newer: int | None, arrived: int) -> WholeRun:
        return cls(
            **_run(run),
            gallery=[
                SearchedPart(**{name: part[name] for name in SearchedPart.model_fields}) for part in run.gallery or []
            ],
            probes=[each.pk for each in listing.probes] if listing else [],
            rests_on=[RestsOnOut(**each) for each in run.rests_on],
            not_enrolled=TopOut(**run.not_enrolled) if run.not_enrolled else None,
            candidates=[CandidateOut.of(each) for each in listing.ranked] if listing else [],
            apart=[CandidateOut.of(each) for each in listing.apart] if listing else [],
            newer=newer,
            arrived=arrived,
        )


def _run(run: Run) -> dict[str, Any]:
    made = {"number", "subject", "asked_by", "refusal"}
    return {
        "number": run.pk,
        "subject": SubjectOut.of(run.subject),
        "asked_by": run.asked_by_id,
        "refusal": RefusalOut.of(run.refusal),
        **{name: getattr(run, name) for name in set(RunOut.model_fields) - made},
    }


router = Router(tags=["searches"])


@operation(router, "GET", "/{kind:kind}/{number}/searches", Verb.SEE, Thing.SEARCH, Page[RunOut])
def searches(request: HttpRequest, kind: Kind, number: At, asked: Query[Paged]) -> Page[RunOut]:
    """The searches of a case among the incident's records, or of a record among its cases: the latest first."""
    by = who(request)
    subject = find_subject(by, number, kind)
    return page_of(queries.runs(by).filter(subject=subject), asked, RunOut.of)


@operation(router, "POST", "/{kind:kind}/{number}/searches", Verb.ASK, Thing.SEARCH, RunOut)
def ask_search(request: HttpRequest, kind: Kind, number: At, body: SearchSaid) -> RunOut:
    """Search a case among the records, or a record among the cases.

    New photographs are searched by themselves: ask when something else changed.
    """
    by = who(request)
    subject = find_subject(by, number, kind)
    return RunOut.of(ask_for_search(by=by, subject=subject, purpose=body.purpose, reason=body.reason))


@operation(router, "GET", "/searches/{number}", Verb.SEE, Thing.SEARCH, WholeRun)
def search(request: HttpRequest, number: At) -> WholeRun:
    """One search with its candidate list: each entry with what speaks for and against it at this moment.

    Whoever reads a list is not asked to examine what is on it.
    """
    by = who(request)
    run = queries.find_run(by, number)
    if run.state == Run.State.DONE:
        saw_the_list(by=by, run=run)
    newer = queries.newer_run(by, run)
    shown = listing(by, run) if run.state == Run.State.DONE else None
    return WholeRun.whole(run, shown, None if newer is None else newer.pk, queries.arrived_since(run))
