"""``{% load names %}``: the desk's own words in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from antigone.desk.accounts.names import act_name, role_name, thing_name

register = template.Library()
register.filter("act_name", act_name)
register.filter("thing_name", thing_name)
register.filter("role_name", role_name)


@register.filter
def role_names(roles: Iterable[str]) -> str:
    """Roles, as the reader calls them, with commas."""
    return ", ".join(sorted(map(role_name, roles)))
