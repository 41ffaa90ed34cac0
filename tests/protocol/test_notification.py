"""Telling a family: what a plan asks for, who goes, what is shown and given, and what a recall stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from antigone.errors import RuleBroken
from antigone.protocol.follow_up import Answered, Due, FollowedUp, Heard, Passed, Sent, Stopped, Voice
from antigone.protocol.hand_over import Handed, not_yet
from antigone.protocol.ladder import Asked, Consented, Halted, PassedOver, Prepared, Refused, Rung, Shown
from antigone.protocol.notification import Notification, NotificationState
from antigone.protocol.plan import Channel, Chosen, Confirmed, Contact, Entitled, Item, Sided, Visitor, Written
from antigone.protocol.recall import RecallGround, RecallLog, Relied, What
from antigone.protocol.scales import Conclusion
from antigone.protocol.visit import Gone, Visited, VisitOutcome, VisitStep
from protocol.people import SAME, case_file, decided, established, minute, settled

LENA, OMAR = "person 1", "person 2"
FACE = Prepared("7", Rung.FACE, "person 3", "person 4")
COIN = Prepared("8", Rung.OBJECT, "person 3", "person 4")


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> datetime:
        self.at += 1
        return minute(self.at)


@pytest.fixture
def now() -> Clock:
    return Clock()


def opened(now: Clock, **more: Any) -> Notification:
    return Notification("N-1", established(), now(), **more)


def planned(told: Notification, now: Clock, *, across: bool = False, without: Item | None = None) -> Notification:
    told = told.add(Sided(now(), LENA, across, "their aunt", "they moved in March"))
    told = told.add(Entitled(now(), LENA, 1, 1, "A mother", "mother"))
    told = told.add(Entitled(now(), LENA, 2, 2, "A brother", "brother"))
    if not across:
        told = told.add(Contact(now(), LENA, 1, "through the aunt", True, "by telephone", "the aunt, today"))
        told = told.add(Chosen(now(), LENA, Visitor(LENA, "T-1"), Visitor(OMAR, "T-2")))
    for item in Item:
        if item is not without:
            told = told.add(Written(now(), LENA, item, "as they said"))
    return told


def ready(now: Clock, **more: Any) -> Notification:
    told = planned(opened(now), now, **more)
    return told.add(Confirmed(now(), LENA)).add(Confirmed(now(), OMAR))


def visited(now: Clock, **more: Any) -> Visited:
    said: dict[str, Any] = {
        "on": now(),
        "visitors": (LENA, OMAR),
        "outcome": VisitOutcome.TOLD,
        "steps": tuple(Gone(step, True) for step in VisitStep),
        "told": (1,),
        "present": "the aunt",
        "said": "Your son has died.",
        "plainly": True,
        "stays": "the aunt, until tomorrow",
        **more,
    }
    return Visited(now(), LENA, **said)


def told(now: Clock) -> Notification:
    return ready(now).add(visited(now))


def recall_of(done: Notification, now: Clock, what: What = What.NOTIFICATION) -> RecallLog:
    acts = (Relied("R-1", what, now(), LENA, "told the mother", frozenset({"D-1"})),)
    assert not isinstance(done.about, RecallLog)
    return RecallLog("C-1", done.about, RecallGround.WRONG_PERSON, "a mixed sample", "Val", now(), acts)


def test_nobody_is_told_of_what_the_board_has_not_established(now: Clock) -> None:
    possible = decided(case_file(settled(SAME, SAME)), Conclusion.POSSIBLE)
    with pytest.raises(RuleBroken, match="not established"):
        Notification("N-1", possible, now())


@pytest.mark.parametrize("item", list(Item))
def test_a_plan_that_lacks_a_word_holds_everybody_back_and_says_why(now: Clock, item: Item) -> None:
    plan = planned(opened(now), now, without=item)
    (left,) = plan.plan.why_not_ready()
    assert (left.code, left.hint) == (item.value, item.why) and plan.state is NotificationState.PLANNED
    with pytest.raises(RuleBroken, match="not whole"):
        plan.add(Confirmed(now(), LENA))
    with pytest.raises(RuleBroken, match="not ready"):
        plan.add(visited(now))


def test_an_item_is_answered_in_words(now: Clock) -> None:
    with pytest.raises(RuleBroken):
        Written(now(), LENA, Item.RITES, "  ")


def test_both_who_go_confirm_and_a_change_asks_both_again(now: Clock) -> None:
    plan = planned(opened(now), now).add(Confirmed(now(), LENA))
    with pytest.raises(RuleBroken, match="1 of 2"):
        plan.add(visited(now))
    with pytest.raises(RuleBroken, match="does not go"):
        plan.add(Confirmed(now(), "person 9"))
    plan = plan.add(Confirmed(now(), OMAR))
    assert plan.state is NotificationState.READY
    plan = plan.add(Written(now(), LENA, Item.RISKS, "soldiers in the street"))
    assert plan.state is NotificationState.PLANNED and [r.code for r in plan.plan.why_not_ready()] == ["confirmed"]


def test_nobody_goes_alone(now: Clock) -> None:
    with pytest.raises(RuleBroken, match="goes alone"):
        Chosen(now(), LENA, Visitor(LENA, "T-1"), Visitor(LENA, "T-2"))
    with pytest.raises(RuleBroken, match="Fewer than two"):
        visited(now, visitors=(LENA,))
    with pytest.raises(RuleBroken, match="training"):
        Visitor(LENA, "")
    with pytest.raises(RuleBroken, match="did not both go"):
        ready(now).add(visited(now, visitors=(LENA, "person 9")))


def test_without_a_safe_contact_nobody_goes(now: Clock) -> None:
    plan = ready(now).add(Contact(now(), LENA, 1, "through the aunt", False, "by telephone", "the aunt, today"))
    assert [r.code for r in plan.plan.why_not_ready()] == ["contact"]


def test_told_means_said_in_plain_words_with_every_step_accounted_for(now: Clock) -> None:
    with pytest.raises(RuleBroken, match="plainly"):
        visited(now, plainly=False)
    with pytest.raises(RuleBroken, match="Not every step"):
        visited(now, steps=tuple(Gone(step, True) for step in VisitStep)[1:])
    with pytest.raises(RuleBroken, match="stays"):
        visited(now, stays="")
    with pytest.raises(RuleBroken, match="not done"):
        Gone(VisitStep.SPACE, False)


def test_who_was_not_met_or_would_not_hear_it_was_not_told(now: Clock) -> None:
    plan = ready(now).add(visited(now, outcome=VisitOutcome.PUT_OFF, told=(), words="She closed the door."))
    assert plan.state is NotificationState.READY and not plan.family_knows and not plan.follow_ups
    with pytest.raises(RuleBroken, match="named as told"):
        visited(now, outcome=VisitOutcome.NOT_MET, words="a neighbour only")


def test_who_comes_first_hears_it_first_or_it_is_said_why(now: Clock) -> None:
    with pytest.raises(RuleBroken, match="comes first"):
        ready(now).add(visited(now, told=(2,)))
    assert ready(now).add(visited(now, told=(2,), out_of_order="she is in hospital")).told == {2}
    with pytest.raises(RuleBroken, match="not entitled"):
        ready(now).add(visited(now, told=(3,)))


def test_somebody_is_with_them_again_within_a_day(now: Clock) -> None:
    plan = ready(now)
    visit = visited(now)
    done = plan.add(visit)
    assert done.next_due == visit.on + timedelta(hours=24) and done.state is NotificationState.TOLD
    assert not done.overdue(visit.on + timedelta(hours=23))
    assert len(done.overdue(visit.on + timedelta(hours=25))) == 1
    with pytest.raises(RuleBroken, match="follow-up is open"):
        done.add(Stopped(now(), LENA, "all done"))
    with pytest.raises(RuleBroken, match="not reached"):
        FollowedUp(now(), LENA, 0, minute(1), False, "nobody opened")
    at = now()
    done = done.add(FollowedUp(now(), LENA, 0, at, False, "nobody opened", minute(5000)))
    assert done.next_due == minute(5000)
    at = now()
    done = done.add(FollowedUp(now(), LENA, 1, at, True, "she sleeps")).add(Stopped(now(), LENA, "all done"))
    assert done.state is NotificationState.CLOSED
    with pytest.raises(RuleBroken, match="closed"):
        done.add(Due(now(), LENA, minute(9000), "the burial"))


def test_a_wish_to_examine_again_reaches_the_board_before_anything_is_closed(now: Clock) -> None:
    done = told(now).add(Heard(now(), LENA, "A mother", Voice.REEXAMINE, "It is not him."))
    at = now()
    done = done.add(FollowedUp(now(), LENA, 0, at, True, "she sleeps"))
    assert done.not_passed_on() == (0,)
    with pytest.raises(RuleBroken, match="examine again"):
        done.add(Stopped(now(), LENA, "all done"))
    done = done.add(Passed(now(), LENA, 0, "discrepancy 4 of file 2"))
    assert done.add(Stopped(now(), LENA, "all done")).state is NotificationState.CLOSED
    with pytest.raises(RuleBroken, match="Nobody asked"):
        told(now).add(Passed(now(), LENA, 0, "discrepancy 4"))


def test_across_a_front_line_there_is_no_direct_way(now: Clock) -> None:
    plan = planned(opened(now), now, across=True)
    assert plan.plan.channel is Channel.BUREAU
    for entry in (
        Contact(now(), LENA, 1, "by an uncle", True, "nothing", "the uncle"),
        Chosen(now(), LENA, Visitor(LENA, "T-1"), Visitor(OMAR, "T-2")),
        visited(now),
        Handed(now(), LENA, minute(1), OMAR, 1, "folder 3", (1,), "S-1"),
        Asked(now(), LENA, "A mother", "May I see him?"),
    ):
        with pytest.raises(RuleBroken, match="across a front line"):
            plan.add(replace(entry, at=now()))


def test_across_a_front_line_two_people_check_the_packet_and_it_stays_open_until_the_answer(now: Clock) -> None:
    plan = planned(opened(now), now, across=True).add(Confirmed(now(), LENA))
    with pytest.raises(RuleBroken, match="1 of 2"):
        plan.add(Sent(now(), LENA, "packet 3"))
    plan = plan.add(Confirmed(now(), OMAR)).add(Sent(now(), LENA, "packet 3", (1, 2), "S-1, S-2"))
    assert plan.state is NotificationState.SENT and not plan.family_knows
    with pytest.raises(RuleBroken, match="Nothing came back"):
        plan.add(Stopped(now(), LENA, "all done"))
    assert plan.add(Answered(now(), LENA, True, "letter 88")).add(Stopped(now(), LENA, "done")).family_knows
    with pytest.raises(RuleBroken, match="information bureau"):
        plan.add(Sided(now(), OMAR, False, "an uncle", "they came over"))


def test_who_said_across_the_line_does_not_take_it_back_alone(now: Clock) -> None:
    plan = planned(opened(now), now, across=True)
    with pytest.raises(RuleBroken, match="second person"):
        plan.add(Sided(now(), LENA, False, "an uncle", "they came over"))
    assert plan.add(Sided(now(), OMAR, False, "an uncle", "they came over")).plan.channel is Channel.IN_PERSON


def test_here_nothing_is_sent_instead_of_going(now: Clock) -> None:
    with pytest.raises(RuleBroken, match="told in person"):
        ready(now).add(Sent(now(), LENA, "packet 3"))


def test_nothing_is_shown_unless_they_ask_and_agree_to_each_step(now: Clock) -> None:
    who = "A mother"
    done = told(now)
    with pytest.raises(RuleBroken, match="have not asked"):
        done.add(Consented(now(), LENA, who, Rung.WORDS, "she nods"))
    done = done.add(Asked(now(), LENA, who, "May I see him?"))
    for entry in (
        Shown(now(), LENA, who, Rung.WORDS, "what would be seen"),
        Consented(now(), LENA, who, Rung.FACE, "at once"),
        Shown(now(), LENA, who, Rung.FACE, picture=FACE),
    ):
        with pytest.raises(RuleBroken):
            done.add(replace(entry, at=now()))
    done = done.add(Consented(now(), LENA, who, Rung.WORDS, "yes"))
    done = done.add(Shown(now(), LENA, who, Rung.WORDS, "what would be seen"))
    done = done.add(PassedOver(now(), LENA, who, "nothing was with him"))
    with pytest.raises(RuleBroken, match="not agreed"):
        done.add(Shown(now(), LENA, who, Rung.FACE, picture=FACE))
    done = done.add(Consented(now(), LENA, who, Rung.FACE, "yes"))
    done = done.add(Shown(now(), LENA, who, Rung.FACE, picture=FACE))
    with pytest.raises(RuleBroken, match="not agreed"):
        done.add(Shown(now(), LENA, who, Rung.FACE, picture=FACE))
    done = done.add(Consented(now(), LENA, who, Rung.FACE, "once more"))
    with pytest.raises(RuleBroken, match="Another picture"):
        done.add(Shown(now(), LENA, who, Rung.FACE, picture=replace(FACE, number="9")))
    done = done.add(Halted(now(), LENA, who))
    with pytest.raises(RuleBroken, match="stopped"):
        done.add(Shown(now(), LENA, who, Rung.FACE, picture=FACE))
    again = done.add(Asked(now(), LENA, who, "once more")).ladders[0]
    assert again.next is Rung.WORDS


def test_one_persons_consent_is_not_anothers(now: Clock) -> None:
    done = told(now).add(Asked(now(), LENA, "A mother", "May I see him?"))
    done = done.add(Consented(now(), LENA, "A mother", Rung.WORDS, "yes"))
    with pytest.raises(RuleBroken):
        done.add(Shown(now(), LENA, "A brother", Rung.WORDS, "what would be seen"))


def test_a_picture_is_prepared_by_one_and_looked_at_by_another(now: Clock) -> None:
    with pytest.raises(RuleBroken, match="reviewed it"):
        Prepared("7", Rung.FACE, LENA, LENA)
    with pytest.raises(RuleBroken, match="no prepared picture"):
        Shown(now(), LENA, "A mother", Rung.FACE)
    with pytest.raises(RuleBroken, match="no prepared picture"):
        Shown(now(), LENA, "A mother", Rung.FACE, picture=COIN)


def test_refusing_those_who_ask_needs_words(now: Clock) -> None:
    with pytest.raises(RuleBroken):
        Refused(now(), LENA, "A mother", Rung.FACE, " ")


def test_effects_leave_once_line_by_line_to_whoever_was_told(now: Clock) -> None:
    handed = Handed(now(), LENA, minute(1), OMAR, 1, "folder 3", (1, 2), "S-1")
    with pytest.raises(RuleBroken, match="not been told"):
        ready(now).add(replace(handed, at=now()))
    done = told(now).add(replace(handed, at=now()))
    assert not_yet(done.handed, (1, 2, 3)) == (3,)
    with pytest.raises(RuleBroken, match="left before"):
        done.add(replace(handed, at=now(), lines=(2, 3)))
    with pytest.raises(RuleBroken, match="not been told"):
        done.add(replace(handed, at=now(), lines=(3,), to=2))
    with pytest.raises(RuleBroken, match="alone"):
        replace(handed, witness=LENA)
    with pytest.raises(RuleBroken, match="signed paper"):
        replace(handed, signed="")
    with pytest.raises(RuleBroken, match="sealed packets"):
        replace(handed, seals="")


def test_a_recall_freezes_everything_and_what_is_left_is_to_tell_them_of_the_error(now: Clock) -> None:
    done = told(now)
    recall = recall_of(done, now)
    frozen = replace(done, recall=recall)
    assert frozen.state is NotificationState.FROZEN
    for entry in (FollowedUp(now(), LENA, 0, minute(2), True, "well"), Heard(now(), LENA, "x", Voice.WISH, "y")):
        with pytest.raises(RuleBroken, match="recalled"):
            frozen.add(replace(entry, at=now()))
    error = planned(Notification("N-2", recall, now()), now).add(Confirmed(now(), LENA)).add(Confirmed(now(), OMAR))
    assert error.of_error
    error = error.add(visited(now, said="We were wrong."))
    assert error.family_knows
    with pytest.raises(RuleBroken, match="not their relative"):
        error.add(Handed(now(), LENA, minute(1), OMAR, 1, "folder 3", (1,), "S-1"))
    with pytest.raises(RuleBroken, match="not their relative"):
        error.add(Asked(now(), LENA, "A mother", "May I see him?"))


def test_where_nobody_was_told_there_is_no_error_to_tell(now: Clock) -> None:
    recall = recall_of(opened(now), now, What.CERTIFICATE)
    with pytest.raises(RuleBroken, match="Nobody was told"):
        Notification("N-2", recall, now())


def test_every_step_and_item_says_what_to_do_and_why() -> None:
    assert all(step.to_do.endswith((".",)) for step in VisitStep)
    assert "word" in VisitStep.VERIFY.to_do and "died" in VisitStep.VERIFY.to_do
    assert all(item.to_write and item.why for item in Item)
