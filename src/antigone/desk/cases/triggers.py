"""What the database refuses for the inventory of effects."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

_THROWN_AWAY = (
    "NEW.description = '' AND NEW.found_where = '' AND EXISTS (SELECT 1 FROM subjects_subject s"
    " JOIN accounts_incident i ON i.id = s.incident_id WHERE s.id = OLD.case_id AND i.exercise)"
)
"""An exercise's inventory is emptied with it."""

RULES: dict[str, tuple[Rule, ...]] = {
    "cases_effect": (
        ("DELETE", "", "a line of an inventory is struck, never deleted"),
        (
            "UPDATE",
            "NEW.case_id <> OLD.case_id OR NEW.place <> OLD.place"
            " OR ((NEW.description <> OLD.description OR NEW.found_where <> OLD.found_where)"
            f" AND NOT ({_THROWN_AWAY}))",
            "a line of an inventory keeps its number and what it says",
        ),
    )
}
