"""What roles, things and acts are called in the reader's language.

The permission table's own words stay English: the audit and docs/generated/permissions.md hold them.
tools/catalogues.py collects what ``words`` lists, as if each were written out in a template.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, pgettext

from antigone.desk.accounts.permissions import RULES, Outsider, Role, Thing


def role_name(role: str) -> str:
    return pgettext("role", str(role)) if role in list(Role) else str(role)


def roles_name(role: Role) -> str:
    """Several people with a role, as ``the median of examiners`` has them."""
    return pgettext("median of the", _SEVERAL[role])


def acts() -> frozenset[str]:
    """Every act that the audit can have."""
    return _ACTS


def act_name(verb: str) -> str:
    """Of ``see photograph of the dead``, as the audit writes it. Words that the table has not are left as they are."""
    return pgettext("act", verb) if verb in _ACTS else verb


def thing_name(thing: str) -> str:
    """Of ``person 12``: the kind in the reader's language, the number as it is."""
    kind, _, number = thing.rpartition(" ")
    if not number.isdecimal():
        kind, number = thing, ""
    if kind in list(Thing) or kind in list(Outsider):
        kind = gettext(kind)
    return f"{kind} {number}".rstrip()


def words() -> Iterator[tuple[str, str]]:
    """Context (perhaps empty) and English word of each name, for the catalogues."""
    yield from (("role", role.value) for role in Role)
    yield from (("median of the", several) for several in _SEVERAL.values())
    yield from (("act", verb) for verb in sorted(_ACTS))
    yield from (("", each.value) for each in (*Thing, *Outsider))


_ACTS = frozenset({f"{verb} {thing}" for verb, thing in RULES} | {"refused"})
_SEVERAL = {role: f"{role}s" for role in Role}
"""English plurals: the catalogues have the others'."""
