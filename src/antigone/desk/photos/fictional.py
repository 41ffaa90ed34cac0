"""Which photographs show nobody: those that the package carries. No other comes into an exercise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from django.utils.translation import gettext as _

from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken


def refuse_real(subject: Subject, sha: str) -> None:
    """Raise RuleBroken if this would bring somebody who lived into an exercise."""
    if subject.incident.exercise and sha not in _shipped():
        raise RuleBroken(
            _("This is an exercise: it takes none but its own pictures, of people who do not exist."),
            _("Save one from the exercise's page. A real photograph belongs into a real incident: leave first."),
        )


@cache
def _shipped() -> frozenset[str]:
    """The SHA-256 of each picture of the fictional incident."""
    return frozenset(sha256(each.read_bytes()).hexdigest() for each in _pictures(resources.files("antigone.demo")))


def _pictures(folder: Traversable) -> Iterator[Traversable]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _pictures(each)
        elif each.name.endswith(".jpg"):
            yield each
