"""What a condition is: a named change of a photo in three severities, with its source and with what it leaves out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import cv2
import numpy as np

from antigone.evidence.conditions.frame import fit
from antigone.evidence.conditions.scene import Random, Scene
from antigone.types import Face, Pixels

Effect = Callable[[Scene, float, Random], Pixels]
"""Draws one condition: the scene, the amount that a severity stands for, the random numbers."""


class Side(StrEnum):
    """Whose photos a condition changes: the dead person's, or the references."""

    PM = "pm"
    AM = "am"


class Severity(IntEnum):
    """Three steps. They are steps of this library, not of any scale of forensic medicine."""

    MILD = 1
    MODERATE = 2
    SEVERE = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the literature describes it. ``checked`` ones were looked up, at least in their abstract or scope."""

    reference: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One way in which a photo of the dead, or a reference, differs from a good photo of the living. Simulated."""

    name: str
    side: Side
    title: str
    what: str
    """What it does, in a sentence."""
    amounts: tuple[float, float, float]
    """What mild, moderate and severe are, in the unit that ``scale`` names. Set by judgement, not by measurement."""
    scale: str
    """Words for an amount, with ``{}`` in its place."""
    sources: tuple[Citation, ...]
    """Empty: no source was found."""
    not_captured: str
    graphic: bool = field(default=False, kw_only=True)
    """To be covered until somebody asks to see it."""
    effect: Effect = field(kw_only=True, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", self.name):
            raise ValueError(f"not a condition's name: {self.name!r}")
        if "{}" not in self.scale or not (self.title and self.what and self.not_captured):
            raise ValueError(f"{self.name}: a condition says what it does, how much, and what it leaves out")

    def severity(self, severity: Severity) -> str:
        """What ``severity`` means here, in words and numbers."""
        return self.scale.format(f"{self.amounts[severity - 1]:g}")


def apply(condition: Condition, severity: Severity | int, pixels: Pixels, face: Face, seed: int | str) -> Pixels:
    """``pixels`` (height x width x 3, uint8, BGR) as if ``condition`` held for ``face``: a new picture.

    The picture that comes back may have another size (``lying``, ``messenger``, ``screenshot``): look for the face in
    it anew. Chance depends on ``seed``, the condition's name and the pixels, and on nothing else: two photos differ,
    one photo does not differ from run to run. It does not depend on the severity, so that the three severities of one
    photo differ in degree only. The random numbers are the same on every machine; where NumPy or OpenCV round
    differently, a pixel may differ by one grey level.

    Raises:
        ValueError: for pixels of another shape or type, or a severity that is not 1, 2 or 3.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"pixels are height x width x 3, 8 bits, not {pixels.shape} {pixels.dtype}")
    step = Severity(severity)
    whole = np.ascontiguousarray(pixels)
    digest = hashlib.sha256(f"{seed}|{condition.name}|{whole.shape}|".encode())
    digest.update(whole.data)
    random = np.random.default_rng(int.from_bytes(digest.digest()[:16], "big"))
    out = draw(condition, step, whole, face, random)
    return out.copy() if out is whole or np.shares_memory(out, pixels) else out


def draw(condition: Condition, severity: Severity, pixels: Pixels, face: Face, random: Random) -> Pixels:
    """``condition`` drawn with the random numbers given: ``apply`` without a seed of its own, for tests."""
    scene = Scene(pixels, fit(face, pixels.shape[0], pixels.shape[1]))
    out = condition.effect(scene, condition.amounts[severity - 1], random)
    if condition.side is Side.PM and scene.monochrome:  # a black-and-white photo shows blood and soil in grey too
        out = np.asarray(cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)
    return out
