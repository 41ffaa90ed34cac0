"""The 19 components of a face that an examiner looks at, and what may have changed each of them.

The list is that of ASTM E3149 / FISWG, "Facial Image Comparison Feature List for Morphological Analysis" (version 2.0
of 2018), in its order, which is from the top of the face to the bottom and says nothing about importance. [The names
were read in secondary sources, not in the standard itself: check.] The list was made for the living (Wilkinson and
others, Int J Legal Med 138, 2024): what death may change in each component is put beside it here, from general
knowledge of early changes after death [from memory, check with a forensic pathologist], except where a source is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antigone.types import Refusal


class Component(StrEnum):
    """The components. Codes are stored: they are never changed and never used again for something else."""

    SKIN = "skin"
    OUTLINE = "outline"
    COMPOSITION = "composition"
    HAIR = "hair"
    FOREHEAD = "forehead"
    EYEBROWS = "eyebrows"
    EYES = "eyes"
    CHEEKS = "cheeks"
    NOSE = "nose"
    EARS = "ears"
    MOUTH = "mouth"
    JAW = "jaw"
    NECK = "neck"
    FACIAL_HAIR = "facial-hair"
    LINES = "lines"
    SCARS = "scars"
    MARKS = "marks"
    ALTERATIONS = "alterations"
    OTHER = "other"


class Origin(StrEnum):
    """Where a change comes from."""

    DEATH = "death"
    """What happened to the body: must be noted before the reference is seen."""
    LIFE = "life"
    """The years between the photographs."""
    PICTURE = "picture"
    """How a photograph was taken or kept."""


class Explanation(StrEnum):
    """What can make one person look different in two photographs. Stored, never changed."""

    LIVOR = "livor"
    PALLOR = "pallor"
    BLOATING = "bloating"
    DECOMPOSITION = "decomposition"
    SKIN_SLIP = "skin-slip"
    DRYING = "drying"
    WATER = "water"
    BURNING = "burning"
    ANIMALS = "animals"
    INJURY = "injury"
    BLOOD_OR_SOIL = "blood-or-soil"
    JAW_OPEN = "jaw"
    LIDS = "lids"
    SLACK = "slack"
    GRAVITY = "gravity"
    TREATMENT = "treatment"
    AGEING = "ageing"
    BODY_WEIGHT = "body-weight"
    ILLNESS = "illness"
    GROOMING = "grooming"
    MAKE_UP = "make-up"
    SURGERY = "surgery"
    TEETH = "teeth"
    EXPRESSION = "expression"
    POSE = "pose"
    LENS = "lens"
    LIGHT = "light"
    COVER = "cover"
    IMAGE = "image"

    @property
    def origin(self) -> Origin:
        return _EXPLANATIONS[self][0]

    @property
    def words(self) -> str:
        return _EXPLANATIONS[self][1]


_D, _L, _P = Origin.DEATH, Origin.LIFE, Origin.PICTURE
_EXPLANATIONS = {
    Explanation.LIVOR: (_D, "livor: blood settled in the parts that lay low, and pale patches where they were pressed"),
    Explanation.PALLOR: (_D, "pallor of the skin after death"),
    Explanation.BLOATING: (_D, "bloating by gases"),
    Explanation.DECOMPOSITION: (_D, "decomposition: discolouring, marbling, loss of tissue"),
    Explanation.SKIN_SLIP: (_D, "upper skin loosened or lost, and hair with it"),
    Explanation.DRYING: (_D, "drying: lips, eyes, tip of the nose; skin drawn back, which makes stubble look longer"),
    Explanation.WATER: (_D, "time in water: swollen, wrinkled or whitened skin, adipocere"),
    Explanation.BURNING: (_D, "heat or fire: shrunken, split or charred skin, singed hair"),
    Explanation.ANIMALS: (_D, "insects, fish or other animals"),
    Explanation.INJURY: (_D, "injury at or after death, swelling and fractures with it"),
    Explanation.BLOOD_OR_SOIL: (_D, "blood, soil or foam on the skin"),
    Explanation.JAW_OPEN: (_D, "the jaw dropped, or fixed or bound in another position"),
    Explanation.LIDS: (_D, "lids half open, sunken eyes, clouded corneas"),
    Explanation.SLACK: (_D, "muscles without tone: flattened features, an expression the living never had"),
    Explanation.GRAVITY: (_D, "soft parts moved or flattened by how the body lay"),
    Explanation.TREATMENT: (_D, "care, autopsy, embalming or reconstruction"),
    Explanation.AGEING: (_L, "years between the photographs; growth of a child"),
    Explanation.BODY_WEIGHT: (_L, "weight gained or lost"),
    Explanation.ILLNESS: (_L, "illness, hunger or medicines"),
    Explanation.GROOMING: (_L, "hair or beard cut, grown, dyed, plucked or lost"),
    Explanation.MAKE_UP: (_L, "make-up"),
    Explanation.SURGERY: (_L, "an operation or an injury healed between the photographs"),
    Explanation.TEETH: (_L, "teeth lost, replaced or straightened"),
    Explanation.EXPRESSION: (_P, "expression"),
    Explanation.POSE: (_P, "pose of the head"),
    Explanation.LENS: (_P, "lens and distance: perspective, distortion"),
    Explanation.LIGHT: (_P, "light, shadow, colour of the light, flash"),
    Explanation.COVER: (_P, "covered: glasses, veil, cap, hand, mask, tube, cloth"),
    Explanation.IMAGE: (_P, "the picture itself: focus, compression, print, scan, retouching, mirrored"),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """What stands beside a component on the bench."""

    name: str
    look_at: str
    explanations: frozenset[Explanation]
    """What is known to change it. Another explanation needs words of its own."""
    note: str = ""


_E = Explanation
_SURFACE = {_E.LIVOR, _E.PALLOR, _E.DECOMPOSITION, _E.SKIN_SLIP, _E.WATER, _E.BURNING, _E.ANIMALS, _E.INJURY}
_SURFACE |= {_E.BLOOD_OR_SOIL, _E.TREATMENT}
_PICTURE = {_E.LIGHT, _E.IMAGE, _E.COVER}
_SEEN_AS = _PICTURE | {_E.POSE, _E.LENS}
_SOFT = {_E.BLOATING, _E.DECOMPOSITION, _E.WATER, _E.BURNING, _E.ANIMALS, _E.INJURY, _E.SLACK, _E.GRAVITY, _E.TREATMENT}
_YEARS = {_E.AGEING, _E.BODY_WEIGHT, _E.ILLNESS}
_HAIRS = {_E.SKIN_SLIP, _E.BURNING, _E.WATER, _E.BLOOD_OR_SOIL, _E.TREATMENT, _E.GROOMING, _E.AGEING, _E.ILLNESS}
_HAIRS |= {_E.DECOMPOSITION}
_SPOTS = _SURFACE | _PICTURE | {_E.BLOATING, _E.DRYING, _E.AGEING, _E.MAKE_UP, _E.SURGERY}

GUIDES: dict[Component, Guide] = {
    Component.SKIN: Guide(
        "Skin",
        "texture, tone, pores, pigment, disease",
        frozenset(_SURFACE | _PICTURE | {_E.DRYING, _E.AGEING, _E.ILLNESS, _E.MAKE_UP}),
        "Colour says least of all after death.",
    ),
    Component.OUTLINE: Guide(
        "Face or head outline",
        "shape of the whole, with and without hair; from the front and the side",
        frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.JAW_OPEN, _E.GROOMING}),
    ),
    Component.COMPOSITION: Guide(
        "Face or head composition",
        "where the parts lie to each other, by eye: nothing is measured",
        frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.JAW_OPEN, _E.EXPRESSION}),
        "Lens and distance change proportions; photo-anthropometry is not to be used (FISWG 2018).",
    ),
    Component.HAIR: Guide(
        "Hair", "hairline, parting, density, colour, texture, baldness", frozenset(_HAIRS | _SEEN_AS | {_E.ANIMALS})
    ),
    Component.FOREHEAD: Guide(
        "Forehead", "height, width, slope, brow ridges", frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.GROOMING})
    ),
    Component.EYEBROWS: Guide(
        "Eyebrows",
        "shape, density, height, gap, hairs that grow another way",
        frozenset(_HAIRS | _SEEN_AS | {_E.BLOATING, _E.SLACK, _E.INJURY, _E.MAKE_UP, _E.EXPRESSION}),
    ),
    Component.EYES: Guide(
        "Eyes",
        "opening, corners, folds and lids, distance, iris, lashes",
        frozenset(_SOFT | _SEEN_AS | {_E.DRYING, _E.LIDS, _E.AGEING, _E.ILLNESS, _E.MAKE_UP, _E.EXPRESSION}),
        "Closed lids hide most of it; the colour of a clouded eye is not comparable.",
    ),
    Component.CHEEKS: Guide(
        "Cheeks", "cheekbones, fullness, dimples", frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.EXPRESSION, _E.TEETH})
    ),
    Component.NOSE: Guide(
        "Nose",
        "root, bridge, tip, wings, nostrils, base, partition",
        frozenset(_SOFT | _SEEN_AS | {_E.DRYING, _E.AGEING, _E.EXPRESSION, _E.SURGERY}),
    ),
    Component.EARS: Guide(
        "Ears",
        "helix, antihelix, tragus, lobe, how far they stand off",
        frozenset(_SOFT | _SEEN_AS | {_E.DRYING, _E.AGEING, _E.SURGERY}),
    ),
    Component.MOUTH: Guide(
        "Mouth",
        "lips, philtrum, corners, teeth that can be seen",
        frozenset(_SOFT | _SEEN_AS | {_E.DRYING, _E.JAW_OPEN, _E.AGEING, _E.TEETH, _E.MAKE_UP, _E.EXPRESSION}),
        "Teeth in a smile are for the odontologist, as a line of evidence of its own.",
    ),
    Component.JAW: Guide(
        "Chin and jawline",
        "shape, cleft, angle, double chin",
        frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.JAW_OPEN, _E.TEETH, _E.EXPRESSION}),
    ),
    Component.NECK: Guide(
        "Neck", "width, length, folds, larynx", frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.LIVOR, _E.SKIN_SLIP})
    ),
    Component.FACIAL_HAIR: Guide(
        "Facial hair", "where it grows and does not, density, direction", frozenset(_HAIRS | _SEEN_AS | {_E.DRYING})
    ),
    Component.LINES: Guide(
        "Facial lines",
        "creases and folds: forehead, glabella, crow's feet, nasolabial, chin",
        frozenset(_SOFT | _SEEN_AS | _YEARS | {_E.DRYING, _E.EXPRESSION, _E.MAKE_UP}),
        "On donated bodies bloated by embalming, creases stayed but at the edge of the face and where the skin is thick"
        " (Hadi and Wilkinson, Forensic Sci Int 237, 2014).",
    ),
    Component.SCARS: Guide("Scars", "place, shape, length; stitches", frozenset(_SPOTS | {_E.POSE})),
    Component.MARKS: Guide(
        "Facial marks", "moles, freckles, birthmarks: place, shape, pattern", frozenset(_SPOTS | {_E.POSE})
    ),
    Component.ALTERATIONS: Guide(
        "Alterations",
        "piercings, tattoos, cosmetic surgery, stretched lobes",
        frozenset(_SPOTS | {_E.POSE, _E.GROOMING}),
        "Jewellery may have been taken, added or lost: the hole is the finding.",
    ),
    Component.OTHER: Guide("Other", "whatever else tells this face from others", frozenset(Explanation)),
}


def may_change(component: Component) -> frozenset[Explanation]:
    """The changes that death is known to make in a component, to be looked for before the reference is seen."""
    return frozenset(e for e in GUIDES[component].explanations if e.origin is Origin.DEATH)


def unusual(component: Component, explanations: frozenset[Explanation], words: str) -> Refusal | None:
    """Why explanations cannot stand without words: they are not known to change this component."""
    strange = sorted(explanations - GUIDES[component].explanations)
    if not strange or words.strip():
        return None
    return Refusal(
        "explanation-needs-words",
        f"{', '.join(strange)} is not known to change this component: {GUIDES[component].name}.",
        "Say in words how it did here.",
    )
