"""What the database refuses for requests to erase."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "erasing_erasure": (
        ("DELETE", "", "an erasure is kept: it is the receipt"),
        (
            "UPDATE",
            "NEW.key <> OLD.key OR NEW.subject_id <> OLD.subject_id OR NEW.agency_id <> OLD.agency_id"
            ' OR NEW.incident_id <> OLD.incident_id OR NEW.asked_as <> OLD.asked_as OR NEW."order" <> OLD."order"'
            " OR NEW.asked_at <> OLD.asked_at OR NEW.due_on <> OLD.due_on"
            " OR COALESCE(NEW.photograph_id, 0) <> COALESCE(OLD.photograph_id, 0)"
            " OR (OLD.state NOT IN ('asked', 'agreed') AND (NEW.state <> OLD.state OR NEW.words <> OLD.words"
            " OR NEW.ground <> OLD.ground OR NEW.destroyed <> OLD.destroyed"
            " OR (NEW.asker <> OLD.asker AND NEW.asker <> '')))",
            "a request to erase is answered once, and stays as it was",
        ),
    ),
}
