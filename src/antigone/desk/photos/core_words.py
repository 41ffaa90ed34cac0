"""The engine's statements about a photograph, in the reader's language.

The engine knows no languages: it says English sentences, and some of them are kept. Here they stand once more, so that
the catalogues have them. Where a sentence holds a number that was not kept by itself, the reader is told what
happened without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from antigone.face.quality import EYES_NEEDED
from antigone.types import Refusal
from antigone.unexpected import CODE, refused

COPY = noop("Copy it again from the camera or card.")
MASK_AGAIN = noop("Save the mask as PNG, of the photo's own size, white where the face is hidden and black elsewhere.")
REFUSALS: dict[str, tuple[str, str]] = {
    "damaged": (
        noop("The file is damaged or cut off."),
        noop("Copy it again from the camera or card; if it stays damaged, use another photo."),
    ),
    "empty": (noop("The file is empty (0 bytes)."), COPY),
    "folder": (noop("This is a folder, not a photo."), noop("Name the photos in it.")),
    "no-face": (
        noop("No face was found in the photo."),
        noop(
            "Photograph the whole face from the front, well lit, with nothing over it, at least 60 pixels between the"
            " eyes."
        ),
    ),
    "no-permission": (
        noop("The file may not be read by this user."),
        noop("Ask for permission to read it, or copy it."),
    ),
    "not-a-photo": (
        noop("This is not a photograph Antigone can read, whatever its name says."),
        noop("Use JPEG, PNG, WebP, TIFF, BMP or HEIC."),
    ),
    "not-found": (noop("There is no such file."), noop("Check the name and the folder.")),
    "raw": (
        noop("This is a camera's raw file."),
        noop("Develop it with the camera maker's program, save it as TIFF or JPEG, and keep the raw file as evidence."),
    ),
    "several-pictures": (
        noop("The file holds several pictures (an animation or a document of several pages)."),
        noop("Save the one you mean as a photo of its own."),
    ),
    "too-large": (noop("The file is too large."), noop("Save the photo as JPEG at full size and try again.")),
    "padded": (
        noop("The file is much larger than the picture in it."),
        noop("Save the photo anew as JPEG and try again."),
    ),
    "too-many-layers": (
        noop("The picture is kept in more layers than are decoded."),
        noop("Save the photo anew as JPEG and try again."),
    ),
    "too-many-pixels": (
        noop("The photo has more pixels than can be decoded."),
        noop("If it really is that large, save it at half its size."),
    ),
    "too-small": (
        noop("The photo has too few pixels for a face."),
        noop("Use the original instead of a thumbnail."),
    ),
    "covered": (
        noop("So much of the face is covered that too little is left to compare."),
        noop(
            "Clear the face, or photograph it from another side. Nothing is searched by so little of a face: whoever"
            " came first would be there by chance. If only little is covered, look at what was painted and at the"
            " points."
        ),
    ),
    "points-outside": (
        noop("A point lies outside the photograph."),
        noop("Points are of the photo as people see it, upright, counted from its upper left corner."),
    ),
    "points-no-number": (noop("A point has no two numbers."), noop("Give both, or leave both empty.")),
    "points-mirrored": (
        noop("The points are those of a face in a mirror."),
        noop(
            "Left is what is on the left of the picture when the face is held upright: the person's own right. Swap"
            " left and right, or turn the picture that was mirrored."
        ),
    ),
    "points-too-few": (noop("Too few points are set."), noop("Set all five points.")),
    "points-impossible": (
        noop("No face has its points so."),
        noop(
            "Look whether one was set in a wrong place, or two were exchanged: eyes, tip of the nose, corners of the"
            " mouth."
        ),
    ),
    "cover-no-png": (noop("The mask is not a PNG picture."), MASK_AGAIN),
    "cover-size": (noop("The mask is not of the photograph's size."), MASK_AGAIN),
    "cover-unreadable": (noop("The mask cannot be read."), MASK_AGAIN),
    "set-aside": (
        noop("Twice the worker ended while it was at this file."),
        noop("Open it in a program for pictures, save it anew as JPEG, and add that."),
    ),
    "unexpected": (
        noop("Something unexpected happened with this file."),
        noop("Save the photo anew as JPEG and try again; give the number to whoever runs Antigone."),
    ),
    "unreadable": (noop("The file cannot be read."), COPY),
}
"""For each code of a refusal: what happened and what to do, without numbers."""
ALSO = (
    noop("This is a GIF, which is made for drawings and films."),
    noop("This is a PDF document."),
    noop("This is a film, or a kind of picture Antigone does not read."),
    noop("This begins as a photograph does, and is cut off or of a kind Antigone does not read."),
    noop("The photo does not fit into memory."),
    noop("Save it smaller and try again."),
)
ADVICE = (
    noop("use the original file: this one was compressed so much that its 8 x 8 blocks show"),
    noop("show the whole face: part of it lies outside the photo"),
    noop("choose a photo with the mouth closed, if there is one"),
    noop("hold the camera still or use a tripod, focus on the eyes, and clean the lens"),
    noop("light the face more, evenly from both sides"),
    noop("take the flash away from the face or dim it: parts of the face are plain white"),
    noop("light the face from the side of the camera, and clean the lens"),
    noop("move the camera in front of the face: it is seen from the side"),
    noop("move the camera in front of the face: it is seen from above or below"),
    noop("light both sides of the face alike"),
    noop("photograph the whole face from the front, once as found and once cleaned, with nothing over it"),
    noop("hold the camera still, focus on the eyes, and clean the lens; or choose a sharper photo"),
    noop("choose a brighter photo, or light the face more"),
    noop("choose a photo with less light on the face: parts of it are plain white"),
    noop("choose a photo with more contrast, or scan this one again"),
    noop("turn the head to the camera, or choose a photo from the front"),
    noop("level the chin, or choose a photo taken at eye level"),
    noop("choose a photo with both sides of the face lit alike"),
    noop("choose a photo from the front with nothing over the face"),
)
"""All of face/quality.py but the distance between the eyes, which holds a number."""
OBSERVED = (noop("mouth appears open"),)
NOTES = (
    noop("the file's end is missing"),
    noop("the file's end is missing, and something of its last %(rows)s rows of pixels"),
    noop("the file's small preview was left aside"),
    noop("turned as its orientation tag says"),
    noop("decoded at 1/%(parts)s of its size, which holds all that is compared"),
    noop("reduced from 16 bits"),
    noop("stretched from %(bits)s bits that were stored in 16"),
    noop("transparent parts filled with grey"),
    noop("converted from the colour profile %(name)s"),
    noop("converted from %(mode)s"),
    noop("colour profile ignored (%(why)s)"),
)
"""All that face/ notes of how a file was read. The first that fits is the one that was meant."""
_SHAPES = [(re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(words))), words) for words in NOTES]


def refusal_in_words(code: str, detail: str, hint: str) -> tuple[str, str]:
    """A refusal: what happened and what to do. The engine's own sentence where the catalogue has none."""
    if (get_language() or "en").startswith("en"):
        return detail, hint
    if code == CODE and (number := re.search(r"fault (\w+)", detail)):
        words = _("Something unexpected happened with this file (fault %(number)s in the log).")
        return words % {"number": number[1]}, _(REFUSALS[CODE][1])
    general = REFUSALS.get(code, (detail, hint))
    return _known(detail) or _(general[0]), _known(hint) or _(general[1])


