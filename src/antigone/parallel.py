"""Doing the same to many things side by side, with the results in the order of the things."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


def workers() -> int:
    """How many photos to work on at once: the processors this process may use, eight at most."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(8, available)


def in_order(function: Callable[[In], Out], things: Iterable[In], threads: int) -> Iterator[Out]:
    """``function`` of each of ``things``, in order, computed by ``threads`` at once and only a little ahead."""
    if threads == 1:
        yield from map(function, things)
        return
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[Out]] = deque()
        try:
            for thing in things:
                ahead.append(pool.submit(function, thing))
                if len(ahead) > 2 * threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
