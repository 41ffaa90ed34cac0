"""Signals about decisions on pairs, sent in the transaction in which they are made.

Receivers get ``subjects``, the two of a link, and write in the same transaction.
"""

from __future__ import annotations

from antigone.desk.dispatch import AnsweredSignal

linked = AnsweredSignal[int]()
"""Two cases are said to be of one body, or two records of one person. Answered with how many photographs left
search.
"""
unlinked = AnsweredSignal[int]()
"""They are not the same after all. Answered with how many photographs came back into search."""
