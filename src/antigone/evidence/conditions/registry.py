"""Every condition, in the order in which they are listed and shown."""

from __future__ import annotations

from antigone.evidence.conditions import camera, cover, lids, light, reference, shape, skin, sources
from antigone.evidence.conditions.condition import Condition, Side

PM, AM = Side.PM, Side.AM

_CAMERA = (
    Condition(
        "lying", PM, "Lying at any angle",
        "The whole picture is turned, as when the body lies every way up under the camera.",
        (45, 90, 165), "turned by {}° ± 15°, to either side",
        (sources.E3148, sources.DVI),
        "The sagging of soft tissue in that position, the surface under the head, and light from another side.",
        effect=camera.lying,
    ),
    Condition(
        "camera-above", PM, "Camera above",
        "The face is seen from the side of the forehead, near by, over a mesh of a generic face.",
        (12, 24, 36), "camera {}° above the face's front, 0.7 m away",
        (sources.E3148, sources.OFIQ),
        "Parts the photo does not show (the crown of the head), the person's own relief, light that stays where it was.",
        effect=camera.above,
    ),
    Condition(
        "camera-below", PM, "Camera below",
        "The face is seen from the side of the chin, near by, over a mesh of a generic face.",
        (12, 24, 36), "camera {}° below the face's front, 0.7 m away",
        (sources.E3148, sources.OFIQ),
        "Nostrils and the underside of the chin, which the photo does not show; the person's own relief.",
        effect=camera.below,
    ),
    Condition(
        "camera-aside", PM, "Camera aside",
        "The face is seen from one side, near by, over a mesh of a generic face.",
        (15, 30, 45), "camera {}° aside of where it stood, 0.7 m away",
        (sources.E3148, sources.OFIQ),
        "The near ear and cheek, which the photo does not show; the person's own nose; hair in depth.",
        effect=camera.aside,
    ),
)

_SHAPE = (
    Condition(
        "eyes-closed", PM, "Eyes closed",
        "The upper lids are drawn down over the eyes, with a lash line; in the severer steps the eyeballs are sunken.",
        (0, 3, 6), "lids shut, eyeballs {} mm sunken",
        (sources.KNIGHT, sources.MADEA),
        "The person's own lid, lashes and make-up; the relief of the eyeball under the lid; glasses, which stay.",
        effect=lids.closed,
    ),
    Condition(
        "eyes-half-open", PM, "Eyes half open",
        "The upper lids hang over part of the eyes; the corneas lose their gloss and grow dull.",
        (35, 55, 80), "lids over {} % of the opening",
        (sources.MADEA, sources.IRIS),
        "The dark bands of dried sclera (tache noire), pupils of unequal width, the direction of the eyes.",
        effect=lids.half_open,
    ),
    Condition(
        "jaw-dropped", PM, "Jaw dropped",
        "The lower jaw hangs: chin and lower lip go down, the mouth opens dark, the cheeks grow hollow.",
        (8, 18, 30), "lips {} mm apart",
        (sources.KNIGHT, sources.DVI),
        "The person's own teeth and tongue, dentures that slip, the jaw's swing backwards, loosened lips.",
        effect=shape.jaw_dropped,
    ),
    Condition(
        "bloating", PM, "Bloating",
        "Gas swells the tissues: cheeks and neck widen, lids swell together, lips turn out, the skin grows tight.",
        (8, 18, 30), "cheeks about {} % wider",
        (sources.MEGYESI, sources.KNIGHT, sources.CORNETT),
        "Bulging eyes, the protruding tongue, skin slip and blisters, fluid, the change of colour that comes with it.",
        graphic=True, effect=shape.bloated,
    ),
)

