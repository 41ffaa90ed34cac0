"""What became of each pair of a candidate list: with examiners, settled, before the board, identified, excluded.

A handful of questions however long the list is. Whoever reads a list is bound to it, so nothing here tells an examiner
of what they judge: that is hidden from them everywhere (``accounts.sight``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import may
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates.listing import ListedCandidate
from antigone.desk.candidates.models import Exclusion
from antigone.desk.identification.models import Decision, File
from antigone.desk.identification.queries import before_the_board, standing_for
from antigone.desk.review.models import CalledOff, Pair
from antigone.desk.review.queries import outcomes, reviews
from antigone.desk.subjects.models import Subject
from antigone.desk.web.searches.forms import GROUNDS
from antigone.protocol.settle import WAITING


class Became(StrEnum):
    """What a pair came to, in the order in which a list sorts it."""

    NOTHING = "nothing"
    WITH_EXAMINERS = "with-examiners"
    SETTLED = "settled"
    BEFORE_THE_BOARD = "before-the-board"
    IDENTIFIED = "identified"
    ELSEWHERE = "elsewhere"
    EXCLUDED = "excluded"


BECAME: dict[Became, Any] = {
    Became.NOTHING: gettext_lazy("nothing yet"),
    Became.WITH_EXAMINERS: gettext_lazy("with examiners"),
    Became.SETTLED: gettext_lazy("settled"),
    Became.BEFORE_THE_BOARD: gettext_lazy("before the board"),
    Became.IDENTIFIED: gettext_lazy("identified as one person"),
    Became.ELSEWHERE: gettext_lazy("identified as somebody else"),
    Became.EXCLUDED: gettext_lazy("excluded"),
}


@dataclass(frozen=True, slots=True)
class PairState:
    """What became of one pair, with the page that says more, if there is one for these eyes."""

    what: Became = Became.NOTHING
    words: str = ""
    address: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can still be put before examiners."""
        return self.what is Became.NOTHING

    @property
    def can_be_excluded(self) -> bool:
        return self.what not in (Became.EXCLUDED, Became.IDENTIFIED)


def became_of(by: Actor, subject: Subject, entries: Iterable[ListedCandidate]) -> dict[int, PairState]:
    """Of each entry that may be seen, by its subject's number."""
    listed = [each for each in entries if each.subject is not None]
    numbers = [each.candidate.subject_id for each in listed]
    identified = standing_for([subject.pk, *numbers])
    found = {
        **_reviewed(by, subject, numbers),
        **_brought(by, subject, numbers),
        **{each.candidate.subject_id: _excluded(each.exclusion) for each in listed if each.exclusion},
        **_identified(by, identified, subject.pk, numbers),
    }
    return {number: found.get(number, PairState()) for number in numbers}


def _excluded(exclusion: Exclusion) -> PairState:
    ground = str(GROUNDS[Exclusion.Ground(exclusion.ground)])
    return PairState(Became.EXCLUDED, _("excluded: %(ground)s") % {"ground": ground}, exclusion.address)


def _identified(by: Actor, standing: dict[int, Decision], mine: int, numbers: list[int]) -> dict[int, PairState]:
    own, found = standing.get(mine), {}
    for number in numbers:
        decision = standing.get(number) or own
        if decision is not None:
            what = Became.IDENTIFIED if own is not None and decision.pk == own.pk and number in standing else None
            what = what or Became.ELSEWHERE
            found[number] = PairState(what, str(BECAME[what]), decision.address if may(by, Verb.SEE, decision) else "")
    return found


def _brought(by: Actor, subject: Subject, numbers: list[int]) -> dict[int, PairState]:
    mine, other = ("case", "record_id") if subject.is_case else ("record", "case_id")
    files = File.objects.filter(**{mine: subject, f"{other}__in": numbers}, ended_at=None)
    what = Became.BEFORE_THE_BOARD
    return {
        getattr(file, other): PairState(what, str(BECAME[what]), file.address if may(by, Verb.SEE, file) else "")
        for file in before_the_board(files)
    }


def _reviewed(by: Actor, subject: Subject, numbers: list[int]) -> dict[int, PairState]:
    """The latest round of each; a review that was called off has become nothing."""
    mine, other = ("case", "record_id") if subject.is_case else ("record", "case_id")
    off = CalledOff.objects.values("pair")
    rows: list[Pair] = list(reviews(by).filter(**{mine: subject, f"{other}__in": numbers}).exclude(pk__in=off))
    said, found = outcomes(rows), {}
    for pair in sorted(rows, key=lambda each: each.round):
        what = Became.WITH_EXAMINERS if said[pair.pk][0] in WAITING else Became.SETTLED
        found[getattr(pair, other)] = PairState(what, str(BECAME[what]), pair.address)
    return found
