"""``antigone demo``: a fictional incident in a desk on this machine; ``--report``: without a desk, as lists."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path

import click

from antigone.cli.common import DONE, counted, say
from antigone.cli.desk import must_be_installed
from antigone.cli.progress import PhotoProgress
from antigone.cli.search import SearchPurpose, as_line, tell, weight_basis
from antigone.desk.demo import MARK
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


_PORTS = range(8765, 8785)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Keep it here; else it is forgotten.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Serve on this port of 127.0.0.1; else on one that is free."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--report", is_flag=True, help="No desk: write candidate lists and a report, and end.")
def demo(out: Path | None, port: int | None, no_browser: bool, report: bool) -> int:
    """A fictional incident, the ferry 'Halcyon' that never was, in the desk. Nobody in it exists.

    Serves until interrupted (Ctrl-C), and prints one line with the address when ready.
    """
    if report:
        return write_report(out)
    must_be_installed()
    chosen = _free_port(port)
    with _folder(out) as home:
        return _serve(home, chosen, no_browser)


def _serve(home: Path, port: int, no_browser: bool) -> int:
    from antigone.desk.setup import make_folder, read_settings

    (home / MARK).touch()
    make_folder(home, "one-desk")
    os.umask(0o077)
    stray = [name for name in os.environ if name.startswith("ANTIGONE_DESK_")]
    for name in stray:  # a real desk's settings are not the demonstration's
        del os.environ[name]
    os.environ.update(read_settings(home) | {"ANTIGONE_DESK_HOME": str(home)})
    os.environ["ANTIGONE_DESK_BIND"] = f"127.0.0.1:{port}"
    os.environ["ANTIGONE_DESK_FAMILIES"] = "here"  # one address for everything that the tour shows
    os.environ["ANTIGONE_DESK_HOSTS"] = "127.0.0.1,localhost"
    os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.desk.demo.settings"
    import django

    django.setup()
    from antigone.desk.demo.opening import open_demonstration

    open_demonstration(say=say, browser=not no_browser)
    return DONE


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """A folder of one's own for the desk: kept if it was named, else forgotten at the end."""
    if out is None:
        made = Path(tempfile.mkdtemp(prefix="antigone-demo-"))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return
    home = out.absolute()
    if home.is_dir() and any(home.iterdir()) and not (home / MARK).is_file():
        raise UsageError(f"{out} holds other things than a demonstration.", "Name an empty or a new folder.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    yield home


def _free_port(asked: int | None) -> int:
    for port in [asked] if asked else _PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise UsageError(
        f"Port {asked} of 127.0.0.1 is taken." if asked else "No port is free for the demonstration.",
        "Name another one with --port.",
    )