_SKIN = (
    Condition(
        "pallor", PM, "Pallor",
        "The blood leaves the skin: redness goes, the face turns waxy and even, the lips most of all.",
        (35, 60, 85), "{} % of the redness gone",
        (sources.KNIGHT, sources.MADEA),
        "How little it shows on dark skin other than on lips; loss of tone of the muscles, which flattens the face.",
        effect=skin.pallor,
    ),
    Condition(
        "livor", PM, "Livor (lividity)",
        "Blood sinks to the lowest side and stains it purple, with sharply bounded pale places where it was pressed.",
        (25, 50, 75), "about {} % of the face purple",
        (sources.KNIGHT, sources.MADEA),
        "Its colour by cause (cherry-red after carbon monoxide, brown after nitrites), bleeding points, its shift.",
        graphic=True, effect=skin.livor,
    ),
    Condition(
        "greening", PM, "Green and brown discolouration",
        "Putrefaction stains the neck and the face green, then brown.",
        (25, 50, 80), "about {} % of the face stained",
        (sources.KNIGHT, sources.MEGYESI, sources.CORNETT),
        "Skin slip, blisters and the swelling that comes with it; black skin of late stages; mould.",
        graphic=True, effect=skin.greening,
    ),
    Condition(
        "marbling", PM, "Marbling",
        "The veins show through the skin as a branching brown-green net, from the neck and temples inwards.",
        (35, 65, 100), "net standing out by {} %",
        (sources.KNIGHT, sources.MEGYESI),
        "The person's own veins: the net is a random tree; the swelling that comes with it.",
        graphic=True, effect=skin.marbling,
    ),
    Condition(
        "drying", PM, "Drying",
        "Lips, tip of the nose and lids dry to brown parchment; yellow-brown leathery patches and fine wrinkles.",
        (35, 65, 100), "dried to {} % of the darkest",
        (sources.KNIGHT, sources.MADEA, sources.CORNETT),
        "Shrinking: lips drawn back from the teeth, a pinched nose, tight skin over bone, as in mummification.",
        graphic=True, effect=skin.dried,
    ),
    Condition(
        "wounds", PM, "Wounds",
        "Bruises, grazes and short lacerations at random places of the face.",
        (6, 16, 32), "about {} % of the face bruised or grazed",
        (sources.KNIGHT, sources.MICHALSKI),
        "Swelling, fractures that change the shape, lost tissue, burns, gunshot wounds, the work of animals.",
        graphic=True, effect=skin.wounds,
    ),
)

_COVER = (
    Condition(
        "wet-hair", PM, "Wet hair on the face",
        "Wet strands in the hair's own colour lie from the hairline over forehead, eyes and cheeks.",
        (6, 16, 36), "{} strands",
        (sources.E3148, sources.OFIQ),
        "The person's own length and fall of hair; beards; hair that mats with blood or sand.",
        effect=cover.wet_hair,
    ),
    Condition(
        "blood", PM, "Blood over parts",
        "A smear over one side, runs from nose, mouth and brow, and spatter.",
        (10, 25, 50), "about {} % of the face covered",
        (sources.E3148, sources.KNIGHT),
        "Clots and crusts with relief, pooled blood, the injury it comes from, blood in hair and on cloth.",
        graphic=True, effect=cover.blood,
    ),
    Condition(
        "soil", PM, "Soil and mud",
        "Mud and earth cover parts of the face, dull and grainy; a thin film lies over the rest.",
        (15, 40, 70), "about {} % of the face covered",
        (sources.E3148, sources.DVI),
        "Relief of thick layers, leaves and plants, soil of other colours, concrete dust, ash.",
        effect=cover.soil,
    ),
    Condition(
        "foam", PM, "Foam",
        "Fine white foam stands before nostrils and mouth, as after drowning.",
        (22, 42, 66), "cone {} mm wide",
        (sources.KNIGHT,),
        "Its height, its pink tinge, froth that has dried; other causes (opiates, heart failure) look alike.",
        graphic=True, effect=cover.foam,
    ),
    Condition(
        "cloth", PM, "Cloth over parts",
        "A cloth lies over the face from below (mouth and chin) or from above (brow), with folds and its shadow.",
        (22, 38, 52), "{} % of the face's height covered",
        (sources.MASKS, sources.E3148),
        "Patterned and transparent cloth, plastic, body bags with their glare, oxygen masks and tubes.",
        effect=cover.cloth,
    ),
    Condition(
        "half-face", PM, "Half a face",
        "One side of the face is hidden behind ground or a flat thing, or lies beyond the picture.",
        (30, 50, 62), "{} % of the face's width hidden",
        (sources.MASKS, sources.MICHALSKI),
        "Destroyed or missing tissue: this hides, it does not injure; a face pressed out of shape by what it lies on.",
        effect=cover.half_a_face,
    ),
)

