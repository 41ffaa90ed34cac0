"""The engine of this process: opened when it is first needed, because loading the models takes a second."""

from __future__ import annotations

from functools import lru_cache

from antigone.engine import Engine
from antigone.weights.catalogue import DETECTOR, find
from antigone.weights.session import Network, open_network


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The whole engine. Raises: WeightsMissing, WeightsAltered, CardInvalid."""
    return Engine.open()


@lru_cache(maxsize=1)
def detector() -> Network:
    """The detector alone, for processes that serve pages. Raises: WeightsMissing."""
    return open_network(find(DETECTOR))


def model() -> str:
    """The id of the present model, as ``FaceTemplate.model`` has it."""
    return engine().embedder.model
