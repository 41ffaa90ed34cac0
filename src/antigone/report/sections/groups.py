"""Errors by group of people: who bears them."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.report import plots
from antigone.report.sections.amounts import UNKNOWN, count, figure, of, rate
from antigone.report.sections.blocks import Alarm, Block, Heading, Line, Paragraph, Plot, Section, Table, line, strong
from antigone.report.sections.parts import Report, columns, group, measured, unmeasured

_HEADS = ("Group", "People", "FMR: strangers within the group", "False of comparisons", "FNMR", "Missed of comparisons")


def the_groups(report: Report) -> Section:
    part = measured(report, "groups")
    if part is None:
        return Section("groups", "Groups of people", (unmeasured(report, "groups"),))
    blocks: list[Block] = [
        Paragraph(
            line(
                f"One threshold for everybody ({rate(part['threshold'])}), at which the FMR over everybody is"
                f" {rate(part['fmr_over_everybody'])}. FMR here compares strangers of the same group with each other,"
                " which is where they are most alike. A group's true rate may be anywhere in its interval."
            )
        ),
        alarm(report) or _calm(part),
        *_drawings(part),
    ]
    for kind in part["kinds"]:
        blocks += _kind(kind)
    return Section("groups", "Groups of people", tuple(blocks))


def alarm(report: Report) -> Alarm | None:
    """The warning that one group bears far more false matches than another."""
    part = measured(report, "groups")
    if part is None or not part.get("alarm"):
        return None
    worst = max((kind for kind in part["kinds"] if kind["largest_ratio"]), key=lambda k: k["largest_ratio"]["ratio"])
    return Alarm(
        "One group bears many times the errors of another",
        line(
            _ratio(worst["largest_ratio"]),
            f" This is above {part['alarm_above']:g}. One threshold for everybody is not safe here: weigh the evidence"
            " by group, and read every candidate of such a group with that in mind.",
        ),
    )


def _calm(part: Report) -> Paragraph:
    if part["largest_ratio"] is None:
        return Paragraph(line("No largest ratio: fewer than two groups have 50 people, or nobody had a false match."))
    return Paragraph(
        line(f"The largest ratio between two groups' FMR is {part['largest_ratio']:.1f}; the alarm is above 10.")
    )


def _ratio(largest: Report) -> Line:
    least = "at least " if largest["at_least"] else ""
    return line(
        "The FMR of ",
        group(largest["highest"]),
        " is ",
        strong(f"{least}{largest['ratio']:.1f} times"),
        " that of ",
        group(largest["lowest"]),
        ".",
    )


def _drawings(part: Report) -> Iterator[Plot]:
    for svg in plots.groups(part):
        yield Plot(
            svg.decode(),
            "FMR of every group with its interval, on a logarithmic scale. The figures are in the tables below.",
            line("FMR by group at one threshold, with 95 % intervals. The dashed line is the FMR over everybody."),
        )


def _kind(kind: Report) -> Iterator[Block]:
    yield Heading("By " + " and ".join(str(name) for name in kind["by"]))
    rows = tuple(_row(one) for one in kind["groups"])
    yield Table(line("FMR and FNMR by ", columns(kind["by"])), _HEADS, rows, (26, 9, 20, 16, 16, 13))
    if kind["largest_ratio"]:
        yield Paragraph(_ratio(kind["largest_ratio"]))
    else:
        yield Paragraph(line("No ratio: fewer than two of these groups have 50 people, or nobody had a false match."))


def _row(one: Report) -> tuple[Line, ...]:
    return (
        group(one["group"]),
        line(count(one["people"])),
        *_rate(one["fmr"]),
        *_rate(one["fnmr"]),
    )


def _rate(part: Report | None) -> tuple[Line, Line]:
    if part is None:
        return line(UNKNOWN), line("no comparisons")
    return line(figure(part)), line(of(part["wrong"], part["comparisons"]))
