"""Taking an identification back: nothing that relied on it is left standing, and nothing is forgotten."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import RuleBroken
from antigone.protocol.evidence import EvidenceKind
from antigone.protocol.recall import (
    Assigned,
    Ended,
    FoundLater,
    How,
    RecallGround,
    RecallLog,
    Relied,
    What,
    facts_for_the_letter,
    frozen_by,
    to_be_undone,
)
from antigone.protocol.scales import Conclusion
from protocol.people import SAME, case_file, decided, established, line, minute, settled

DUE = date(2026, 3, 20)


def act(number: str, what: What, *rests_on: str, at: float = 300) -> Relied:
    return Relied(number, what, minute(at), "Reg", f"{what} was done", frozenset(rests_on))


ACTS = (
    act("CERT", What.CERTIFICATE, "D-1"),
    act("OUT", What.RELEASE_OF_REMAINS, "TOLD", "CERT", at=320),
    act("TOLD", What.NOTIFICATION, "D-1", at=310),
    act("GRAVE", What.BURIAL, "OUT", at=330),
    act("RING", What.RELEASE_OF_EFFECTS, "TOLD", at=331),
    act("D-2", What.IDENTIFICATION, "D-1", at=340),
    act("TOLD-2", What.NOTIFICATION, "D-2", at=350),
    act("OTHER", What.CERTIFICATE, "D-9", at=360),
)


def begun(ground: RecallGround = RecallGround.WRONG_PERSON) -> RecallLog:
    return RecallLog("C-1", established(), ground, "DNA names another person", "Val", minute(400), ACTS)


def test_what_must_be_undone_is_found_through_other_acts_and_the_family_comes_first() -> None:
    assert [a.number for a in begun().tasks] == ["TOLD", "OUT", "GRAVE", "RING", "CERT", "D-2"]
    assert all(a.what.to_undo for a in begun().tasks)


def test_another_identification_that_rested_on_it_is_reviewed_and_its_acts_wait_frozen() -> None:
    assert "TOLD-2" in begun().frozen and "TOLD-2" not in {a.number for a in begun().tasks}
    assert "OTHER" not in begun().frozen


def test_each_act_is_given_to_somebody_and_followed_to_its_end() -> None:
    recall = begun()
    assert not recall.finished and len(recall.open) == 6
    assert not any(recall.answers_for(act.number) for act in recall.open)
    with pytest.raises(RuleBroken, match="Nobody answers"):
        recall.add(Ended(minute(401), "TOLD", "Lia", How.UNDONE, "told them"))
    recall = recall.add(Assigned(minute(401), "TOLD", "Lia", DUE)).add(Assigned(minute(402), "TOLD", "Lou", DUE))
    answer = recall.answers_for("TOLD")
    assert answer is not None and answer.to == "Lou"
    assert [a.number for a in recall.overdue(date(2026, 3, 21))] == ["TOLD"] and recall.overdue(DUE) == ()
    recall = recall.add(Ended(minute(403), "TOLD", "Lou", How.UNDONE, "told the sister in person"))
    with pytest.raises(RuleBroken, match="came to its end"):
        recall.add(Assigned(minute(404), "TOLD", "Lia", DUE))
    with pytest.raises(RuleBroken, match="not to be undone"):
        recall.add(Assigned(minute(404), "OTHER", "Lia", DUE))
    for name in ("OUT", "GRAVE", "RING", "CERT", "D-2"):
        assert not recall.finished
        recall = recall.add(Assigned(minute(405), name, "Lia", DUE))
        recall = recall.add(Ended(minute(405), name, "Lia", How.UNDONE, "done"))
    assert recall.finished and recall.acts == ACTS


def test_what_cannot_be_undone_is_seen_by_two() -> None:
    with pytest.raises(RuleBroken, match="One person says"):
        Ended(minute(401), "GRAVE", "Lia", How.CANNOT_BE_UNDONE, "cremated")
    with pytest.raises(RuleBroken, match="One person says"):
        Ended(minute(401), "GRAVE", "Lia", How.CANNOT_BE_UNDONE, "cremated", seen_by="Lia")
    recall = begun().add(Assigned(minute(401), "GRAVE", "Lia", DUE))
    recall = recall.add(Ended(minute(402), "GRAVE", "Lia", How.CANNOT_BE_UNDONE, "cremated", seen_by="Val"))
    assert "GRAVE" not in {a.number for a in recall.open}


def test_an_act_that_comes_to_light_later_is_taken_in() -> None:
    late = act("PRESS", What.PUBLISHED, "TOLD")
    recall = begun().add(FoundLater(minute(401), late))
    assert late in recall.tasks and "PRESS" in recall.frozen
    with pytest.raises(RuleBroken, match="does not rest"):
        recall.add(FoundLater(minute(402), act("FAR", What.PUBLISHED, "D-9")))
    with pytest.raises(RuleBroken, match="does not rest"):
        recall.add(FoundLater(minute(402), late))


def test_only_what_identified_somebody_is_recalled_and_with_a_reason() -> None:
    possible = decided(case_file(settled(SAME, SAME), line(1, EvidenceKind.TATTOO)), Conclusion.PROBABLE)
    with pytest.raises(RuleBroken, match="Nobody was identified"):
        RecallLog("C-1", possible, RecallGround.WRONG_PERSON, "so", "Val", minute(400))
    with pytest.raises(RuleBroken, match="reason for the recall"):
        RecallLog("C-1", established(), RecallGround.WRONG_PERSON, "", "Val", minute(400))


def test_the_letter_has_every_fact_and_no_name_and_no_score() -> None:
    recall = begun().add(Assigned(minute(401), "TOLD", "Lia", DUE))
    recall = recall.add(Ended(minute(402), "TOLD", "Lia", How.UNDONE, "told the sister in person"))
    facts = facts_for_the_letter(recall)
    text = "\n".join(f"{label}: {words}" for label, words in facts)
    assert "Identification established" in text and "DNA names another person" in text
    assert "told the sister in person" in text and text.count("not at its end yet") == 5
    assert "Name of" not in text and "support" not in text


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(list(What))), max_size=12))
def test_nothing_that_can_be_reached_is_left_out_and_nothing_else_is_taken(rows: list[tuple[int, int, What]]) -> None:
    """Against a walk along the edges, also where acts rest on each other in circles."""
    acts = [
        act(f"A{n}-{own}", what, "D-1" if on == 0 else f"A{on}-{own}")
        for own, (n, on, what) in enumerate(rows)
        if n != on
    ]
    acts += [act(f"B{n}", what, *(a.number for a in acts[:n])) for n, (_, _, what) in enumerate(rows) if acts[:n]]
    reached, ahead = set[str](), ["D-1"]
    while ahead:
        here = ahead.pop()
        new = [a.number for a in acts if here in a.rests_on and a.number not in reached]
        reached |= set(new)
        ahead += new
    assert {a.number for a in frozen_by("D-1", acts)} == reached
    undone = {a.number for a in to_be_undone("D-1", acts)}
    assert undone <= reached
    if not any(a.what is What.IDENTIFICATION for a in acts):
        assert undone == reached


def test_acts_that_rest_on_each_other_in_a_circle_come_to_an_end() -> None:
    circle = (act("A", What.SHARED, "B"), act("B", What.SHARED, "A"))
    assert to_be_undone("D-1", circle) == ()
    assert len(to_be_undone("D-1", (*circle, act("A2", What.SHARED, "D-1", "A")))) == 1
