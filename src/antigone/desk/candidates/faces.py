"""The templates that are searched with and scored against: always read from the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import QuerySet

from antigone.desk.candidates.models import Serving
from antigone.desk.photos.lawful_basis import searched
from antigone.desk.photos.models import FaceTemplate, IndexChange, Photograph
from antigone.desk.photos.vault import Sealed, unseal_templates
from antigone.desk.subjects.models import Subject
from antigone.face.doubt import SURE_OF_POINTS
from antigone.types import Vector
from antigone.weighing import Weighable, in_the_way, unlike_each_other


@dataclass(frozen=True, slots=True)
class Indexed:
    """One photograph in the index, as one model's template."""

    template: int
    subject: int
    photograph: int
    vector: Vector = field(repr=False)
    lawful: bool
    by_hand: bool = False
    """Whether a person set the points of the face, or some of them."""
    covered: float = 0.0
    """How much of the face a person said is hidden, 0 to 1."""
    sure: bool = True
    """Whether the machine is sure of the face (antigone.face.doubt.seen_well)."""

    @property
    def weighable(self) -> Weighable:
        return Weighable(self.vector, in_the_way(self.covered, self.sure))


def usable(subjects: Iterable[int]) -> QuerySet[Photograph]:
    """Photographs of these subjects that may be searched with, or among, today."""
    return searched().filter(subject__in=subjects)


def indexed(subjects: Iterable[int], model: str) -> dict[int, list[Indexed]]:
    """Everything of these subjects that is in the index, by subject, in an order that knows nothing of any score: the
    best quality first.
    """
    numbers = sorted(set(subjects))
    rows = FaceTemplate.objects.filter(
        model=model, face__chosen=True, face__photograph__indexed=True, face__photograph__subject__in=numbers
    ).values_list(
        "pk",
        "face__photograph__subject",
        "face__photograph",
        "vector",
        "face__quality",
        "face__photograph__sha256",
        "face__number",
        "face__photograph__sealed",
        "face__photograph__key__wrapped",
        "face__by_hand",
        "face__covered",
    )
    in_order = sorted(rows, key=_order)
    opened = unseal_templates((Sealed(row[7], bytes(row[8])), bytes(row[3])) for row in in_order)
    allowed = set(usable(numbers).values_list("pk", flat=True))
    found: dict[int, list[Indexed]] = {}
    for (template, subject, photograph, _, quality, *_, by_hand, covered), plain in zip(in_order, opened, strict=True):
        numbers_of_it = np.frombuffer(plain, "<f4").astype(np.float32)
        lawful, sure = photograph in allowed, _sure(quality)
        entry = Indexed(template, subject, photograph, numbers_of_it, lawful, by_hand, covered, sure)
        found.setdefault(subject, []).append(entry)
    return found


def unlike_the_others(subject: Subject) -> list[int]:
    """The photographs of a record whose face resembles no other of it: somebody else's, or many years apart."""
    model = serving()
    mine = [each for each in indexed([subject.pk], model).get(subject.pk, []) if each.lawful] if model else []
    places = unlike_each_other(np.stack([each.vector for each in mine])) if mine else []
    return sorted(mine[place].photograph for place in places)


def resting_on(entries: Iterable[Indexed]) -> list[dict[str, Any]]:
    """What these templates rest on besides their photographs, as a list keeps it: those on points by hand or a cover.

    ``[{"photograph": 12, "by_hand": true, "covered": 0.34}, ...]``
    """
    return [
        {"photograph": each.photograph, "by_hand": each.by_hand, "covered": round(each.covered, 3)}
        for each in entries
        if each.by_hand or each.covered
    ]


def _sure(quality: Mapping[str, Any]) -> bool:
    score = quality.get("measures", {}).get("detection")
    return score is None or score["value"] >= SURE_OF_POINTS


def _order(row: tuple[Any, ...]) -> tuple[float, str, int]:
    return -float(row[4].get("overall", 0)), row[5], row[6]


def mean(vectors: Iterable[Vector]) -> Vector:
    """One template for several photographs of one person, as the engine's ``search_together`` makes it."""
    total = np.sum(list(vectors), axis=0)
    return np.asarray(total / np.linalg.norm(total), np.float32)


def serving() -> str | None:
    """The model whose templates searches use now; None while nothing was ever in the index."""
    chosen = Serving.objects.filter(since__isnull=False, until=None).order_by("-pk").first()
    if chosen is not None:
        return chosen.model
    step = IndexChange.objects.order_by("-sequence").first()
    return step.model if step else None
