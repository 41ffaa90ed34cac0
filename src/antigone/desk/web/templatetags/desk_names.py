"""Names in the script that they are written in."""

from __future__ import annotations

import unicodedata

from django import template

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
def language(name: Name) -> str:
    """By which a browser chooses letters, and a screen reader a voice; empty for Latin, which any language may be."""
    for letter in f"{name.family}{name.given}":
        if unicodedata.category(letter).startswith("L"):
            return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "")
    return ""
