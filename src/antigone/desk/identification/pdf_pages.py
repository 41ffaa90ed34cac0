"""Draws the pages of a PDF as JPEGs, in a process of its own: nothing of the file runs, and a fault harms nobody else.

    python -I pdf_pages.py < report.pdf      each page: its length as four bytes, and the JPEG

``papers.py`` starts it. It knows nothing of the desk, and may neither open files nor use more than it is given.
"""

from __future__ import annotations

import struct
import sys

try:
    import resource
except ImportError:  # Windows has no such limits: there whoever began this ends it after a while
    resource = None  # type: ignore[assignment]

MOST_PAGES = 40
SIDE = 1600
"""Pixels of the long side: a page of text is read without effort."""
_SECONDS, _MEMORY = 40, 3_000_000_000


def main() -> None:
    _limit("RLIMIT_CPU", _SECONDS)
    _limit("RLIMIT_AS", _MEMORY)
    import cv2  # after the limits
    import pypdfium2

    _limit("RLIMIT_FSIZE", 0)
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if not 0 < len(document) <= MOST_PAGES:
        sys.exit(3)
    for page in document:
        scale = min(4.0, SIDE / max(*page.get_size(), 1.0))
        drawn = page.render(scale=scale, may_draw_forms=False).to_numpy()
        jpeg = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
        sys.stdout.buffer.write(struct.pack(">I", len(jpeg)) + jpeg)


def _limit(what: str, most: int) -> None:
    if resource is not None:
        resource.setrlimit(getattr(resource, what), (most, most))


if __name__ == "__main__":
    main()
