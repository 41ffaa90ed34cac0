"""``{% load desk_names %}``: names in the script in which they are written."""

from __future__ import annotations

import unicodedata

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from antigone.desk.records.models import Name

register = template.Library()
_SCRIPTS = {
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "GREEK": "und-Grek",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "und-Hani",
    "THAI": "th",
}


@register.filter
def named(name: Name) -> SafeString:
    """``{{ name|named }}``: a name in its own direction and script, with the family's part marked."""
    language = _language(name)
    lang = format_html(' lang="{}"', language) if language else ""
    family = [format_html('<span class="family">{}</span>', name.family)] if name.family else []
    parts = [*family, *filter(None, (name.given, name.patronymic))]
    return format_html('<bdi dir="auto" class="named"{}>{}</bdi>', lang, format_html_join(" ", "{}", zip(parts)))


def _language(name: Name) -> str:
    """By which a browser chooses letters, and a screen reader a voice; empty for Latin, which any language may be."""
    for letter in f"{name.family}{name.given}":
        if unicodedata.category(letter).startswith("L"):
            return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "")
    return ""
