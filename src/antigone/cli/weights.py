"""``antigone weights``: the models on this machine, with their licences and hashes."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, say
from antigone.errors import WeightsAltered, WeightsMissing
from antigone.weights import catalogue, store
from antigone.weights.card import load_card
from antigone.weights.session import try_card

_DOES = {"detect": "finds faces", "points": "sets the points of covered faces", "embed": "compares faces"}


@click.group()
def weights() -> None:
    """The models on this machine. Nothing is ever downloaded."""


@weights.command("list")
def list_() -> None:
    """Show every model with its task, licence, hash and what it was trained on."""
    for card in (*catalogue.shipped(), *catalogue.added()):
        click.echo(f"{card.name}: {_DOES[card.task]}; {card.licence}")
        size = f"{card.width} x {card.height} {card.colour.upper()}"
        click.echo(f"  input {size}" + (f"; {card.output} numbers a template" if card.task == "embed" else ""))
        click.echo(f"  file {card.file}\n  SHA-256 {card.sha256}")
        click.echo(f"  from {card.source}\n  trained on {card.training_data}")


@weights.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--card", "card_path", required=True, type=click.Path(path_type=Path), help="The model's card (TOML).")
def add(file: Path, card_path: Path) -> None:
    """Add a model by its ONNX FILE and its card, after its hash and one run have been checked."""
    try_card(load_card(card_path), file)
    card = store.add(file, card_path)
    say(f"Added {card.name} ({card.licence}). Use it with --model {card.name}, or fused: --model sface+{card.name}")


@weights.command()
def verify() -> int:
    """Check every model's file against its card."""
    bad = 0
    for card in (*catalogue.shipped(), *catalogue.added()):
        try:
            store.read_verified(card)
        except (WeightsMissing, WeightsAltered) as fault:
            bad += 1
            say(f"{card.name}: {fault.detail} {fault.hint}")
        else:
            say(f"{card.name}: the right file")
    return NOTHING_DONE if bad else DONE
