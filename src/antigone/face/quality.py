"""How far a face's picture can be trusted for comparison, and what a photographer can do about it.

Everything is computed from the pixels and the five landmarks, on one upright picture of the face of 128 x 128 pixels.
The components are those of ISO/IEC 29794-5 (OFIQ) that can be had without another model; what ASTM E3148 asks of a
post-mortem photograph (frontal, no tilt, in focus, evenly lit, the whole face) is worded as advice. A turn in the
picture's plane is no fault: faces are turned upright before they are compared.

What bench/quality.py showed on 6,922 press photos of the living decided what ``overall`` is made of: the detector's
score, eye distance and nodding lower the share of missed pairs when the worst are discarded (at a false-match rate of
1 in 10,000; at 1 in 1,000 too few pairs are missed to tell most measures from chance). What leaves physically less of
the face to compare enters as well, though those photos have too little of it to show it: outside-frame, clipped, and
sharpness and brightness where they are worse than in 99 of 100 of them (brightness: than in any).

Symmetry helps alone but added nothing to the others, and lividity or an injury on one side would be held against the
dead: it is reported, with advice, and does not enter. Turned-sideways, contrast and compression made no measurable
difference there; the same holds for them. Nor does the mouth enter: ``overall`` is the same for both profiles.

Tried and dropped, by eye on the 48 to 60 photos that scored highest: closed eyes (gradients, iris contrast, colour of
the eye's white: from one in six to four in ten were closed or nearly so, the rest glasses, deep-set eyes and blur) and
discoloured skin (hue angle of the cheeks: 16 photos beyond -10 and 95 degrees, every one coloured light or a toned
print). Neither is reported: a false remark on a body is worse than none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import UPRIGHT, Map, apply, cut, invert, similarity
from antigone.types import Face, Measure, Photo, Pixels, Points, Profile, Quality

SIDE = 128
"""Pixels of the upright picture everything is measured on."""
EYES = 44.0
"""Pixels between the eyes of an average face in it."""
EYES_NEEDED = 60.0
"""Pixels between the eyes that are asked for, as everywhere in Antigone."""

_MIDDLE = (SIDE - 1) / 2
_TARGET: Points = UPRIGHT * EYES + _MIDDLE
_X = (np.arange(SIDE)[None, :] - _MIDDLE) / EYES
_Y = (np.arange(SIDE)[:, None] - _MIDDLE) / EYES
_OVAL: NDArray[np.bool_] = (_X / 1.05) ** 2 + ((_Y - 0.1) / 1.3) ** 2 < 1  # hairline to chin, ear to ear
_MASK: NDArray[np.uint8] = _OVAL.astype(np.uint8)
_SKIN: NDArray[np.uint8] = ((_X / 0.75) ** 2 + ((_Y - 0.15) / 0.9) ** 2 < 1).astype(np.uint8)  # brows to chin, no hair
_HALF_OVAL: NDArray[np.float32] = _OVAL[::2, ::2].astype(np.float32)
_HALF_OVAL = np.minimum(_HALF_OVAL, _HALF_OVAL[:, ::-1])
_GRID: NDArray[np.float64] = np.argwhere(_OVAL)[:, ::-1].astype(np.float64)  # its pixels, as x, y

_NOSE = 0.5  # how far the nose's tip stands before the eyes and mouth, in distances between the eyes [rough]
_NOSE_HEIGHT = 0.562  # of the way from eyes to mouth: the median of lfw-dev with this detector's points
_LEAST_SHARP = 0.31  # only 1 in 100 photos of lfw-dev is below
_LEAST_BRIGHT = 0.35  # none of lfw-dev is: with a stricter limit, those below it were mostly people with dark skin


@dataclass(frozen=True, slots=True)
class _View:
    """A face upright and at one size. ``eyes``: photo pixels between the eyes of an average face of this size.

    ``mask`` is 1 where the face's oval shows the photo, and 0 elsewhere and beyond the photo's edge.
    """

    grey: NDArray[np.uint8]
    light: NDArray[np.float32]
    mask: NDArray[np.uint8]
    points: Points
    eyes: float


def assess(photo: Photo, face: Face, profile: Profile) -> Quality:
    """The measures of ``face``'s picture, with advice for whoever takes or chooses the photo."""
    view = _view(photo, face.landmarks)
    yaw, pitch = pose(view.points)
    words = _WORDS[profile]
    open_mouth, cut_off = mouth(view), outside(view)
    whole = cut_off < 0.02
    told = profile is Profile.AM and open_mouth > _OPEN
    measures = (
        _eye_distance(view, words),
        _low("sharpness", sharpness(view), "ratio", _LEAST_SHARP, words["sharpness"]),
        *_exposure(view, words),
        _high("compression", blockiness(photo.pixels, face), "ratio", 1.3, words["compression"]),
        Measure("turned-sideways", yaw, "degrees", words["turned-sideways"] if abs(yaw) > 30 else ""),
        Measure("nodding", pitch, "degrees", words["nodding"] if abs(pitch) > 8 else ""),
        _low("symmetry", symmetry(view), "correlation", 0.0 if whole and abs(yaw) < 20 else -1.0, words["symmetry"]),
        _high("outside-frame", cut_off, "fraction", 0.02, words["outside-frame"]),
        _low("detection", face.detection, "score", 0.86, words["detection"]),
        Measure("mouth-open", open_mouth, "fraction", words["mouth-open"] if told else ""),
    )
    observed = ("mouth appears open",) if profile is Profile.PM and open_mouth > _OPEN else ()
    return Quality(_overall({m.name: m.value for m in measures}), measures, observed)


