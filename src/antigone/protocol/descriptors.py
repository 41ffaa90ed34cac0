"""What can be seen of each component, as an examiner chooses it: a code that is kept, and a plain word.

After the characteristic descriptors of FISWG's feature list (components.py), shortened to what one photograph shows and
a person without training in anatomy can point at. [The words are Antigone's, from general knowledge: compare them with
ASTM E3149 before a laboratory relies on them.] Codes are stored, within their component: never changed, and never used
again for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from antigone.protocol.components import GUIDES, Component
from antigone.types import Refusal

_C = Component
_WORDS: dict[Component, dict[str, str]] = {
    _C.SKIN: {
        "smooth": "smooth",
        "coarse": "coarse, large pores",
        "wrinkled": "finely wrinkled",
        "even": "even tone",
        "uneven": "uneven tone",
        "light": "light",
        "dark": "dark",
        "pitted": "pitted",
    },
    _C.OUTLINE: {
        "oval": "oval",
        "round": "round",
        "square": "square",
        "long": "long and narrow",
        "broad": "short and broad",
        "tapering": "narrower below",
        "heavy": "broader below",
    },
    _C.COMPOSITION: {
        "balanced": "three parts of about one height",
        "upper": "upper part high",
        "middle": "middle part high",
        "lower": "lower part high",
        "close": "eyes close together",
        "wide": "eyes wide apart",
        "lopsided": "two halves unlike",
    },
    _C.HAIR: {
        "straight": "straight",
        "wavy": "wavy",
        "curly": "curly",
        "dense": "dense",
        "thin": "thin",
        "receding": "hairline goes back at the temples",
        "peak": "hairline with a peak",
        "level": "hairline level",
        "bald": "bald, or nearly",
        "dark": "dark",
        "fair": "fair or red",
        "grey": "grey or white",
    },
    _C.FOREHEAD: {
        "high": "high",
        "low": "low",
        "broad": "broad",
        "narrow": "narrow",
        "upright": "upright",
        "sloping": "sloping back",
        "bulging": "bulging",
        "ridges": "marked brow ridges",
    },
    _C.EYEBROWS: {
        "straight": "straight",
        "arched": "arched",
        "angled": "angled",
        "thick": "thick",
        "thin": "thin",
        "joined": "joined in the middle",
        "apart": "clear gap in the middle",
        "low": "low over the eyes",
        "high": "high over the eyes",
        "gap": "a gap or a scar in one",
    },
    _C.EYES: {
        "round": "wide open, round",
        "narrow": "narrow",
        "up": "outer corner higher",
        "down": "outer corner lower",
        "single": "lid without a fold",
        "double": "lid with a fold",
        "hooded": "fold hangs over the lid",
        "inner-fold": "fold at the inner corner",
        "deep": "deep set",
        "protruding": "protruding",
        "pouches": "pouches below",
        "closed": "closed",
    },
    _C.CHEEKS: {
        "marked": "marked cheekbones",
        "flat": "flat cheekbones",
        "full": "full",
        "hollow": "hollow",
        "dimples": "dimples",
    },
    _C.NOSE: {
        "straight": "bridge straight",
        "humped": "bridge humped",
        "concave": "bridge hollow",
        "bent": "bent to one side",
        "narrow": "narrow",
        "broad": "broad",
        "round-tip": "tip round",
        "pointed-tip": "tip pointed",
        "tip-up": "tip turned up",
        "tip-down": "tip turned down",
        "flared": "wings flared",
        "close": "wings close",
        "nostrils": "nostrils seen from the front",
    },
    _C.EARS: {
        "attached": "lobe attached",
        "free": "lobe free",
        "large-lobe": "large lobe",
        "no-lobe": "hardly a lobe",
        "thick-helix": "outer rim (helix) rolled and thick",
        "flat-helix": "outer rim (helix) flat",
        "tubercle": "a knob on the outer rim",
        "marked-antihelix": "inner ridge (antihelix) marked",
        "flat-antihelix": "inner ridge (antihelix) flat",
        "tragus": "large tragus",
        "standing": "stands off",
        "lying": "lies close",
    },
    _C.MOUTH: {
        "wide": "wide",
        "narrow": "narrow",
        "full": "full lips",
        "thin": "thin lips",
        "lower": "lower lip fuller",
        "upper": "upper lip fuller",
        "bow": "upper lip with a bow",
        "corners-up": "corners turned up",
        "corners-down": "corners turned down",
        "long-philtrum": "long way from nose to lip",
        "short-philtrum": "short way from nose to lip",
        "teeth": "teeth are seen",
    },
    _C.JAW: {
        "round": "chin round",
        "square": "chin square",
        "pointed": "chin pointed",
        "cleft": "chin with a cleft",
        "forward": "chin forward",
        "backward": "chin back",
        "marked": "marked angle of the jaw",
        "soft": "soft angle of the jaw",
        "double": "double chin",
    },
    _C.NECK: {
        "thin": "thin",
        "thick": "thick",
        "long": "long",
        "short": "short",
        "larynx": "larynx stands out",
        "folds": "folds",
    },
    _C.FACIAL_HAIR: {
        "none": "none",
        "stubble": "stubble",
        "moustache": "moustache",
        "chin": "beard on the chin",
        "full": "full beard",
        "whiskers": "whiskers",
        "patchy": "grows in patches",
        "grey": "grey or white",
    },
    _C.LINES: {
        "none": "none to be seen",
        "forehead": "across the forehead",
        "glabella": "upright between the brows",
        "crows-feet": "at the outer corners of the eyes",
        "below-eyes": "below the eyes",
        "nasolabial": "from nose to mouth",
        "corners": "down from the corners of the mouth",
        "chin": "across the chin",
    },
    _C.SCARS: {
        "none": "none to be seen",
        "forehead": "on the forehead",
        "brow": "at a brow",
        "eye": "at an eye",
        "cheek": "on a cheek",
        "nose": "on the nose",
        "lip": "at a lip",
        "chin": "on the chin or jaw",
    },
    _C.MARKS: {
        "none": "none to be seen",
        "mole": "a mole",
        "moles": "several moles",
        "freckles": "freckles",
        "birthmark": "a birthmark",
        "pigment": "light or dark patches",
    },
    _C.ALTERATIONS: {
        "none": "none to be seen",
        "ear": "an ear pierced",
        "face": "nose, brow or lip pierced",
        "tattoo": "a tattoo",
        "lobe": "a stretched or torn lobe",
        "surgery": "an operation",
    },
    _C.OTHER: {"none": "nothing else"},
}

DESCRIPTORS: Mapping[Component, Mapping[str, str]] = MappingProxyType(
    {component: MappingProxyType(_WORDS[component]) for component in Component}
)
"""Of each component, in the order of the page: the code, and what it says."""


def foreign(component: Component, descriptors: frozenset[str]) -> Refusal | None:
    """Why descriptors cannot stand: they are not of this component."""
    strange = sorted(descriptors - DESCRIPTORS[component].keys())
    if not strange:
        return None
    return Refusal(
        "no-such-descriptor",
        f"{', '.join(strange)} is no descriptor of this component: {GUIDES[component].name}.",
        "Choose from its own list, or say it in words.",
    )
