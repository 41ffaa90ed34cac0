"""How far a file can go, and the board's decision. A decision that breaks a rule cannot be made as a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from antigone.protocol.evidence import CaseFile, Class, Line, independent, unexplained
from antigone.protocol.policy import Policy
from antigone.protocol.rules import must, must_be_an_instant, must_be_free_of, must_have_words
from antigone.protocol.scales import Conclusion, Direction
from antigone.protocol.settle import Settlement
from antigone.types import Refusal


def why_not(file: CaseFile, policy: Policy, conclusion: Conclusion) -> tuple[Refusal, ...]:
    """Everything that prevents a conclusion on a file, each with what to do about it. Empty: the board may vote."""
    return tuple(_why_not(file, policy, conclusion))


def ceiling(file: CaseFile, policy: Policy) -> Conclusion:
    """The strongest conclusion for one person that a file supports; NO_COMPARISON if it supports none."""
    return max(c for c in Conclusion if c >= Conclusion.NO_COMPARISON and not why_not(file, policy, c))


def _why_not(file: CaseFile, policy: Policy, conclusion: Conclusion) -> Iterator[Refusal]:
    if conclusion is Conclusion.NO_COMPARISON:
        return
    if conclusion is Conclusion.EXCLUDED:
        yield from _why_not_excluded(file, policy)
        return
    yield from _why_not_possible(file, policy)
    if conclusion >= Conclusion.PROBABLE:
        yield from _why_not_beyond_possible(file, policy)
        if conclusion is Conclusion.PROBABLE:
            yield from _why_not_probable(file, policy)
        else:
            yield from _why_not_established(file, policy)


def _face_counts(file: CaseFile, policy: Policy) -> Direction:
    """The direction of the settled face, where enough people examined it and the policy lets it count."""
    if not isinstance(file.face, Settlement) or policy.face_ceiling < Conclusion.POSSIBLE:
        return Direction.NEITHER
    agreeing = [done for done in file.face.done if done.direction is file.face.direction]
    return file.face.direction if len(agreeing) >= policy.examiners else Direction.NEITHER


def _for_one_person(file: CaseFile, of_class: Class) -> tuple[Line, ...]:
    return tuple(e for e in file.lines if e.kind.of_class is of_class and e.direction is Direction.SAME)


def _carrying(file: CaseFile, policy: Policy, of_class: Class, among: frozenset[int] | None = None) -> tuple[Line, ...]:
    """Lines for one person that enough people examined, independent of the face and of each other."""
    lines = [e for e in _for_one_person(file, of_class) if len(e.examined_by) >= policy.examiners]
    return independent(file, tuple(e for e in lines if among is None or e.number in among))


def _why_not_excluded(file: CaseFile, policy: Policy) -> Iterator[Refusal]:
    lines = [e for e in file.lines if e.direction is Direction.DIFFERENT and len(e.examined_by) >= policy.examiners]
    if not (lines or file.exclusions or _face_counts(file, policy) is Direction.DIFFERENT):
        yield Refusal(
            "nothing-excludes",
            "Nothing that two people examined speaks for two different persons.",
            "Bring a line of evidence that does; a face that is not like enough excludes nobody.",
        )
    if _for_one_person(file, Class.PRIMARY):
        yield Refusal(
            "primary-contradicts",
            "A primary identifier supports one person.",
            "Have both examined again: one of them is wrong.",
        )


def _why_not_possible(file: CaseFile, policy: Policy) -> Iterator[Refusal]:
    for words in file.exclusions:
        yield Refusal("excluded", f"The record stands excluded: {words}", "Lift the exclusion first, with a reason.")
    explained = {key for entry in file.ledger if entry.explained for key in entry.about}
    for line in file.lines:
        of_weight = line.kind.of_class is Class.PRIMARY and line.direction is Direction.DIFFERENT
        if of_weight and f"line:{line.number}" not in explained:
            yield Refusal(
                "primary-against",
                f"A primary identifier speaks against it: {line.words}",
                "Exclude, or have the identifier examined again and explain the difference.",
            )
    others = any(e.direction is Direction.SAME for e in file.lines)
    if _face_counts(file, policy) is not Direction.SAME and not others:
        yield Refusal(
            "nothing-supports",
            "Nothing supports that they are one person: no two examiners of the faces agree on it, and there is no"
            " other line of evidence.",
            "Finish the examinations, or bring other evidence.",
        )


def _why_not_beyond_possible(file: CaseFile, policy: Policy) -> Iterator[Refusal]:
    if file.face is None or (isinstance(file.face, Settlement) and not file.face.settled):
        yield Refusal(
            "examinations-open",
            "Fewer than two examiners have finished, or a third is needed.",
            "Finish the examinations; or have two people record why faces cannot be compared.",
        )
    elif isinstance(file.face, Settlement) and len(file.face.done) < policy.examiners:
        yield Refusal(
            "too-few-examiners",
            f"The policy {policy.id} asks for {policy.examiners} examiners of the faces.",
            "Have more people examine.",
        )
    for words in unexplained(file):
        yield Refusal("unexplained", f"Not explained: {words}", "Explain it in the ledger, or conclude less.")


def _why_not_probable(file: CaseFile, policy: Policy) -> Iterator[Refusal]:
    secondary = len(_carrying(file, policy, Class.SECONDARY))
    beside = 1 if _face_counts(file, policy) is Direction.SAME else 0
    needed = policy.secondary_for_probable
    if not (secondary + beside > needed or _carrying(file, policy, Class.PRIMARY)):
        yield Refusal(
            "no-independent-line",
            f"'Probable' needs {needed} secondary line(s) independent of the face, each examined by"
            f" {policy.examiners} people, beside the face or one more.",
            "Bring teeth, prints, DNA; or marks, medical findings, effects that were not read from the compared"
            " photographs.",
        )


def _why_not_established(file: CaseFile, policy: Policy) -> Iterator[Refusal]:
    if len(_carrying(file, policy, Class.PRIMARY)) >= policy.primary_for_established:
        return
    if file.combination is None:
        yield Refusal(
            "no-primary",
            f"'Established' needs {policy.primary_for_established} primary identifier(s), each examined by"
            f" {policy.examiners} people.",
            "Bring fingerprints, teeth or DNA; or record a combination, where national law allows one.",
        )
        return
    yield from _why_not_combined(file, policy, file.combination.law, file.combination.lines)


def _why_not_combined(file: CaseFile, policy: Policy, law: str, numbers: frozenset[int]) -> Iterator[Refusal]:
    if not policy.combination_law.strip() or law != policy.combination_law:
        yield Refusal(
            "no-such-law",
            f"The policy {policy.id} names no law like {law!r} that allows a combination.",
            "Bring a primary identifier.",
        )
    carrying = _carrying(file, policy, Class.SECONDARY, numbers)
    if len(carrying) < policy.combination or len(carrying) < len(numbers):
        yield Refusal(
            "weak-combination",
            f"A combination needs {policy.combination} secondary lines, all independent of the face and of each"
            f" other, each examined by {policy.examiners} people; {len(carrying)} of {len(numbers)} are.",
            "Bring more, or a primary identifier.",
        )


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the board."""

    person: str
    agency: str
    discipline: str


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote for or against the motion. A vote against says why: it is the dissent."""

    person: str
    agrees: bool
    reasons: str = ""

    def __post_init__(self) -> None:
        if not self.agrees:
            must_have_words(self.reasons, "The reason for voting against")


@dataclass(frozen=True, slots=True)
class SittingHeld:
    """A sitting: who was present, and how each voted. Who does not vote counts as not agreeing."""

    present: tuple[Member, ...]
    votes: tuple[CastVote, ...]
    at: datetime

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        people = [member.person for member in self.present]
        must(len(set(people)) == len(people), "Somebody is present twice.", "Name each member once.")
        voters = [vote.person for vote in self.votes]
        must(len(set(voters)) == len(voters), "Somebody voted twice.", "One vote each.")
        must(set(voters) <= set(people), "Somebody voted who was not present.", "Only members present vote.")


def why_no_quorum(file: CaseFile, policy: Policy, present: Sequence[Member]) -> tuple[Refusal, ...]:
    """Why a board cannot decide a file."""
    found = []
    judges = sorted({m.person for m in present} & file.examiners)
    if judges:
        found.append(
            Refusal(
                "examined-it",
                f"{', '.join(judges)} examined evidence in this file.",
                "They may speak to it; others vote.",
            )
        )
    if len(present) < policy.quorum:
        found.append(
            Refusal("no-quorum", f"{len(present)} present; {policy.quorum} are needed.", "Meet again with more.")
        )
    if len({m.agency for m in present}) < policy.agencies:
        found.append(Refusal("one-agency", f"Members of {policy.agencies} agencies are needed.", "Ask other agencies."))
    return tuple(found)


def carried(policy: Policy, conclusion: Conclusion, sitting: SittingHeld) -> bool:
    """Whether enough of the members present voted for it."""
    agreeing, present = sum(vote.agrees for vote in sitting.votes), len(sitting.present)
    if policy.unanimous and conclusion is Conclusion.ESTABLISHED:
        return agreeing == present
    return agreeing >= policy.share * present


@dataclass(frozen=True, slots=True)
class Identification:
    """The board's decision on one file, with all it was decided on. It is superseded or recalled, never altered.

    Raises:
        RuleBroken: the file does not support it, the board had no quorum, or too few voted for it.
    """

    number: str
    file: CaseFile
    policy: Policy
    conclusion: Conclusion
    reasons: str
    sitting: SittingHeld

    def __post_init__(self) -> None:
        must_have_words(self.number, "The decision's number")
        must_have_words(self.reasons, "The reason for the decision")
        must_be_free_of(why_no_quorum(self.file, self.policy, self.sitting.present))
        must_be_free_of(why_not(self.file, self.policy, self.conclusion))
        must(
            carried(self.policy, self.conclusion, self.sitting),
            f"'{self.conclusion.words}' was not carried: too few of those present voted for it.",
            "Put a weaker conclusion to the vote, or bring more evidence.",
        )

    @property
    def identifies(self) -> bool:
        """Whether the person is identified: only then may anybody be told."""
        return self.conclusion is Conclusion.ESTABLISHED

    @property
    def dissent(self) -> tuple[CastVote, ...]:
        return tuple(vote for vote in self.sitting.votes if not vote.agrees)
