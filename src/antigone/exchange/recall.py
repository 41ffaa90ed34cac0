"""A letter that takes an earlier packet back: which one, why, and what to do. It says nothing of the person."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from antigone.exchange.plain import read, shaped, unreadable, written

FORMAT, VERSION = "antigone recall", 1
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is taken back."""

    packet: str
    """The number of the packet that is taken back."""
    sha256: str
    """Of that packet as it was sent, encrypted."""
    kind: str
    """Of that packet."""
    made: str
    """When that packet was made: ISO 8601, UTC."""
    why: str

    def __post_init__(self) -> None:
        if not (self.packet and self.why and _HASH.fullmatch(self.sha256)):
            raise unreadable("it is no letter that takes a packet back")


ASKS = (
    "Stop using what that packet said, and stop passing it on.",
    "Tell everybody to whom you gave it, and whoever acted on it, the family included if they were told.",
    "Destroy it, or keep it marked as recalled if your law wants it kept.",
    "Confirm to the sender that this letter arrived, with its number.",
)


def letter_json(letter: Letter) -> bytes:
    return written({"format": FORMAT, "version": VERSION, **asdict(letter), "please": list(ASKS)})


def letter_from_json(data: bytes) -> Letter:
    """Raises: FileUnreadable."""
    names = dict.fromkeys(("packet", "sha256", "kind", "made", "why"), str)
    given = dict(shaped(read(data), {"format": str, "version": int, **names, "please": list}))
    if given.pop("format") != FORMAT or given.pop("version") != VERSION:
        raise unreadable("it is of another version of the format")
    given.pop("please")
    return Letter(**given)
