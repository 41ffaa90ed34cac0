"""``{% load desk_words %}``: values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from antigone.desk.photos.core_words import notes_in_words
from antigone.desk.web.words import IN_WORDS
from antigone.tables.phrases import Phrase

register = template.Library()


@register.filter
def in_words(value: str) -> Any:
    """``{{ case.condition|in_words }}``"""
    return IN_WORDS.get(value, value)


@register.filter
def of_row(found: Mapping[int, Any], number: int) -> Any:
    """``{{ pictures|of_row:row.pk }}``: what belongs to a row of a list; nothing if there is none."""
    return found.get(number)


@register.filter
def up_to(low: int | None, high: int | None) -> str:
    """``{{ subject.age_low|up_to:subject.age_high }}``: a range, one number, or nothing."""
    if low is None or high is None:
        return ""
    return str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


@register.filter
def in_readers_language(kept: str) -> str:
    """``{{ run.refusal.detail|in_readers_language }}``: what was kept in English, if the catalogue has it."""
    return _(kept) if kept else ""


@register.filter
def notes_in_readers_language(kept: list[str]) -> list[str]:
    """``{{ photograph.notes|notes_in_readers_language }}``: how a file was read, sentence by sentence."""
    return notes_in_words(kept)


@register.filter
def phrase_in_words(kept: Phrase) -> str:
    """``{{ row.why|phrase_in_words }}``: a sentence of the core with its values, in the reader's language."""
    return _(kept.words) % dict(kept.about) if kept.about else _(kept.words)


@register.filter
def moment(at: datetime) -> SafeString:
    """``{{ row.at|moment }}``: a time as people read it, and as programs do."""
    return _time(at, "DATETIME_FORMAT")


@register.filter
def short_moment(at: datetime) -> SafeString:
    """``{{ row.at|short_moment }}``: the same, in few signs."""
    return _time(at, "SHORT_DATETIME_FORMAT")


def _time(at: datetime, how: str) -> SafeString:
    local = localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), date_format(local, how))


@register.filter
def days_up_to(first: date | None, last: date | None) -> SafeString | str:
    """``{{ record.born_earliest|days_up_to:record.born_latest }}``: two days, one, or that none is known."""
    if first is None:
        return said(None)
    if last is None or first == last:
        return format_html('<time datetime="{}">{}</time>', first.isoformat(), date_format(first, "DATE_FORMAT"))
    ends = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    return _("between %(first)s and %(last)s") % ends


@register.filter
def said(value: object) -> SafeString | str:
    """``{{ case.found_place|said }}``: what people wrote, in its own direction, or that nothing is written."""
    if value in (None, ""):
        return format_html('<span class="quiet">{}</span>', _("not known"))
    return format_html('<bdi class="said">{}</bdi>', value)
