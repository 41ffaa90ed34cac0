"""Questions of reconciling to the apps above."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.dispatch import AnsweredSignal

identified = AnsweredSignal[Iterable[tuple[int, int]]]()
"""Whom has the board identified? Receivers get ``incident``, its number, and answer with numbers of case and record of
each identification that stands today. What a recall froze is not among them.
"""
