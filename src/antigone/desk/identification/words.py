"""Names of the protocol's values in the reader's language. The values themselves stay English, as they are frozen."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.protocol.evidence import Class, EvidenceKind
from antigone.protocol.recall import How, RecallGround, What
from antigone.protocol.scales import Conclusion, Direction
from antigone.protocol.settle import SettlementOutcome
from antigone.types import Refusal

CLASSES = {
    Class.PRIMARY: _("primary"),
    Class.SECONDARY: _("secondary"),
    Class.CIRCUMSTANTIAL: _("circumstantial"),
}
KINDS = {
    EvidenceKind.FINGERPRINTS: _("Fingerprints and other friction ridges"),
    EvidenceKind.DENTAL: _("Teeth and jaws, compared by an odontologist"),
    EvidenceKind.DNA: _("DNA, of the person's own or of relatives"),
    EvidenceKind.MEDICAL: _("Medical findings: implants, operations, healed fractures, disease"),
    EvidenceKind.TATTOO: _("Tattoos"),
    EvidenceKind.MARK: _("Scars, birthmarks, amputations"),
    EvidenceKind.PHYSICAL: _("A physical description that few people fit"),
    EvidenceKind.EFFECTS: _("Effects, clothing, documents found on the body: they can be another's"),
    EvidenceKind.GENERAL: _("Sex, age, stature, build, hair: many people fit them"),
    EvidenceKind.PLACE_AND_TIME: _("Where and when somebody was last seen, and found"),
    EvidenceKind.RECOGNITION: _("Recognised by somebody who knew the person, by looking"),
    EvidenceKind.ELIMINATION: _("The only one left on a list"),
    EvidenceKind.STATEMENT: _("What somebody tells"),
}
DIRECTIONS = {
    Direction.SAME: _("one person"),
    Direction.DIFFERENT: _("two persons"),
    Direction.NEITHER: _("neither"),
}
CONCLUSIONS = {
    Conclusion.ESTABLISHED: _("Identification established"),
    Conclusion.PROBABLE: _("Identification probable"),
    Conclusion.POSSIBLE: _("Identification possible"),
    Conclusion.NO_COMPARISON: _("No comparison can be made"),
    Conclusion.EXCLUDED: _("Identity excluded"),
}
OUTCOMES = {
    SettlementOutcome.SECOND_NEEDED: _("Fewer than two examiners have finished."),
    SettlementOutcome.THIRD_NEEDED: _("A third examiner is needed."),
    SettlementOutcome.AGREED_SAME: _("The examiners agree: the faces support one person."),
    SettlementOutcome.AGREED_DIFFERENT: _("The examiners agree: the faces support two persons."),
    SettlementOutcome.UNDECIDED: _("The faces support neither side."),
    SettlementOutcome.CONFLICT: _("The examiners contradict each other: the faces support neither side."),
}
GROUNDS = {
    RecallGround.FOUND_ALIVE: _("The person was found alive"),
    RecallGround.WRONG_PERSON: _("Evidence names another person, or excludes this one"),
    RecallGround.WRONG_EVIDENCE: _("What it rested on does not stand: mixed samples, a wrong photograph, an error"),
}
WHATS = {
    What.NOTIFICATION: _("The family was told"),
    What.RELEASE_OF_REMAINS: _("The remains were released"),
    What.BURIAL: _("Burial"),
    What.RELEASE_OF_EFFECTS: _("Effects were handed over"),
    What.CERTIFICATE: _("A certificate was made"),
    What.REGISTRATION: _("The death was registered"),
    What.INFORMATION_BUREAU: _("Sent to the information bureau"),
    What.SHARED: _("Shared with another agency"),
    What.PUBLISHED: _("Made public"),
    What.OUT_OF_SEARCH: _("Photographs left search"),
    What.EXCLUSION: _("Others were excluded"),
    What.IDENTIFICATION: _("Another identification rests on it"),
}
TO_UNDO = {
    What.NOTIFICATION: _(
        "Tell the family that was notified, in person, by two trained people, before they hear it elsewhere; stay in"
        " contact."
    ),
    What.RELEASE_OF_REMAINS: _(
        "Agree with the family on the return of the remains; document who held them until then."
    ),
    What.BURIAL: _("Find the grave, protect it, and ask the authority that decides on exhumation; with the family."),
    What.RELEASE_OF_EFFECTS: _("Ask for the effects back, against the inventory."),
    What.CERTIFICATE: _("Declare the certificate void to everybody who holds a copy."),
    What.REGISTRATION: _("Ask the civil registry to annul the entry of the death."),
    What.INFORMATION_BUREAU: _("Correct what was sent to the information bureau and the Central Tracing Agency."),
    What.SHARED: _("Tell every agency that received the file, and have each confirm."),
    What.PUBLISHED: _("Correct what was made public, with the family's knowledge."),
    What.OUT_OF_SEARCH: _("Put the photographs back into search; or, of a person found alive, take them out."),
    What.EXCLUSION: _("Lift the exclusion: the case or record was not identified as another after all."),
    What.IDENTIFICATION: _(
        "Bring the other identification before the board again without this one; recall it if it does not stand. What"
        " rests on it stays frozen until then."
    ),
}
HOWS = {How.UNDONE: _("undone"), How.CANNOT_BE_UNDONE: _("cannot be undone")}
_WHY_NOT = {
    "nothing-excludes": _(
        "Nothing that two people examined speaks for two different persons. A face that is not like enough excludes"
        " nobody."
    ),
    "primary-contradicts": _("A primary identifier supports one person. Have both examined again: one is wrong."),
    "nothing-supports": _(
        "Nothing supports that they are one person. Finish the examinations of the faces, or bring other evidence."
    ),
    "examinations-open": _(
        "Fewer than two examiners have finished, or a third is needed. Finish the examinations; or have two people say"
        " why faces cannot be compared."
    ),
    "too-few-examiners": _("The rules of this board ask for more examiners of the faces. Have more people examine."),
    "no-independent-line": _(
        "A secondary line independent of the face is missing, examined by two people. Bring teeth, prints or DNA; or"
        " marks, medical findings or effects that were not read from the compared photographs."
    ),
    "no-primary": _(
        "A primary identifier is missing, examined by two people. Bring fingerprints, teeth or DNA; or record a"
        " combination, where national law allows one."
    ),
    "no-such-law": _("The rules of this board name no law that allows a combination. Bring a primary identifier."),
    "weak-combination": _(
        "Too few of the combined lines are independent of the face and of each other and examined by two people."
    ),
}


def refusal_words(refusal: Refusal) -> str:
    """Why a file goes no further, and what to do. What somebody wrote in the file stays as they wrote it."""
    if refusal.code in _WHY_NOT:
        return str(_WHY_NOT[refusal.code])
    said = refusal.detail.partition(": ")[2] or refusal.detail
    if refusal.code == "excluded":
        return gettext("The pair stands excluded: %(words)s. Lift the exclusion first, with a reason.") % {
            "words": said
        }
    if refusal.code == "primary-against":
        return gettext("A primary identifier speaks against it: %(words)s Exclude, or have it examined again.") % {
            "words": said
        }
    if refusal.code == "unexplained":
        return gettext("Not explained: %(words)s Explain it in the ledger, or conclude less.") % {"words": said}
    return f"{refusal.detail} {refusal.hint}"


def class_name(of: Class) -> str:
    return str(CLASSES[of])


def kind_name(kind: EvidenceKind) -> str:
    return str(KINDS[kind])


def direction_name(direction: Direction) -> str:
    return str(DIRECTIONS[direction])


def conclusion_name(conclusion: Conclusion) -> str:
    return str(CONCLUSIONS[conclusion])


def outcome_name(outcome: SettlementOutcome) -> str:
    return str(OUTCOMES[outcome])
