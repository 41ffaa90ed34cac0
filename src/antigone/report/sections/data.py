"""Whose photographs these were, and which of them took no part."""

from __future__ import annotations

from antigone.report.sections.amounts import count, of
from antigone.report.sections.blocks import Block, Facts, Line, Paragraph, Section, Table, code, data, line
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
