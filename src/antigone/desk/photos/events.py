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
