"""Questions of families' pages to the apps above."""

from __future__ import annotations

from antigone.desk.dispatch import AnsweredSignal

contact_wanted = AnsweredSignal[bool]()
"""Shall the family get in touch? Receivers get ``request`` and write nothing: it is asked for each look at the page. A
fault of theirs must neither show nor hide anything there, so this one is sent by ``send_robust``.
"""
