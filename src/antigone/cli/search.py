"""``antigone search``: a ranked candidate list for each photo of an unidentified dead person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from antigone.by_hand.details import COVERED, POINTS
from antigone.by_hand.provenance import in_words
from antigone.cli.by_hand import by_hand_options, called, given_for, status_with
from antigone.cli.common import (
    counted,
    face_json,
    gallery_option,
    json_option,
    line,
    photos,
    principal_option,
    profile_option,
    refusal_json,
    safe,
    say,
)
from antigone.cli.progress import WITHOUT_FACE, PhotoProgress
from antigone.engine import Engine, PhotoOutcome
from antigone.errors import UsageError
from antigone.evidence.ages import AGE_BAND, BANDS
from antigone.evidence.calibration import load
from antigone.evidence.expected import GallerySize, TopOfStrangers
from antigone.evidence.verbal import SCALES
from antigone.files import write_bytes
from antigone.gallery.gallery import Gallery, open_gallery
from antigone.report.search import Context, ProbeFinding, WeightBasis, finding, render
from antigone.types import Candidate, Profile
from antigone.weighing import Weighing, not_enrolled, shipped, where_from
from antigone.weights.catalogue import names_of


@dataclass(frozen=True, slots=True)
class SearchPurpose:
    """What the search is for: it stands on every line and in the report."""

    profile: Profile
    case: str | None
    purpose: str | None
    weighing: Weighing | None = None
    where: dict[str, str] = field(default_factory=dict)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="PHOTO...")
@gallery_option
@click.option("--top", default=50, show_default=True, type=click.IntRange(1), help="How many persons to list.")
@click.option("--face", "number", type=click.IntRange(1), help="Of several faces, the one with this number.")
@principal_option
@profile_option
@click.option("--case", help="The case the photos belong to.")
@click.option("--purpose", help="Why the search is made.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only persons whose manifest said so.")
@click.option("--together", is_flag=True, help="All photos show one dead person: one list from all of them.")
@click.option("--calibration", help="A file made by 'antigone calibrate', or none. [default: the one that comes along]")
@click.option(
    "--scale", default="enfsi", show_default=True, type=click.Choice(sorted(SCALES)), help="Words for weights."
)
@click.option("--known", multiple=True, metavar="COLUMN=VALUE", help="What is known of the photos, for calibrations.")
@by_hand_options
@json_option
@click.option("--report", "report", type=click.Path(path_type=Path, dir_okay=False), help="Write a page to look at.")
def search(
    names: tuple[str, ...],
    folder: Path,
    top: int,
    number: int | None,
    principal: bool,
    profile: str | None,
    case: str | None,
    purpose: str | None,
    where: tuple[str, ...],
    together: bool,
    calibration: str | None,
    scale: str,
    known: tuple[str, ...],
    points: Path | None,
    covers: Path | None,
    as_json: bool,
    report: Path | None,
) -> int:
    """List the enrolled persons most like the face in each PHOTO (photos or folders).

    A candidate is a lead. A person who is not enrolled has a first candidate too.
    """
    if number is not None and (principal or together):
        raise UsageError("--face goes neither with --principal nor with --together.", "Use one of them.")
    paths, filters = photos(names), _terms(where, "--where sex=female")
    by_hand = given_for(points, covers, called(names))
    findings: list[ProbeFinding] = []
    with open_gallery(folder) as gallery:
        weighing = _weighing(
            gallery, calibration, scale, {"profile": profile or "pm"} | _terms(known, "--known condition=none")
        )
        why = SearchPurpose(Profile(profile or "pm"), case, purpose, weighing, filters)
        engine = Engine.open(names_of(gallery.seal.model))
        _must_be_columns(filters, gallery.columns())
        tally = PhotoProgress(len(paths), as_json, WITHOUT_FACE if together else {})
        settings: Any = {
            "top": top,
            "profile": why.profile,
            "principal": principal,
            "where": filters,
            "by_hand": by_hand,
        }
        if together:
            found = iter([engine.search_together(paths, gallery, weighing=weighing, **settings)])
        else:
            found = engine.search_all(paths, gallery, number=number, weighing=weighing, **settings)
        for outcome in tally.watch(found):
            if as_json:
                line(as_line(outcome, gallery, why))
            else:
                tell(outcome, filters)
                for sentence in where_from(outcome.candidates, gallery.seal.model, weighing):
                    click.echo(f"  {sentence}")
            if report is not None:
                findings.append(finding(outcome, gallery))
        if report is not None:
            cards = tuple(network.card for network in engine.embedder.networks)
            basis = weight_basis(gallery, why, findings)
            context = Context(gallery.seal, engine.embedder.model, cards, case, purpose, filters, basis)
            write_bytes(report, render(findings, context).encode())
            say(f"The report is in {safe(str(report))}. It shows the dead: it is for examiners, not for families.")
    return status_with(by_hand, tally.status)


def _weighing(gallery: Gallery, calibration: str | None, scale: str, known: dict[str, str]) -> Weighing | None:
    """What candidates are weighed with: the file named, or what comes with Antigone for the gallery's model."""
    if calibration == "none":
        return None
    made = load(Path(calibration)) if calibration else shipped(gallery.seal.model)
    if made is None:
        return None
    made.must_be_for(gallery.seal.model)
    return Weighing(made, scale, known)


