"""Weights of evidence, judged on people who had no part in fitting them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from antigone.report.sections.amounts import UNKNOWN, count, number, of, rate, span
from antigone.report.sections.blocks import (
    Block,
    Facts,
    Line,
    Paragraph,
    Plot,
    Section,
    Table,
    data,
    joined,
    line,
    strong,
)
from antigone.report.sections.parts import Report, measured, unmeasured

_COSTS = ("Stratum", "Mated comparisons", "Non-mated comparisons", "Cllr (95 % interval)", "Cllr-min", "Weights stated")
_PLOTS = (
    (
        "tippett",
        "Tippett plot: share of mated and of non-mated comparisons with a weight of so much or more.",
        "Tippett plot. Strangers to the right of 0, and mated comparisons to its left, are misleading.",
    ),
    (
        "ece",
        "Empirical cross-entropy: cost in bits of the weights, of the best possible ones, and of saying nothing.",
        "Empirical cross-entropy (ECE). The solid line should lie near the dashed one and below the dotted one.",
    ),
    (
        "pav",
        "PAV plot: weights as stated against weights after PAV.",
        "PAV plot. On the dotted line a weight says what it should; below it weights are too high.",
    ),
)


def the_weights(report: Report, drawn: Mapping[str, str]) -> Section:
    part = measured(report, "weights")
    if part is None:
        return Section("weights", "Weights of evidence", (unmeasured(report, "weights"),))
    rows = [*part["strata"], *([part["overall"]] if part.get("overall") else [])]
    blocks: list[Block] = [
        Paragraph(
            line(
                "Calibrated on one half of the people and judged on the other, both ways. A weight is log10 of a"
                " likelihood ratio. Cllr is its cost: 0 is perfect, 1 is no better than saying nothing. Cllr-min is"
                " what"
                " would be left with the best possible calibration of the same scores; the difference between the two"
                " is lost by calibration."
            )
        ),
        Facts(_ways(part)),
    ]
    if rows:
        blocks += [
            Table(
                line("Cost of the weights by stratum"),
                _COSTS,
                tuple(_cost(r, part) for r in rows),
                (26, 16, 18, 18, 10, 12),
            ),
            *_wrong(rows),
        ]
    blocks += [Plot(drawn[name], alt, line(words)) for name, alt, words in _PLOTS if name in drawn]
    blocks += _refused(part)
    return Section("weights", "Weights of evidence", tuple(blocks))


def _ways(part: Report) -> tuple[tuple[Line, Line], ...]:
    names = (("method", "Calibrator of either half"), ("fusion", "Several photographs"))
    return tuple((line(words), joined([line(data(one)) for one in part[key]])) for key, words in names if part.get(key))


def _cost(row: Report, part: Report) -> tuple[Line, ...]:
    bounds = part.get("bounds", {}).get(row["stratum"])
    cost = f"{rate(row['cllr'])} {span(row, 'cllr')}" if row["cllr"] is not None else UNKNOWN
    return (
        _name(row),
        line(f"{count(row['mated_comparisons'])} of {count(row['mated_people'])} people"),
        line(f"{count(row['non_mated_comparisons'])} of {count(row['non_mated_people'])} people"),
        line(cost.strip()),
        line(rate(row["cllr_min"])),
        line(f"{number(bounds[0], 2)} to {number(bounds[1], 2)}" if bounds else "–"),
    )


def _name(row: Report) -> Line:
    return line(strong("Overall")) if row["stratum"] == "overall" else line(data(row["stratum"]))


def _wrong(rows: list[Report]) -> Iterator[Block]:
    judged = [row for row in rows if row["wrong"]]
    levels = list(judged[0]["wrong"]) if judged else []
    if not levels:
        return
    yield Table(
        line("Misleading weights: strangers whose weight is so high or higher, and whether that is as rare as it says"),
        ("Stratum", *(f"{level} or more (says: 1 in {count(10 ** float(level))})" for level in levels)),
        tuple((_name(row), *(_level(row, level) for level in levels)) for row in judged),
    )
    yield Paragraph(
        line(
            "A weight w says that a stranger reaches it at most 10 to the power of −w as often as photographs of one"
            " person do. “Too few people” means that the upper limit, from the people there are, does not rule out that"
            " it happens more often than stated."
        )
    )


def _level(row: Report, level: str) -> Line:
    seen = row["wrong"].get(level)
    if seen is None:
        return line(UNKNOWN)
    allowed = seen["stated_at_most"]
    words = "as stated" if seen["upper_95"] <= allowed else "too few people to tell"
    verdict = strong("MORE OFTEN THAN STATED") if seen["share"] > allowed else words
    reached = seen["mated_reaching_it"]
    mated = f" Mated reaching it: {rate(reached)}." if reached is not None else ""
    total = seen["comparisons"]
    return line(f"{of(seen['strangers'], total)}; at most {rate(seen['upper_95'])}: ", verdict, ".", mated)


def _refused(part: Report) -> Iterator[Block]:
    refused = part.get("refused") or {}
    if not refused:
        yield Paragraph(line("No stratum was refused."))
        return
    common = _common_end(list(refused))
    because: dict[str, list[str]] = {}
    for label, why in sorted(refused.items()):
        because.setdefault(why.replace(label, "it"), []).append(label.removesuffix(common))
    rows = tuple(
        (line(data(why)), line(count(len(labels))), joined([line(data(label)) for label in labels], " · "))
        for why, labels in sorted(because.items(), key=lambda item: -len(item[1]))
    )
    caption = line("Strata for which no weight is stated", data(common))
    yield Table(caption, ("Why", "How many", "Strata"), rows, (30, 10, 60))


def _common_end(labels: list[str]) -> str:
    """``; 1 photo of the missing, 1 photo of the dead`` where all labels end in it."""
    ends = {label[label.index(";") :] if ";" in label else "" for label in labels}
    return ends.pop() if len(ends) == 1 and len(labels) > 1 else ""
