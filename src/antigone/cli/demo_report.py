"""``antigone demo --report``: the fictional incident without a desk, as candidate lists and a report."""

from __future__ import annotations

import csv
import json
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from importlib import resources
from pathlib import Path

import click

from antigone.cli.common import DONE, counted, say
from antigone.cli.progress import PhotoProgress
from antigone.cli.search import SearchPurpose, as_line, tell, weight_basis
from antigone.engine import Engine
from antigone.errors import UsageError
from antigone.files import write_bytes
from antigone.gallery.gallery import open_gallery, open_writer
from antigone.gallery.intake import from_manifest, ground
from antigone.report.search import Context, finding, render
from antigone.types import Profile
from antigone.weighing import Weighing, shipped

WHY = SearchPurpose(Profile.PM, "HALCYON", "Demonstration with people who do not exist")
_MADE_HERE = {"gallery", "report.html", "candidates.jsonl"}


def write_report(out: Path | None) -> int:
    """Enrol and search the incident; write gallery, lists and report."""
    folder = out or Path(tempfile.mkdtemp(prefix="antigone-demo-"))
    if folder.is_dir() and any(p.name not in _MADE_HERE for p in folder.iterdir()):
        raise UsageError(f"{folder} holds other things than a demo.", "Name an empty or a new folder.")
    say("A fictional incident: every face is a blend of ten people's; nobody shown exists, and nobody is dead.")
    with ExitStack() as stack:
        incident = stack.enter_context(resources.as_file(resources.files("antigone.demo") / "incident"))
        engine = Engine.open()
        _enrol(engine, incident, folder / "gallery")
        return _search(engine, incident, folder)


def _enrol(engine: Engine, incident: Path, folder: Path) -> None:
    references = from_manifest(incident / "references.csv", ground("", ""))
    tally = PhotoProgress(len(references))
    with open_writer(folder, engine.embedder.model, engine.embedder.size) as writer:
        for _ in tally.watch(engine.enrol_all(references, writer)):
            pass


def _search(engine: Engine, incident: Path, folder: Path) -> int:
    cases = _cases(incident / "unidentified.csv")
    findings, lines, first, mated = [], [], 0, 0
    with open_gallery(folder / "gallery") as gallery:
        enrolled = counted(gallery.seal.photos, "photograph")
        say(f"Enrolled: {enrolled} of {counted(gallery.seal.persons, 'missing person')}.")
        tally = PhotoProgress(len(cases))
        paths = [incident / photo for photo in cases]
        calibration = shipped(gallery.seal.model)
        why = replace(WHY, weighing=Weighing(calibration) if calibration else None)
        found = engine.search_all(paths, gallery, top=10, profile=WHY.profile, weighing=why.weighing)
        for outcome in tally.watch(found):
            truth = cases[Path(outcome.path).relative_to(incident).as_posix()]
            tell(outcome, most=3)
            _tell_truth(truth, [candidate.person for candidate in outcome.candidates])
            mated += bool(truth)
            first += bool(truth) and bool(outcome.candidates) and outcome.candidates[0].person == truth
            findings.append(finding(outcome, gallery))
            lines.append(json.dumps(as_line(outcome, gallery, why)))
        cards = tuple(network.card for network in engine.embedder.networks)
        basis = weight_basis(gallery, why, findings)
        context = Context(gallery.seal, engine.embedder.model, cards, WHY.case, WHY.purpose, {}, basis)
        write_bytes(folder / "candidates.jsonl", ("\n".join(lines) + "\n").encode())
        write_bytes(folder / "report.html", render(findings, context).encode())
    say(
        f"\n{len(cases)} photographs searched. Of the {mated} whose person is among the missing, {first} have that"
        f" person first.\nThe other {len(cases) - mated} have a first candidate too: a list alone proves nothing."
        "\nBlended faces are not photographs of people: their scores say nothing of yours."
    )
    say(f"Open {folder / 'report.html'} in a browser. The lists as JSON: {folder / 'candidates.jsonl'}")
    return tally.status or DONE


def _cases(path: Path) -> dict[str, str]:
    """Photo (as in the table) to the fictional person it truly shows, or nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["photo"]: row["person"] for row in csv.DictReader(file)}


def _tell_truth(truth: str, persons: list[str]) -> None:
    if not truth:
        click.echo("     (invented truth: this person is not among the missing)")
    elif truth in persons:
        click.echo(f"     (invented truth: {truth}, at rank {persons.index(truth) + 1})")
    else:
        click.echo(f"     (invented truth: {truth}, not on the list)")
