"""What the database refuses for the inventory of effects."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "cases_effect": (
        ("DELETE", "", "a line of an inventory is struck, never deleted"),
        (
            "UPDATE",
            "NEW.case_id <> OLD.case_id OR NEW.place <> OLD.place OR NEW.description <> OLD.description"
            " OR NEW.found_where <> OLD.found_where",
            "a line of an inventory keeps its number and what it says",
        ),
    )
}
