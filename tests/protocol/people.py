"""Cases, records, examiners and boards who do not exist."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Compared, Concluded, Entry, Finding, Locked, Unmasked, Visibility
from antigone.protocol.evidence import CaseFile, EvidenceKind, Line
from antigone.protocol.examination import Examination
from antigone.protocol.identification import CastVote, Identification, Member, SittingHeld
from antigone.protocol.pairs import KnownPair, Lead, Material, Pair, Picture, RealPair, Truth
from antigone.protocol.policy import Policy
from antigone.protocol.scales import Conclusion, Direction
from antigone.protocol.settle import FinishedExamination, Settlement, settle
from antigone.protocol.two_examiners import Examiner, GivenPair
from antigone.types import Profile

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
LEVELS = {Direction.SAME: "possible", Direction.DIFFERENT: "excluded", Direction.NEITHER: "undecided"}
SAME, DIFFERENT, NEITHER = Direction.SAME, Direction.DIFFERENT, Direction.NEITHER


def minute(count: float) -> datetime:
    return START + timedelta(minutes=count)


def number(*parts: object) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


def material(of: str) -> Material:
    return Material(
        (Picture(number(of, "pm", 1)), Picture(number(of, "pm", 2))),
        (Picture(number(of, "am", 1), 2019),),
        Lead(1, "moderate support", f"Name of {of}"),
    )


def real_pair(case: str = "PM-7", record: str = "AM-3") -> RealPair:
    return RealPair(case, record, material(f"{case} {record}"))


def known_pair(name: str = "K1", truth: Truth = Truth.DIFFERENT) -> KnownPair:
    return KnownPair(name, truth, "fingerprints", material(name))


def opened(examiner: str = "Ada", work: str = "w", scale: str = "interpol-dvi@1") -> Examination:
    return Examination(number(work), examiner, scale, START)


def analysis(side: Profile, start: float, **notes: Any) -> list[Entry]:
    seen = [
        Analysed(minute(start + i), side, c, Visibility.SEEN, "as far as can be seen", **notes.get(c.value, {}))
        for i, c in enumerate(Component)
    ]
    return [*seen, Locked(minute(start + 19), side)]


def comparison(finding: Finding = Finding.SIMILAR, start: float = 40) -> list[Entry]:
    return [Compared(minute(start + i), c, finding, words="seen in both") for i, c in enumerate(Component)]


def up_to_conclusion(examination: Examination, finding: Finding = Finding.SIMILAR) -> Examination:
    for entry in [*analysis(Profile.PM, 0), *analysis(Profile.AM, 20), *comparison(finding)]:
        examination = examination.add(entry)
    return examination


def examined(direction: Direction, examiner: str = "Ada", work: str = "w") -> Examination:
    """A finished examination."""
    finding = Finding.DIFFERENT if direction is DIFFERENT else Finding.SIMILAR
    entries = [
        *analysis(Profile.PM, 0),
        *analysis(Profile.AM, 20),
        *comparison(finding),
        Concluded(minute(60), LEVELS[direction], "all considered"),
        Unmasked(minute(61)),
    ]
    return Examination(number(work), examiner, "interpol-dvi@1", START, tuple(entries))


def examiner(name: str, agency: str = "north", **more: Any) -> Examiner:
    return Examiner(name, agency, **{"passed": True, **more})


def assignment(pair: Pair, name: str = "Ada", work: str = "w") -> GivenPair:
    return GivenPair(number(work), examiner(name), pair)


def done(direction: Direction, name: str, pair: RealPair | None = None) -> FinishedExamination:
    pair = pair or real_pair()
    work = f"{pair.case} {pair.record} {name}"
    return FinishedExamination(assignment(pair, name, work), examined(direction, name, work))


def settled(*directions: Direction, pair: RealPair | None = None) -> Settlement:
    pair = pair or real_pair()
    names = ("Ada", "Ben", "Cleo")
    return settle(pair, [done(d, name, pair) for d, name in zip(directions, names, strict=False)])


def line(place: int, kind: EvidenceKind, direction: Direction = SAME, **more: Any) -> Line:
    more = {"examined_by": frozenset({"Odo", "Pia"}), "words": f"{kind} compared", "source": "report 12", **more}
    return Line(place, kind, direction, at=minute(100), **more)


def case_file(face: Any, *lines: Line, **more: Any) -> CaseFile:
    return CaseFile("PM-7", "AM-3", face, lines, **more)


BOARD = tuple(Member(name, "north", "anthropology") for name in ("Xen", "Yan", "Zoe"))


def sitting(present: Sequence[Member] = BOARD, against: Sequence[str] = ()) -> SittingHeld:
    votes = tuple(
        CastVote(m.person, m.person not in against, "too soon" if m.person in against else "") for m in present
    )
    return SittingHeld(tuple(present), votes, minute(200))


def decided(file: CaseFile, conclusion: Conclusion, policy: Policy | None = None, **more: Any) -> Identification:
    return Identification("D-1", file, policy or Policy(), conclusion, "all considered", more.get("at") or sitting())


def established(**more: Any) -> Identification:
    """By DNA, with two examiners of the faces who agree."""
    return decided(case_file(settled(SAME, SAME), line(1, EvidenceKind.DNA)), Conclusion.ESTABLISHED, **more)
