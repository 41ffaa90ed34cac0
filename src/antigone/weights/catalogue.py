"""The models this machine knows: those that ship with Antigone, and those its users added by card."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import platformdirs

from antigone.errors import UsageError
from antigone.weights.card import Card, load_card, parse_card

DEFAULT_EMBEDDER = "sface"
DETECTOR = "yunet"
UNDER_COVER = "points-under-cover"


def weights_folder() -> Path:
    """Where added models live: ``$ANTIGONE_HOME/weights``, or the user's data folder."""
    home = os.environ.get("ANTIGONE_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("antigone"))) / "weights"


def shipped() -> tuple[Card, ...]:
    """The cards that are part of Antigone."""
    folder = resources.files("antigone.weights") / "cards"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(parse_card(e.read_text(encoding="utf-8"), e.name) for e in entries if e.name.endswith(".toml"))


def added(folder: Path | None = None) -> tuple[Card, ...]:
    """The cards that users added on this machine."""
    folder = folder or weights_folder()
    return tuple(load_card(path) for path in sorted(folder.glob("*.toml")))


def find(name: str, folder: Path | None = None) -> Card:
    """The card called ``name``.

    Raises:
        UsageError: if there is none; the hint names those there are.
    """
    cards = {card.name: card for card in (*shipped(), *added(folder))}
    if name not in cards:
        raise UsageError(
            f"There is no model called {name!r}.",
            f"Known: {', '.join(sorted(cards))}. Others come with: antigone weights add FILE --card CARD.toml",
        )
    return cards[name]


def find_embedders(names: str, folder: Path | None = None) -> tuple[Card, ...]:
    """The embedders in ``names``: one name, or several joined by ``+``, whose templates are then fused.

    Raises:
        UsageError: for an unknown name, a model that compares no faces, or the same model twice.
    """
    cards = tuple(find(name.strip(), folder) for name in names.split("+"))
    for card in cards:
        if card.task != "embed":
            raise UsageError(f"{card.name!r} does not compare faces.", "Name an embedder.")
    if len({card.sha256 for card in cards}) != len(cards):
        raise UsageError(f"{names!r} names one model twice.", "Name different models to fuse them.")
    return cards


def names_of(model: str) -> str:
    """What to open for templates marked with ``model``: the names in it, joined by ``+``."""
    return "+".join(part.partition("@")[0] for part in model.partition("/")[0].split("+"))
