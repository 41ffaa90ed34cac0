"""``antigone conditions``: what death, bad light and old prints do to photos, simulated, to estimate error rates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import resources
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np
from PIL import Image, PngImagePlugin

import antigone
from antigone.cli.common import (
    DONE,
    counted,
    face_json,
    json_option,
    line,
    photos,
    principal_option,
    safe,
    say,
)
from antigone.cli.progress import PhotoProgress
from antigone.engine import Engine, PhotoOutcome
from antigone.errors import UsageError
from antigone.evidence.conditions import (
    CONDITIONS,
    NOT_SIMULATED,
    Condition,
    ConditionStep,
    Severity,
    apply,
    parse,
    severities,
)
from antigone.face.choose import Choice, choose
from antigone.files import write_bytes
from antigone.report.conditions import Row, contact_sheet, render, row
from antigone.types import Photo, Refusal

_PEOPLE = "Fictional people of the demonstration 'Halcyon'. Nobody shown exists."

seed_option = click.option("--seed", default=0, show_default=True, type=int, help="The same seed, the same pictures.")
face_option = click.option(
    "--face", "number", type=click.IntRange(1), help="Of several faces, the one with this number."
)


@click.group()
def conditions() -> None:
    """Simulated conditions of photos of the dead and of references. Nothing here is a photo of the dead."""


@conditions.command("list")
@json_option
def list_conditions(as_json: bool) -> int:
    """Name every condition with its severities, its source and what it leaves out."""
    for one in CONDITIONS:
        if as_json:
            line(_as_json(one))
        else:
            _tell(one)
    if not as_json:
        for what, why in NOT_SIMULATED:
            click.echo(f"not simulated: {what}\n  {why}")
    return DONE


def _as_json(one: Condition) -> dict[str, Any]:
    return {
        "name": one.name,
        "side": one.side.value,
        "title": one.title,
        "what": one.what,
        "severities": {severity.word: one.severity(severity) for severity in Severity},
        "sources": [{"reference": source.reference, "checked": source.checked} for source in one.sources],
        "not_captured": one.not_captured,
        "graphic": one.graphic,
        "simulated": True,
    }


def _tell(one: Condition) -> None:
    click.echo(f"{one.name} ({one.side.value}): {one.what}")
    for severity in Severity:
        click.echo(f"  {severity.word}: {one.severity(severity)}")
    for source in one.sources:
        click.echo(f"  source{'' if source.checked else ' (not looked up)'}: {source.reference}")
    if not one.sources:
        click.echo("  source: none found")
    click.echo(f"  not captured: {one.not_captured}")


@conditions.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="FILE.html or FILE.png.")
@click.option("--photo", help="Show them on this photo instead of fictional people.")
@face_option
@principal_option
@click.option("--conditions", "names", default="all", show_default=True, help="NAME[:SEVERITY],... or all.")
@click.option("--severity", "how", default="all", show_default=True, help="mild, moderate, severe or all.")
@seed_option
def sheet(out: Path, photo: str | None, number: int | None, principal: bool, names: str, how: str, seed: int) -> int:
    """Show conditions on faces, each with its source and what it does not capture."""
    if out.suffix.lower() not in (".html", ".png"):
        raise UsageError(f"{out.name} is neither .html nor .png.", "End the name with one of the two.")
    wanted = _by_condition(names, severities(how))
    _exclusive(number, principal)
    engine = Engine.open()
    if photo is not None:
        (path,) = _one(photos((photo,)))
        chosen = _choose(engine, path, number, principal)
        if isinstance(chosen, PhotoOutcome):
            tally = PhotoProgress(1)
            list(tally.watch(iter([chosen])))
            return tally.status
        people, who = [chosen], f"the photo {safe(path.name)}"
    else:
        people, who = list(islice(_fictional(engine), min(8, len(wanted)))), _PEOPLE
    rows: list[Row] = []
    for (one, steps), (shown, choice) in zip(wanted.items(), cycle(people), strict=False):
        rows.append(row(one, steps, shown, choice.face, seed))
    write_bytes(out, contact_sheet(rows, who) if out.suffix.lower() == ".png" else render(rows, who).encode())
    say(f"{counted(len(rows), 'condition')}: the sheet is in {safe(str(out))}. Everything in it is simulated.")
    return DONE


def _by_condition(names: str, how: tuple[Severity, ...]) -> dict[Condition, tuple[Severity, ...]]:
    wanted: dict[Condition, tuple[Severity, ...]] = {}
    for term in names.split(","):
        steps = parse(term)
        given = ":" in term
        for step in steps:
            known = wanted.get(step.condition, ())
            more = (step.severity,) if given else how
            wanted[step.condition] = tuple(dict.fromkeys((*known, *more)))
    if not wanted:
        raise UsageError("There is nothing to show.", "Name a condition, or all.")
    shown = max(len(steps) for steps in wanted.values())
    # One row has as many pictures as another, or the sheet would not be one.
    return {one: steps if len(steps) == shown else how for one, steps in wanted.items()}


def _one(paths: list[Path]) -> list[Path]:
    if len(paths) != 1:
        raise UsageError("A sheet shows one photo.", "Name a photo, not a folder.")
    return paths


def _fictional(engine: Engine) -> Iterator[tuple[Photo, Choice]]:
    """The demonstration's references, one photo of each person, those in colour first, as far as a face is found."""
    with resources.as_file(resources.files("antigone.demo") / "incident") as incident:
        with (incident / "references.csv").open(encoding="utf-8", newline="") as file:
            first = {entry["person"]: entry["path"] for entry in reversed(list(csv.DictReader(file)))}
        read = [(path, engine.read(path)) for path in (incident / first[person] for person in sorted(first))]
        grey = [isinstance(photo, Refusal) or float(np.ptp(photo.pixels, axis=2).mean()) < 5 for _, photo in read]
        for _, (path, _photo) in sorted(zip(grey, read, strict=True), key=lambda pair: pair[0]):
            chosen = _choose(engine, path, None, principal=True)
            if not isinstance(chosen, PhotoOutcome):
                yield chosen


