"""The languages that families can choose, and which of them a native speaker has read."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from antigone.desk.families.actions.beginning import LANGUAGES
from antigone.desk.families.words import UNREVIEWED

register = template.Library()
_NUMBER = re.compile(r"(\+?\(?\d[\d ()/.\-]{3,}\d)")
"""What is a number to call in words like these: "0800 12 34 56, day and night"."""


@register.simple_tag
def family_languages() -> list[dict[str, object]]:
    """Each language with its code and its own name."""
    return [{"code": code, "name": get_language_info(code)["name_local"].capitalize()} for code in LANGUAGES]


@register.simple_tag
def unreviewed() -> bool:
    """Whether no native speaker has read the language that is shown."""
    return (get_language() or "en").partition("-")[0] in UNREVIEWED


@register.filter
def to_call(telephone: str) -> SafeString:
    """``{{ portal.telephone|to_call }}``: each number in these words is a link that calls it."""
    parts = [(_to_call(part) if at % 2 else part,) for at, part in enumerate(_NUMBER.split(telephone))]
    return format_html("<bdi>{}</bdi>", format_html_join("", "{}", parts))


def _to_call(number: str) -> SafeString:
    plain = "".join(letter for letter in number if letter in "+0123456789")
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', plain, number)
