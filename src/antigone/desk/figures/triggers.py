"""What the database refuses for published figures."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "figures_publication": (
        ("DELETE", "", "what was published is withdrawn, never deleted"),
        (
            "UPDATE",
            "NEW.figures <> OLD.figures OR NEW.note <> OLD.note OR NEW.counted_until <> OLD.counted_until"
            " OR NEW.at <> OLD.at OR NEW.by_id <> OLD.by_id OR NEW.reason <> OLD.reason"
            " OR OLD.withdrawn_at IS NOT NULL",
            "what was published is withdrawn, never changed",
        ),
    )
}
