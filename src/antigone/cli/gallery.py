"""``antigone gallery``: look into a gallery, prove it, take somebody out of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from antigone.cli.common import DONE, NOTHING_DONE, counted, gallery_option, safe, say
from antigone.errors import UsageError
from antigone.gallery import gallery as galleries


@click.group()
def gallery() -> None:
    """Look into a gallery, prove it, take somebody out of it."""


@gallery.command()
@gallery_option
def info(folder: Path) -> None:
    """Show how many photos and persons it holds, with which model, and its fingerprint (JSON)."""
    with galleries.open_gallery(folder) as opened:
        click.echo(json.dumps(asdict(opened.seal), indent=1))


@gallery.command()
@gallery_option
def verify(folder: Path) -> int:
    """Read everything and compare: photos, index, manifest."""
    with galleries.open_gallery(folder) as opened:
        problems = opened.problems()
        photos, persons = opened.seal.photos, opened.seal.persons
    for problem in problems:
        say(f"damaged: {problem}")
    if problems:
        say("Restore the gallery from a backup. If only the index is wrong: antigone gallery rebuild --gallery DIR")
        return NOTHING_DONE
    say(f"Sound: {counted(photos, 'photo')} of {counted(persons, 'person')}, the index and the manifest agree.")
    return DONE


@gallery.command()
@gallery_option
@click.option("--person", help="The person's id: all their photos.")
@click.option("--photo", help="A photo's SHA-256: all faces enrolled from it.")
def remove(folder: Path, person: str | None, photo: str | None) -> None:
    """Destroy templates: in the database, in the index, and in what the disk's pages held before."""
    if (person is None) == (photo is None):
        raise UsageError("Name either --person or --photo.", "One of them, once.")
    column, value = ("person", person) if person is not None else ("sha256", (photo or "").lower())
    gone, seal = galleries.remove(folder, column, value or "")
    left = f"{counted(seal.photos, 'photo')} of {counted(seal.persons, 'person')}"
    say(f"Removed {counted(gone, 'photo')} of {safe(value or '')}. What remains: {left}.")


@gallery.command()
@gallery_option
def rebuild(folder: Path) -> None:
    """Make the index and the manifest anew from the enrolled photos."""
    seal = galleries.rebuild(folder)
    say(f"Rebuilt: {counted(seal.photos, 'photo')} of {counted(seal.persons, 'person')}.")
