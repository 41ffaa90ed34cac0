"""The whole report as blocks, in the order in which it is read."""

from __future__ import annotations

import hashlib

from antigone.evidence import plots
from antigone.report.sections.blocks import Content
from antigone.report.sections.conditions import the_conditions
from antigone.report.sections.groups import the_groups
from antigone.report.sections.headline import headline
from antigone.report.sections.identification import the_identification
from antigone.report.sections.method import the_limits, the_method
from antigone.report.sections.parts import Report
from antigone.report.sections.provenance import the_data, the_provenance
from antigone.report.sections.verification import the_strangers, the_verification
from antigone.report.sections.weights import the_weights

TITLE = "Evaluation of face comparison"


def content(report: Report, figures: bytes) -> Content:
    """``report`` in words, tables and drawings. ``figures``: the bytes of report.json, whose hash it names."""
    drawn = {name: svg.decode() for name, svg in plots.all_of(dict(report)).items()}
    sections = (
        headline(report),
        the_data(report),
        the_identification(report, drawn),
        the_verification(report, drawn),
        the_strangers(report),
        the_groups(report),
        the_weights(report, drawn),
        the_conditions(report),
        the_method(report),
        the_limits(report),
        the_provenance(report, hashlib.sha256(figures).hexdigest()),
    )
    date = str((report.get("made") or {}).get("date", ""))
    return Content(TITLE, date, str(report["data"].get("fingerprint", "")), sections)
