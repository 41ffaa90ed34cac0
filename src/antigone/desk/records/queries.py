"""Reading records: only what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.queries import with_or_without
from antigone.desk.records.days import Days
from antigone.desk.records.models import NameKey, Record
from antigone.desk.records.spelling import Likeness, Term, keys_of_form, near_keys, wanted
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import narrow_subjects
from antigone.types import Profile

MOST = 200
"""Records that a search by name gives; a person who needs more writes more of the name."""
_FEW = 20
"""A word that so few records have is worth finding even if they have no other word of the search."""
_FORMS = 400
"""Spellings of one word that are looked up, the likest first."""
_WORDS, _KEYS = 12, 20_000
"""Words and keys that are looked up at once: SQLite takes some 32,000 values in a query."""
_APART = timedelta(days=5 * 366)
"""By so much two births may differ, as families tell them, and still be one."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record that a search by name found."""

    record: int
    how: Likeness
    """Of its least alike word."""
    whole: bool
    """Whether it has every word that was looked for."""


def records(by: Actor, verb: Verb = Verb.SEE) -> QuerySet[Record]:
    """The records to which ``by`` may do this."""
    mine = within(by, verb, Thing.RECORD, of="subject")
    return Record.objects.filter(mine)


def find_record(by: Actor, number: int) -> Record:
    """Raises: NotThere, if there is none that they may see."""
    whole = records(by).select_related("subject__incident", "subject__agency", "subject__opened_by")
    return find(whole, number)


def with_names() -> QuerySet[Subject]:
    """Records with their names, for the rows of one page; permission is not checked here."""
    rows = Subject.objects.filter(kind=Profile.AM.value).select_related("record", "incident", "agency")
    return rows.prefetch_related("record__names")


def narrow_records(rows: QuerySet[Subject], asked: Mapping[str, Any]) -> QuerySet[Subject]:
    """A list of records, narrowed by what is there of: incident, agency, sex, age, seen_from, seen_to, photographs
    (with, without). Names are looked up by ``search_by_name``.
    """
    rows = narrow_subjects(rows, asked)
    if asked.get("seen_from"):
        rows = rows.filter(record__last_seen_latest__gte=asked["seen_from"])
    if asked.get("seen_to"):
        rows = rows.filter(record__last_seen_earliest__lte=asked["seen_to"])
    return with_or_without(rows, asked.get("photographs"))


def search_by_name(by: Actor, words: str, incident: int | None = None, most: int = MOST) -> list[FoundRecord]:
    """Records with a name like this one, in any script and order of words, the most alike first.

    Records that lack one word come after all others, and only if few have the words that they do have. Two queries,
    and one for what permission takes, however many records there are.
    """
    terms = [term for term in wanted(words) if max(term.covers) < _WORDS]
    if not terms:
        return []
    where = [incident] if incident is not None else list(Incident.objects.values_list("pk", flat=True))
    alike = _forms_like(terms, where)
    per_word = _records_with(by, alike, where)
    return _ranked(per_word, len({n for term in terms for n in term.covers}))[:most]


def nearly(
    by: Actor, incident: int, names: Sequence[Mapping[str, str]], born: Days = (None, None), most: int = 5
) -> list[Record]:
    """Records that may be of the person of these names: born about then, and alike in every word.

    A record with no more than a family name or a given name needs only that to be alike.
    """
    found: dict[int, Likeness] = {}
    whole: set[int] = set()
    for name in names[:3]:
        words = f"{name.get('family', '')} {name.get('given', '')}"
        for each in search_by_name(by, words, incident, MOST):
            found[each.record] = min(each.how, found.get(each.record, each.how))
            whole |= {each.record} if each.whole else set()
    rows = records(by).filter(pk__in=found).select_related("subject__agency").prefetch_related("names")
    near = [row for row in rows if (row.pk in whole or _has_a_part_alone(row)) and _may_be_born(row, born)]
    return sorted(near, key=lambda row: (row.pk not in whole, found[row.pk], -row.pk))[:most]


def _has_a_part_alone(record: Record) -> bool:
    return any(not (name.family and name.given) for name in record.names.all())


def _may_be_born(record: Record, born: Days) -> bool:
    first, last = born
    if first is None or last is None or record.born_earliest is None or record.born_latest is None:
        return True
    return record.born_earliest - last <= _APART and first - record.born_latest <= _APART


def _forms_like(terms: Sequence[Term], incidents: Sequence[int]) -> dict[str, list[tuple[Term, Likeness]]]:
    """The spellings that names have here and that are like what is asked, each with what it is like and how."""
    keys = {key for term in terms for key in near_keys(term.form)}
    if len(keys) > _KEYS:
        keys = {key for term in terms for key in keys_of_form(term.form)}
    here = NameKey.objects.filter(incident__in=incidents, key__in=keys).values_list("form", flat=True).distinct()
    forms = list(here)
    found: dict[str, list[tuple[Term, Likeness]]] = defaultdict(list)
    for term in terms:
        like = [(how, form) for form in forms if (how := term.like(form)) is not Likeness.NONE]
        for how, form in sorted(like)[:_FORMS]:
            found[form].append((term, how))
    return found


def _records_with(
    by: Actor, alike: Mapping[str, list[tuple[Term, Likeness]]], incidents: Sequence[int]
) -> dict[int, dict[int, Likeness]]:
    """For each record that ``by`` may see: the words of the search that it has, each with how alike."""
    keys = {key for form in alike for key in keys_of_form(form)}
    seen = within(by, Verb.SEE, Thing.RECORD, agency="name__record__subject__agency", incident="incident")
    rows = NameKey.objects.filter(seen, incident__in=incidents, key__in=keys, form__in=alike)
    found: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for record, form in rows.values_list("name__record_id", "form").distinct():
        words = found[record]
        for term, how in alike[form]:
            for word in term.covers:
                words[word] = min(how, words.get(word, Likeness.NONE))
    return found


def _ranked(per_word: Mapping[int, Mapping[int, Likeness]], asked: int) -> list[FoundRecord]:
    having: dict[int, int] = defaultdict(int)
    for words in per_word.values():
        for word in words:
            having[word] += 1
    kept = [
        (asked - len(words), sum(words.values()), -record)
        for record, words in per_word.items()
        if len(words) == asked or (asked > 2 and len(words) == asked - 1) or min(having[w] for w in words) <= _FEW
    ]
    return [FoundRecord(-minus, max(per_word[-minus].values()), lacking == 0) for lacking, _, minus in sorted(kept)]
