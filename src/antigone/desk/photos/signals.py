"""Signals about photographs, sent in the transaction in which it happens, and questions to the apps above.

Receivers get ``photographs``, a list of Photograph with their subjects, if nothing else is said; they write in the same
transaction.
"""

from __future__ import annotations

from django.dispatch import Signal

from antigone.desk.dispatch import AnsweredSignal

entered = Signal()
"""These photographs came into the index. Not sent when a photograph in it gets another model's template."""
left = Signal()
"""Templates of these photographs left the index: lists that showed them are no longer what they were."""
several_faces = Signal()
"""Several faces were found in these photographs, and nobody has said yet which is meant."""
kept_out = AnsweredSignal[bool]()
"""Is whoever this photograph shows kept out of the index: identified, or found alive? Asked before it comes in.
Receivers get ``photograph``, with its subject, and write nothing.
"""
shown_on_a_bench = AnsweredSignal[bool]()
"""Was this photograph ever before an examiner? Then the picture of its head stays as they saw it. Receivers get
``photograph`` and write nothing.
"""
erased = AnsweredSignal[dict[str, int]]()
"""These photographs are being destroyed: whoever keeps more of them destroys that too, and answers with what that was,
for the receipt: ``{"files": 1}``, or ``{}``.
"""
names_in_use = AnsweredSignal[set[str]]()
"""Which of these originals in the vault are yours? The rest is taken for orphans. Receivers get ``names`` (of files)
and write nothing.
"""
