"""Comparing two photographs: one to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from antigone.report.sections.amounts import about, count, figure, number, of, share_of
from antigone.report.sections.blocks import Block, Line, Paragraph, Plot, Section, Table, data, line
from antigone.report.sections.parts import Report, measured, named, unmeasured

_HEADS = ("Figure", "Value (95 % interval)", "Mated comparisons accepted", "Non-mated allowed", "Threshold")


def the_verification(report: Report, drawn: Mapping[str, str]) -> Section:
    title = "Verification: one photograph against one"
    part = measured(report, "verification")
    if part is None:
        return Section("verification", title, (unmeasured(report, "verification"),))
    blocks: list[Block] = [
        Paragraph(
            line(
                f"{count(part['mated_comparisons'])} mated comparisons of {count(part['mated_people'])} people and"
                f" {count(part['non_mated_comparisons'])} non-mated comparisons of {count(part['non_mated_people'])}"
                " people; ",
                data(part.get("pairs", "drawn by chance")),
                f". In {count(part['missed_mated'])} of the mated and {count(part['missed_non_mated'])} of the"
                " non-mated ones a face was missing: they count as not accepted.",
            )
        ),
        Table(line("EER, and TAR at given FAR"), _HEADS, tuple(_rows(part)), (22, 26, 22, 18, 12)),
    ]
    if "det" in drawn:
        blocks.append(
            Plot(
                drawn["det"],
                f"DET curve: FNMR falls as FMR rises. They are equal at {figure(part['eer'])}.",
                line("Detection error trade-off. Nearer to the lower left corner is better."),
            )
        )
    return Section("verification", title, tuple(blocks))


def _rows(part: Report) -> Iterator[tuple[Line, ...]]:
    mated, others = part["mated_comparisons"], part["non_mated_comparisons"]
    yield (
        line("EER"),
        line(figure(part["eer"])),
        line(f"of {count(mated)}"),
        line(f"of {count(others)}"),
        line("–"),
    )
    for far, value in named(part, "tar_at_far_"):
        yield (
            line(f"TAR at FAR {far}"),
            line(figure(value)),
            line(share_of(value["value"], mated)),
            line(of(value["false_matches_allowed"], others)),
            line(number(value["threshold"])),
        )


def the_strangers(report: Report) -> Section:
    """How many strangers to expect at or above a score."""
    title = "Strangers to expect, by score and size of the gallery"
    part = measured(report, "strangers")
    if part is None:
        return Section("strangers", title, (unmeasured(report, "strangers"),))
    rows = part["by_score"]
    sizes = list(rows[0]["expected"]) if rows else []
    caption = line("Expected number of strangers at or above a score, by persons in the gallery")
    heads = ("Score", "Comparisons that reached it", *(f"{count(int(size))} persons" for size in sizes))
    body = tuple(
        (
            line(number(row["score"])),
            line(of(row["comparisons"], part["non_mated_comparisons"])),
            *(line(_strangers(row, size)) for size in sizes),
        )
        for row in rows
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            line(
                "A large gallery always holds strangers with high scores. The table says how many to expect when the"
                f" person looked for is not in it, from {count(part['non_mated_comparisons'])} comparisons of two"
                " different people each. Where no comparison reached a score nothing is known, and nothing is"
                " extrapolated."
            )
        ),
        Table(caption, heads, body),
    )
    return Section("strangers", title, blocks)


def _strangers(row: Report, size: str) -> str:
    """The upper limit stands beside the number: a share of few comparisons is hardly known."""
    value, most = row["expected"][size], about(row["at_most"][size]).removeprefix("about ")
    return f"not seen; at most {most}" if value is None else f"{about(value)}, at most {most}"
