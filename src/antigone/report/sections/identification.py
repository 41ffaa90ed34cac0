"""Searching a gallery: one against many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from antigone.report.sections.amounts import count, figure, growth, number, rate, share_of
from antigone.report.sections.blocks import Block, Bullets, Line, Paragraph, Plot, Section, Table, line
from antigone.report.sections.parts import Report, measured, named, unmeasured

_HEADS = (
    "Figure",
    "Value (95 % interval)",
    "Searches",
    "Each person once",
    "Mean of random splits",
    "Range of random splits",
)
_WIDTHS = (20, 24, 18, 12, 12, 14)


def the_identification(report: Report, drawn: Mapping[str, str]) -> Section:
    title = "Identification: one photograph against a gallery"
    part = measured(report, "identification")
    if part is None:
        return Section("identification", title, (unmeasured(report, "identification"),))
    blocks: list[Block] = [
        Paragraph(
            line(
                f"{count(part['enrolled'])} persons enrolled with one photograph each;"
                f" {count(part['mated_searches'])} mated searches of {count(part['mated_people'])} people;"
                f" {count(part['non_mated_searches'])} non-mated searches, one a person. In"
                f" {count(part['mated_without_face'])} mated searches a face was missing: they count as misses."
                f"{_in_turn(part)}"
            )
        ),
        Table(
            line("Closed set: share of mated searches whose person is so high on the list"),
            _HEADS,
            _closed(part),
            _WIDTHS,
        ),
    ]
    blocks += _plot(drawn, "cmc", _cmc(part), "CMC curve. Nearer to the top is better.")
    caption = line("Open set: share of mated searches that miss, at the threshold that so many non-mated searches pass")
    blocks.append(Table(caption, _HEADS, _open(part), _WIDTHS))
    blocks += _grown(part, drawn)
    return Section("identification", title, tuple(blocks))


def _in_turn(part: Report) -> str:
    if part["turns"] == 1:
        return ""
    return (
        " Hardly anybody has one photograph only. So people were left out of the gallery in"
        f" {count(part['turns'])} turns and searched for as strangers; every search is made, and counted, once."
    )


def _closed(part: Report) -> tuple[tuple[Line, ...], ...]:
    return tuple(_row(part, f"Rank {rank}", value, "found") for rank, value in named(part, "rank_"))


def _open(part: Report) -> tuple[tuple[Line, ...], ...]:
    strangers = part["non_mated_searches"]
    return tuple(
        _row(
            part,
            f"FNIR at FPIR {fpir} ({count(int(float(fpir) * strangers + 1e-9))} of {count(strangers)})",
            value,
            "missed",
        )
        for fpir, value in named(part, "fnir_at_fpir_")
    )


def _row(part: Report, name: str, value: Report, what: str) -> tuple[Line, ...]:
    spread = value.get("range_of_random_splits")
    return (
        line(name),
        line(figure(value)),
        line(share_of(value["value"], part["mated_searches"], what)),
        line(rate(value["by_person"])),
        line(rate(value["mean_of_random_splits"])),
        line(f"{rate(spread[0])}–{rate(spread[1])}" if spread else "not drawn"),
    )


def _plot(drawn: Mapping[str, str], name: str, alt: str, caption: str) -> Iterator[Plot]:
    if name in drawn:
        yield Plot(drawn[name], alt, line(caption))


def _cmc(part: Report) -> str:
    ranks, shares = part["cmc"]["rank"], part["cmc"]["share"]
    return f"CMC curve: from {rate(shares[0])} at rank {ranks[0]} to {rate(shares[-1])} at rank {ranks[-1]}."


def _grown(part: Report, drawn: Mapping[str, str]) -> Iterator[Block]:
    grown = [one for one in part["growth"] if one["sizes"]]
    if not grown:
        yield Paragraph(line("How misses grow with the gallery was not measured: fewer than 100 persons are enrolled."))
        return
    sizes = grown[0]["sizes"]
    yield Table(
        line("FNIR by persons in the gallery"),
        ("FPIR", *(f"{count(size)} persons" for size in sizes)),
        tuple((line(f"{one['fpir']:g}"), *(line(_missed(part, v)) for v in one["fnir"])) for one in grown),
    )
    text = f"FNIR against gallery size, from {count(sizes[0])} to {count(sizes[-1])} persons, on logarithmic scales."
    yield from _plot(drawn, "growth", text, "Misses grow with the gallery. Dotted: the fitted power law.")
    yield Bullets(tuple(_words(one) for one in grown))


def _missed(part: Report, value: float) -> str:
    return f"{rate(value)} ({share_of(value, part['mated_searches'])})"


def _words(one: Report) -> Line:
    start = f"At FPIR {one['fpir']:g}: "
    if one["b"] is None:
        return line(start, "no law was fitted, because fewer than two sizes had a miss.")
    if one["fitted_on"] < 3:
        return line(start, "no law is stated, because only two sizes had a miss.")
    ends = one.get("b_95") or (None, None)
    known = None not in ends
    exponents = f" ({number(ends[0], 2)} to {number(ends[1], 2)})" if known else ""
    times = f" ({growth(ends[0])} to {growth(ends[1])})" if known else ""
    return line(
        start,
        f"FNIR grows about as the gallery's size to the power {number(one['b'], 2)}{exponents}. Ten times as many"
        f" persons mean about {growth(one['b'])} times as many misses{times}. It was fitted on the"
        f" {one['fitted_on']} sizes at which anybody was missed,"
        f" from {count(one['sizes'][0])} to {count(one['sizes'][-1])} persons, and says nothing beyond.",
    )
