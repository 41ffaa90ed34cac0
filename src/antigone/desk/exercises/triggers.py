"""What the database refuses for exercises."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "exercises_exercise": (
        ("DELETE", "", "an exercise is thrown away, and its receipt kept"),
        (
            "UPDATE",
            "NEW.incident_id <> OLD.incident_id OR NEW.agency_id <> OLD.agency_id OR NEW.begun_at <> OLD.begun_at"
            " OR OLD.thrown_away_at IS NOT NULL",
            "an exercise that was thrown away stays so",
        ),
    ),
}
