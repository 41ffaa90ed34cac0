"""Whatever people do, in whatever order: a face alone, or fewer than two examiners, never lead to an identification or
to a notification, and known pairs lead nowhere.

The machines try every act with everything they have, also what is refused. They keep their own book of who examined
what, and judge from that book alone, not with the functions under test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from antigone.errors import UsageError
from antigone.protocol.entries import Changed, Concluded
from antigone.protocol.evidence import (
    CaseFile,
    Combination,
    EvidenceKind,
    Explained,
    LedgerEntry,
    Line,
    NoFace,
    against,
)
from antigone.protocol.examination import BenchItem, visible
from antigone.protocol.identification import Identification, Member
from antigone.protocol.lifecycle import Life, LifeState, Move, Moved
from antigone.protocol.pairs import Pair
from antigone.protocol.policy import Policy
from antigone.protocol.recall import Assigned, Ended, How, RecallGround, RecallLog, Relied, What
from antigone.protocol.scales import Conclusion
from antigone.protocol.settle import FinishedExamination, Settlement, settle
from antigone.protocol.two_examiners import GivenPair, sheet
from antigone.types import Profile
from protocol.people import (
    DIFFERENT,
    NEITHER,
    SAME,
    START,
    assignment,
    examined,
    known_pair,
    line,
    minute,
    number,
    real_pair,
    sitting,
)

pytestmark = pytest.mark.slow
SIDES = st.sampled_from([SAME, SAME, SAME, DIFFERENT, NEITHER])
PRIMARY = {EvidenceKind.DNA, EvidenceKind.DENTAL, EvidenceKind.FINGERPRINTS}
SECONDARY = {EvidenceKind.MEDICAL, EvidenceKind.TATTOO, EvidenceKind.MARK, EvidenceKind.PHYSICAL, EvidenceKind.EFFECTS}
KINDS = st.sampled_from([*PRIMARY, *SECONDARY, *PRIMARY, *EvidenceKind])
LAX = Policy(name="as lax as can be", combination_law="an act")
ACTED_ON = {LifeState.IDENTIFIED, LifeState.NOTIFIED, LifeState.RELEASED}
BOARD = [Member(name, "north", "anthropology") for name in ("Xen", "Yan", "Zoe", "Ada", "Odo")]


@dataclass
class Book:
    """What the test itself saw happen."""

    examiners: set[str]
    no_face: bool = False


class People(RuleBasedStateMachine):
    """Examiners, experts, a board and a desk that try everything."""

    examiners: ClassVar[tuple[str, ...]] = ("Ada", "Ben", "Cleo")
    faces_only = False
    pair: Pair

    def __init__(self) -> None:
        super().__init__()
        self.pair, self.known = real_pair(), known_pair()
        self.book = Book(set())
        self.done: list[FinishedExamination] = []
        self.finished: list[tuple[GivenPair, Any]] = []
        self.face: Settlement | NoFace | None = None
        self.lines: list[Line] = []
        self.ledger: list[LedgerEntry] = []
        self.combination: Combination | None = None
        self.decisions: list[Identification] = []
        self.recalls: list[RecallLog] = []
        self.acts: list[Relied] = []
        self.lives = {
            Profile.PM: Life(Profile.PM, "PM-7", START),
            Profile.AM: Life(Profile.AM, "AM-3", START),
        }
        self.clock = 300.0

    def tick(self) -> Any:
        self.clock += 1
        return minute(self.clock)

    @property
    def file(self) -> CaseFile:
        return CaseFile("PM-7", "AM-3", self.face, tuple(self.lines), tuple(self.ledger), (), self.combination)

    @rule(who=st.integers(0, 2), side=SIDES, known=st.booleans())
    def examine(self, who: int, side: Any, known: bool) -> None:
        name = self.examiners[who % len(self.examiners)]
        work = f"{name} {len(self.finished)}"
        pair: Pair = self.known if known else self.pair
        given, own = assignment(pair, name, work), examined(side, name, work)
        self.finished.append((given, own))
        try:
            self.done.append(FinishedExamination(given, own))
        except UsageError:
            assert known, "real work was refused"
        else:
            assert not known, "a known pair went on"
            self.book.examiners.add(name)

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 9), side=SIDES)
    def change_after_the_name(self, which: int, side: Any) -> None:
        before = self.done[which % len(self.done)]
        level = {SAME: "possible", DIFFERENT: "excluded", NEITHER: "undecided"}[side]
        at = self.tick()
        try:
            after = before.examination.add(Changed(at, Concluded(at, level, "again"), "looked again"))
        except UsageError:
            return
        self.done[which % len(self.done)] = FinishedExamination(before.assignment, after)

    @initialize(
        examined_first=st.booleans(),
        kind=st.sampled_from([None, EvidenceKind.DNA, EvidenceKind.DNA, EvidenceKind.DNA, EvidenceKind.TATTOO]),
        by=st.sampled_from([{"Odo"}, {"Odo", "Pia"}, {"Odo", "Pia"}]),
        far=st.sampled_from([0, 0, 4]),
    )
    def begin(self, examined_first: bool, kind: EvidenceKind | None, by: set[str], far: int) -> None:
        """Most of what can go wrong lies near the end of the way: begin there, too."""
        if examined_first:
            for who in range(len(self.examiners[:2])):
                self.examine(who, SAME, False)
            self.settle_some(3)
        if kind:
            self.add_a_line(kind, SAME, by, "elsewhere")
        self.decide(3, far)

    @rule(count=st.integers(0, 4))
    def settle_some(self, count: int) -> None:
        latest = list({done.examination.examiner: done for done in self.done}.values())
        for pair, done in ((self.pair, latest[-count:]), (self.pair, self.done[-count:]), (self.known, self.finished)):
            try:
                face = settle(pair, done)  # type: ignore[arg-type]
            except (UsageError, AttributeError):
                continue
            assert pair is self.pair, "a known pair was settled"
            self.face = face

    @rule(by=st.sets(st.sampled_from(["Ada", "Ben"]), max_size=2))
    def say_that_there_is_no_face(self, by: set[str]) -> None:
        if self.faces_only or len(self.examiners) < 2:
            return
        try:
            self.face, self.book.no_face = NoFace("burnt", frozenset(by)), True
        except UsageError:
            assert len(by) < 2

    @rule(
        kind=KINDS,
        side=SIDES,
        by=st.sampled_from([{"Odo"}, {"Odo", "Pia"}, {"Odo", "Pia"}]),
        read_from=st.sampled_from(["elsewhere", "elsewhere", "the face", "a line", "the photographs"]),
    )
    def add_a_line(self, kind: EvidenceKind, side: Any, by: set[str], read_from: str) -> None:
        if self.faces_only and kind in PRIMARY | SECONDARY and read_from in ("elsewhere", "a line"):
            read_from = "the face"
        on_a_line = {len(self.lines)} if read_from == "a line" and self.lines else set()
        pictures = {self.pair.material.pm[0].key} if read_from == "the photographs" else set()
        self.lines.append(
            line(
                len(self.lines) + 1,
                kind,
                side,
                examined_by=frozenset(by),
                depends_on=frozenset(on_a_line),
                depends_on_face=read_from == "the face",
                pictures=frozenset(pictures),
            )
        )

    @rule(lines=st.sets(st.integers(1, 6)))
    def combine(self, lines: set[int]) -> None:
        known = frozenset(n for n in lines if n <= len(self.lines))
        self.combination = Combination("an act", known, "nobody else has all of these")

    @rule()
    def explain_everything(self) -> None:
        words = Explained("as the experts say", "Xen", self.tick())
        about = frozenset(against(self.file))
        self.ledger.append(LedgerEntry(len(self.ledger) + 1, "all of it", "Xen", self.tick(), about, words))

    @rule(present=st.sampled_from([3, 3, 3, 1, 2, 4, 5]), far=st.integers(0, 4))
    def decide(self, present: int, far: int) -> None:
        """Every conclusion is put to the vote, and what it allows is tried by somebody who wants it done."""
        for conclusion in reversed(Conclusion):
            words = f"D-{len(self.decisions)}", self.file, LAX, conclusion, "so"
            try:
                made = Identification(*words, sitting(BOARD[:present]))
            except UsageError:
                continue
            assert present >= 3, "no quorum"
            judges = [m.person for m in BOARD[:present] if f"'{m.person}'" in repr((made.file.face, made.file.lines))]
            assert not judges, "whoever examined evidence voted on it"
            self.decisions.append(made)
            self.judge(made)
            for kind in Profile:
                for move in (Move.BRING, Move.IDENTIFY, Move.NOTIFY, Move.RELEASE)[:far]:
                    self.try_to(kind, move)

    @rule(kind=st.sampled_from(list(Profile)), moves=st.lists(st.sampled_from(list(Move)), max_size=4))
    def move(self, kind: Profile, moves: list[Move]) -> None:
        for move in moves:
            self.try_to(kind, move)

    def try_to(self, kind: Profile, move: Move) -> None:
        made = self.decisions[-1] if self.decisions else None
        standing = self.lives[kind].standing
        if move in (Move.NOTIFY, Move.RELEASE):
            made = standing or made
        recall = next((r for r in reversed(self.recalls) if r.identification == standing), None)
        if move is Move.END_RECALL:
            recall = self.recalls[-1] if self.recalls else None
        try:
            life = self.lives[kind].make(
                Moved(self.tick(), move, "Reg", "so it is", self.file, identification=made, recall=recall)
            )
        except UsageError:
            return
        assert life.moves[:-1] == self.lives[kind].moves, "history was rewritten"
        self.lives[kind] = life
        what = {Move.NOTIFY: What.NOTIFICATION, Move.RELEASE: What.RELEASE_OF_REMAINS}.get(move)
        if what and made:
            self.acts.append(Relied(f"R-{len(self.acts)}", what, self.tick(), "Reg", "done", frozenset({made.number})))

    @precondition(lambda self: self.decisions)
    @rule(ground=st.sampled_from(list(RecallGround)), far=st.integers(0, 3), ends=st.booleans())
    def recall(self, ground: RecallGround, far: int, ends: bool) -> None:
        made = self.lives[Profile.PM].standing or self.decisions[-1]
        try:
            begun = RecallLog(f"C-{len(self.recalls)}", made, ground, "wrong", "Val", self.tick(), tuple(self.acts))
        except UsageError:
            assert not made.identifies
            return
        self.recalls.append(begun)
        for kind in Profile:
            self.try_to(kind, Move.RECALL)
        for act in begun.open:
            begun = begun.add(Assigned(self.tick(), act.number, "Lia", START.date()))
            if ends:
                begun = begun.add(Ended(self.tick(), act.number, "Lia", How.UNDONE, "done"))
        self.recalls[-1] = begun
        for kind in Profile:
            for move in (Move.END_RECALL, Move.REOPEN, Move.CLOSE)[:far]:
                self.try_to(kind, move)

    def judge(self, made: Identification) -> None:
        """From the book: what must be true of any decision beyond "possible"."""
        if made.conclusion <= Conclusion.POSSIBLE:
            return
        assert not self.faces_only, "faces alone went beyond possible"
        assert self.book.no_face or len(self.book.examiners) >= 2, "fewer than two examiners went beyond possible"
        photographs = {p.key for p in (*self.pair.material.pm, *self.pair.material.reference)}
        good = [
            e
            for e in made.file.lines
            if e.direction is SAME
            and len(e.examined_by) >= 2
            and not e.depends_on_face
            and not (e.pictures & photographs and isinstance(made.file.face, Settlement))
        ]
        kinds = [e.kind for e in good]
        assert set(kinds) & (PRIMARY | SECONDARY), "nothing independent carries it"
        if made.conclusion is Conclusion.ESTABLISHED:
            assert set(kinds) & PRIMARY or sum(kind in SECONDARY for kind in kinds) >= 3

    @invariant()
    def nobody_is_told_without_a_decision_that_identifies(self) -> None:
        for life in self.lives.values():
            if life.state in ACTED_ON:
                assert life.standing is not None and life.standing.conclusion is Conclusion.ESTABLISHED
                self.judge(life.standing)

    @invariant()
    def nothing_is_told_of_a_recalled_identification(self) -> None:
        for life in self.lives.values():
            if life.state is LifeState.RECALLED:
                assert life.standing is None

    @invariant()
    def nobodys_sheet_tells_of_anybody_else(self) -> None:
        for given, own in self.finished[-3:]:
            text = repr(sheet(given, own))
            others = {e.examiner for _, e in self.finished} - {own.examiner}
            assert not any(f"'{name}'" in text for name in others)
            assert not any(number_ in text for number_ in self.numbers() - {own.number})
            assert visible(own) <= set(BenchItem)

    def numbers(self) -> set[str]:
        return {given.number for given, _ in self.finished} | {number("nobody")}


class FacesAlone(People):
    """All that is brought rests on looking at faces, or fits many people."""

    faces_only = True


class OneExaminer(People):
    """Only one person ever examines faces, and nobody else looks at them."""

    examiners = ("Ada",)

    @invariant()
    def nothing_goes_beyond_possible(self) -> None:
        assert all(made.conclusion <= Conclusion.POSSIBLE for made in self.decisions)
        assert all(life.state not in ACTED_ON for life in self.lives.values())


STEPS = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
TestPeople, TestFacesAlone, TestOneExaminer = People.TestCase, FacesAlone.TestCase, OneExaminer.TestCase
TestPeople.settings = TestFacesAlone.settings = TestOneExaminer.settings = STEPS
