"""Questions of review to the apps above, before a case and a record are put before examiners.

Receivers get ``case`` and ``record`` (Subject), if nothing else is said, and write nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.dispatch import AnsweredSignal
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.types import Refusal

conflicts = AnsweredSignal[Iterable[tuple[int, ConflictOfInterest]]]()
"""Who is bound to them, and by what: who sits on their board, who knows the outcome? Receivers get ``since`` too: what
has ended after that moment binds as well; None if only what binds now is asked. Answered with people's numbers.
"""
objections = AnsweredSignal[Refusal | None]()
"""Why may nobody examine them: is one of them identified?"""
identified_as = AnsweredSignal[int | None]()
"""With which record does the identification of this case stand, by other evidence than faces? Receivers get ``case``
and answer with the record's number.
"""
