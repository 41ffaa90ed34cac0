"""What the protocol's values are called in the reader's language. Its own words stay English, as they are frozen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from antigone.protocol.evidence import Class, Kind
from antigone.protocol.lifecycle import State
from antigone.protocol.recall import Ground, How, What
from antigone.protocol.scales import Conclusion, Direction
from antigone.protocol.settle import Outcome
from antigone.types import Refusal

CLASSES = {
    Class.PRIMARY: lazy("primary"),
    Class.SECONDARY: lazy("secondary"),
    Class.CIRCUMSTANTIAL: lazy("circumstantial"),
}
KINDS = {
    Kind.FINGERPRINTS: lazy("Fingerprints and other friction ridges"),
    Kind.DENTAL: lazy("Teeth and jaws, compared by an odontologist"),
    Kind.DNA: lazy("DNA, of the person's own or of relatives"),
    Kind.MEDICAL: lazy("Medical findings: implants, operations, healed fractures, disease"),
    Kind.TATTOO: lazy("Tattoos"),
    Kind.MARK: lazy("Scars, birthmarks, amputations"),
    Kind.PHYSICAL: lazy("A physical description that few people fit"),
    Kind.EFFECTS: lazy("Effects, clothing, documents found on the body: they can be another's"),
    Kind.GENERAL: lazy("Sex, age, stature, build, hair: many people fit them"),
    Kind.PLACE_AND_TIME: lazy("Where and when somebody was last seen, and found"),
    Kind.RECOGNITION: lazy("Recognised by somebody who knew the person, by looking"),
    Kind.ELIMINATION: lazy("The only one left on a list"),
    Kind.STATEMENT: lazy("What somebody tells"),
}
DIRECTIONS = {
    Direction.SAME: lazy("one person"),
    Direction.DIFFERENT: lazy("two persons"),
    Direction.NEITHER: lazy("neither"),
}
CONCLUSIONS = {
    Conclusion.ESTABLISHED: lazy("Identification established"),
    Conclusion.PROBABLE: lazy("Identification probable"),
    Conclusion.POSSIBLE: lazy("Identification possible"),
    Conclusion.NO_COMPARISON: lazy("No comparison can be made"),
    Conclusion.EXCLUDED: lazy("Identity excluded"),
}
OUTCOMES = {
    Outcome.SECOND_NEEDED: lazy("Fewer than two examiners have finished."),
    Outcome.THIRD_NEEDED: lazy("A third examiner is needed."),
    Outcome.AGREED_SAME: lazy("The examiners agree: the faces support one person."),
    Outcome.AGREED_DIFFERENT: lazy("The examiners agree: the faces support two persons."),
    Outcome.UNDECIDED: lazy("The faces support neither side."),
    Outcome.CONFLICT: lazy("The examiners contradict each other: the faces support neither side."),
}
STATES = {
    State.OPEN: lazy("Open: nothing is decided."),
    State.CANDIDATES: lazy("Open, with candidates. A candidate is a lead."),
    State.UNDER_EXAMINATION: lazy("With examiners."),
    State.BEFORE_THE_BOARD: lazy("Before the board."),
    State.IDENTIFIED: lazy("Identified. The family has not been told."),
    State.NOTIFIED: lazy("Identified, and the family was told."),
    State.RELEASED: lazy("Identified, the family was told, and the remains were released."),
    State.RECALLED: lazy("The identification was recalled."),
    State.CLOSED: lazy("Closed."),
}
GROUNDS = {
    Ground.FOUND_ALIVE: lazy("The person was found alive"),
    Ground.WRONG_PERSON: lazy("Evidence names another person, or excludes this one"),
    Ground.WRONG_EVIDENCE: lazy("What it rested on does not stand: mixed samples, a wrong photograph, an error"),
}
WHATS = {
    What.NOTIFICATION: lazy("The family was told"),
    What.RELEASE_OF_REMAINS: lazy("The remains were released"),
    What.BURIAL: lazy("Burial"),
    What.RELEASE_OF_EFFECTS: lazy("Effects were handed over"),
    What.CERTIFICATE: lazy("A certificate was made"),
    What.REGISTRATION: lazy("The death was registered"),
    What.INFORMATION_BUREAU: lazy("Sent to the information bureau"),
    What.SHARED: lazy("Shared with another agency"),
    What.PUBLISHED: lazy("Made public"),
    What.OUT_OF_SEARCH: lazy("Photographs left search"),
    What.EXCLUSION: lazy("Others were excluded"),
    What.IDENTIFICATION: lazy("Another identification rests on it"),
}
TO_UNDO = {
    What.NOTIFICATION: lazy(
        "Tell the family that was notified, in person, by two trained people, before they hear it elsewhere; stay in"
        " contact."
    ),
    What.RELEASE_OF_REMAINS: lazy(
        "Agree with the family on the return of the remains; document who held them until then."
    ),
    What.BURIAL: lazy("Find the grave, protect it, and ask the authority that decides on exhumation; with the family."),
    What.RELEASE_OF_EFFECTS: lazy("Ask for the effects back, against the inventory."),
    What.CERTIFICATE: lazy("Declare the certificate void to everybody who holds a copy."),
    What.REGISTRATION: lazy("Ask the civil registry to annul the entry of the death."),
    What.INFORMATION_BUREAU: lazy("Correct what was sent to the information bureau and the Central Tracing Agency."),
    What.SHARED: lazy("Tell every agency that received the file, and have each confirm."),
    What.PUBLISHED: lazy("Correct what was made public, with the family's knowledge."),
    What.OUT_OF_SEARCH: lazy("Put the photographs back into search; or, of a person found alive, take them out."),
    What.EXCLUSION: lazy("Lift the exclusion: the case or record was not identified as another after all."),
    What.IDENTIFICATION: lazy(
        "Bring the other identification before the board again without this one; recall it if it does not stand. What"
        " rests on it stays frozen until then."
    ),
}
HOWS = {How.UNDONE: lazy("undone"), How.CANNOT_BE_UNDONE: lazy("cannot be undone")}
_WHY_NOT = {
    "nothing-excludes": lazy(
        "Nothing that two people examined speaks for two different persons. A face that is not like enough excludes"
        " nobody."
    ),
    "primary-contradicts": lazy("A primary identifier supports one person. Have both examined again: one is wrong."),
    "nothing-supports": lazy(
        "Nothing supports that they are one person. Finish the examinations of the faces, or bring other evidence."
    ),
    "examinations-open": lazy(
        "Fewer than two examiners have finished, or a third is needed. Finish the examinations; or have two people say"
        " why faces cannot be compared."
    ),
    "too-few-examiners": lazy("The rules of this board ask for more examiners of the faces. Have more people examine."),
    "no-independent-line": lazy(
        "A secondary line independent of the face is missing, examined by two people. Bring teeth, prints or DNA; or"
        " marks, medical findings or effects that were not read from the compared photographs."
    ),
    "no-primary": lazy(
        "A primary identifier is missing, examined by two people. Bring fingerprints, teeth or DNA; or record a"
        " combination, where national law allows one."
    ),
    "no-such-law": lazy("The rules of this board name no law that allows a combination. Bring a primary identifier."),
    "weak-combination": lazy(
        "Too few of the combined lines are independent of the face and of each other and examined by two people."
    ),
}


def refusal_words(refusal: Refusal) -> str:
    """Why a file does not go further, and what to do. What somebody wrote in the file stands as they wrote it."""
    if refusal.code in _WHY_NOT:
        return str(_WHY_NOT[refusal.code])
    said = refusal.detail.partition(": ")[2] or refusal.detail
    if refusal.code == "excluded":
        return _("The pair stands excluded: %(words)s. Lift the exclusion first, with a reason.") % {"words": said}
    if refusal.code == "primary-against":
        return _("A primary identifier speaks against it: %(words)s Exclude, or have it examined again.") % {
            "words": said
        }
    if refusal.code == "unexplained":
        return _("Not explained: %(words)s Explain it in the ledger, or conclude less.") % {"words": said}
    return f"{refusal.detail} {refusal.hint}"


def class_name(of: Class) -> str:
    return str(CLASSES[of])


def kind_name(kind: Kind) -> str:
    return str(KINDS[kind])


def direction_name(direction: Direction) -> str:
    return str(DIRECTIONS[direction])


def conclusion_name(conclusion: Conclusion) -> str:
    return str(CONCLUSIONS[conclusion])


def outcome_name(outcome: Outcome) -> str:
    return str(OUTCOMES[outcome])
