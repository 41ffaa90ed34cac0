"""What the parts above are told when what a record says is erased, in the transaction in which it happens."""

from __future__ import annotations

from django.dispatch import Signal

erased = Signal()
"""Sent with a ``subject`` when the record itself says nothing any more, in the same transaction: whoever keeps more of
the person, or of whoever asked for them, destroys that too, unless a law requires that it stays. Answer with what that
was, for the receipt: ``{"requests": 1}``; or with None. What stays is answered too: ``words.KEPT_BY_OTHERS`` says why.
"""
