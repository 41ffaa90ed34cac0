"""The engine of this process: opened when it is first needed, because loading the models takes a second."""

from __future__ import annotations

from functools import lru_cache

from antigone.engine import Engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Raises: WeightsMissing, WeightsAltered, CardInvalid."""
    return Engine.open()


def model() -> str:
    """What templates of the present model are marked with: ``Template.model``."""
    return engine().embedder.model
