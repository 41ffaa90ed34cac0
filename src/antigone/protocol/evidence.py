"""The evidence of a file before the board: lines, what depends on what, and discrepancies that must be explained.

There is no kind of line for the face. The face comes as a settlement of blind examinations, or not at all, and leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from antigone.protocol.rules import must, must_be_an_instant, must_have_words
from antigone.protocol.scales import Direction
from antigone.protocol.settle import Settlement, SettlementOutcome


class Class(StrEnum):
    """How far a line can carry (INTERPOL DVI: primary and secondary identifiers)."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    CIRCUMSTANTIAL = "circumstantial"
    """Fits many, or rests on somebody's word: it may be told, and carries nothing."""


class EvidenceKind(StrEnum):
    """What a line is about. Stored, never changed."""

    FINGERPRINTS = "fingerprints"
    DENTAL = "dental"
    DNA = "dna"
    MEDICAL = "medical"
    TATTOO = "tattoo"
    MARK = "mark"
    PHYSICAL = "physical"
    EFFECTS = "effects"
    GENERAL = "general"
    PLACE_AND_TIME = "place-and-time"
    RECOGNITION = "recognition"
    ELIMINATION = "elimination"
    STATEMENT = "statement"

    @property
    def of_class(self) -> Class:
        return _KINDS[self][0]

    @property
    def words(self) -> str:
        return _KINDS[self][1]


_KINDS = {
    EvidenceKind.FINGERPRINTS: (Class.PRIMARY, "fingerprints and other friction ridges"),
    EvidenceKind.DENTAL: (Class.PRIMARY, "teeth and jaws, compared by an odontologist"),
    EvidenceKind.DNA: (Class.PRIMARY, "DNA, of the person's own or of relatives"),
    EvidenceKind.MEDICAL: (Class.SECONDARY, "medical findings: implants, operations, healed fractures, disease"),
    EvidenceKind.TATTOO: (Class.SECONDARY, "tattoos"),
    EvidenceKind.MARK: (Class.SECONDARY, "scars, birthmarks, amputations"),
    EvidenceKind.PHYSICAL: (Class.SECONDARY, "a physical description that few people fit"),
    EvidenceKind.EFFECTS: (Class.SECONDARY, "effects, clothing, documents found on the body: they can be another's"),
    EvidenceKind.GENERAL: (Class.CIRCUMSTANTIAL, "sex, age, stature, build, hair: many people fit them"),
    EvidenceKind.PLACE_AND_TIME: (Class.CIRCUMSTANTIAL, "where and when somebody was last seen, and found"),
    EvidenceKind.RECOGNITION: (Class.CIRCUMSTANTIAL, "recognised by somebody who knew the person, by looking"),
    EvidenceKind.ELIMINATION: (Class.CIRCUMSTANTIAL, "the only one left on a list"),
    EvidenceKind.STATEMENT: (Class.CIRCUMSTANTIAL, "what somebody tells"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence for or against one person, as reported by those who examined it."""

    number: int
    """Counts the file's lines from 1."""
    kind: EvidenceKind
    direction: Direction
    words: str
    source: str
    """The report that says so, or who told it."""
    examined_by: frozenset[str]
    """Who examined it and who checked that: two people, if it is to carry a conclusion."""
    at: datetime
    depends_on: frozenset[int] = frozenset()
    """Other lines with which it would fall."""
    depends_on_face: bool = False
    """Whether whoever examined it looked at the face, or knew what the examiners of the faces had said."""
    pictures: frozenset[str] = frozenset()
    """Keys of the photographs it was seen in. What is seen in the photographs whose faces were compared is not
    independent of the face: both fall if a photograph is of somebody else."""

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.words, "What the line says")
        must_have_words(self.source, "The source of the line")
        must(self.number >= 1 and self.examined_by, "A line has a number and an examiner.", "Name who examined it.")
        must(self.number not in self.depends_on, "A line cannot depend on itself.", "Name the others.")


@dataclass(frozen=True, slots=True)
class NoFace:
    """Why faces were not compared in this file, as two people saw it."""

    reason: str
    by: frozenset[str]

    def __post_init__(self) -> None:
        must_have_words(self.reason, "Why faces were not compared")
        must(len(self.by) >= 2, "One person says that faces cannot be compared.", "Have a second person look.")


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of a discrepancy."""

    words: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.words, "The explanation")
        must_have_words(self.by, "Who explains")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry of the ledger: something that does not fit. Until it is explained it blocks."""

    number: int
    words: str
    raised_by: str
    at: datetime
    about: frozenset[str] = frozenset()
    """What it is about, in the keys of :func:`against`; empty for anything else."""
    explained: Explained | None = None

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.words, "What does not fit")
        must_have_words(self.raised_by, "Who raised it")


