"""What accounts ask of the parts above them."""

from __future__ import annotations

from antigone.desk.dispatch import AnsweredSignal

blind_to = AnsweredSignal[frozenset[int]]()
"""What must somebody not see just now, because they are judging it blind? Asked whenever somebody begins to act.
Receivers get ``person`` (Person) and answer with numbers of subjects (cases and records): everything that is read
through ``access.within`` leaves them out.
"""
