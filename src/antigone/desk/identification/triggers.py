"""What the database refuses for boards, files, decisions and recalls."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.audit.triggers import Rule


def _kept(table: str, columns: Iterable[str], once: str = "") -> tuple[Rule, ...]:
    """Rules for rows that are never deleted, keep ``columns``, and do not change at all once ``once`` is set."""
    condition = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)
    if once:
        condition = f"{condition} OR OLD.{once} IS NOT NULL"
    return (
        ("DELETE", "", f"{table}: ended or followed by another, never deleted"),
        ("UPDATE", condition, f"{table}: ended or followed by another, never changed"),
    )


def _never(table: str) -> tuple[Rule, ...]:
    return (("DELETE", "", f"{table}: never deleted"), ("UPDATE", "", f"{table}: never changed"))


_SEAT = ("incident_id", "person_id", "discipline", "reason", "appointed_by_id", "appointed_at")
_FILE = ("incident_id", "agency_id", "place", "number", "case_id", "record_id", "reason", "opened_by_id", "opened_at")
_SAID = ("file_id", "place", "kind", "direction", "words", "source", "examined_by", "depends_on", "depends_on_face")
_LINE = (*_SAID, "photographs", "rests_on", "by_id", "at")
_PAPER = ("line_id", "sealed", "size", "pages", "is_pdf", "by_id", "at")
_SITTING = ("file_id", "meets_at", "called_by_id", "called_at")
_PROPOSAL = ("sitting_id", "conclusion", "reasons", "law", "combined", "combination_reasons", "frozen", "by_id", "at")
_DECISION = (
    "number",
    "file_id",
    "proposal_id",
    "case_id",
    "record_id",
    "conclusion",
    "frozen",
    "sha256",
    "by_id",
    "at",
)
_CERTIFICATE = ("decision_id", "place", "language", "sha256", "pdf", "by_id", "at")
_RECALL = ("number", "decision_id", "ground", "reason", "acts", "by_id", "at")
_DECIDED = (
    " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _DECISION)
    + " OR OLD.recalled_at IS NOT NULL OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at <> OLD.superseded_at)"
    + " OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NULL)"
)
_BY_WHO_INVITED = (
    "NEW.appointed_by_id = NEW.person_id OR EXISTS (SELECT 1 FROM accounts_appointment"
    " WHERE person_id = NEW.person_id AND by_id = NEW.appointed_by_id)"
)
_JUDGES_BLIND = (
    "EXISTS (SELECT 1 FROM review_assignment a JOIN review_pair p ON p.id = a.pair_id"
    " JOIN subjects_subject c ON c.id = p.case_id JOIN subjects_subject r ON r.id = p.record_id"
    " WHERE a.examiner_id = NEW.person_id AND c.incident_id = NEW.incident_id"
    " AND NOT EXISTS (SELECT 1 FROM review_calledoff WHERE pair_id = p.id)"
    " AND (p.known OR (c.closed_at IS NULL AND r.closed_at IS NULL))"
    " AND NOT EXISTS (SELECT 1 FROM review_examinationentry e WHERE e.assignment_id = a.id"
    " AND e.kind IN ('Unmasked', 'HandedBack', 'Unblinded')))"
)
"""The same as ``review.open.open_assignments``, of the incident."""
_NO_SEAT = (
    "whoever judges something blind in an incident has no seat on its board: their work is called off first;"
    " and no seat is given by whoever invited the one who sits"
)
_EXPERT = ("incident_id", "name", "institution", "discipline", "how", "by_id", "at")
RULES: dict[str, tuple[Rule, ...]] = {
    "identification_expert": (
        ("DELETE", "", "an expert is taken out of the register, never deleted"),
        (
            "UPDATE",
            " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _EXPERT)
            + " OR OLD.ended_at IS NOT NULL OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at IS NULL OR"
            " NEW.confirmed_at <> OLD.confirmed_at OR NEW.confirmed_by_id <> OLD.confirmed_by_id))",
            "an expert is confirmed and ended once, never changed",
        ),
    ),
    "identification_seat": (
        *_kept("seat", _SEAT, "ended_at"),
        ("INSERT", f"({_JUDGES_BLIND}) OR ({_BY_WHO_INVITED})", _NO_SEAT),
    ),
    "identification_boardpolicy": _never("rules"),
    "identification_file": _kept("file", _FILE, "ended_at"),
    "identification_evidenceline": _kept("line", _LINE, "taken_back_at"),
    "identification_evidencepaper": _kept("paper", _PAPER, "erased_at"),
    "identification_faceless": _kept("statement", ("subject_id", "reason", "by_id", "at"), "taken_back_at"),
    "identification_discrepancy": _never("discrepancy"),
    "identification_discrepancyexplanation": _never("explanation"),
    "identification_sitting": _kept("sitting", _SITTING, "ended_at"),
    "identification_present": _never("presence"),
    "identification_motion": _kept("proposal", _PROPOSAL, "closed_at"),
    "identification_vote": _never("vote"),
    "identification_decision": (
        ("DELETE", "", "a decision is superseded or recalled, never deleted"),
        ("UPDATE", _DECIDED, "a decision is superseded or recalled, never changed"),
    ),
    "identification_decision_exclusions": _never("what a decision excluded"),
    "identification_certificate": _kept("certificate", _CERTIFICATE, "void_at"),
    "identification_act": _never("act"),
    "identification_recall": _kept("recall", _RECALL, "ended_at"),
    "identification_recallentry": _never("entry"),
    "identification_lifemove": _never("move"),
}
