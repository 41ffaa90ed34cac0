"""What the database refuses for lists of persons, reconciliations and their proposals."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

_STAYS: tuple[Rule, ...] = (
    ("DELETE", "", "what a reconciliation found is never deleted"),
    ("UPDATE", "", "what a reconciliation found is never changed"),
)
RULES: dict[str, tuple[Rule, ...]] = {
    "reconciling_listversion": (
        ("DELETE", "", "a list is ended by a new version, never deleted"),
        ("UPDATE", "", "a list is changed by a new version"),
    ),
    "reconciling_listedrecord": (
        ("DELETE", "", "a list is changed by a new version"),
        ("UPDATE", "", "a list is changed by a new version"),
    ),
    "reconciling_reconciliation": (
        ("DELETE", "", "a reconciliation is never deleted"),
        (
            "UPDATE",
            "OLD.state <> 'waiting' OR NEW.incident_id <> OLD.incident_id OR NEW.agency_id <> OLD.agency_id"
            " OR NEW.asked_by_id <> OLD.asked_by_id OR NEW.reason <> OLD.reason",
            "a reconciliation that is done is never changed",
        ),
    ),
    "reconciling_proposedpair": (
        _STAYS[0],
        (
            "UPDATE",
            # Statements about a person whose data is erased are taken out; numbers stay.
            "NEW.lines IS NOT NULL OR NEW.run_id <> OLD.run_id OR NEW.place <> OLD.place OR NEW.case_id <> OLD.case_id"
            " OR NEW.record_id <> OLD.record_id OR NEW.posterior <> OLD.posterior OR NEW.error <> OLD.error"
            " OR NEW.nobody <> OLD.nobody OR NEW.log10_lr <> OLD.log10_lr OR NEW.in_joint <> OLD.in_joint",
            "what a reconciliation found is never changed",
        ),
    ),
    "reconciling_unlisted": _STAYS,
    "reconciling_sampling": _STAYS,
}
