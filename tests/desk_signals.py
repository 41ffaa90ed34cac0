"""Listening to the desk's signals for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.dispatch import Signal


@contextmanager
def listening(signal: Signal, *receivers: Callable[..., Any], alone: bool = False) -> Iterator[None]:
    """``receivers`` are told too, or instead of the desk's own: ``alone``."""
    before = list(signal.receivers)
    if alone:
        signal.receivers = []
    for receiver in receivers:
        signal.connect(receiver, weak=False)
    try:
        yield
    finally:
        signal.receivers = before
