"""How far a file can go, and who decides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import RuleBroken
from antigone.protocol.components import Component
from antigone.protocol.entries import Compared, Concluded, Finding, Unmasked
from antigone.protocol.evidence import (
    CaseFile,
    Class,
    Combination,
    Explained,
    LedgerEntry,
    Line,
    NoFace,
    against,
    independent,
    rests_on_the_face,
    unexplained,
)
from antigone.protocol.evidence import (
    EvidenceKind as Kind,
)
from antigone.protocol.identification import CastVote, Identification, Member, ceiling, why_not
from antigone.protocol.policy import FLOORS, Policy
from antigone.protocol.scales import Conclusion
from antigone.protocol.settle import FinishedExamination, settle
from protocol.people import (
    BOARD,
    DIFFERENT,
    NEITHER,
    SAME,
    assignment,
    case_file,
    decided,
    done,
    established,
    line,
    minute,
    opened,
    real_pair,
    settled,
    sitting,
    up_to_conclusion,
)

POLICY = Policy()
LAW = Policy(name="ruritania", combination_law="Act 12, section 3")
NOBODY = NoFace("the face was destroyed by fire", frozenset({"Ada", "Ben"}))
ONE = frozenset({"Odo"})
NO, POSSIBLE, PROBABLE, ESTABLISHED = (
    Conclusion.NO_COMPARISON,
    Conclusion.POSSIBLE,
    Conclusion.PROBABLE,
    Conclusion.ESTABLISHED,
)
AGREED, KEY = settled(SAME, SAME), real_pair().material.pm[0].key


def explained(key: str) -> LedgerEntry:
    return LedgerEntry(1, "it does not fit", "Xen", minute(110), frozenset({key}), Explained("why", "Xen", minute(111)))


RING_OF_ANOTHER = (line(1, Kind.DNA), line(2, Kind.EFFECTS, DIFFERENT))
OPEN = LedgerEntry(1, "the ring is too small", "Xen", minute(110))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (case_file(None), NO),
        (case_file(settled(SAME)), NO),
        (case_file(AGREED), POSSIBLE),
        (case_file(settled(SAME, NEITHER, SAME)), POSSIBLE),
        (case_file(settled(SAME, DIFFERENT, SAME)), NO),
        (case_file(settled(NEITHER, NEITHER, SAME)), NO),
        (case_file(settled(DIFFERENT, DIFFERENT)), NO),
        # beside the face
        (case_file(AGREED, line(1, Kind.TATTOO)), PROBABLE),
        (case_file(AGREED, line(1, Kind.TATTOO, examined_by=ONE)), POSSIBLE),
        (case_file(AGREED, line(1, Kind.GENERAL), line(2, Kind.PLACE_AND_TIME)), POSSIBLE),
        (case_file(AGREED, line(1, Kind.RECOGNITION), line(2, Kind.ELIMINATION)), POSSIBLE),
        (case_file(AGREED, *(line(n, Kind.EFFECTS) for n in range(1, 9))), PROBABLE),
        (case_file(AGREED, line(1, Kind.TATTOO, NEITHER)), POSSIBLE),
        # what rests on the face is no second line
        (case_file(AGREED, line(1, Kind.MARK, pictures=frozenset({KEY}))), POSSIBLE),
        (case_file(AGREED, line(1, Kind.MARK, depends_on_face=True)), POSSIBLE),
        (case_file(AGREED, line(1, Kind.RECOGNITION), line(2, Kind.MARK, depends_on=frozenset({1}))), POSSIBLE),
        # without a face
        (case_file(NOBODY), NO),
        (case_file(NOBODY, line(1, Kind.TATTOO)), POSSIBLE),
        (case_file(NOBODY, line(1, Kind.TATTOO), line(2, Kind.MEDICAL)), PROBABLE),
        (case_file(NOBODY, line(1, Kind.TATTOO), line(2, Kind.MEDICAL, depends_on=frozenset({1}))), POSSIBLE),
        (case_file(NOBODY, line(1, Kind.DENTAL)), ESTABLISHED),
        # primary identifiers
        (case_file(AGREED, line(1, Kind.DNA)), ESTABLISHED),
        (case_file(AGREED, line(1, Kind.FINGERPRINTS)), ESTABLISHED),
        (case_file(AGREED, line(1, Kind.DNA, examined_by=ONE)), POSSIBLE),
        (case_file(None, line(1, Kind.DNA)), POSSIBLE),
        (case_file(settled(SAME), line(1, Kind.DNA)), POSSIBLE),
        (case_file(settled(SAME, DIFFERENT), line(1, Kind.DNA)), POSSIBLE),
        (case_file(AGREED, line(1, Kind.DNA, DIFFERENT)), NO),
        (case_file(AGREED, line(1, Kind.DENTAL), line(2, Kind.DNA, DIFFERENT)), NO),
        # what does not fit
        (case_file(AGREED, line(1, Kind.DNA), ledger=(OPEN,)), POSSIBLE),
        (case_file(AGREED, *RING_OF_ANOTHER), POSSIBLE),
        (case_file(AGREED, *RING_OF_ANOTHER, ledger=(explained("line:2"),)), ESTABLISHED),
        (case_file(settled(DIFFERENT, DIFFERENT), line(1, Kind.DNA)), POSSIBLE),
        (case_file(settled(SAME, DIFFERENT, SAME), line(1, Kind.DNA)), POSSIBLE),
        (case_file(AGREED, line(1, Kind.DNA), exclusions=("DNA excluded it in May",)), NO),
    ],
)  # fmt: skip
def test_how_far_a_file_goes(file: CaseFile, expected: Conclusion) -> None:
    assert ceiling(file, POLICY) is expected
    for conclusion in (POSSIBLE, PROBABLE, ESTABLISHED):
        assert all(r.detail and r.hint for r in why_not(file, POLICY, conclusion))


def test_what_the_examiners_found_different_must_be_explained_even_when_dna_is_there() -> None:
    shapes = {f"face{end}" for end in ("", *(f":{c}" for c in Component))}
    file = case_file(settled(DIFFERENT, DIFFERENT), line(1, Kind.DNA))
    assert set(against(file)) == shapes
    ledger = tuple(replace(explained(key), number=n) for n, key in enumerate(sorted(shapes), 1))
    assert ceiling(replace(file, ledger=ledger), POLICY) is ESTABLISHED
    assert unexplained(replace(file, ledger=ledger[1:])) != ()


def test_one_difference_in_one_ear_blocks_until_it_is_explained() -> None:
    pair = real_pair()
    odd = up_to_conclusion(opened("Ben", "second")).add(
        Compared(minute(59), Component.EARS, Finding.DIFFERENT, words="lobe attached")
    )
    odd = odd.add(Concluded(minute(60), "undecided", "the ear")).add(Unmasked(minute(61)))
    face = settle(
        pair,
        [
            done(SAME, "Ada", pair),
            FinishedExamination(assignment(pair, "Ben", "second"), odd),
            done(SAME, "Cleo", pair),
        ],
    )
    file = case_file(face, line(1, Kind.TATTOO))
    assert ceiling(file, POLICY) is POSSIBLE
    assert "ears" in " ".join(r.detail for r in why_not(file, POLICY, PROBABLE))
    assert ceiling(replace(file, ledger=(explained("face:ears"),)), POLICY) is PROBABLE


def three(*kinds: Kind, **more: object) -> tuple[Line, ...]:
    return tuple(line(n, kind, **more) for n, kind in enumerate(kinds, 1))


@pytest.mark.parametrize(
    ("lines", "law", "policy", "expected"),
    [
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.EFFECTS), "Act 12, section 3", LAW, ESTABLISHED),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.EFFECTS), "Act 12, section 3", POLICY, PROBABLE),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.EFFECTS), "another act", LAW, PROBABLE),
        (three(Kind.TATTOO, Kind.MEDICAL), "Act 12, section 3", LAW, PROBABLE),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.GENERAL), "Act 12, section 3", LAW, PROBABLE),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.RECOGNITION), "Act 12, section 3", LAW, PROBABLE),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.EFFECTS, examined_by=ONE), "Act 12, section 3", LAW, POSSIBLE),
        (three(Kind.TATTOO, Kind.MEDICAL, Kind.EFFECTS, pictures=frozenset({KEY})), "Act 12, section 3", LAW, POSSIBLE),
    ],
)  # fmt: skip
def test_a_combination_needs_a_law_and_lines_that_are_really_several(
    lines: tuple[Line, ...], law: str, policy: Policy, expected: Conclusion
) -> None:
    combined = Combination(law, frozenset(e.number for e in lines), "nobody else has all of these")
    assert ceiling(case_file(AGREED, *lines, combination=combined), policy) is expected


def test_two_lines_from_one_photograph_or_one_statement_are_one_line() -> None:
    shared = frozenset({"f" * 32})
    file = case_file(
        AGREED,
        line(1, Kind.TATTOO, pictures=shared),
        line(2, Kind.MARK, pictures=shared),
        line(3, Kind.STATEMENT),
        line(4, Kind.EFFECTS, depends_on=frozenset({3})),
        line(5, Kind.MEDICAL, depends_on=frozenset({3})),
    )
    secondary = tuple(e for e in file.lines if e.kind.of_class is Class.SECONDARY)
    assert len(independent(file, secondary)) == 2
    assert not any(rests_on_the_face(file, e) for e in secondary)


def test_the_most_lines_that_are_independent_are_found_whatever_their_order() -> None:
    """The first hangs together with two others that are independent of each other."""
    file = case_file(AGREED, line(1, Kind.TATTOO), line(2, Kind.MARK), line(3, Kind.MEDICAL))
    hub = replace(file.lines[0], depends_on=frozenset({2, 3}))
    file = replace(file, lines=(hub, *file.lines[1:]))
    assert [e.number for e in independent(file, file.lines)] == [2, 3]


def test_excluding_needs_something_that_excludes() -> None:
    excluded = Conclusion.EXCLUDED
    assert why_not(case_file(AGREED), POLICY, excluded)
    assert why_not(case_file(settled(DIFFERENT)), POLICY, excluded)
    assert not why_not(case_file(settled(DIFFERENT, DIFFERENT)), POLICY, excluded)
    assert not why_not(case_file(AGREED, line(1, Kind.DNA, DIFFERENT)), POLICY, excluded)
    assert why_not(case_file(AGREED, line(1, Kind.DENTAL), line(2, Kind.DNA, DIFFERENT)), POLICY, excluded)


@pytest.mark.parametrize(
    "laxer",
    [
        {"face_ceiling": PROBABLE},
        {"face_ceiling": ESTABLISHED},
        {"examiners": 1},
        {"secondary_for_probable": 0},
        {"primary_for_established": 0},
        {"combination": 2},
        {"quorum": 2},
        {"agencies": 0},
        {"share": Fraction(1, 2)},
        {"share": Fraction(3, 2)},
        {"name": " "},
    ],
)
def test_a_country_cannot_be_laxer(laxer: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        Policy(**laxer)  # type: ignore[arg-type]


STRICT = st.builds(
    Policy,
    name=st.just("strict"),
    face_ceiling=st.sampled_from([Conclusion.EXCLUDED, NO, POSSIBLE]),
    examiners=st.integers(2, 4),
    secondary_for_probable=st.integers(1, 3),
    primary_for_established=st.integers(1, 3),
    combination=st.integers(3, 5),
    quorum=st.integers(3, 9),
    unanimous=st.booleans(),
)
LINES = st.lists(
    st.tuples(st.sampled_from(list(Kind)), st.sampled_from([SAME, DIFFERENT, NEITHER]), st.booleans(), st.booleans()),
    max_size=5,
).map(
    lambda rows: tuple(
        line(n, kind, side, depends_on_face=face, examined_by=frozenset({"Odo", "Pia"} if two else {"Odo"}))
        for n, (kind, side, face, two) in enumerate(rows, 1)
    )
)
FACES = st.sampled_from(
    [None, NOBODY, settled(SAME), settled(SAME, SAME), settled(SAME, DIFFERENT, SAME), settled(NEITHER, SAME)]
)


@pytest.mark.slow
@settings(deadline=None)
@given(FACES, LINES, STRICT)
def test_a_stricter_policy_never_lets_a_file_go_further(face: object, lines: tuple[Line, ...], strict: Policy) -> None:
    assert ceiling(case_file(face, *lines), strict) <= ceiling(case_file(face, *lines), POLICY)


@pytest.mark.slow
@settings(deadline=None)
@given(FACES, LINES)
def test_beyond_possible_never_without_two_on_the_faces_and_two_on_a_line_that_is_not_the_face(
    face: object, lines: tuple[Line, ...]
) -> None:
    file = case_file(face, *lines)
    if ceiling(file, LAW) > POSSIBLE:
        assert face is NOBODY or (face is not None and len(face.examiners) >= 2)  # type: ignore[attr-defined]
        carrying = [
            e
            for e in lines
            if len(e.examined_by) >= 2
            and e.direction is SAME
            and not e.depends_on_face
            and e.kind.of_class is not Class.CIRCUMSTANTIAL
        ]
        assert carrying
        if ceiling(file, LAW) is ESTABLISHED:
            assert any(e.kind in (Kind.DNA, Kind.DENTAL, Kind.FINGERPRINTS) for e in carrying)


def test_the_board_decides_with_a_quorum_that_examined_nothing() -> None:
    assert established().identifies
    with pytest.raises(RuleBroken, match="2 present; 3 are needed"):
        established(at=sitting(BOARD[:2]))
    with pytest.raises(RuleBroken, match="Odo examined evidence"):
        established(at=sitting((*BOARD, Member("Odo", "north", "odontology"))))
    with pytest.raises(RuleBroken, match="Ada examined evidence"):
        established(at=sitting((*BOARD, Member("Ada", "north", "anthropology"))))
    with pytest.raises(RuleBroken, match="2 agencies"):
        established(policy=Policy(name="two", agencies=2))


def test_dissent_stays_in_the_decision() -> None:
    one = established(at=sitting(against=["Zoe"]))
    assert [(vote.person, vote.reasons) for vote in one.dissent] == [("Zoe", "too soon")]
    with pytest.raises(RuleBroken, match="not carried"):
        established(at=sitting(against=["Zoe", "Yan"]))
    with pytest.raises(RuleBroken, match="not carried"):
        established(at=sitting(against=["Zoe"]), policy=Policy(name="all", unanimous=True))
    with pytest.raises(RuleBroken, match="reason for voting against"):
        CastVote("Zoe", False)


def test_who_is_silent_does_not_agree() -> None:
    quiet = replace(sitting(), votes=(CastVote("Xen", True),))
    with pytest.raises(RuleBroken, match="not carried"):
        established(at=quiet)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"votes": (CastVote("Mallory", True),)}, "not present"),
        ({"votes": (CastVote("Xen", True), CastVote("Xen", True))}, "voted twice"),
        ({"present": (*BOARD, BOARD[0])}, "present twice"),
    ],
)
def test_votes_are_of_members_present_and_once(change: dict[str, object], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        replace(sitting(), **change)  # type: ignore[arg-type]


def test_a_decision_beyond_its_file_cannot_be_made_even_unanimously() -> None:
    for conclusion in (PROBABLE, ESTABLISHED):
        with pytest.raises(RuleBroken, match=r"secondary line|primary"):
            decided(case_file(AGREED), conclusion)
    assert not decided(case_file(AGREED), POSSIBLE).identifies
    assert not decided(case_file(AGREED, line(1, Kind.TATTOO)), PROBABLE).identifies


def test_a_file_takes_nothing_for_a_face_but_its_own_settlement() -> None:
    with pytest.raises(RuleBroken, match="another pair"):
        case_file(settled(SAME, SAME, pair=real_pair("PM-8")))
    with pytest.raises(RuleBroken, match="only come from a settlement"):
        case_file("two of them said so")
    with pytest.raises(RuleBroken, match="One person says"):
        NoFace("burnt", frozenset({"Ada"}))
    assert "face" not in set(Kind)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: line(0, Kind.DNA),
        lambda: line(1, Kind.DNA, source=" "),
        lambda: line(1, Kind.DNA, examined_by=frozenset()),
        lambda: line(1, Kind.DNA, depends_on=frozenset({1})),
        lambda: case_file(None, line(1, Kind.DNA), line(1, Kind.TATTOO)),
        lambda: case_file(None, line(1, Kind.DNA, depends_on=frozenset({4}))),
        lambda: case_file(None, combination=Combination("an act", frozenset({2}), "so")),
        lambda: LedgerEntry(1, "", "Xen", minute(1)),
        lambda: Explained("", "Xen", minute(1)),
    ],
)
def test_evidence_is_whole_from_birth(wrong: object) -> None:
    with pytest.raises(RuleBroken):
        wrong()  # type: ignore[operator]


def test_every_floor_is_a_default_and_every_kind_has_words() -> None:
    assert all(getattr(Policy(), name) == floor for name, floor in FLOORS.items())
    assert all(kind.words and kind.of_class for kind in Kind)
    assert isinstance(established(), Identification)
