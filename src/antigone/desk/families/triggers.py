"""What the database refuses for families' requests. Words may be emptied and keys destroyed: that is erasure."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "families_familyportal": (
        ("DELETE", "", "what was prepared for families is closed, never deleted"),
        (
            "UPDATE",
            "NEW.incident_id <> OLD.incident_id OR NEW.agency_id <> OLD.agency_id",
            "what was prepared for families stays whose it is",
        ),
    ),
    "families_request": (
        ("DELETE", "", "a request is closed or erased, never deleted"),
        (
            "UPDATE",
            "NEW.code <> OLD.code OR NEW.portal_id <> OLD.portal_id OR NEW.how <> OLD.how"
            " OR NEW.begun_at <> OLD.begun_at OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NULL)"
            " OR (OLD.record_id IS NOT NULL AND COALESCE(NEW.record_id, 0) <> OLD.record_id)"
            " OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS NULL)",
            "a request stays whose it is and what was done with it",
        ),
    ),
    "families_answer": (
        ("DELETE", "", "an answer is followed by another, never deleted"),
        (
            "UPDATE",
            "NEW.request_id <> OLD.request_id OR NEW.step <> OLD.step OR NEW.at <> OLD.at"
            " OR (NEW.said <> OLD.said AND NEW.said <> '')",
            "an answer is followed by another, never changed",
        ),
    ),
    "families_allowed": (
        ("DELETE", "", "a permission is followed by another, never deleted"),
        ("UPDATE", "", "a permission is followed by another, never changed"),
    ),
    "families_given": (
        ("DELETE", "", "the row of a given photograph stays"),
        (
            "UPDATE",
            "NEW.request_id <> OLD.request_id OR NEW.sealed <> OLD.sealed"
            " OR (NEW.sha256 <> OLD.sha256 AND NEW.sha256 <> '')"
            " OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL AND (NEW.put_back_at IS NULL"
            " OR NEW.put_back_at < OLD.withdrawn_at OR (OLD.wrapped IS NULL AND OLD.photograph_id IS NULL)))"
            " OR (OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL)",
            "a given photograph stays what it is and whose it is",
        ),
    ),
    "families_message": (
        ("DELETE", "", "a message is never deleted"),
        (
            "UPDATE",
            "NEW.request_id <> OLD.request_id OR NEW.what <> OLD.what OR NEW.at <> OLD.at"
            " OR (NEW.words <> OLD.words AND NEW.words <> '')",
            "a message is never changed",
        ),
    ),
}
