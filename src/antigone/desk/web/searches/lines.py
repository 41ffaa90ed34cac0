"""The lines of a candidate list: each with its face, what speaks against it and what became of it; sorted, narrowed.

Whoever conflicts seriously, or is excluded, stands at the end under a heading of their own: no filter hides them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates.conflicts import Grave, stated
from antigone.desk.candidates.listing import ListedCandidate, RunList
from antigone.desk.subjects.models import Sex, Subject
from antigone.desk.web.searches.became import BECAME, Became, PairState, became_of
from antigone.desk.web.words import choices

Age = tuple[int, int]
_ABOUT = {"sex": _("the sex"), "dates": _("the dates"), "age": _("the age"), "stature": _("the stature")}


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate of a list as its page shows them."""

    listed: ListedCandidate
    state: PairState
    sex: str
    age: Age | None
    """Whole years, from and to."""
    place: str
    """Where found, or last seen."""

    @property
    def rank(self) -> int:
        return self.listed.candidate.rank

    @property
    def against(self) -> str:
        """What the gravest conflict is about, in a word."""
        return str(_ABOUT[self.listed.conflicts[0].about]) if self.listed.conflicts else ""

    @property
    def shown(self) -> bool:
        """Whether it is of somebody who may be seen, by a photograph that is still searched."""
        return self.listed.subject is not None and self.listed.candidate.marked_at is None

    @property
    def can_be_examined(self) -> bool:
        return self.shown and self.state.is_open

    @property
    def can_be_excluded(self) -> bool:
        return self.listed.subject is not None and self.state.can_be_excluded


def lines_of(by: Actor, subject: Subject, found: RunList) -> list[CandidateLine]:
    """In the order of the list, the excluded last."""
    entries = [*found.ranked, *found.apart]
    states = became_of(by, subject, entries)
    return [_line(each, states.get(each.candidate.subject_id, PairState())) for each in entries]


def _line(listed: ListedCandidate, state: PairState) -> CandidateLine:
    subject = listed.subject
    if subject is None:
        return CandidateLine(listed, state, Sex.UNKNOWN, None, "")
    return CandidateLine(listed, state, subject.sex, stated(subject).age_known, place_of(subject))


def place_of(subject: Subject) -> str:
    """Where a dead person was found, or a missing one last seen."""
    row: Any = getattr(subject, "case" if subject.is_case else "record", None)
    return "" if row is None else str(row.found_place if subject.is_case else row.last_seen_place)


_GRAVE = {None: 0, Grave.SLIGHT: 1, Grave.SERIOUS: 2, Grave.EXCLUDED: 3}
_AGES = (0, 150)


def _weight(line: CandidateLine) -> tuple[bool, float]:
    weight = line.listed.weight
    return weight is None, -weight.log10 if weight else 0.0


_ORDERS: dict[str, tuple[Any, Callable[[CandidateLine], Any]]] = {
    "": (_("the most alike first"), lambda _line: ()),
    "weight": (_("the weightiest first"), _weight),
    "conflict": (_("the least conflicts first"), lambda line: (_GRAVE[line.listed.grave], len(line.listed.conflicts))),
    "sex": (_("by sex"), lambda line: line.sex),
    "age": (_("by age"), lambda line: line.age or _AGES[::-1]),
    "place": (_("by place"), lambda line: (not line.place, line.place.casefold())),
    "state": (_("by what became of them"), lambda line: list(Became).index(line.state.what)),
}


class ListFilter(forms.Form):
    """How a list is sorted and narrowed, read from the address. Who is not known to be out stays in."""

    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(name, words) for name, (words, _key) in _ORDERS.items()]
    )
    weight = forms.ChoiceField(
        label=_("Weight"),
        required=False,
        choices=[
            ("", _("all")),
            ("2", _("2 or more")),
            ("1", _("1 or more")),
            ("0", _("0 or more")),
            ("none", _("none is stated")),
        ],
    )
    conflict = forms.ChoiceField(
        label=_("What speaks against it"),
        required=False,
        choices=[("", _("all")), ("none", _("nothing")), ("slight", _("something slight"))],
    )
    sex = forms.ChoiceField(label=_("Sex, or not known"), required=False, choices=choices(Sex.values, _("all")))
    age_from = forms.IntegerField(label=_("Age from, or not known"), required=False, min_value=0, max_value=150)
    age_to = forms.IntegerField(label=_("Age to"), required=False, min_value=0, max_value=150)
    place = forms.ChoiceField(label=_("Place, or not known"), required=False)
    state = forms.ChoiceField(label=_("What became of them"), required=False)

    def __init__(self, data: Any, lines: Iterable[CandidateLine]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        there = list(lines)
        places = sorted({line.place for line in there if line.place}, key=str.casefold)
        states = [what for what in Became if any(line.state.what is what for line in there)]
        fields["place"].choices = [("", _("all")), *((place, place) for place in places)]
        fields["state"].choices = [("", _("all")), *((what.value, BECAME[what]) for what in states)]

    @property
    def used(self) -> bool:
        return self.is_valid() and any(value not in (None, "") for value in self.cleaned_data.values())

    def sorted(self, lines: Iterable[CandidateLine]) -> list[CandidateLine]:
        """By their rank where the order says nothing."""
        order = self.cleaned_data["order"] if self.is_valid() else ""
        return sorted(lines, key=_ORDERS[order][1])

    def narrowed(self, lines: Iterable[CandidateLine]) -> list[CandidateLine]:
        return [line for line in lines if not self.is_valid() or self._lets(line)]

    def _lets(self, line: CandidateLine) -> bool:
        said = self.cleaned_data
        weight, grave = line.listed.weight, line.listed.grave
        low, high = line.age or _AGES
        return (
            _heavy_enough(said["weight"], None if weight is None else weight.log10)
            and (not said["conflict"] or said["conflict"] == ("none" if grave is None else grave.value))
            and (not said["sex"] or line.sex in (said["sex"], Sex.UNKNOWN))
            and (said["age_from"] is None or high >= said["age_from"])
            and (said["age_to"] is None or low <= said["age_to"])
            and (not said["place"] or line.place in ("", said["place"]))
            and (not said["state"] or line.state.what == said["state"])
        )


def _heavy_enough(wanted: str, weight: float | None) -> bool:
    if wanted == "none":
        return weight is None
    return not wanted or (weight is not None and weight >= float(wanted))