def _terms(terms: tuple[str, ...], example: str) -> dict[str, str]:
    found = {}
    for term in terms:
        column, equals, value = term.partition("=")
        if not equals or not column:
            raise UsageError(f"{term!r} is not COLUMN=VALUE.", f"For example: {example}")
        found[column] = value
    return found


def _must_be_columns(where: dict[str, str], columns: dict[str, list[str]]) -> None:
    """Raises UsageError for a column that no manifest had: its list would be empty without a word."""
    for column in where:
        if column in columns:
            continue
        near = get_close_matches(column, columns, 1, 0.6)
        meant = f"Did you mean {near[0]}? " if near else ""
        if columns:
            hint = f"{meant}The columns are: {', '.join(map(safe, columns))}."
        else:
            hint = "Nothing but the names of persons is known there: enrol with a manifest that has such a column."
        raise UsageError(f"Nobody in this gallery has a column {safe(column)!r}.", hint)


def weight_basis(gallery: Gallery, why: SearchPurpose, findings: list[ProbeFinding]) -> WeightBasis | None:
    """What the page says of the weights on it."""
    if why.weighing is None:
        return None
    top = _top(gallery, why, max((_probes(each.outcome) for each in findings), default=1))
    return WeightBasis(why.weighing.calibration, SCALES[why.weighing.scale], top)


def _top(gallery: Gallery, why: SearchPurpose, probes: int) -> TopOfStrangers | None:
    if why.weighing is None:
        return None
    return not_enrolled(why.weighing, GallerySize(*gallery.count(why.where)), probes)


def _probes(outcome: PhotoOutcome) -> int:
    """How many photographs the list was made from."""
    return max(sum(each.refusal is None for each in outcome.together), 1)


def as_line(outcome: PhotoOutcome, gallery: Gallery, why: SearchPurpose) -> dict[str, Any]:
    """The JSON object of one search."""
    seal, weighing = gallery.seal, why.weighing
    top = _top(gallery, why, _probes(outcome))
    return {
        "photo": outcome.path,
        "sha256": outcome.sha256,
        "face": _face(outcome),
        "refusal": refusal_json(outcome.refusal),
        "model": seal.model,
        "gallery": seal.as_json(),
        "case": why.case,
        "purpose": why.purpose,
        "profile": why.profile.value,
        "searched": datetime.now(UTC).isoformat(timespec="seconds"),
        "together": [{"photo": o.path, "refusal": refusal_json(o.refusal)} for o in outcome.together] or None,
        "calibration": weighing.calibration.id if weighing else None,
        "not_enrolled": top.as_json() if top else None,
        "candidates": [candidate.as_json() for candidate in outcome.candidates],
    }


