"""Which characters can be drawn with the fonts at hand, so that none becomes an empty box."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


def folder() -> Path:
    """Fonts that come with matplotlib, under free licences: DejaVu has Latin, Greek, Cyrillic, Arabic and Hebrew."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(folder() / "DejaVuSans.ttf")).get_charmap())


def drawable(text: str) -> str:
    """``text``, with a character that no font here has as its number in Unicode."""
    return "".join(one if one in "\n\t" or ord(one) in _known() else f"[U+{ord(one):04X}]" for one in text)