_LIGHT = (
    Condition(
        "night", PM, "Night",
        "Too little light, half made up for by the camera: dark, noisy, with a cast.",
        (1.5, 3, 5), "{} stops too little light",
        (sources.E3148, sources.OFIQ),
        "A camera's own noise reduction, which smears skin; street lamps of one colour; infra-red.",
        effect=light.night,
    ),
    Condition(
        "flash", PM, "Flash",
        "A flash from the camera burns out what faces it and makes skin gloss; the surroundings sink into the dark.",
        (0.7, 1.4, 2.1), "flash {} stops too strong",
        (sources.E3148,),
        "Hard shadows behind nose and ears, reflections in glasses and on wet skin where they truly arise.",
        effect=light.flash,
    ),
    Condition(
        "mixed-light", PM, "Mixed light",
        "A warm lamp from one side and a cold one from the other light the halves of the face unlike.",
        (1, 2, 3), "lamps {} stops apart",
        (sources.E3148, sources.OFIQ),
        "Cast shadows, flicker bands of lamps, light through coloured tents or plastic.",
        effect=light.mixed_light,
    ),
    Condition(
        "motion-blur", PM, "Motion blur",
        "The camera moves while the shutter is open.",
        (4, 9, 16), "{} mm of the face travelled",
        (sources.OFIQ,),
        "Turning of the camera, and anything that moves against the rest of the picture.",
        effect=light.motion_blur,
    ),
    Condition(
        "focus-blur", PM, "Out of focus",
        "Each point of the picture becomes a disc.",
        (4, 8, 14), "disc of {} mm on the face",
        (sources.OFIQ, sources.CAPPELLA),
        "Depth: near and far parts are equally blurred; a phone's sharpening afterwards.",
        effect=light.focus_blur,
    ),
    Condition(
        "messenger", PM, "Sent by messenger",
        "Made smaller and compressed as JPEG, twice. The picture that comes out is smaller.",
        (40, 24, 14), "at most {} pixels between the eyes",
        (),
        "What any one service does today; filters and retouching; cropping.",
        effect=light.messenger,
    ),
)

_REFERENCE = (
    Condition(
        "halftone", AM, "Scan of a print: halftone",
        "The picture was printed with a screen of dots in four inks, and scanned.",
        (34, 20, 12), "{} rows of dots between the eyes",
        (sources.CAPPELLA,),
        "Misregistered inks, ink that spreads, stochastic screens of ink-jet printers, the scanner's sharpening.",
        effect=reference.halftone,
    ),
    Condition(
        "glare", AM, "Scan of a print: glare",
        "A lamp is mirrored in the glossy print or in its glass.",
        (40, 70, 95), "core at {} % of white",
        (sources.CAPPELLA,),
        "Mirrored things with a shape, polarised or coloured glare, album foil with its waves.",
        effect=reference.glare,
    ),
    Condition(
        "crease", AM, "Scan of a print: crease",
        "The print was folded: white cracks run over the face, with a bend beside each.",
        (1, 3, 6), "{} folds",
        (sources.CAPPELLA,),
        "Torn-off corners, lost coating in patches, mould, handwriting over the face.",
        effect=reference.crease,
    ),
    Condition(
        "faded", AM, "Scan of a print: fading",
        "The dyes have faded, cyan first: pale, low in contrast, red and yellow.",
        (35, 60, 85), "{} % of the cyan dye lost in step with the others",
        (sources.CAPPELLA,),
        "Black-and-white prints that silver out, stains, fading that differs over the picture.",
        effect=reference.faded,
    ),
    Condition(
        "photo-of-photo", AM, "Photo of a photo",
        "A print on a table was photographed aslant with a phone: keystone, blur, uneven light, lifted blacks.",
        (12, 25, 40), "camera {}° aslant",
        (sources.CAPPELLA,),
        "Curled prints, the shadow of the phone, moiré with a screen, fingers that hold the print.",
        effect=reference.photo_of_photo,
    ),
    Condition(
        "screenshot", AM, "Screenshot",
        "A screenshot of a page or app: few pixels blown up, compressed twice, with the program's bars.",
        (34, 22, 14), "at most {} true pixels between the eyes",
        (sources.CAPPELLA,),
        "Buttons and text over the face, beauty filters, pictures cropped to a circle.",
        effect=reference.screenshot,
    ),
    Condition(
        "stamp", AM, "Document with a stamp over it",
        "An identity document's photo: fine guilloche lines, and a round office stamp over the lower face.",
        (40, 65, 90), "ink takes {} % of the light",
        (sources.CAPPELLA,),
        "Embossed seals, holograms, laminate with bubbles, perforation, rivets, signatures.",
        effect=reference.stamped,
    ),
)

CONDITIONS: tuple[Condition, ...] = _CAMERA + _SHAPE + _SKIN + _COVER + _LIGHT + _REFERENCE

NOT_SIMULATED: tuple[tuple[str, str], ...] = (
    (
        "Ten and twenty years younger or older",
        "There is no data here from which ageing could be learned, and drawing it by hand would invent results. "
        "Measure it with photos of the same people years apart.",
    ),
    (
        "Burns, crushing, gunshot, skeletonisation, saponification, the work of animals",
        "They destroy the shape the comparison needs. A face in that state is a case for other identifiers.",
    ),
)
"""What was asked for or comes to mind, and is not here, with the reason."""
