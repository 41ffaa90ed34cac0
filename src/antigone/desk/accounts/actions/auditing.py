"""Exporting the audit, which is an act of its own."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.desk.accounts.act import Plain, act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.audit.models import AuditHead


def export_audit(*, by: Actor, reason: str, asked: Mapping[str, Plain]) -> int:
    """Record that rows of the audit are exported. Returns the number of the last row of them.

    Args:
        asked: how the rows were chosen, in the desk's own words.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.EXPORT, Thing.AUDIT.of(by), reason=reason) as doing:
        last = AuditHead.objects.get().sequence
        doing.record(None, up_to=last, **asked)
    return last
