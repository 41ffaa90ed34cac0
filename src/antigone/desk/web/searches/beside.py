"""What two cases or records say, side by side: what a face is judged with, and never without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.cases.models import Effect
from antigone.desk.subjects.models import Mark, Subject
from antigone.desk.web.searches.lines import place_of
from antigone.desk.web.templatetags.desk_words import up_to
from antigone.desk.web.words import IN_WORDS

Said = Callable[[Subject, "WrittenLists"], str]


@dataclass(frozen=True, slots=True)
class FactBeside:
    """One thing that is said of either, or of both; empty where nothing is."""

    label: Any
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class WrittenLists:
    """Marks and effects of some subjects, by number."""

    marks: dict[int, str]
    effects: dict[int, str]


def beside(first: Subject, second: Subject) -> list[FactBeside]:
    """All that is said of one of the two at least; place and time always."""
    lists = _lists(first, second)
    found = [FactBeside(label, says(first, lists), says(second, lists)) for label, says in _FACTS]
    return [fact for fact in found if fact.first or fact.second]


def _lists(*subjects: Subject) -> WrittenLists:
    marks: dict[int, list[str]] = {each.pk: [] for each in subjects}
    effects: dict[int, list[str]] = {each.pk: [] for each in subjects}
    for mark in Mark.objects.filter(subject__in=subjects):
        marks[mark.subject_id].append(f"{IN_WORDS.get(mark.what, mark.what)}: {mark.where}, {mark.description}")
    for effect in Effect.objects.filter(case__in=[each.pk for each in subjects], withdrawn_at=None):
        effects[effect.case_id].append(effect.description)
    return WrittenLists(*({number: "; ".join(rows) for number, rows in each.items()} for each in (marks, effects)))


def _of(name: str) -> Said:
    return lambda subject, _lists: str(getattr(subject, name))


def _sex(subject: Subject, _lists: WrittenLists) -> str:
    return str(IN_WORDS[subject.sex]) if subject.sex != "unknown" else ""


def _age(subject: Subject, _lists: WrittenLists) -> str:
    return str(up_to(subject.age_low, subject.age_high))


def _stature(subject: Subject, _lists: WrittenLists) -> str:
    range_ = up_to(subject.stature_low, subject.stature_high)
    return _("%(range)s cm") % {"range": range_} if range_ else ""


def _with_them(subject: Subject, lists: WrittenLists) -> str:
    if subject.is_case:
        return lists.effects[subject.pk]
    record: Any = getattr(subject, "record", None)
    return str(record.belongings) if record is not None else ""


def _place(subject: Subject, _lists: WrittenLists) -> str:
    place = place_of(subject)
    if not place:
        return ""
    words = _("found: %(place)s") if subject.is_case else _("last seen: %(place)s")
    return words % {"place": place}


def _day(subject: Subject, _lists: WrittenLists) -> str:
    row: Any = getattr(subject, "case" if subject.is_case else "record", None)
    if row is None:
        return ""
    first, last = (row.found_on, None) if subject.is_case else (row.last_seen_earliest, row.last_seen_latest)
    days = [date_format(day, "DATE_FORMAT") for day in dict.fromkeys((first, last)) if isinstance(day, date)]
    return " – ".join(days)


_FACTS: tuple[tuple[Any, Said], ...] = (
    (gettext_lazy("Sex"), _sex),
    (gettext_lazy("Age"), _age),
    (gettext_lazy("Stature"), _stature),
    (gettext_lazy("Marks"), lambda subject, lists: lists.marks[subject.pk]),
    (gettext_lazy("Clothing"), _of("clothing")),
    (gettext_lazy("What was with them"), _with_them),
    (gettext_lazy("Place"), _place),
    (gettext_lazy("Day"), _day),
    (gettext_lazy("Build"), _of("build")),
    (gettext_lazy("Hair"), _of("hair")),
    (gettext_lazy("Eyes"), _of("eyes")),
    (gettext_lazy("Teeth"), _of("teeth")),
)
