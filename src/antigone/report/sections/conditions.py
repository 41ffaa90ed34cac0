"""What simulated conditions do to searches, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.report.sections import plots
from antigone.report.sections.amounts import figure, many, number, of, rate, share_of
from antigone.report.sections.blocks import (
    Alarm,
    Block,
    Facts,
    Line,
    Paragraph,
    Plot,
    Section,
    Table,
    data,
    line,
    strong,
)
from antigone.report.sections.parts import Report, measured, severity, unmeasured

_SIDES = {"pm": "PM: the photographs searched with", "am": "AM: the photographs enrolled"}
_HEADS = (
    "SIMULATED condition",
    "Faces found",
    "Rank 1",
    "FNIR at FPIR 0.01",
    "FNIR, threshold of good photographs",
    "FPIR, same threshold",
)
_WIDTHS = (24, 10, 19, 19, 15, 13)
_COST = ("SIMULATED condition", "Cllr", "Cllr-min", "Strangers with 2 or more", "Mated with 2 or more", "Mated below 0")
_WEIGHTS_SAY = Paragraph(
    line(
        "The weights were calibrated on half of the people, on photographs as they are, and judged on the other half"
        " under the condition, both ways. Where Cllr lies far above Cllr-min they do not hold: a weight of 2 says that"
        " at most 1 in 100 strangers reaches it. A face that was not found gets no weight, and is missing here."
    )
)
_MAIN = "fnir_at_fpir_0.01"


def the_conditions(report: Report) -> Section:
    part = measured(report, "conditions")
    if part is None:
        return Section("conditions", "SIMULATED conditions", (unmeasured(report, "conditions"),))
    blocks: list[Block] = [
        Alarm("Everything in this section is SIMULATED", line(data(part["note"]))),
        Paragraph(
            line(
                "Two photographs of everybody who has several were used, and one of everybody else. A PM condition"
                " changes the photograph searched with, an AM condition the one enrolled. The face has to be found anew"
                " in the changed photograph. “At the threshold of good photographs” is what happens to somebody who"
                " keeps the threshold that FPIR 0.01 sets on the unchanged photographs."
            )
        ),
        Table(line("Without any condition"), ("Photographs", *_HEADS[1:4]), tuple(_as_they_are(part))),
        *_drawings(part),
        Table(line("Under each SIMULATED condition, the worst first"), _HEADS, tuple(_rows(part)), _WIDTHS),
    ]
    if any("cllr" in (row.get("weights") or {}) for row in part["results"]):
        blocks += [_WEIGHTS_SAY, Table(line("Weights of evidence under each SIMULATED condition"), _COST, _costs(part))]
    blocks += [
        Facts(tuple(_means(part))),
        Paragraph(line("Means of two severities can be compared only where they are over the same conditions.")),
    ]
    return Section("conditions", "SIMULATED conditions", tuple(blocks))


def _as_they_are(part: Report) -> Iterator[tuple[Line, ...]]:
    for side, row in part["as_they_are"].items():
        yield (
            line(strong("Photographs as they are"), f" ({_SIDES.get(side, side)})"),
            *_common(row),
        )


def _rows(part: Report) -> Iterator[tuple[Line, ...]]:
    for row in _ordered(part):
        old = row.get("at_the_threshold_of_good_photos")
        yield (
            line(
                f"{row['title']}, {severity(row['severity'])}", " (", data(row["amount"]), f"); {row['side'].upper()}"
            ),
            *_common(row),
            line(_at_old(old, "fnir", row["mated_searches"])),
            line(_at_old(old, "fpir", row["non_mated_searches"])),
        )


def _costs(part: Report) -> tuple[tuple[Line, ...], ...]:
    rows = [
        (line(strong("Photographs as they are"), f" ({side.upper()})"), row)
        for side, row in part["as_they_are"].items()
    ]
    rows += [(line(f"{row['title']}, {severity(row['severity'])}"), row) for row in _ordered(part)]
    return tuple((name, *_cost(row["weights"])) for name, row in rows if "cllr" in (row.get("weights") or {}))


def _cost(weights: Report) -> Iterator[Line]:
    mated, others = weights["mated_comparisons"], weights["non_mated_comparisons"]
    yield line(number(weights["cllr"]))
    yield line(number(weights["cllr_min"]))
    yield line(f"{rate(weights['strangers_at_2'])}, {share_of(weights['strangers_at_2'], others)}")
    yield line(f"{rate(weights['mated_at_2'])}, {share_of(weights['mated_at_2'], mated)}")
    yield line(f"{rate(weights['mated_below_0'])}, {share_of(weights['mated_below_0'], mated)}")


def _ordered(part: Report) -> list[Report]:
    place = {(one["condition"], one["severity"]): i for i, one in enumerate(part.get("worst_first", ()))}
    return sorted(part["results"], key=lambda row: place.get((row["condition"], row["severity"]), len(place)))


def _common(row: Report) -> tuple[Line, Line, Line]:
    searches = row["mated_searches"]
    first, missed = row["rank_1"], row[_MAIN]
    return (
        line(of(row["faces_found"], row["photos"])),
        line(f"{figure(first)}, {share_of(first['value'], searches)}"),
        line(f"{figure(missed)}, {share_of(missed['value'], searches)}"),
    )


def _at_old(old: Report | None, name: str, searches: int) -> str:
    if not old:
        return "not measured"
    return f"{rate(old[name])}, {share_of(old[name], searches)}"


def _drawings(part: Report) -> Iterator[Plot]:
    for svg in plots.conditions(part):
        yield Plot(
            svg.decode(),
            "FNIR at FPIR 0.01 under every simulated condition, the worst at the top. The figures are in the table.",
            line("SIMULATED. FNIR at FPIR 0.01 by condition, with 95 % intervals. Dashed: photographs as they are."),
        )


def _means(part: Report) -> Iterator[tuple[Line, Line]]:
    for level, value in part.get("mean_fnir_at_fpir_0.01", {}).items():
        rows = sum(str(row["severity"]) == level for row in part["results"])
        words = f"{rate(value)}, over {many(rows, 'SIMULATED condition')}, each counting once"
        yield line(f"Mean FNIR at FPIR 0.01, {severity(level)}"), line(words)
    old = next((row.get("at_the_threshold_of_good_photos") for row in part["results"]), None)
    if old:
        yield line("Threshold of good photographs"), line(f"score {number(old['threshold'])}")
