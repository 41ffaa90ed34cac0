"""The parts of a report as ``antigone.evidence.evaluation`` makes it, each with figures or with a reason for none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from antigone.report.sections.blocks import Line, Unmeasured, data, line

Report = Mapping[str, Any]

NOT_ASKED: Mapping[str, str] = {
    "verification": "This report has no verification.",
    "strangers": "This report does not count strangers.",
    "identification": "Identification was not asked for.",
    "groups": "Nothing is known of the people's age, sex or group: no column of the manifest and no --groups named it.",
    "weights": "Weights of evidence were not asked for.",
    "conditions": "No conditions were asked for (--conditions).",
}
"""Why a part is not there at all."""


FEWEST = 10
"""People in a group for its rates to be printed or drawn: fewer say nothing."""


def measured(report: Report, name: str) -> Mapping[str, Any] | None:
    """The part called ``name``, if it has figures."""
    part = report.get(name)
    return part if isinstance(part, Mapping) and part and "not_measured" not in part else None


def unmeasured(report: Report, name: str) -> Unmeasured:
    """Why the part called ``name`` has none."""
    part = report.get(name)
    if isinstance(part, Mapping) and "not_measured" in part:
        return Unmeasured(line(data(part["not_measured"])))
    return Unmeasured(line(NOT_ASKED[name]))


def named(part: Mapping[str, Any], start: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The figures whose name begins with ``start``, with the rest of the name: ``fnir_at_fpir_`` gives ``0.01``."""
    return [(key.removeprefix(start), part[key]) for key in part if key.startswith(start) and part[key] is not None]


def severity(number: object) -> str:
    """A severity in words."""
    from antigone.evidence.conditions import Severity

    try:
        return Severity(int(str(number))).word
    except ValueError:
        return str(number)


def group(key: Mapping[str, Any]) -> Line:
    """A group of people: ``age_band: 3-12, sex: 1``."""
    parts: list[Line] = [line(data(name), ": ", data(value)) for name, value in key.items()]
    woven: Line = ()
    for part in parts:
        woven = line(woven, ", ", part) if woven else part
    return woven


def in_order(groups: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Groups by their names, numbers in them as numbers: 3-12 is before 13-19."""

    def key(one: Mapping[str, Any]) -> list[list[tuple[int, int, str]]]:
        return [[_natural(part) for part in re.split(r"(\d+)", str(value))] for value in one["group"].values()]

    return sorted(groups, key=key)


def _natural(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdecimal() else (1, 0, part)


def columns(names: Sequence[Any]) -> Line:
    """The columns that people are grouped by."""
    woven: Line = ()
    for name in names:
        woven = line(woven, " × ", data(name)) if woven else line(data(name))
    return woven
