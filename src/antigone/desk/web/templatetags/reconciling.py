"""``{% load reconciling %}``: numbers of reconciliations as people read them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def of_100(share: float) -> str:
    """``{{ proposal.posterior|of_100 }}``: in how many of 100 ways. Never 0 or 100, which would be certainty."""
    number = 100 * share
    if number < 0.1:
        return "<" + number_format(0.1, 1)
    if number > 99.9:
        return ">" + number_format(99.9, 1)
    return number_format(number, 1 if number < 10 or number > 90 else 0)


@register.filter
def signed(weight: float) -> str:
    """``{{ line.alone|signed }}``: a weight with its sign, as the picture writes it."""
    return f"{weight:+.1f}"