@dataclass(frozen=True, slots=True)
class Combination:
    """The board's recorded combination of secondary lines, where a national law allows one."""

    law: str
    lines: frozenset[int]
    reasons: str

    def __post_init__(self) -> None:
        must_have_words(self.law, "The law that allows the combination")
        must_have_words(self.reasons, "Why these lines together leave no other person")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that is known of whether one case and one record are one person."""

    case: str
    record: str
    face: Settlement | NoFace | None = None
    """None: nobody, or only one, has examined yet."""
    lines: tuple[Line, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    exclusions: tuple[str, ...] = ()
    """Standing exclusions of this record for this case, in words: they must be lifted first."""
    combination: Combination | None = None

    def __post_init__(self) -> None:
        if isinstance(self.face, Settlement):
            own = (self.face.pair.case, self.face.pair.record) == (self.case, self.record)
            must(own, "The examinations are of another pair.", "Bring the settlement of this case and this record.")
        must(
            self.face is None or isinstance(self.face, Settlement | NoFace),
            "The face can only come from a settlement of blind examinations.",
            "Settle the examinations, or record why faces were not compared.",
        )
        numbers = [line.number for line in self.lines]
        must(len(set(numbers)) == len(numbers), "Two lines have one number.", "Number the lines from 1.")
        known = set(numbers)
        loose = {n for line in self.lines for n in line.depends_on} - known
        must(not loose, f"There is no line {sorted(loose)}.", "Name lines of this file.")
        missing = (self.combination.lines if self.combination else frozenset()) - known
        must(not missing, f"There is no line {sorted(missing)} to combine.", "Name lines of this file.")

    def line(self, number: int) -> Line:
        return next(line for line in self.lines if line.number == number)

    @property
    def examiners(self) -> frozenset[str]:
        """Whoever examined any of it: they speak to the board, and do not vote."""
        faces = frozenset[str]()
        if isinstance(self.face, Settlement):
            faces = self.face.examiners
        elif self.face is not None:
            faces = self.face.by
        return faces.union(*(line.examined_by for line in self.lines))


def roots(file: CaseFile, line: Line) -> frozenset[int]:
    """The line and all lines that it depends on, directly or through others."""
    found, ahead = set[int](), {line.number}
    while ahead:
        found |= ahead
        ahead = {n for number in ahead for n in file.line(number).depends_on} - found
    return frozenset(found)


def rests_on_the_face(file: CaseFile, line: Line) -> bool:
    """Whether a line would fall with the comparison of faces: looking at a face, or the same photographs."""
    compared = frozenset[str]()
    if isinstance(file.face, Settlement):
        works = [done.assignment.pair.material for done in file.face.done] + [file.face.pair.material]
        compared = frozenset(p.key for material in works for p in (*material.pm, *material.reference))
    lines = [file.line(number) for number in roots(file, line)]
    return any(e.kind is EvidenceKind.RECOGNITION or e.depends_on_face or e.pictures & compared for e in lines)


def independent(file: CaseFile, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The largest set found of ``lines`` that are independent of the face and of each other."""
    return _most(file, tuple(line for line in lines if not rests_on_the_face(file, line)))


def _most(file: CaseFile, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    if not lines:
        return ()
    first, rest = lines[0], lines[1:]
    apart = tuple(line for line in rest if not _share(file, first, line))
    with_it = (first, *_most(file, apart))
    if len(apart) == len(rest):
        return with_it
    return max(with_it, _most(file, rest), key=len)


def _share(file: CaseFile, one: Line, other: Line) -> bool:
    """Whether two lines rest on one line, or on one photograph."""
    return bool(roots(file, one) & roots(file, other) or _pictures(file, one) & _pictures(file, other))


def _pictures(file: CaseFile, line: Line) -> frozenset[str]:
    return frozenset[str]().union(*(file.line(number).pictures for number in roots(file, line)))


def against(file: CaseFile) -> dict[str, str]:
    """What speaks against one person by itself, whether or not anybody raised it: key to words.

    ``line:3``: a line for two persons. ``face``: the examiners agreed on two persons, or contradict each other.
    ``face:ears``: an examiner found the ears different, with nothing to explain it.
    """
    found = {f"line:{e.number}": e.words for e in file.lines if e.direction is Direction.DIFFERENT}
    if isinstance(file.face, Settlement):
        if file.face.outcome is SettlementOutcome.AGREED_DIFFERENT:
            found["face"] = "The examiners of the faces agreed on two different persons."
        elif any(done.direction is Direction.DIFFERENT for done in file.face.done):
            found["face"] = "An examiner of the faces concluded two different persons."
        for done in file.face.done:
            for component in done.examination.unexplained:
                found[f"face:{component}"] = f"An examiner found a difference that nothing explains: {component}."
    return found


def unexplained(file: CaseFile) -> tuple[str, ...]:
    """Each discrepancy that blocks, in words."""
    settled = {key for entry in file.ledger if entry.explained for key in entry.about}
    return (
        *(entry.words for entry in file.ledger if entry.explained is None),
        *(words for key, words in against(file).items() if key not in settled),
    )
