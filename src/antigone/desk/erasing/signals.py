"""Signals about erasing a record, and questions to the apps above before it."""

from __future__ import annotations

from django.db.models import Model

from antigone.desk.dispatch import AnsweredSignal

reasons_to_keep = AnsweredSignal[str | None]()
"""Why must this be kept? Asked before what a record says is erased, and before a photograph of a dead person is.
Receivers get ``subject``, and answer with the reason and what to do, in words; or with None.
"""
erased = AnsweredSignal[dict[str, int]]()
"""The record itself says nothing any more: whoever keeps more of the person, or of whoever asked for them, destroys
that too, unless a law requires that it stays. Receivers get ``subject``, write in the same transaction, and answer with
what that was, for the receipt: ``{"requests": 1}``, or ``{}``. What stays is answered too: ``words.KEPT_BY_OTHERS``
says why.
"""
tables_to_clear = AnsweredSignal[tuple[type[Model], ...]]()
"""Which of your tables hold what is erased? Their free space is cleared with the rest, outside of acts. Receivers get
nothing.
"""
