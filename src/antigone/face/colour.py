"""From whatever colours a file holds to sRGB, part by part of a picture: no step looks beyond a pixel."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

_LONGEST = 80
"""Letters of a profile's name that are said of it: it is whatever its maker wrote."""
_PAPER = (128, 128, 128)  # behind transparent parts: neither darkens nor brightens a face
_SRGB = ImageCms.createProfile("sRGB")
_WITH_PROFILE = ("RGB", "CMYK", "L", "LAB")


class Converter:
    """Brings the parts of one picture to sRGB; its colour profile is read once."""

    def __init__(self, profile: bytes | None) -> None:
        self._profile = profile or None
        self._transforms: dict[str, ImageCms.ImageCmsTransform] = {}

    def converted(self, part: Image.Image, notes: list[str]) -> Image.Image:
        """``part`` in sRGB. What was done is added to ``notes``.

        Raises:
            ValueError: if the numbers are not those of a photograph.
        """
        if part.mode == "F":
            raise ValueError("the pixels are floating-point numbers, not a photo's")
        part = _without_transparency(part, notes)
        if self._profile and part.mode in _WITH_PROFILE:
            part = self._through_profile(part, notes)
        if part.mode != "RGB":
            if part.mode not in ("L", "1"):
                notes.append(f"converted from {part.mode}")
            part = part.convert("RGB")
        return part

    def _through_profile(self, part: Image.Image, notes: list[str]) -> Image.Image:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(self._profile or b""))
            description = ImageCms.getProfileDescription(source).strip()
            if part.mode == "RGB" and description.lower().startswith("srgb"):
                self._profile = None
                return part
            if part.mode not in self._transforms:
                self._transforms[part.mode] = ImageCms.buildTransform(source, _SRGB, part.mode, "RGB")
            converted = ImageCms.applyTransform(part, self._transforms[part.mode])
        except (ImageCms.PyCMSError, OSError, ValueError) as fault:
            # A broken profile must not cost the photo; without it the colours are only slightly off.
            notes.append(f"colour profile ignored ({one_line(fault)})")
            self._profile = None
            return part
        notes.append(f"converted from the colour profile {description[:_LONGEST]!r}")
        return converted if converted is not None else part


def one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:120] or type(fault).__name__


def _without_transparency(part: Image.Image, notes: list[str]) -> Image.Image:
    if part.mode == "P" or (part.mode in ("1", "L", "RGB") and "transparency" in part.info):
        part = part.convert("RGBA")
    if part.mode not in ("RGBA", "LA", "PA", "La", "RGBa"):
        return part
    notes.append("transparent parts filled with grey")
    layer = part.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, (*_PAPER, 255)), layer).convert("RGB")
