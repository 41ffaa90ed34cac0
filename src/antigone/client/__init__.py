"""A desk, from a program: ``Desk("https://desk.example.org", token).cases.open(incident=1, found_place="Pier 4")``.

Needs the extra ``antigone[client]``, which is httpx alone. docs/api.md has examples.
"""

from antigone.client.desk import Desk
from antigone.client.shapes import (
    Candidate,
    Case,
    Conflict,
    Face,
    Incident,
    Me,
    Photograph,
    Record,
    Run,
    Source,
    Subject,
    Weight,
)

__all__ = [
    "Candidate",
    "Case",
    "Conflict",
    "Desk",
    "Face",
    "Incident",
    "Me",
    "Photograph",
    "Record",
    "Run",
    "Source",
    "Subject",
    "Weight",
]
