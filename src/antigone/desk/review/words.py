"""Names of the protocol's codes for pages, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from antigone.desk.review.models import KnownTruth
from antigone.protocol.components import GUIDES, Component, Explanation
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.descriptors import DESCRIPTORS
from antigone.protocol.entries import Analysed, Finding, Visibility
from antigone.protocol.examination import Step
from antigone.protocol.known_pairs import Standing
from antigone.protocol.scales import ENFSI, INTERPOL_DVI, scale_of
from antigone.protocol.settle import SettlementOutcome

VISIBILITIES: dict[Visibility, Any] = {
    Visibility.SEEN: _("seen"),
    Visibility.PARTLY: _("partly"),
    Visibility.NOT_SEEN: _("not seen"),
}
FINDINGS: dict[Finding, Any] = {
    Finding.SIMILAR: _("similar"),
    Finding.DIFFERENT: _("different"),
    Finding.NOT_COMPARABLE: _("not comparable"),
}
COVERS: dict[str, Any] = {"cloth": _("cloth"), "soil": _("soil"), "blood": _("blood"), "hair": _("hair")}
"""What hides a face, as it is painted over on the bench."""
STEPS: dict[Step, Any] = {
    Step.ANALYSE_PM: _("Analyse the dead person"),
    Step.ANALYSE_REFERENCE: _("Analyse the reference"),
    Step.COMPARE: _("Compare"),
    Step.CONCLUDE: _("Conclude"),
    Step.UNMASK: _("Unmask"),
    Step.DONE: _("Finished"),
    Step.STOPPED: _("Handed back"),
}
OUTCOMES: dict[SettlementOutcome, Any] = {
    SettlementOutcome.SECOND_NEEDED: _("Two people have not finished yet."),
    SettlementOutcome.THIRD_NEEDED: _("The two did not say the same. A third is asked."),
    SettlementOutcome.AGREED_SAME: _(
        "Settled: the faces support that this is one person. That is a lead, not an identification."
    ),
    SettlementOutcome.AGREED_DIFFERENT: _("Settled: the faces support that these are two persons."),
    SettlementOutcome.UNDECIDED: _("Settled: the faces support neither side."),
    SettlementOutcome.CONFLICT: _(
        "A conflict: one examiner supports one person, another two. It is kept, and supports neither."
    ),
}
CONFLICTS: dict[ConflictOfInterest, Any] = {
    ConflictOfInterest.OPENED: _("opened the case or the record, or added to it"),
    ConflictOfInterest.SAW_THE_LIST: _("saw the candidate list, with ranks and weights"),
    ConflictOfInterest.EXAMINED: _("was asked already"),
    ConflictOfInterest.ON_THE_BOARD: _("sits on the board that will decide it"),
    ConflictOfInterest.KNOWS_THE_OUTCOME: _("knows the outcome"),
    ConflictOfInterest.KNOWS_THE_PERSON: _("knew the person"),
    ConflictOfInterest.MET_THE_FAMILY: _("spoke with the family"),
    ConflictOfInterest.MADE_THE_PAIR: _("put the pair together"),
    ConflictOfInterest.COULD_SEE: _("could see what is hidden, because their place at the desk changed"),
}
REASONS: dict[str, Any] = {
    "asked-already": _("was asked already"),
    "not-passed": _("has not passed the proficiency set yet"),
    "on-leave": _("is on leave"),
    "same-agency": _("works for the agency of an earlier examiner"),
}
STANDINGS: dict[Standing, Any] = {
    Standing.TOO_FEW: _("too few to say"),
    Standing.WITHIN: _("within the limit"),
    Standing.WARNING: _("above the limit, but perhaps by chance"),
    Standing.ABOVE: _("above the limit"),
}
GROUNDS: dict[KnownTruth.Ground, Any] = {
    KnownTruth.Ground.EXCLUSION: _("An exclusion by fingerprints, teeth or DNA stands: two persons"),
    KnownTruth.Ground.ESTABLISHED: _("They are identified as one by other evidence than faces: one person"),
    KnownTruth.Ground.ELSEWHERE: _("The case is identified as somebody else by other evidence than faces: two persons"),
    KnownTruth.Ground.SOURCE: _("The source of the reference says so, and allows measuring"),
}
SCALES: dict[str, Any] = {
    INTERPOL_DVI.id: _("INTERPOL disaster victim identification"),
    ENFSI.id: _("Verbal equivalents of likelihood ratios, judged by the examiner"),
}


def component_words(component: Component) -> str:
    return str(_(GUIDES[component].name))


def explanation_words(explanation: Explanation) -> str:
    return str(_(explanation.words))


def descriptor_words(component: Component, descriptor: str) -> str:
    return str(_(DESCRIPTORS[component][descriptor]))


def seen_words(entry: Analysed) -> str:
    """What an examiner saw of a component: the descriptors that they chose, and their words. Empty if not seen."""
    chosen = [
        descriptor_words(entry.component, each) for each in DESCRIPTORS[entry.component] if each in entry.descriptors
    ]
    said = ", ".join(chosen)
    if entry.words and said:
        return str(_("%(descriptors)s. %(words)s")) % {"descriptors": said, "words": entry.words}
    return entry.words or said


def level_words(scale: str, level: str) -> str:
    return str(_(scale_of(scale).level(level).words))
