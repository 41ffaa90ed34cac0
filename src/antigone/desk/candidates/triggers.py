"""What the database refuses for searches, candidate lists and decisions about pairs."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "candidates_run": (
        ("DELETE", "", "a search is never deleted"),
        (
            "UPDATE",
            "NEW.subject_id <> OLD.subject_id OR (OLD.state <> 'waiting' AND (NEW.state <> OLD.state"
            " OR NEW.model <> OLD.model OR NEW.calibration <> OLD.calibration))",
            "a search that is done is never changed",
        ),
    ),
    "candidates_candidate": (
        ("DELETE", "", "a candidate list is never shortened"),
        (
            "UPDATE",
            "NEW.run_id <> OLD.run_id OR NEW.rank <> OLD.rank OR NEW.subject_id <> OLD.subject_id"
            " OR NEW.photograph_id <> OLD.photograph_id OR NEW.score <> OLD.score",
            "a candidate list is never changed",
        ),
    ),
    "candidates_exclusion": (
        ("DELETE", "", "an exclusion is lifted, never deleted"),
        (
            "UPDATE",
            "NEW.case_id <> OLD.case_id OR NEW.record_id <> OLD.record_id OR NEW.ground <> OLD.ground"
            " OR NEW.reason <> OLD.reason OR NEW.by_id <> OLD.by_id OR OLD.lifted_at IS NOT NULL",
            "an exclusion is lifted, never changed",
        ),
    ),
    "candidates_link": (
        ("DELETE", "", "a link is undone, never deleted"),
        (
            "UPDATE",
            "NEW.first_id <> OLD.first_id OR NEW.second_id <> OLD.second_id OR NEW.reason <> OLD.reason"
            " OR NEW.by_id <> OLD.by_id OR OLD.undone_at IS NOT NULL",
            "a link is undone, never changed",
        ),
    ),
    "candidates_duplicatewarning": (("DELETE", "", "a warning is dismissed, never deleted"),),
}
