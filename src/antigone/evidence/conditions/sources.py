"""The literature the conditions rest on.

``checked`` means that it was looked up for this project, at least in its abstract or scope, and says what it is cited
for. The others are standard works named from general knowledge: that they describe the sign is well known, but page and
wording were not looked up.
"""

from __future__ import annotations

from antigone.evidence.conditions.condition import Citation

KNIGHT = Citation("Saukko P, Knight B. Knight's Forensic Pathology. CRC Press.")
MADEA = Citation("Madea B (ed). Estimation of the Time Since Death. CRC Press.")
MEGYESI = Citation(
    "Megyesi MS, Nawrocki SP, Haskell NH. Using accumulated degree-days to estimate the postmortem interval from"
    " decomposed human remains. J Forensic Sci 2005."
)
IRIS = Citation("Trokielewicz M, Czajka A, Maciejewicz P. Iris recognition after death. IEEE TIFS 2018.")
DVI = Citation("INTERPOL Disaster Victim Identification Guide.")
OFIQ = Citation("ISO/IEC 29794-5, Biometric sample quality: face image data.")
E3148 = Citation(
    "ASTM E3148-18(2023), Standard Guide for Postmortem Facial Image Capture: asks for a frontal face, and names"
    " trauma, blood, dirt, hair, clothing, bloating and mummification as what degrades the pictures.",
    checked=True,
)
SKIN = Citation("AMBOSS, Postmortem skin changes: livor bluish-purple, pale where pressed; marbling.", checked=True)
DRIED = Citation(
    "Mummification in a forensic context. Int J Legal Med 2023, doi 10.1007/s00414-023-02986-3: first yellow to orange"
    " parchment, later reddish-brown to black leather.",
    checked=True,
)
FOAM = Citation(
    "Reijnen G, Buster MC, Vos PJE, Reijnders UJL. External foam and the post-mortem period in freshwater drowning."
    " J Forensic Leg Med 2017;52:1-4: in 16 % of 112 deaths, all within a day.",
    checked=True,
)
MASKS = Citation(
    "Ngan M, Grother P, Hanaoka K. NISTIR 8311: face recognition accuracy with masks. NIST 2020 (drawn on the living).",
    checked=True,
)
CORNETT = Citation(
    "Cornett DC, Bolme DS, Steadman DW, Sauerwein KA, Saul TB. Effects of Postmortem Decomposition on Face Recognition."
    " 2019: 42 donors.",
    checked=True,
)
MICHALSKI = Citation(
    "Michalski D, Malec C, Clothier E, Bassed R. Forensic Science International 2024: automated PM to AM comparison"
    " varies with image quality and cause of death.",
    checked=True,
)
CAPPELLA = Citation(
    "Cappella A et al. Rediscovering the value of images in supporting personal identification of missing migrants."
    " Leg Med 2022;54:101985: 394 AM pictures, 47.5 % scans, 9.9 % scans of prints, 42.7 % in focus.",
    checked=True,
)
