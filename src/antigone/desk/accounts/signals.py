"""What accounts ask of the parts above them, and tell them."""

from __future__ import annotations

from django.dispatch import Signal

from antigone.desk.dispatch import AnsweredSignal

blind_to = AnsweredSignal[frozenset[int]]()
"""What must somebody not see just now, because they are judging it blind? Asked whenever somebody begins to act.
Receivers get ``person`` (Person) and answer with numbers of subjects (cases and records): no row that tells of one is
there in what they read (``accounts.sight``).
"""

roles_changed = Signal()
"""Somebody has other roles from now on, or none, because they or their agency left; or is to have them, once a second
person confirms it: then it is sent again. Receivers get ``person`` (Person), ``was`` and ``now`` (frozensets of Role),
write in the same transaction, and may raise RuleBroken: then nothing changes.
"""