def to_be_kept(why: Refusal) -> dict[str, str]:
    """A refusal as ``Photograph.refusal`` has it: of what people set by hand without the numbers that change."""
    of_hand = why.code == "covered" or why.code.startswith(("points-", "cover-"))
    detail, hint = REFUSALS.get(why.code, (why.detail, why.hint)) if of_hand else (why.detail, why.hint)
    return {"code": why.code, "detail": detail, "hint": hint}


def unexpected_in_words(fault: Exception) -> tuple[str, str]:
    """What nobody expected of one file: its number in the log, and what to do."""
    why = refused(fault)
    return refusal_in_words(why.code, why.detail, why.hint)


def advice_in_words(quality: Mapping[str, Any]) -> list[str]:
    """Advice on what to photograph again, from a face's quality as it was kept."""
    eyes = quality.get("measures", {}).get("eye-distance", {}).get("value")
    return [_(words) if words in ADVICE or eyes is None else _eye_distance(words, eyes) for words in _advice(quality)]


def notes_in_words(notes: Iterable[str]) -> list[str]:
    """How a file was read, from its notes as they were kept."""
    return [_note(each) for each in notes]


def _note(kept: str) -> str:
    for shape, words in _SHAPES:
        if (found := shape.fullmatch(kept)) is not None:
            return _(words) % found.groupdict()
    return kept


def _advice(quality: Mapping[str, Any]) -> list[str]:
    return list(quality.get("advice", []))


def _eye_distance(words: str, eyes: float) -> str:
    of = {"pixels": f"{eyes:.0f}", "needed": f"{EYES_NEEDED:.0f}"}
    if words.startswith("move the camera closer"):
        return _("move the camera closer: %(pixels)s pixels between the eyes, %(needed)s needed") % of
    if words.startswith("come closer"):
        return (
            _(
                "come closer, or use the original instead of a reduced copy: %(pixels)s pixels between the eyes,"
                " %(needed)s needed"
            )
            % of
        )
    return words


def _known(sentence: str) -> str:
    said = _(sentence)
    return "" if said == sentence else said
