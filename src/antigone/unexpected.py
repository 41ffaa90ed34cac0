"""What nobody expected: one line for people with a number, and the traceback under that number in the log.

Nothing is swallowed: whoever runs Antigone finds the number in the log, and what is told of one file stops no other.
"""

from __future__ import annotations

import logging
import secrets

from antigone.types import Refusal

LOG = logging.getLogger("antigone.unexpected")
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"  # none that is taken for another when it is read out
CODE = "unexpected"


def noted(fault: BaseException) -> str:
    """Put a fault's traceback into the log. Returns the number under which it stands there."""
    number = "".join(secrets.choice(_LETTERS) for _ in range(8))
    LOG.error("fault %s", number, exc_info=fault)
    return number


def refused(fault: Exception) -> Refusal:
    """A file that brought about something unexpected: refused, and the rest goes on."""
    if isinstance(fault, MemoryError):
        return Refusal("too-large", "The photo does not fit into memory.", "Save it smaller and try again.")
    return Refusal(
        CODE,
        f"Something unexpected happened with this file (fault {noted(fault)} in the log).",
        "Save the photo anew as JPEG and try again; give the number to whoever runs Antigone.",
    )
