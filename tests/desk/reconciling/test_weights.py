"""The weight of every pair at once is the weight that one pair has by the core's own rules, and by candidate lists."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.desk.candidates import search
from antigone.desk.candidates.conflicts import Stated
from antigone.desk.candidates.index.shared import Index
from antigone.desk.candidates.models import Candidate
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.reconciling.faces import FaceTable, face_table, face_weight
from antigone.desk.reconciling.inputs import SubjectFacts, gather
from antigone.desk.reconciling.lines import Evidence, combined
from antigone.desk.reconciling.models import Reconciliation
from antigone.desk.reconciling.overlap import Inventory, mark_name, words
from antigone.desk.reconciling.population import count, counted
from antigone.desk.reconciling.table import rows, total_of_groups
from antigone.reconciliation.combine import combine
from antigone.reconciliation.lines import LineKind, WeighedLine
from antigone.weighing import shipped
from desk_faces import MODEL, a_face, a_photograph, searched
from desk_reconciling import Whole, two_of_one_list

CALIBRATION = shipped(MODEL)
DAY = date(2026, 3, 1)
numbers = st.floats(-4, 4).map(lambda n: round(n, 3))


@st.composite
def ranges(draw: st.DrawFn, low: int, high: int) -> tuple[int, int] | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    first = draw(st.integers(low, high))
    return first, first + draw(st.integers(0, 9))


@st.composite
def days(draw: st.DrawFn) -> tuple[date, date] | None:
    if draw(st.integers(0, 3)) == 0:
        return None
    first = DAY + timedelta(days=draw(st.integers(-40, 40)))
    return first, first + timedelta(days=draw(st.integers(0, 20)))


@st.composite
def persons(draw: st.DrawFn, dead: bool, number: int) -> SubjectFacts:
    born = draw(ranges(1930, 2020)) if not dead else None
    said = Stated(
        dead=dead,
        sex=draw(st.sampled_from(["female", "male", "unknown", "other"])),
        age=draw(ranges(0, 80)),
        stature=draw(ranges(140, 190)),
        day=draw(days()),
        born=(date(born[0], 5, 1), date(born[1], 8, 1)) if born else None,
    )
    some = st.frozensets(st.sampled_from(["bracelet", "ring", "shirt", "boots", "watch"]), max_size=3)
    return SubjectFacts(
        number,
        said,
        bones=dead and draw(st.booleans()),
        part=False,
        marks=draw(st.frozensets(st.sampled_from(["tattoo, left wrist", "scar, chin"]), max_size=2)),
        things=draw(some),
        places=draw(st.frozensets(st.sampled_from(["miramar", "pier"]), max_size=2)),
        dna=False,
    )


@pytest.mark.slow
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_all_pairs_at_once_weigh_what_each_weighs_alone(data: st.DataObject) -> None:
    cases = [data.draw(persons(True, n)) for n in (1, 2)]
    records = [data.draw(persons(False, n)) for n in range(11, 18)]
    of = Evidence(
        None,
        {},
        count(records),
        records,
        Inventory([person.things for person in records]),
        Inventory([person.places for person in records]),
    )
    found = dict(rows(cases, of, face_table(None, {}, cases, records)))
    for place, case in enumerate(cases):
        for column, record in enumerate(records):
            assert found[place][column] == pytest.approx(combined(case, record, of).log10_lr, abs=1e-4)


@pytest.mark.slow
@given(st.tuples(*(st.none() | numbers for _ in range(4))), st.tuples(*(st.booleans() for _ in range(3))))
def test_lines_that_share_something_are_never_added_twice(
    weights: tuple[float | None, ...], rests_on: tuple[bool, ...]
) -> None:
    face, sex, age, stature = weights
    on_age, on_sex, s = rests_on
    if s:
        sex = None  # of a record whose sex is told, stature is weighed within it
    rests = ({"face"} | ({"age"} if on_age else set()) | ({"sex"} if on_sex else set()), {"sex"}, {"age"})
    lines = [
        WeighedLine(kind, "said", value, value, value, "source", frozenset(traits))
        for kind, value, traits in zip(
            (LineKind.FACE, LineKind.SEX, LineKind.AGE, LineKind.STATURE),
            (face, sex, age, stature),
            (*rests, {"stature"} | ({"sex"} if s else set())),
            strict=True,
        )
        if value is not None
    ]
    arrays = [np.array([np.nan if value is None else value]) for value in (face, sex, age, stature)]
    total = total_of_groups(
        *arrays, face_on_age=np.array([on_age]), face_on_sex=np.array([on_sex]), stature_on_sex=np.array([s])
    )
    assert total[0] == pytest.approx(combine(lines).log10_lr)


@pytest.mark.slow
def test_the_face_weighs_what_the_candidate_list_says(
    incident: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: index)
    cases = [incident.case(n, sex=sex) for n, sex in ((1, "female"), (2, "unknown"), (3, "male"))]
    a_photograph(cases[0], a_face(77, a_face(1), 0.8), quality=0.2)
    hardly_seen(a_photograph(cases[1], a_face(80, a_face(2), 0.4), quality=0.9))
    records = [incident.record(1, sex="female"), incident.record(2), incident.record(4, age_low=5, age_high=70)]
    a_photograph(records[0], a_face(78, a_face(1), 0.7), quality=0.9)
    records.append(incident.record(6))
    Face.objects.filter(photograph__subject=records[-1]).update(covered=0.3)
    run = Reconciliation(incident=incident.incident, agency=incident.people.harbour)
    gathered = gather(run, MODEL)
    table = face_table(CALIBRATION, gathered.faces, gathered.cases, gathered.records)
    assert isinstance(table, FaceTable)
    stated = 0
    for row, case in enumerate(cases):
        listed = Candidate.objects.filter(run=searched(case))
        assert {each.subject_id for each in listed} == {record.pk for record in records}
        for each in listed:
            column = [record.pk for record in records].index(each.subject_id)
            alone = face_weight(CALIBRATION, gathered.faces, gathered.cases[row], gathered.records[column])
            assert each.weight is not None and alone is not None and alone.as_json() == each.weight
            if each.weight["log10_lr"] is None:
                assert np.isnan(table.weight[row, column])
            else:
                assert table.weight[row, column] == pytest.approx(each.weight["log10_lr"], abs=0.005)
                stated += 1
    assert stated >= 4


def hardly_seen(photograph: Photograph) -> None:
    """The machine is not sure of its face."""
    measured = {"detection": {"value": 0.8, "unit": "score"}}
    Face.objects.filter(photograph=photograph).update(quality={"overall": 0.9, "measures": measured})


@pytest.mark.slow
def test_a_photograph_without_a_ground_weighs_nothing(incident: Whole) -> None:
    record = incident.record(1)
    source = record.photographs.get().source
    assert source is not None
    source.ended_at = record.opened_at
    source.save()
    gathered = gather(Reconciliation(incident=incident.incident, agency=incident.people.harbour), MODEL)
    assert record.pk not in gathered.faces


def test_words_are_compared_whatever_their_order_accents_and_letters() -> None:
    assert mark_name("tattoo", "Left  WRIST") == mark_name("tattoo", "wrist, left")
    assert mark_name("tattoo", "left wrist") != mark_name("scar", "left wrist")
    assert words("Bracelet d'argent, écharpe") & words("echarpe") == {"echarpe"}
    assert words("у сумці ключ") == {"сумці", "ключ"} and words("a red cap 12") == frozenset()


def test_of_many_words_it_counts_how_many_records_share_any_as_rare() -> None:
    held = Inventory([words(text) for text in ("silver bracelet", "bracelet", "green scarf", "shirt", "")])
    shared = held.shared(words("a silver bracelet, a scarf, a lighter"))
    found = dict(zip(shared.records.tolist(), shared.as_rare.tolist(), strict=True))
    assert found == {0: 2, 2: 2, 1: 3}, "silver and scarf are told once each, bracelet twice"
    assert held.telling == 4 and len(held.shared(words("nothing of it")).records) == 0


def test_nothing_that_was_counted_is_certain() -> None:
    for many, of in ((0, 0), (0, 20_000), (20_000, 20_000), (3, 7)):
        rate = counted(many, of)
        assert 0 < rate.low <= rate.value <= rate.high < 1


@pytest.mark.slow
def test_what_is_known_of_each_is_read_from_the_desk(incident: Whole) -> None:
    cases, records = two_of_one_list(incident)
    gathered = gather(Reconciliation(incident=incident.incident, agency=incident.people.harbour), MODEL)
    case, record = gathered.cases[0], gathered.records[0]
    assert (case.number, record.number) == (cases[0].pk, records[0].pk)
    assert case.marks & record.marks == {"tattoo, left wrist"}
    assert case.things & record.things == {"silver", "bracelet"} and case.places & record.places == {"miramar"}
    assert gathered.records[3].dna and not case.dna
