"""Whatever people try, in whatever order: no family is told without the board, by one person, unprepared, or directly
across a front line; no picture is shown without each consent; after a recall nothing goes on.

The machine tries everything with everything it has, keeps its own book of what it saw accepted, and judges from that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from antigone.errors import UsageError
from antigone.protocol.follow_up import Answered, Due, FollowedUp, Sent, Stopped
from antigone.protocol.hand_over import Handed
from antigone.protocol.identification import Identification
from antigone.protocol.ladder import Asked, Consented, Halted, PassedOver, Prepared, Rung, Shown
from antigone.protocol.notification import DIRECT, Entry, Notification
from antigone.protocol.plan import Chosen, Confirmed, Contact, Entitled, Item, Sided, Visitor, Written
from antigone.protocol.recall import RecallGround, RecallLog, Relied, What
from antigone.protocol.scales import Conclusion
from antigone.protocol.visit import Gone, Visited, VisitOutcome, VisitStep
from protocol.people import SAME, case_file, decided, established, minute, settled

pytestmark = pytest.mark.slow
PEOPLE = st.sampled_from(["Lena", "Omar", "Lena", "Omar", "Pia"])
KIN = st.sampled_from(["A mother", "A brother"])
PLANNING = (Sided, Entitled, Contact, Written, Chosen)


class Desk(RuleBasedStateMachine):
    """Liaison officers who try everything."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 1000.0
        self.board = established()
        self.all: Notification | None = None

    def tick(self) -> Any:
        self.clock += 1
        return minute(self.clock)

    @initialize(likely=st.booleans(), across=st.sampled_from([None, False, False, True]), far=st.integers(0, 4))
    def begin(self, likely: bool, across: bool | None, far: int) -> None:
        """Most of what can go wrong lies near the end of the way: begin there, too."""
        for about in (decided(case_file(settled(SAME, SAME)), Conclusion.POSSIBLE), self.board):
            try:
                self.all = Notification("N-1", about, self.tick())
            except UsageError:
                assert about is not self.board
        assert self.all and isinstance(self.all.about, Identification) and self.all.about.identifies
        if across is not None:
            self.side("Lena", across)
        if far:
            self.entitle(1, 1)
            self.contact(1, True)
            self.choose("Lena", "Omar")
            for item in Item:
                self.write(item)
        if far > 1:
            self.confirm("Lena")
            self.confirm("Omar")
        if far > 2:
            self.visit("Lena", "Omar", True, VisitOutcome.TOLD, {1})
        if far > 3:
            self.ask("A mother")
            self.consent("A mother", Rung.WORDS)
            self.show("A mother", Rung.WORDS, "7")

    def put(self, make: Any) -> None:
        assert self.all is not None
        before = self.all
        try:
            entry: Entry = make(self.tick())
            self.all = before.add(entry)
        except UsageError:
            return
        self.judge(before, entry)

    def judge(self, before: Notification, entry: Entry) -> None:
        """From the log that was accepted, without asking the rules."""
        assert before.recall is None, "something went on after the recall"
        log = before.entries
        sides = [e.across for e in log if isinstance(e, Sided)]
        if isinstance(entry, DIRECT):
            assert not (sides and sides[-1]), "a direct way across the line"
        if isinstance(entry, Sent):
            assert sides and sides[-1]
        if isinstance(entry, Visited | Sent):
            self.judge_readiness(log, entry)
        told = {key for e in log if isinstance(e, Visited) and e.outcome is VisitOutcome.TOLD for key in e.told}
        if isinstance(entry, Handed | Asked | Consented | Shown | Due | FollowedUp):
            assert told, "something followed before anybody was told"
        if isinstance(entry, Handed):
            gone = [line for e in log if isinstance(e, Handed | Sent) for line in e.lines]
            assert entry.to in told and not set(gone) & set(entry.lines)
        if isinstance(entry, Shown):
            self.judge_look(log, entry)

    def judge_readiness(self, log: Any, entry: Visited | Sent) -> None:
        changed = max(n for n, e in enumerate(log) if isinstance(e, PLANNING))
        after = {e.by for e in log[changed + 1 :] if isinstance(e, Confirmed)}
        assert len(after) >= 2, "it was not confirmed as it stood"
        assert any(isinstance(e, Entitled) for e in log)
        written = {e.item for e in log if isinstance(e, Written)}
        if isinstance(entry, Visited):
            chosen = [e for e in log if isinstance(e, Chosen)][-1]
            assert {chosen.first.person, chosen.second.person} <= set(entry.visitors) and len(set(entry.visitors)) > 1
            assert written == set(Item)
            assert [e for e in log if isinstance(e, Contact)][-1].safe
            assert entry.outcome is not VisitOutcome.TOLD or (entry.plainly and len(entry.steps) == 9)
        else:
            assert {Item.WISHES, Item.EFFECTS, Item.RISKS} <= written

    def judge_look(self, log: Any, entry: Shown) -> None:
        mine = [e for e in log if getattr(e, "who", None) == entry.who]
        asked = max(n for n, e in enumerate(mine) if isinstance(e, Asked))
        since = mine[asked:]
        assert not any(isinstance(e, Halted) for e in since), "shown after they stopped"
        looks = [e for e in since if isinstance(e, Consented | Shown)]
        assert isinstance(looks[-1], Consented) and looks[-1].rung is entry.rung, "shown without its own consent"
        if entry.rung is Rung.FACE:
            assert any(isinstance(e, Shown) and e.rung is Rung.WORDS for e in since)
            assert entry.picture and entry.picture.made_by != entry.picture.reviewed_by

    @rule(by=PEOPLE, across=st.booleans())
    def side(self, by: str, across: bool) -> None:
        self.put(lambda at: Sided(at, by, across, "an aunt", "she says so"))

    @rule(key=st.integers(1, 2), place=st.integers(1, 2))
    def entitle(self, key: int, place: int) -> None:
        self.put(lambda at: Entitled(at, "Lena", key, place, "Somebody", "kin"))

    @rule(key=st.integers(1, 2), safe=st.sampled_from([True, True, False]))
    def contact(self, key: int, safe: bool) -> None:
        self.put(lambda at: Contact(at, "Lena", key, "the aunt", safe, "telephone", "the aunt"))

    @rule(item=st.sampled_from(list(Item)))
    def write(self, item: Item) -> None:
        self.put(lambda at: Written(at, "Lena", item, "so"))

    @rule(one=PEOPLE, other=PEOPLE)
    def choose(self, one: str, other: str) -> None:
        self.put(lambda at: Chosen(at, "Lena", Visitor(one, "T"), Visitor(other, "T")))

    @rule(by=PEOPLE)
    def confirm(self, by: str) -> None:
        self.put(lambda at: Confirmed(at, by))

    @rule(
        one=PEOPLE,
        other=PEOPLE,
        plainly=st.booleans(),
        outcome=st.sampled_from([VisitOutcome.TOLD, VisitOutcome.TOLD, VisitOutcome.PUT_OFF]),
        told=st.sets(st.integers(1, 2), max_size=2),
    )
    def visit(self, one: str, other: str, plainly: bool, outcome: VisitOutcome, told: set[int]) -> None:
        steps = tuple(Gone(step, True) for step in VisitStep)
        words = {"present": "the aunt", "said": "He has died.", "stays": "the aunt", "out_of_order": "she is ill"}
        heard = tuple(sorted(told)) if outcome is VisitOutcome.TOLD else ()
        self.put(
            lambda at: Visited(
                at, one, at, (one, other), outcome, steps=steps, told=heard, plainly=plainly, words="so", **words
            )
        )

    @rule(lines=st.sets(st.integers(1, 3)))
    def send(self, lines: set[int]) -> None:
        self.put(lambda at: Sent(at, "Lena", "packet", tuple(lines), "S-1"))

    @rule(told=st.booleans())
    def answer(self, told: bool) -> None:
        self.put(lambda at: Answered(at, "Lena", told, "letter 1"))

    @rule(to=st.integers(1, 2), lines=st.sets(st.integers(1, 3)), remains=st.booleans(), witness=PEOPLE)
    def hand(self, to: int, lines: set[int], remains: bool, witness: str) -> None:
        self.put(lambda at: Handed(at, "Lena", at, witness, to, "folder", tuple(lines), "S-1", remains))

    @rule(who=KIN)
    def ask(self, who: str) -> None:
        self.put(lambda at: Asked(at, "Lena", who, "May I see?"))

    @rule(who=KIN, rung=st.sampled_from(list(Rung)))
    def consent(self, who: str, rung: Rung) -> None:
        self.put(lambda at: Consented(at, "Lena", who, rung, "yes"))

    @rule(who=KIN, rung=st.sampled_from(list(Rung)), number=st.sampled_from("78"))
    def show(self, who: str, rung: Rung, number: str) -> None:
        picture = None if rung is Rung.WORDS else Prepared(number, rung, "Ada", "Ben")
        self.put(lambda at: Shown(at, "Lena", who, rung, "what would be seen", picture))

    @rule(who=KIN)
    def pass_over(self, who: str) -> None:
        self.put(lambda at: PassedOver(at, "Lena", who, "nothing"))

    @rule(who=KIN)
    def halt(self, who: str) -> None:
        self.put(lambda at: Halted(at, "Lena", who))

    @rule(number=st.integers(0, 2), reached=st.booleans())
    def follow_up(self, number: int, reached: bool) -> None:
        self.put(lambda at: FollowedUp(at, "Lena", number, at, reached, "well", minute(self.clock + 60)))

    @rule()
    def stop(self) -> None:
        self.put(lambda at: Stopped(at, "Lena", "done"))

    @rule()
    def recall(self) -> None:
        assert self.all is not None
        if self.all.recall is None:
            acts = (Relied("R-1", What.NOTIFICATION, self.tick(), "Lena", "told", frozenset({"D-1"})),)
            begun = RecallLog("C-1", self.board, RecallGround.WRONG_PERSON, "wrong", "Val", self.tick(), acts)
            self.all = replace(self.all, recall=begun)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
