"""What the database refuses for cases and records."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "subjects_subject": (
        ("DELETE", "", "a case or record is closed, never deleted"),
        (
            "UPDATE",
            "NEW.code <> OLD.code OR NEW.kind <> OLD.kind OR NEW.incident_id <> OLD.incident_id"
            " OR NEW.agency_id <> OLD.agency_id OR NEW.place <> OLD.place OR OLD.erased_at IS NOT NULL",
            "a case or record keeps its code, kind, incident and agency",
        ),
    ),
    "subjects_revision": (("UPDATE", "", "what was said before is never changed"),),
}
