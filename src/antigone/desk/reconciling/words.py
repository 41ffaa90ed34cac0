"""Statements of reconciliations in the reader's language, from the core's English sentences and the numbers kept.

In English a line reads as the core says it, and a test holds every kind of line to one of these sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.desk.candidates.words import stratum_in_words
from antigone.reconciliation.picture import PictureWords

KINDS = {
    "face": noop("face"),
    "sex": noop("sex"),
    "age": noop("age"),
    "stature": noop("stature"),
    "mark": noop("mark"),
    "effect": noop("effects"),
    "time": noop("time"),
    "place": noop("place"),
    "primary": noop("primary identifier"),
    "linked": noop("linked"),
}
_SEX = "(?P<dead>female|male)", "(?P<missing>female|male)"
_RANGE = r"(?P<low>[\d.]+) to (?P<high>[\d.]+)"
_SENTENCES = (
    (re.compile(r"faces compared \((?P<stratum>.*)\)"), noop("faces compared (%(stratum)s)")),
    (
        re.compile(f"{_SEX[0]} as estimated, {_SEX[1]} as told"),
        noop("%(dead)s as estimated, %(missing)s as told"),
    ),
    (
        re.compile(rf"{_RANGE} years as estimated, (?P<told>[\d.]+) as told"),
        noop("%(low)s to %(high)s years as estimated, %(told)s as told"),
    ),
    (
        re.compile(rf"{_RANGE} cm as measured, (?P<told>[\d.]+) as told"),
        noop("%(low)s to %(high)s cm as measured, %(told)s as told"),
    ),
    (re.compile(r"the same words: on both"), noop("the same words for something of both")),
    (re.compile(r"(?P<what>\w+), (?P<where>.*): on both"), noop("%(what)s, %(where)s: on both")),
    (re.compile(r"last seen before the death"), noop("last seen before the death")),
    (re.compile(r"seen alive after the death"), noop("seen alive after the death")),
    (re.compile(r"last known near where the body was"), noop("the same words for where found and where last seen")),
)

REFUSALS = {
    "no-cases": (
        noop("There is no open case that your agency may see."),
        noop("Open a case for each body, or ask another agency to share theirs."),
    ),
    "no-records": (
        noop("There is nobody on the lists."),
        noop("Open records of the missing, or complete the lists."),
    ),
    "shares-too-large": (
        noop("The shares of the lists come to %(total)s percent: no body could be of nobody listed."),
        noop("Lower them until they come to less than 100."),
    ),
    "list-too-short": (
        noop("%(bodies)s bodies are said to be of the list %(list)s, which has %(persons)s persons."),
        noop("Lower its share, or complete the list."),
    ),
}


def kind_in_words(kind: str) -> str:
    return _(KINDS[kind]) if kind in KINDS else kind


def line_in_words(kind: str, said: str, of: Mapping[int, str] | None = None) -> str:
    """``of``: codes by number, for the line of another linked pair."""
    if kind == "linked":
        case, _space, record = said.partition(" ")
        names = {number: (of or {}).get(int(number), "") for number in (case, record)}
        return _("%(case)s with %(record)s, linked with these") % {"case": names[case], "record": names[record]}
    for pattern, sentence in _SENTENCES:
        if found := pattern.fullmatch(said):
            return _(sentence) % {name: _value(name, value) for name, value in found.groupdict().items()}
    return said


def _value(name: str, value: str) -> str:
    if name == "stratum":
        return stratum_in_words(value)
    return _(value) if name in ("dead", "missing", "what") else value


def refusal_in_words(refusal: Mapping[str, Any]) -> tuple[str, str]:
    """Why nothing was reconciled, and what to do."""
    detail, hint = REFUSALS[refusal["code"]]
    return _(detail) % refusal["of"], _(hint)


def share_in_words(posterior: float) -> str:
    """A posterior in words: the share of all ways in which everybody could be somebody."""
    for least, words in (
        (0.99, _("in nearly every way")),
        (0.9, _("in more than 9 of 10 ways")),
        (0.5, _("in more than half of the ways")),
        (0.1, _("in fewer than half of the ways")),
    ):
        if posterior >= least:
            return words
    return _("in fewer than 1 of 10 ways")


def picture_words() -> PictureWords:
    return PictureWords(
        scale=_("log10 LR: left against, right for the person"),
        together=_("together"),
        excluded=_("excluded"),
        not_counted=_("not counted"),
        not_counted_for=_("not counted, for %(other)s counts instead"),
        in_part=_("%(alone)s, of which %(counted)s counts: the rest is in other lines already"),
        kinds={kind: _(words) for kind, words in KINDS.items()},
    )
