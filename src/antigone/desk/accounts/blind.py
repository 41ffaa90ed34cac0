"""What somebody must not see just now, because they are judging it blind: numbers of subjects (cases and records).

Higher parts of the desk say which (``review``); everything that is read through ``access.within`` leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable

from antigone.desk.accounts.models import Person

_asked: list[Callable[[Person], frozenset[int]]] = []


def ask(about: Callable[[Person], frozenset[int]]) -> None:
    """Ask ``about`` too, whenever somebody begins to act."""
    if about not in _asked:
        _asked.append(about)


def blind_to(person: Person) -> frozenset[int]:
    return frozenset[int]().union(*(about(person) for about in _asked))
