"""What makers of fictional people need of the lent photographs and of Antigone: heads to blend, and what it sees."""

from __future__ import annotations

from pathlib import Path

from antigone.engine import Engine, Probe
from antigone.face.photo import decode
from antigone.types import Photo, Profile
from casting import Part
from heads import Head, Reader
from lent import Lent


class NotUsable(SystemExit):
    """Antigone refuses a composite: whoever makes many can pass it over."""


class Seeing:
    """The lent photographs in ``folder``, and Antigone's engine."""

    def __init__(self, folder: Path, lent: Lent) -> None:
        self.folder, self.lent = folder, lent
        self.reader, self.engine = Reader(), Engine.open(threads=1)

    def heads(self, part: Part) -> list[Head]:
        """The heads of one contributor, one a photograph."""
        found = [self.reader.head(self.folder / str(self.lent.paths[n]), self.lent.landmarks[n]) for n in part.rows]
        return [head for head in found if head is not None]

    def see(self, data: bytes) -> Probe:
        """What Antigone makes of a composite's file.

        Raises:
            NotUsable
        """
        photo = decode(data, "composite")
        assert isinstance(photo, Photo)
        probe = self.engine.probe(photo, Profile.PM)
        if not isinstance(probe, Probe):
            raise NotUsable(f"Antigone refuses a composite: {probe.code}. Nothing was written.")
        return probe
