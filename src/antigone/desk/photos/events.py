"""What the parts above are told, in the transaction in which it happens: photos may not import them.

Receivers get ``photographs``, a list of Photograph with their subjects, and write in the same transaction.
"""

from __future__ import annotations

from django.dispatch import Signal

entered = Signal()
"""These photographs came into the index. Not sent when a photograph in it gets another model's template."""
asked = Signal()
"""A photograph would come into the index. A receiver that answers True keeps it out: its person is identified, or was
found alive. Receivers get ``photograph``, with its subject, and write nothing."""
left = Signal()
"""Templates of these photographs left the index: lists that showed them are no longer what they were."""
may_be_erased = Signal()
"""Asked with a ``subject`` before what it says is erased, and before a photograph of a dead person is. Answer with why
it must be kept and what to do, in words; or with None."""
erased = Signal()
"""These photographs are being destroyed: whoever keeps more of them destroys that too. Answer with what that was, for
the receipt: ``{"files": 1}``; or with None."""