def _face(outcome: PhotoOutcome) -> dict[str, Any] | None:
    if outcome.probe is None:
        return None
    probe = outcome.probe
    return face_json(probe.choice.face) | {
        "chosen": probe.choice.how,
        "quality": probe.quality.as_json(),
        "others": [face_json(other) for other in probe.others],
    }


def tell(outcome: PhotoOutcome, where: dict[str, str] | None = None, most: int = 10) -> None:
    """The candidate list for people, on standard output."""
    if outcome.probe is None:
        return
    face = outcome.probe.choice.face
    others = f"; {counted(len(outcome.probe.others), 'other face')} in the photo" if outcome.probe.others else ""
    chosen = {"only": "", "named": " (the face you named)", "principal": " (taken as the largest and most central)"}
    click.echo(
        f"{safe(outcome.path)}: face {face.index}{chosen[outcome.probe.choice.how]}, turned {face.angle:.0f} degrees,"
        f" quality {outcome.probe.quality.overall:.2f}{others}"
    )
    for note in outcome.probe.photo.notes:
        click.echo(f"  note: {note}")
    for said in in_words(face):
        click.echo(f"  note: {said}")
    for advice in outcome.probe.quality.advice:
        click.echo(f"  advice: {advice}")
    for candidate in outcome.candidates:
        if candidate.same_picture is not None:
            click.echo(f"  THE SAME PICTURE: {_same(candidate)}")
    for candidate in outcome.candidates[:most]:
        name = dict(candidate.details).get("name", "")
        click.echo(
            f"  {candidate.rank:3d}. {safe(candidate.person):<14} score {candidate.score:.3f}"
            f"  {_weight(candidate):<26}  {_strangers(candidate):<26}"
            f" {counted(len(candidate.matches), 'photo')}  {safe(name)}".rstrip()
        )
        for said in _rests_on(candidate):
            click.echo(f"       the reference: {said}")
    if len(outcome.candidates) > most:
        click.echo(f"       and {len(outcome.candidates) - most} more (--json or --report shows all)")
    if not outcome.candidates:
        said = ", ".join(f"{column}={value}" for column, value in (where or {}).items())
        click.echo(f"  Nobody in the gallery {f'has {safe(said)}' if said else 'can be compared'}.")
    unweighed = {c.weight.refused: c.weight.stratum for c in outcome.candidates if c.weight and c.weight.refused}
    for reason, stratum in unweighed.items():
        click.echo(f"  no weight is stated: {_age_unknown(reason, stratum)}{reason}")


def _rests_on(candidate: Candidate) -> list[str]:
    """What the reference photo that ranks the candidate rests on, besides its pixels."""
    details = dict(candidate.details)
    points = ["the points of the face were set by hand"] if POINTS in details else []
    return points + ([safe(details[COVERED])] if COVERED in details else [])


def _same(candidate: Candidate) -> str:
    same = candidate.same_picture
    assert same is not None
    how = "is the very file" if same.by == "file" else "is a copy of the picture"
    return (
        f"{safe(same.photo)} of {safe(candidate.person)} {how} that is searched with. It says nothing of who the dead"
        " person is, and no weight is stated: find out whose face it is and how it came to be on both sides."
    )


def _age_unknown(reason: str, stratum: str) -> str:
    """That the age is what is wanting, and how it is given; empty where it is something else."""
    if AGE_BAND.replace("_", " ") not in reason or AGE_BAND in stratum:  # a reason has words, a stratum names columns
        return ""
    bands = ", ".join(name for _, name in BANDS)
    return (
        f"nobody said how old these persons were. Enrol them with a manifest that has a column {AGE_BAND} ({bands}) or"
        f" age (whole years on the photo); or say it of all of them with --known {AGE_BAND}=adult. "
    )


def _weight(candidate: Candidate) -> str:
    """The weight in a few characters: log10 LR with its interval, or that there is none."""
    weight = candidate.weight
    if weight is None:
        return ""
    return f"weight {weight.in_figures()}" if weight.log10_lr is not None else "no weight stated"


def _strangers(candidate: Candidate) -> str:
    """How many strangers to expect on this list at or above the candidate's score."""
    return f"strangers {candidate.strangers.in_figures()}" if candidate.strangers else ""
