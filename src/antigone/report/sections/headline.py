"""The first screen: what this is, what it is not, and the figures most people came for."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.report.sections.amounts import count, many, of, one_in, rate, share_of, span
from antigone.report.sections.blocks import Alarm, Block, Figure, Figures, Line, Note, Section, data, line, strong
from antigone.report.sections.groups import alarm, ratio, times, widest
from antigone.report.sections.parts import Report, measured, severity

MOSTLY_USABLE = 0.99
"""Where fewer photographs have a usable face, what was refused decides the figures and is said before them."""


def headline(report: Report) -> Section:
    about = report["data"]
    blocks: list[Block] = [
        Note(
            (
                line(
                    strong("Error rates of a computer that suggests candidates. "),
                    "A candidate is a lead, not an identification. Nothing here says how likely it is that two"
                    " photographs show one person.",
                ),
                line(
                    strong("Not measured on the dead by its makers. "),
                    "Antigone was built and tested on photographs of living people. ",
                    data(report["note"]),
                ),
                *_simulated(report),
            )
        )
    ]
    refused = report.get("without_refused")
    blocks += [_refused(refused, about)] if refused and refused["photos"] < MOSTLY_USABLE * about["photos"] else []
    found = alarm(report)
    if found is not None:
        blocks.append(found)
    blocks += [_few(about)] if about["people_with_several_photos"] < 30 else []
    blocks.append(Figures(tuple(_figures(report))))
    return Section("summary", "What this is, and the figures in short", tuple(blocks))


def _simulated(report: Report) -> Iterator[Line]:
    if measured(report, "conditions"):
        yield line(
            strong("The conditions are SIMULATED. "),
            "They were drawn by rule on the photographs above. They are no photographs of the dead.",
        )


def _refused(without: Report, about: Report) -> Alarm:
    """First of all: what was refused, and what the figures would be without it."""
    by_reason = ", ".join(f"{name} {count(number)}" for name, number in sorted(without["refused"].items()))
    names = (("eer", "EER"), ("rank_1", "rank 1"), ("fnir_at_fpir_0.01", "missed at FPIR 0.01"))
    figures = "; ".join(f"{name} {rate(without[key])}" for key, name in names if key in without)
    total = sum(without["refused"].values())
    return Alarm(
        f"{of(total, about['photos'])} photographs were refused",
        line(
            data(by_reason),
            ". They count as misses in every figure below, though they were not compared at all.",
            f" Without them: {figures}." if figures else " Without them nothing can be measured.",
        ),
    )


def _few(about: Report) -> Alarm:
    people = count(about["people_with_several_photos"])
    return Alarm("Very few people", line(f"Only {people} people have several photographs. No rate here is settled."))


def _figures(report: Report) -> Iterator[Figure]:
    yield from _identification(report)
    yield from _verification(report)
    yield from _weights(report)
    yield from _groups(report)
    yield from _conditions(report)


def _identification(report: Report) -> Iterator[Figure]:
    part = measured(report, "identification")
    if part is None:
        return
    searches, people = part["mated_searches"], part["mated_people"]
    gallery = f"gallery of {count(part['enrolled'])} persons"
    first, missed = part.get("rank_1"), part.get("fnir_at_fpir_0.01")
    if first:
        yield Figure(
            "Person is first on the list (rank 1)",
            rate(first["value"]),
            span(first),
            line(f"{share_of(first['value'], searches, 'mated searches')}, {count(people)} people; {gallery}"),
        )
    if missed:
        often = one_in(missed["value"])
        yield Figure(
            "Missed at FPIR 0.01 (FNIR)",
            rate(missed["value"]),
            span(missed),
            line(
                f"{often + ': ' if often else ''}{share_of(missed['value'], searches, 'mated searches')}, while at most"
                f" 1 in 100 of {count(part['non_mated_searches'])} non-mated searches returns anybody; {gallery}"
            ),
        )


def _verification(report: Report) -> Iterator[Figure]:
    part = measured(report, "verification")
    if part is None:
        return
    people = part["mated_people"]
    base = (
        f"{count(part['mated_comparisons'])} mated comparisons of {count(people)} people,"
        f" {count(part['non_mated_comparisons'])} non-mated of {count(part['non_mated_people'])}"
    )
    for key, name in (("eer", "Equal error rate (EER)"), ("tar_at_far_0.001", "TAR at FAR 0.001")):
        if part.get(key):
            value = part[key]
            yield Figure(name, rate(value["value"]), span(value), line(base))


def _weights(report: Report) -> Iterator[Figure]:
    part = measured(report, "weights")
    overall = part.get("overall") if part else None
    if not overall or overall.get("cllr") is None:
        return
    yield Figure(
        "Cost of the weights (Cllr)",
        rate(overall["cllr"]),
        span(overall, "cllr"),
        line(
            f"0 is perfect, 1 is no better than saying nothing; {count(overall['mated_people'])} people in mated and"
            f" {count(overall['non_mated_people'])} in non-mated comparisons, none of whom the weights were fitted to"
        ),
    )


def _groups(report: Report) -> Iterator[Figure]:
    part = measured(report, "groups")
    if part is None or part["largest_ratio"] is None:
        return
    kind = widest(part)
    least = "at least " if kind["largest_ratio"]["at_least"] else ""
    words = line(ratio(kind), " Groups of 50 people or more.")
    yield Figure("Largest ratio between groups (FMR)", f"{least}{times(part['largest_ratio'])}", "", words)


def _conditions(report: Report) -> Iterator[Figure]:
    part = measured(report, "conditions")
    for level, value in ((part or {}).get("mean_fnir_at_fpir_0.01") or {}).items():
        if part is None or value is None:
            continue
        rows = [row for row in part["results"] if str(row["severity"]) == level]
        yield Figure(
            f"SIMULATED conditions, {severity(level)}: mean FNIR at FPIR 0.01",
            rate(value),
            "",
            line(f"{many(len(rows), 'condition')}, each counting once, of {_searches(rows)}"),
        )


def _searches(rows: list[Report]) -> str:
    mated = sorted({row["mated_searches"] for row in rows})
    return f"{count(mated[0])} mated searches each" if len(mated) == 1 else f"{count(mated[0])} mated searches or more"
