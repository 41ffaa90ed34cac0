"""The languages that families can choose, and which of them a native speaker has read."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, get_language_info

from antigone.desk.families.actions.beginning import LANGUAGES
from antigone.desk.families.words import UNREVIEWED

register = template.Library()


@register.simple_tag
def family_languages() -> list[dict[str, object]]:
    """Each language with its code and its own name."""
    return [{"code": code, "name": get_language_info(code)["name_local"].capitalize()} for code in LANGUAGES]


@register.simple_tag
def unreviewed() -> bool:
    """Whether no native speaker has read the language that is shown."""
    return (get_language() or "en").partition("-")[0] in UNREVIEWED