def _overall(value: dict[str, float]) -> float:
    """Geometric mean of what was shown to matter, times what is left of the face where something is far too bad."""
    parts = (
        1 / (1 + (max(0.0, 0.95 - value["detection"]) / 0.04) ** 2),  # 0.95 is the most that good faces get
        value["eye-distance"] / (value["eye-distance"] + 30),
        1 / (1 + (value["nodding"] / 6) ** 2),
    )
    left = (
        1 - value["outside-frame"],
        1 - value["clipped"],
        min(1.0, value["sharpness"] / _LEAST_SHARP),
        min(1.0, value["brightness"] / _LEAST_BRIGHT),
    )
    whole = math.prod(parts) ** (1 / len(parts)) * math.prod(left)
    return min(1.0, max(0.0, float(whole)))


def _view(photo: Photo, landmarks: Points) -> _View:
    to_view = similarity(landmarks, _TARGET)
    grey = cv2.cvtColor(cut(photo.pixels, to_view, SIDE, SIDE), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    scale = float(np.sqrt(abs(np.linalg.det(to_view[:, :2]))))
    mask = _seen(photo, to_view)
    return _View(grey, grey.astype(np.float32), mask, apply(to_view, landmarks), EYES / scale)


def _seen(photo: Photo, to_view: Map) -> NDArray[np.uint8]:
    """The face's oval, less what lies beyond the photo's edge."""
    back = invert(to_view)
    corners = apply(back, np.array([[0.0, 0], [SIDE, 0], [0, SIDE], [SIDE, SIDE]]))
    if (corners >= 0).all() and (corners <= [photo.width - 1, photo.height - 1]).all():
        return _MASK
    points = apply(back, _GRID)
    within = ((points > -0.5) & (points < np.array([photo.width, photo.height]) - 0.5)).all(axis=1)
    mask = np.zeros_like(_MASK)
    mask[_OVAL] = within
    return mask


def _low(name: str, value: float, unit: str, least: float, advice: str) -> Measure:
    return Measure(name, value, unit, advice if value < least else "")


def _high(name: str, value: float, unit: str, most: float, advice: str) -> Measure:
    return Measure(name, value, unit, advice if value > most else "")


def _eye_distance(view: _View, words: dict[str, str]) -> Measure:
    """Pixels between the eyes, from all five points, so that a face turned sideways does not count as far away."""
    advice = f"{words['eye-distance']}: {view.eyes:.0f} pixels between the eyes, {EYES_NEEDED:.0f} needed"
    return _low("eye-distance", view.eyes, "px", EYES_NEEDED - 0.5, advice)


def sharpness(view: _View) -> float:
    """Fine detail of the face relative to coarse detail (a ratio of standard deviations of grey).

    The finest that is looked at is one photo pixel or 1/30 of the distance between the eyes, whichever is more: a small
    face is not called blurred for being small. lfw-dev: median 0.50, one in a hundred below 0.31.
    """
    finest = 1.4 * max(1.0, EYES / view.eyes)
    fine, mid, coarse = (_blurred(view.light, finest * times) for times in (1, 2, 4))
    return _spread(view.light - fine, view.mask) / (_spread(mid - coarse, view.mask) + 2)


def _blurred(grey: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    blurred: NDArray[np.float32] = cv2.GaussianBlur(grey, (0, 0), min(sigma, SIDE / 8)).astype(np.float32, copy=False)
    return blurred


def _spread(values: NDArray[np.float32], mask: NDArray[np.uint8]) -> float:
    return float(cv2.meanStdDev(values, mask=mask)[1][0, 0])


def _exposure(view: _View, words: dict[str, str]) -> tuple[Measure, Measure, Measure]:
    """Brightness of the face's brightest hundredth, the share of its skin that is plain white, and its contrast.

    Highlights and the whites of the eyes reach the same brightness whatever the skin's colour, so that dark skin is not
    taken for a dark photo. White is grey above 249. Black is not counted: it is hair, or an open mouth. Contrast is
    the range of the middle 98 %.
    """
    share = _cumulative(view.grey, view.mask)
    darkest, brightest = (float(np.searchsorted(share, q)) / 255 for q in (0.01, 0.99))
    white = 1 - float(_cumulative(view.grey, view.mask & _SKIN)[249])
    bright = _low("brightness", brightest, "fraction", _LEAST_BRIGHT, words["too-dark"])
    clipped = _high("clipped", white, "fraction", 0.03, words["too-bright"])
    contrast = _low("contrast", brightest - darkest, "fraction", 0.25, "" if bright.advice else words["contrast"])
    return bright, clipped, contrast


def _cumulative(grey: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The share of the masked pixels at or below each grey; a face beyond the edge has no pixel, and is not clipped."""
    counts = cv2.calcHist([grey], [0], mask, [256], [0, 256]).ravel().astype(np.float64)
    total = float(counts.sum())
    return np.cumsum(counts) / total if total else np.linspace(0, 1, 256)


def blockiness(picture: Pixels, face: Face) -> float:
    """Steps between neighbouring pixels on the borders of 8 x 8 blocks, relative to those inside: 1 is none.

    Measured on the photo's own pixels, around the face, green only; the grid may start anywhere, since turning and
    cropping move it. lfw-dev: median 1.10, one in a hundred above 1.23. After Wang, Sheikh & Bovik, ICIP 2002.
    """
    x, y = face.landmarks.mean(axis=0)
    half = min(96.0, max(32.0, 1.3 * face.eye_distance))
    left, top = max(0, int(x - half)), max(0, int(y - half))
    part = picture[top : max(0, int(y + half)), left : max(0, int(x + half)), 1].astype(np.int16)
    return max(1.0, float(np.mean([_steps(part), _steps(part.T)])))


def _steps(part: NDArray[np.int16]) -> float:
    if min(part.shape) < 48:
        return 1.0  # too few blocks to tell their borders from chance
    step = np.abs(np.diff(part, axis=1)).mean(axis=0)
    step = step[: len(step) // 8 * 8].reshape(-1, 8).mean(axis=0)
    border = step.max()
    return float(border / ((step.sum() - border) / 7 + 0.5))


def pose(points: Points) -> tuple[float, float]:
    """Degrees the face is turned sideways (positive: towards the picture's right) and nods (positive: upwards).

    From where the nose's tip lies between eyes and mouth, taken to stand half an eye distance before them. Rough, and
    understated: the detector's points lean to those of a frontal face (nodding beyond 8 degrees is 1 in 80 of lfw-dev).
    By eye, the 24 largest of lfw-dev sideways were all near profile, and the 12 lowest nods all looked down; the 12
    highest looked up, but 8 of them were near profile as well.
    """
    eyes, lips = points[:2].mean(axis=0), points[3:].mean(axis=0)
    down, nose = lips - eyes, points[2] - eyes
    height = max(float(np.hypot(down[0], down[1])), 1e-6)
    aside = float(nose[0] * down[1] - nose[1] * down[0]) / height
    between = float(np.linalg.norm(points[1] - points[0]))
    yaw = float(np.degrees(np.arctan2(aside / _NOSE, between)))
    along = float(nose @ down) / height**2
    return yaw, float(np.degrees(np.arctan((_NOSE_HEIGHT - along) / _NOSE)))


def symmetry(view: _View) -> float:
    """How alike the face's halves are once lighting is evened out: a correlation, 1 is a mirror image.

    Falls with light from one side and with a turn sideways; a hand or a mask lowers it too little to be told. By eye,
    about 18 of the 24 lowest of lfw-dev that were not turned sideways were lit from one side. Median 0.55.
    """
    small = cv2.resize(view.light, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)
    even = small - _blurred(small, 4)
    even /= np.sqrt(_blurred(even * even, 4)) + 4
    even = _blurred(even, 0.75) * _HALF_OVAL
    even -= _HALF_OVAL * (even.sum() / _HALF_OVAL.sum())
    return float((even * even[:, ::-1]).sum() / ((even * even).sum() + 1e-6))


def outside(view: _View) -> float:
    """The fraction of the face's oval that lies beyond the photo's edge."""
    return 1 - int(view.mask.sum()) / len(_GRID)


_OPEN = 0.45


def mouth(view: _View) -> float:
    """How much of the mouth's middle is dark (under 0.4 of the skin's grey), less what is dark above it, as beards are.

    By eye, 65 of the 67 mouths above 0.45 in lfw-dev were open; the others had a microphone before them. How many open
    mouths it misses was not counted: parted lips and bright teeth are not seen.
    """
    lips = round(float(_TARGET[3, 1]))
    skin = float(np.median(view.grey[lips - 30 : lips + 10, 30:98]))
    inside, above = view.grey[lips - 3 : lips + 14, 54:75], view.grey[lips - 13 : lips - 5, 54:75]
    shown = view.mask[lips - 3 : lips + 14, 54:75] > 0
    dark, beard = float(((inside < 0.4 * skin) & shown).mean()), float((above < 0.45 * skin).mean())
    return max(0.0, dark - 2 * beard)


_ANY = {
    "compression": "use the original file: this one was compressed so much that its 8 x 8 blocks show",
    "outside-frame": "show the whole face: part of it lies outside the photo",
    "mouth-open": "choose a photo with the mouth closed, if there is one",
}
_WORDS: dict[Profile, dict[str, str]] = {
    Profile.PM: _ANY
    | {
        "eye-distance": "move the camera closer",
        "sharpness": "hold the camera still or use a tripod, focus on the eyes, and clean the lens",
        "too-dark": "light the face more, evenly from both sides",
        "too-bright": "take the flash away from the face or dim it: parts of the face are plain white",
        "contrast": "light the face from the side of the camera, and clean the lens",
        "turned-sideways": "move the camera in front of the face: it is seen from the side",
        "nodding": "move the camera in front of the face: it is seen from above or below",
        "symmetry": "light both sides of the face alike",
        "detection": "photograph the whole face from the front, once as found and once cleaned, with nothing over it",
    },
    Profile.AM: _ANY
    | {
        "eye-distance": "come closer, or use the original instead of a reduced copy",
        "sharpness": "hold the camera still, focus on the eyes, and clean the lens; or choose a sharper photo",
        "too-dark": "choose a brighter photo, or light the face more",
        "too-bright": "choose a photo with less light on the face: parts of it are plain white",
        "contrast": "choose a photo with more contrast, or scan this one again",
        "turned-sideways": "turn the head to the camera, or choose a photo from the front",
        "nodding": "level the chin, or choose a photo taken at eye level",
        "symmetry": "choose a photo with both sides of the face lit alike",
        "detection": "choose a photo from the front with nothing over the face",
    },
}
