"""What was measured, on what, and with what: the data, and where everything in the report comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from antigone.report.sections.amounts import count, of
from antigone.report.sections.blocks import Block, Facts, Line, Paragraph, Section, Table, code, data, joined, line
from antigone.report.sections.parts import Report

_MEANING = {
    "photo-under-two-names": "the same photograph under two names: left out, because one of them is wrong",
}


def the_data(report: Report) -> Section:
    about = report["data"]
    refused = sum(about.get("refusals", {}).values())
    facts: list[tuple[Line, Line]] = [
        (line("Photographs"), line(count(about["photos"]))),
        (line("People"), line(count(about["people"]))),
        (line("People with several photographs"), line(count(about["people_with_several_photos"]))),
        (line("Photographs without a usable face"), line(of(refused, about["photos"]))),
        (line("Distractors enrolled as well"), line(count(about.get("distractors", 0)))),
    ]
    if about.get("fingerprint"):
        facts.append((line("Fingerprint of the data"), line(code(about["fingerprint"]))))
    blocks: list[Block] = [
        Facts(tuple(facts)),
        Paragraph(
            line(
                "The fingerprint is one SHA-256 over the SHA-256 of every photograph and the person it is said to show."
                " The same fingerprint is the same data, in whatever order it lies."
            )
        ),
    ]
    blocks += _table("Photographs that were refused, by reason", about.get("refusals"), "No photograph was refused.")
    blocks += _table("Photographs left out", about.get("left_out"), "No photograph was left out.")
    gaps = _gaps(about)
    if gaps:
        caption = line("Photographs of people about whom something is not known, out of ", count(about["photos"]))
        blocks.append(Table(caption, ("Column", "Photographs"), gaps))
    return Section("data", "Data", tuple(blocks))


def _table(title: str, counts: Report | None, nothing: str) -> list[Block]:
    rows = [(_reason(name), line(count(number))) for name, number in sorted((counts or {}).items()) if number]
    if not rows:
        return [Paragraph(line(nothing))]
    return [Table(line(title), ("Reason", "Photographs"), tuple(rows))]


def _reason(name: str) -> Line:
    meaning = _MEANING.get(name)
    return line(data(name), ": ", meaning) if meaning else line(data(name))


def _gaps(about: Report) -> tuple[tuple[Line, Line], ...]:
    half = {k.removesuffix("-unknown"): v for k, v in about.get("half_filled", {}).items() if k != "face-not-found"}
    both = half | dict(about.get("lacking", {}))
    return tuple((line(data(name)), line(count(number))) for name, number in both.items() if number)


_APART = ("models", "libraries")
_NAMES = {
    "antigone": "Antigone",
    "date": "Date",
    "python": "Python",
    "machine": "Kind of machine",
    "source": "Photographs",
    "groups": "Table of groups",
    "pairs": "List of pairs",
    "people_for_conditions": "People for the conditions, at most",
    "points": "Points set by hand",
    "covers": "Masks of what covers faces",
    "faces": "Face used where there are several",
}
_LEAVE = "not given"


def the_provenance(report: Report, digest: str) -> Section:
    made = report.get("made")
    facts: list[tuple[Line, Line]] = [
        (line("Model"), line(code(report["model"]))),
        (line("SHA-256 of report.json"), line(code(digest))),
        (line("Layout of report.json"), line(code(report["schema"]))),
    ]
    if not isinstance(made, Mapping):
        blocks: list[Block] = [Facts(tuple(facts)), Paragraph(line("The report does not say what made it."))]
        return Section("provenance", "Provenance", tuple(blocks))
    facts += [(line(_NAMES.get(key, _words(key))), _value(value)) for key, value in made.items() if key not in _APART]
    blocks = [Facts(tuple(facts))]
    if made.get("models"):
        blocks.append(_models(made["models"]))
    if made.get("libraries"):
        rows = tuple((line(code(name)), line(code(version))) for name, version in made["libraries"].items())
        blocks.append(Table(line("Libraries"), ("Library", "Version"), rows))
    blocks.append(
        Paragraph(
            line(
                "The same figures again: the same photographs (see the fingerprint), version, models, precision,"
                " options"
                " and seed. A different kind of processor may round differently in the last digits of a score."
            )
        )
    )
    return Section("provenance", "Provenance", tuple(blocks))


def _models(models: list[Report]) -> Table:
    rows = tuple(
        (line(data(one["name"])), line(code(one["sha256"])), line(data(one["licence"])), line(code(one["precision"])))
        for one in models
    )
    return Table(line("Models"), ("Model", "SHA-256 of its file", "Licence", "Precision"), rows, (12, 62, 14, 12))


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _value(value: Any) -> Line:
    if value is None or value == []:
        return line(_LEAVE)
    if isinstance(value, list):
        return joined([line(code(one)) for one in value])
    if isinstance(value, Mapping):
        return line(code(json.dumps(value, ensure_ascii=False, sort_keys=True)))
    return line(data(value))
