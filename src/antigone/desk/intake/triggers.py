"""What the database refuses for imports."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "intake_import": (
        ("DELETE", "", "an import is cancelled, never deleted"),
        (
            "UPDATE",
            "NEW.kind <> OLD.kind OR NEW.incident_id <> OLD.incident_id OR NEW.agency_id <> OLD.agency_id"
            " OR COALESCE(NEW.source_id, 0) <> COALESCE(OLD.source_id, 0) OR NEW.by_id <> OLD.by_id"
            " OR NEW.folder <> OLD.folder OR NEW.spool <> OLD.spool"
            " OR (OLD.seen_at IS NOT NULL AND NEW.seen <> OLD.seen)",
            "an import is what it was when it began",
        ),
    ),
    "intake_importitem": (
        ("DELETE", "", "what became of a file stays"),
        (
            "UPDATE",
            "(OLD.state <> 'waiting' OR NEW.path <> OLD.path) AND NOT (NEW.state = 'erased' AND NEW.path = ''"
            " AND NEW.who = '' AND NEW.sha256 = '' AND NEW.bringing_id = OLD.bringing_id AND NEW.place = OLD.place)",
            "what became of a file is never changed",
        ),
    ),
}
