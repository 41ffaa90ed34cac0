"""One byte for each number of a template, to pass over quickly what cannot be among the nearest.

A template ``x`` is kept as whole numbers ``c`` with ``x = step * c + rest``; a probe is ``v = s * q + r`` alike.
Then ``|x.v - step * s * (c.q)| <= |rest| |v| + |step * c| |r|`` (Cauchy and Schwarz). The longest ``rest`` and
``step * c`` of all are kept with them. The best by ``c.q`` are scored in half precision; all others are proved to be
no nearer than the last who is wanted. Where that cannot be proved, all are scored in half precision.
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from antigone.types import Vector

Ids = NDArray[np.int64]
FEWEST = 50_000
"""From so many templates in a file on, one byte a number is kept as well: below, a search takes a millisecond."""
_FIRST, _EACH, _SHARE = 128, 2, 8
"""How many are scored in half precision: so many, and two for each who is wanted, unless that is an eighth of all."""
_LARGEST = 127
_BLOCK = 16_384


class CoarseCodes:
    """The templates of one file of an index, in its order, one byte a number."""

    def __init__(self, file: Any) -> None:
        """Raises: ValueError: it is no index that ``of`` made."""
        chain: Any = file.chain if isinstance(file, faiss.IndexPreTransform) else None
        if chain is None or chain.size() != 1:
            raise ValueError("no codes")
        said: Any = faiss.downcast_VectorTransform(chain.at(0))
        self.file, self.codes = file, faiss.downcast_index(file.index)
        self._step, self._rest, self._longest = (float(each) for each in faiss.vector_to_array(said.mean)[:3])

    @classmethod
    def of(cls, full: Any) -> CoarseCodes:
        """``full``: a flat faiss index in half precision."""
        blocks = range(0, full.ntotal, _BLOCK)
        largest = max(float(np.abs(_block(full, start)).max()) for start in blocks)
        step = float(np.float32(largest / _LARGEST)) or 1.0
        codes = _quantised(full.d, faiss.ScalarQuantizer.QT_8bit_direct_signed)
        rest = longest = 0.0
        for start in blocks:
            vectors = _block(full, start)
            whole = np.rint(vectors / np.float32(step))
            codes.add(whole)
            whole *= np.float32(step)
            rest, longest = max(rest, _longest(vectors - whole)), max(longest, _longest(whole))
        # They were found in single precision, which is off by far less than what is added.
        return cls(_with_numbers(codes, [step, rest + 1e-4 * largest, 1.0001 * longest]))

    def is_of(self, full: Any) -> bool:
        """Whether it may be of the same templates, by how many they are and how long."""
        return bool(self.codes.ntotal == full.ntotal and self.codes.d == full.d and self._step > 0)

    def search(self, full: Any, vector: Vector, most: int) -> tuple[NDArray[np.float32], Ids] | None:
        """Scores and places in ``full`` of the ``most`` nearest, as ``full`` itself finds them; None if not proved."""
        looked = _FIRST + _EACH * most
        largest = float(np.abs(vector).max())
        if looked > full.ntotal // _SHARE or not largest:
            return None
        probe = np.rint(vector * np.float32(_LARGEST / largest))
        products, places = self.codes.search(probe[None], looked)
        # In ascending order of place, so that of equal ones the first is kept, as it is in a search of all.
        chosen = np.sort(places[0])
        scores, found = _some(full, chosen).search(vector[None], most)
        if self._highest_unseen(float(products[0, -1]), probe, vector) >= float(scores[0, -1]):
            return None
        return scores[0], chosen[found[0]]

    def _highest_unseen(self, last: float, probe: NDArray[np.float32], vector: Vector) -> float:
        """No template that is not among the best has a higher cosine; ``last`` is the last product among the best."""
        exactly, step = vector.astype(np.float64), float(np.abs(vector).max()) / _LARGEST
        left = float(np.linalg.norm(exactly - step * probe))
        length = float(np.linalg.norm(exactly))
        # Products of whole numbers are exact. Half precision is summed in single: off by no more than this, each.
        rounding = self.codes.d * float(np.finfo(np.float32).eps) * (self._longest + self._rest) * length
        return last * self._step * step + self._rest * length + self._longest * left + 2 * rounding


def _with_numbers(codes: Any, numbers: list[float]) -> Any:
    """One index that is saved as one file, with some numbers, for which faiss has no place of its own.

    What would be done to a vector before it is compared has room for them. It is never done: the codes are asked.
    """
    said: Any = faiss.CenteringTransform(codes.d)
    faiss.copy_array_to_vector(np.resize(np.array(numbers, np.float32), codes.d), said.mean)
    said.is_trained = True
    file = faiss.IndexPreTransform(said, codes)
    file.ntotal = codes.ntotal
    return file


def _longest(rows: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.einsum("ij,ij->i", rows, rows).max()))


def _block(full: Any, start: int) -> NDArray[np.float32]:
    found: NDArray[np.float32] = full.reconstruct_n(start, min(_BLOCK, full.ntotal - start))
    return found


def _some(full: Any, places: Ids) -> Any:
    """An index of the templates at these places alone: the same bytes, scored by the same code."""
    size = full.sa_code_size()
    every = faiss.rev_swig_ptr(full.codes.data(), full.ntotal * size).reshape(full.ntotal, size)
    some = _quantised(full.d, faiss.ScalarQuantizer.QT_fp16)
    some.add_sa_codes(np.ascontiguousarray(every[places]))
    return some


def _quantised(size: int, kind: int) -> Any:
    return faiss.IndexScalarQuantizer(size, kind, faiss.METRIC_INNER_PRODUCT)
