"""Errors by group of people: who bears them."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.report.sections import plots
from antigone.report.sections.amounts import count, figure, number, of, rate
from antigone.report.sections.blocks import (
    Alarm,
    Block,
    Heading,
    Line,
    Paragraph,
    Plot,
    Section,
    Table,
    data,
    joined,
    line,
    printable,
    strong,
)
from antigone.report.sections.parts import FEWEST, Report, columns, group, in_order, measured, unmeasured


def the_groups(report: Report) -> Section:
    part = measured(report, "groups")
    if part is None:
        return Section("groups", "Groups of people", (unmeasured(report, "groups"),))
    blocks: list[Block] = [
        Paragraph(
            line(
                f"One threshold for everybody: score {number(part['threshold'])}{_set_at(part)}. FMR here compares"
                " strangers of the same group with each other,"
                " which is where they are most alike. A group's true rate may be anywhere in its interval."
            )
        ),
        alarm(report) or _calm(part),
        *_drawings(part),
    ]
    for kind in part["kinds"]:
        blocks += _kind(kind)
    return Section("groups", "Groups of people", tuple(blocks))


def _set_at(part: Report) -> str:
    share = part.get("fmr_over_everybody")
    return "" if share is None else f", at which the FMR over everybody is {rate(share)}"


def alarm(report: Report) -> Alarm | None:
    """The warning that one group bears far more false matches than another."""
    part = measured(report, "groups")
    if part is None or not part.get("alarm"):
        return None
    return Alarm(
        "One group bears many times the errors of another",
        line(
            ratio(widest(part)),
            f" This is above {part['alarm_above']:g}. One threshold for everybody is not safe here: weigh the evidence"
            " by group, and read every candidate of such a group with that in mind.",
        ),
    )


def widest(part: Report) -> Report:
    """The kind of groups with the largest ratio."""
    return max((k for k in part["kinds"] if k["largest_ratio"]), key=lambda k: float(k["largest_ratio"]["ratio"]))


def _calm(part: Report) -> Paragraph:
    if part["largest_ratio"] is None:
        return Paragraph(line("No largest ratio: fewer than two groups have 50 people, or nobody had a false match."))
    return Paragraph(
        line(
            f"No alarm: the largest ratio is {times(part['largest_ratio'])}, and the alarm is above"
            f" {part['alarm_above']:g}."
        )
    )


def times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}"


def ratio(kind: Report) -> Line:
    largest = kind["largest_ratio"]
    least = "at least " if largest["at_least"] else ""
    return line(
        "The FMR of ",
        *_with_counts(kind, largest["highest"]),
        " is ",
        strong(f"{least}{times(largest['ratio'])} times"),
        " that of ",
        *_with_counts(kind, largest["lowest"]),
        ".",
    )


def _with_counts(kind: Report, key: Report) -> tuple[Line, str]:
    found = next((one["fmr"] for one in kind["groups"] if one["group"] == key), None)
    return group(key), f" ({of(found['wrong'], found['comparisons'], 'comparisons')})" if found else ""


def _drawings(part: Report) -> Iterator[Plot]:
    for svg in plots.groups(part):
        yield Plot(
            svg.decode(),
            "FMR of every group with its interval, on a logarithmic scale. The figures are in the tables below.",
            line("FMR by group at one threshold, with 95 % intervals. Dashed, where shown: the FMR over everybody."),
        )


def _kind(kind: Report) -> Iterator[Block]:
    yield Heading("By " + " and ".join(printable(str(name)) for name in kind["by"]))
    large = in_order(one for one in kind["groups"] if one["people"] >= FEWEST)
    if large:
        heads = ("Group", "People", "FMR, strangers within the group", "FNMR")
        yield Table(
            line("FMR and FNMR by ", columns(kind["by"])), heads, tuple(_row(one) for one in large), (26, 10, 34, 30)
        )
    small = len(kind["groups"]) - len(large)
    if small:
        words = f"{count(small)} of {count(len(kind['groups']))} groups have fewer than {FEWEST} people"
        yield Paragraph(line(f"{words}: their rates say nothing and are only in report.json."))
    largest = kind["largest_ratio"]
    if largest and largest["highest"] == largest["lowest"]:
        yield Paragraph(line("No ratio: too few false matches to say that one of these groups has more than another."))
    elif largest:
        yield Paragraph(ratio(kind))
    else:
        yield Paragraph(line("No ratio: fewer than two of these groups have 50 people, or nobody had a false match."))


def _row(one: Report) -> tuple[Line, ...]:
    return (
        joined([line(data(value)) for value in one["group"].values()], " · "),
        line(count(one["people"])),
        _rate(one["fmr"], "no two people to compare"),
        _rate(one["fnmr"], "nobody with two photographs"),
    )


def _rate(part: Report | None, nothing: str) -> Line:
    return line(nothing if part is None else f"{figure(part)}, {of(part['wrong'], part['comparisons'])}")
