"""``antigone evaluate``: Antigone's own error rates on photos of people who are known."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.by_hand import by_hand_options
from antigone.cli.common import DONE, NOTHING_DONE, counted, model_option, principal_option, safe, say
from antigone.cli.progress import watch
from antigone.engine import Engine
from antigone.evidence.conditions import parse
from antigone.face.photo import forbid_foreign_origin
from antigone.files import write_bytes
from antigone.report.evaluation import document, figures, page
from antigone.validation.conditions import MOST_PEOPLE
from antigone.validation.provenance import provenance
from antigone.validation.run import ValidationRequest, run

groups_option = click.option(
    "--groups",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV: path or person, then age_band (or age), sex, group, ...",
)
seed_option = click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of all chance.")


@click.command()
@click.argument("source", metavar="FOLDER|MANIFEST.csv")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write.")
@groups_option
@click.option("--pairs", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A list of pairs (LFW).")
@click.option("--conditions", "named", default="none", show_default=True, help="all, none or NAME[:SEVERITY],...")
@click.option("--people", default=MOST_PEOPLE, show_default=True, type=click.IntRange(2), help="For the conditions.")
@click.option("--distractors", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Enrolled as well.")
@click.option("--gallery-size", type=click.IntRange(2), help="Persons enrolled, with distractors.")
@seed_option
@principal_option
@by_hand_options
@model_option
def evaluate(
    source: str,
    out: Path,
    groups: Path | None,
    pairs: Path | None,
    named: str,
    people: int,
    distractors: Path | None,
    gallery_size: int | None,
    seed: int,
    principal: bool,
    points: Path | None,
    covers: Path | None,
    model: str,
) -> int:
    """Measure error rates on FOLDER/PERSON/PHOTO or the rows of MANIFEST.csv (path,person,...).

    Points and masks are of the photos as they are; under a simulated condition the machine is alone. Nothing is
    enrolled and nothing leaves this machine. OUT gets report.json, report.html, report.pdf and the
    templates, from which an interrupted run goes on. Run again, it gives the same numbers.
    """
    forbid_foreign_origin(source)
    request = ValidationRequest(
        Path(source),
        out,
        groups,
        pairs,
        parse(named),
        distractors,
        gallery_size,
        seed,
        principal,
        points,
        covers,
        people,
    )
    engine = Engine.open(model)
    report = run(engine, request, watch)
    report["made"] = provenance(engine, request)
    write_bytes(out / "report.json", figures(report))
    write_bytes(out / "report.html", page(report).encode())
    write_bytes(out / "report.pdf", document(report))
    refused = sum(report["data"]["refusals"].values())
    data = report["data"]
    said = f"{counted(data['photos'], 'photo')} of {counted(data['people'], 'person', 'people')}"
    say(f"{said}, {refused} without a usable face.")
    say(f"Open {safe(str(out / 'report.html'))}; the figures are in report.json, the document in report.pdf.")
    return NOTHING_DONE if refused == report["data"]["photos"] else DONE
