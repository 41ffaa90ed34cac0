"""The engine of this process: opened when it is first needed, because loading the models takes a second.

Only the worker and commands open it: nothing of it runs in a process that serves pages (decision 0036).
"""

from __future__ import annotations

from functools import lru_cache

from antigone.engine import Engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The whole engine. Raises: WeightsMissing, WeightsAltered, CardInvalid."""
    return Engine.open()


def model() -> str:
    """The id of the present model, as ``FaceTemplate.model`` has it."""
    return engine().embedder.model
