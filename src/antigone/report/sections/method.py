"""How it was measured, in plain words, and what that does not allow to say."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.report.sections.amounts import count, rate
from antigone.report.sections.blocks import Bullets, Facts, Heading, Line, Paragraph, Section, line, strong
from antigone.report.sections.parts import Report, measured, named

_WORDS = (
    ("Mated, non-mated", "A comparison of two photographs of one person; of two different people."),
    ("FMR (also FAR)", "False-match rate: share of non-mated comparisons whose score is at or above the threshold."),
    ("FNMR", "False-non-match rate: share of mated comparisons whose score is below it. TAR is 1 − FNMR."),
    ("EER", "Equal error rate: where FMR and FNMR are the same."),
    ("Mated search", "A search for a person who is in the gallery. A non-mated search: for one who is not."),
    (
        "FPIR",
        "False-positive identification rate: share of non-mated searches that return anybody above the threshold.",
    ),
    ("FNIR", "False-negative identification rate: share of mated searches whose person is not above the threshold."),
    ("Rank k", "Share of mated searches whose person is among the first k of the list, without any threshold."),
    ("Cllr", "Log-likelihood-ratio cost of the weights: 0 is perfect, 1 is no better than saying nothing."),
)


def the_method(report: Report) -> Section:
    about = report["data"]
    blocks = (
        Paragraph(
            line(
                "The words and rates are those of ISO/IEC 19795-1 (biometric performance testing) and of NIST's"
                " tests of"
                " one-to-many search. No photograph was enrolled for work, and none left this machine."
            )
        ),
        Heading("Words"),
        Facts(tuple((line(word), line(meaning)) for word, meaning in _WORDS)),
        Heading("Protocols"),
        Bullets(tuple(_protocols(report))),
        Heading("Intervals and chance"),
        Bullets(
            (
                line(
                    "Intervals are 95 %, by person: photographs of one person are not independent of each other, nor"
                    " are pairs that share a person. How far a share varies with the people says how many independent"
                    " comparisons they are worth, and its interval is the binomial's (mid-p) for so many."
                ),
                line(
                    "“At most” and “at least” stand where fewer than three independent errors were seen, or fewer than"
                    " three comparisons without one: only a limit is known then, and it holds more often than 95 in"
                    " 100. Where nothing was seen it is that of as many comparisons as there are people."
                ),
                line(
                    "No interval stands where none would hold what it says: of a share with fewer than ten people, of"
                    " Cllr with fewer than thirty, and of a rate at a threshold that fewer than five independent"
                    " strangers reach. The exponent of a growing gallery is by bootstrap:"
                    f" {count(about['repeats'])} times, as many people as there are were drawn with replacement."
                ),
                line(
                    f"All chance comes from the seed {about['seed']}. The same photographs, versions and seed give the"
                    " same numbers to the last digit."
                ),
            )
        ),
    )
    return Section("method", "Method", blocks)


def _protocols(report: Report) -> Iterator[Line]:
    yield line(
        strong("Faces. "),
        "A photograph without a usable face stays in every figure: it is a miss if mated, and no false candidate if"
        " not.",
    )
    if measured(report, "verification"):
        yield line(
            strong("Verification. "),
            "Mated comparisons are of different photographs of one person, at most 10 a person. Two people are compared"
            " at most once. A comparison is accepted if its score is at or above the threshold.",
        )
    if measured(report, "identification"):
        yield line(
            strong("Identification. "),
            "One photograph is enrolled of everybody who has several, and of about half of those who have one. The"
            " other"
            " photographs of the first are the mated searches; the people who are not enrolled are the non-mated ones."
            " The main figures enrol everybody's first photograph; random splits enrol one by chance, again and again.",
        )
        yield line(
            strong("Growth. "),
            "The same searches in smaller galleries, drawn by chance; the law is a straight line through both"
            " logarithms.",
        )
    if measured(report, "groups"):
        yield line(
            strong("Groups. "),
            "One threshold for everybody. FMR is of strangers within the group. Ratios use groups of 50 people or more;"
            " where a group had no false match its upper limit stands in, and the ratio is “at least”.",
        )
    if measured(report, "weights"):
        yield line(
            strong("Weights. "),
            "People are halved by chance. Each half is calibrated on the other, so that nobody is judged by weights"
            " that"
            " he or she had a part in. A weight is never stated beyond what the people behind it can carry.",
        )
    if measured(report, "conditions"):
        yield line(
            strong("SIMULATED conditions. "),
            "Each is drawn by rule on the photograph, the face is searched for anew, and its threshold is set on"
            " non-mated"
            " searches under the same condition. The severities were set by judgement.",
        )


def the_limits(report: Report) -> Section:
    return Section("limits", "Limits", (Bullets(tuple(_limits(report))),))


def _limits(report: Report) -> Iterator[Line]:
    yield line(
        strong("These people, these photographs. "),
        "The figures hold for people and photographs like those measured. Other ages, other groups, other cameras and"
        " other years apart give other figures.",
    )
    yield line(
        strong("The dead. "),
        "Death changes faces, and detection fails first. Only photographs of the dead can show how well any of this"
        " works on them. If none were measured here, nothing here says it.",
    )
    yield line(
        strong("Labels. "),
        "Every error in the names counts as an error of the computer: one person under two names, two under one.",
    )
    yield line(
        strong("Relatives. "),
        "Strangers here are people with different names. Sisters, brothers and twins score higher than strangers.",
    )
    yield line(
        strong("Thresholds. "),
        "Thresholds here are for measuring. Nothing in Antigone identifies anybody by a threshold: two examiners"
        " compare,"
        " and a board decides.",
    )
    yield from _rests_on_few(report)


def _rests_on_few(report: Report) -> Iterator[Line]:
    """Figures that rest on a handful of strangers."""
    part = measured(report, "identification")
    strangers = part["non_mated_searches"] if part else 0
    for fpir, _ in named(part or {}, "fnir_at_fpir_"):
        allowed = int(float(fpir) * strangers + 1e-9)
        if allowed < 10:
            yield line(
                strong(f"FPIR {fpir} rests on few. "),
                f"Of {count(strangers)} non-mated searches, {count(allowed)} may pass that threshold. A few people more"
                " or fewer would move it.",
            )
    part = measured(report, "verification")
    for far, value in named(part or {}, "tar_at_far_"):
        if value["false_matches_allowed"] < 10:
            yield line(
                strong(f"FAR {far} rests on few. "),
                f"Only {count(value['false_matches_allowed'])} of the non-mated comparisons may pass it.",
            )
    yield from _conditions(report)


def _conditions(report: Report) -> Iterator[Line]:
    part = measured(report, "conditions")
    if part is None or not part["results"]:
        return
    least = min(row["non_mated_searches"] for row in part["results"])
    if least < 1000:
        yield line(
            strong("Conditions rest on few. "),
            f"FPIR {rate(0.01)} under a condition is set by {count(int(0.01 * least + 1e-9))} of {count(least)}"
            " non-mated searches.",
        )
