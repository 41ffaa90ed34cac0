"""``{% load requests_words %}``: the state of a request: ``{{ row.state|of_request }}``."""

from __future__ import annotations

import json
from typing import Any

from django import template

from antigone.desk.families.models import Answer
from antigone.desk.families.questions import in_words
from antigone.desk.families.words import HOW, LANGUAGE_NAMES, STATES

register = template.Library()
_ALL = {**STATES, **HOW, **LANGUAGE_NAMES}


@register.filter
def of_request(value: str) -> Any:
    return _ALL.get(value, value)


@register.filter
def told_in_words(answer: Answer) -> str:
    """An answer with its labels, a line for each."""
    said = in_words(answer.step, json.loads(answer.said)) if answer.said else []
    return "\n".join(f"{label}: {words}" for label, words in said)
