"""Whom the board has identified. Identification lies above this part, so it says so through a function it registers.

settled.provide(of_incident)    # in identification's AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Pairs = Iterable[tuple[int, int]]
"""A case's number and a record's."""
Provider = Callable[[int], Pairs]
"""Of an incident, by its number: the pairs whose identification stands today. What a recall froze is not among them."""

_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Have ``provider`` asked from now on. The same one twice is asked once."""
    if provider not in _providers:
        _providers.append(provider)


def withdraw(provider: Provider) -> None:
    """Do not ask it any more."""
    _providers.remove(provider)


def settled(incident: int) -> dict[int, int]:
    """Case to record. Where two providers differ, the first holds."""
    found: dict[int, int] = {}
    for provider in _providers:
        for case, record in provider(incident):
            found.setdefault(case, record)
    return found