@conditions.command("apply")
@click.argument("names", nargs=-1, required=True, metavar="PHOTO...")
@click.option(
    "--condition", "terms", required=True, metavar="NAME[:SEVERITY]", help="One, several with commas, or all."
)
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write."
)
@seed_option
@face_option
@principal_option
@json_option
def apply_conditions(
    names: tuple[str, ...], terms: str, folder: Path, seed: int, number: int | None, principal: bool, as_json: bool
) -> int:
    """Write copies of PHOTO... (photos or folders) as if a condition held: PNG files that say they are simulated."""
    _exclusive(number, principal)
    steps = parse(terms)
    if not steps:
        raise UsageError("There is no condition to apply.", "Name one; antigone conditions list has them all.")
    paths = photos(names)
    targets = _targets(paths, steps, folder)
    engine, tally = Engine.open(), PhotoProgress(len(paths))

    def work() -> Iterator[PhotoOutcome]:
        for path in paths:
            chosen = _choose(engine, path, number, principal)
            if isinstance(chosen, PhotoOutcome):
                yield chosen
                continue
            photo, choice = chosen
            for step in steps:
                target = targets[path, step]
                write_bytes(target, _png(photo, choice, step, seed))
                if as_json:
                    line(_written(photo, choice, step, seed, target))
                else:
                    click.echo(f"{safe(photo.name)}: simulated {step}: {safe(str(target))}")
            yield PhotoOutcome(photo.name, None, photo.sha256)

    for _ in tally.watch(work()):
        pass
    return tally.status


def _targets(
    paths: list[Path], steps: tuple[ConditionStep, ...], folder: Path
) -> dict[tuple[Path, ConditionStep], Path]:
    """Where each picture goes, before anything is written.

    Raises:
        UsageError: if a file is there already, or two pictures would have one name.
    """
    targets: dict[tuple[Path, ConditionStep], Path] = {}
    taken: set[Path] = set()
    for path in dict.fromkeys(paths):
        for step in steps:
            stem = "".join(c if c.isprintable() else "_" for c in path.stem[:80])
            target = folder / f"{stem}.{step.condition.name}-{step.severity.word}.SIMULATED.png"
            if target.exists():
                raise UsageError(f"{safe(str(target))} is there already.", "Name another folder: nothing is replaced.")
            if target in taken:
                raise UsageError(
                    f"Two photos would both be written to {safe(target.name)}.", "Run the command once for each folder."
                )
            taken.add(target)
            targets[path, step] = target
    return targets


def _png(photo: Photo, choice: Choice, step: ConditionStep, seed: int) -> bytes:
    """The picture with what it is in its metadata."""
    pixels = apply(step.condition, step.severity, photo.pixels, choice.face, seed)
    told = PngImagePlugin.PngInfo()
    told.add_text("Title", "SIMULATED")
    told.add_text(
        "Description",
        f"SIMULATED condition {step}, drawn by rule on photo {photo.sha256}. What it drew is no finding about anybody.",
    )
    told.add_text("Software", f"Antigone {antigone.__version__}, conditions apply --seed {seed}")
    out = io.BytesIO()
    Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def _written(photo: Photo, choice: Choice, step: ConditionStep, seed: int, target: Path) -> dict[str, Any]:
    return {
        "photo": photo.name,
        "sha256": photo.sha256,
        "face": face_json(choice.face) | {"chosen": choice.how},
        "condition": step.condition.name,
        "severity": step.severity.word,
        "seed": seed,
        "written": str(target),
        "simulated": True,
    }


def _choose(engine: Engine, path: Path, number: int | None, principal: bool) -> tuple[Photo, Choice] | PhotoOutcome:
    photo = engine.read(path)
    if isinstance(photo, Refusal):
        return PhotoOutcome(str(path), photo)
    choice = choose(photo, engine.faces(photo), number, principal)
    return PhotoOutcome(photo.name, choice, photo.sha256) if isinstance(choice, Refusal) else (photo, choice)


def _exclusive(number: int | None, principal: bool) -> None:
    if number is not None and principal:
        raise UsageError("--face and --principal exclude each other.", "Use one of them.")
