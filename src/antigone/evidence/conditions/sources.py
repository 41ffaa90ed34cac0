"""The literature the conditions rest on.

``checked`` means that somebody read it for this project and noted what it says. The others are standard works named
from general knowledge: that they describe the sign is well known, but page and wording were not looked up.
"""

from __future__ import annotations

from antigone.evidence.conditions.condition import Source

KNIGHT = Source("Saukko P, Knight B. Knight's Forensic Pathology. CRC Press.")
MADEA = Source("Madea B (ed). Estimation of the Time Since Death. CRC Press.")
MEGYESI = Source(
    "Megyesi MS, Nawrocki SP, Haskell NH. Using accumulated degree-days to estimate the postmortem interval from"
    " decomposed human remains. J Forensic Sci 2005."
)
IRIS = Source("Trokielewicz M, Czajka A, Maciejewicz P. Iris recognition after death. IEEE TIFS 2018.")
DVI = Source("INTERPOL Disaster Victim Identification Guide.")
E3148 = Source("ASTM E3148, Standard Guide for Postmortem Facial Image Capture.", checked=True)
OFIQ = Source("ISO/IEC 29794-5, Biometric sample quality: face image data.")
MASKS = Source("Ngan M, Grother P, Hanaoka K. NISTIR 8311, face recognition accuracy with masks. NIST 2020.")
CORNETT = Source("Cornett D et al. 2019, faces of 42 donors during decomposition.", checked=True)
MICHALSKI = Source("Michalski D et al. 2024, post-mortem against ante-mortem face comparison.", checked=True)
CAPPELLA = Source("Cappella A et al. 2022, ante-mortem photos of 74 missing persons.", checked=True)
