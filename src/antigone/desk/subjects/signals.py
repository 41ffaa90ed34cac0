"""Signals about cases and records, sent in the transaction in which it happens.

Receivers get ``by`` (Actor), ``subject`` and ``reason``, write in the same transaction, and may raise RuleBroken: then
nothing happens.
"""

from __future__ import annotations

from django.dispatch import Signal

closing = Signal()
"""A case or record is about to be closed by a person."""
reopening = Signal()
"""A closed case or record is about to be opened again by a person."""
