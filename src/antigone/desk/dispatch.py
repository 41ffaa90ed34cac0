"""Signals that are answered, for what a lower part of the desk asks of the parts above it, which it may not import.

Each app's ``signals.py`` says what happens in it (``Signal``) or what it asks (``AnsweredSignal``), and each app's
``receivers.py`` what it listens to. docs/decisions/0030-one-way-upward.md says why, docs/generated/signals.md lists
every signal and listener.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.dispatch import Signal

Answer = TypeVar("Answer")


class AnsweredSignal(Signal, Generic[Answer]):
    """A Django signal whose receivers answer: each of an ``AnsweredSignal[bool]()`` with a bool.

    A test compares the type that a receiver says it returns with the type that stands here.
    """

    def answers(self, sender: Any, **payload: Any) -> list[Answer]:
        """What each receiver answers, in the order of ``INSTALLED_APPS``. What one raises goes through to the sender.

        Raises:
            ImproperlyConfigured: nobody listens. What is asked here guards something, and silence is not "no".
        """
        said: list[tuple[Any, Any]] = self.send(sender, **payload)
        if not said:
            raise ImproperlyConfigured("A question of the desk has nobody who answers: an app connects no receivers.")
        return [answer for _receiver, answer in said]
