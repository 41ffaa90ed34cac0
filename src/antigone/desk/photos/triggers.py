"""What the database refuses for photographs, their lawful basis and the index."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

_UNTIL = "COALESCE(NEW.valid_until, '9999-12-31') <> COALESCE(OLD.valid_until, '9999-12-31')"
"""The last day was changed, on SQLite and PostgreSQL alike."""

_ERASED = (
    "EXISTS (SELECT 1 FROM photos_photograph WHERE photos_photograph.id = NEW.photograph_id"
    " AND photos_photograph.erased_at IS NOT NULL)"
)

RULES: dict[str, tuple[Rule, ...]] = {
    "photos_source": (
        ("DELETE", "", "a lawful source is ended, never deleted"),
        (
            "UPDATE",
            "NEW.basis <> OLD.basis OR NEW.instrument <> OLD.instrument OR NEW.purposes <> OLD.purposes"
            " OR NEW.controller <> OLD.controller OR NEW.incident_id <> OLD.incident_id"
            " OR NEW.agency_id <> OLD.agency_id OR NEW.recipients <> OLD.recipients OR NEW.valid_from <> OLD.valid_from"
            f" OR {_UNTIL} OR OLD.ended_at IS NOT NULL",
            "a lawful source is ended and made anew, never changed",
        ),
    ),
    "photos_consent": (
        ("DELETE", "", "a consent is withdrawn, never deleted"),
        (
            "UPDATE",
            "NEW.source_id <> OLD.source_id OR NEW.subject_id <> OLD.subject_id OR NEW.given_on <> OLD.given_on"
            f" OR {_UNTIL} OR (OLD.withdrawn_at IS NOT NULL AND NOT ((NEW.withdrawn_at = OLD.withdrawn_at"
            " AND NEW.given_by = '' AND NEW.relation = '' AND NEW.how = '') OR (NEW.withdrawn_at IS NULL"
            " AND NEW.put_back_at IS NOT NULL AND NEW.put_back_at >= OLD.withdrawn_at)))",
            "a consent is withdrawn and given anew, never changed",
        ),
    ),
    "photos_photograph": (
        ("DELETE", "", "the row of a photograph stays"),
        (
            "UPDATE",
            "OLD.erased_at IS NOT NULL OR NEW.sealed <> OLD.sealed OR NEW.subject_id <> OLD.subject_id"
            " OR (NEW.sha256 <> OLD.sha256 AND NOT (NEW.erased_at IS NOT NULL AND NEW.sha256 = ''))"
            " OR NEW.kind <> OLD.kind OR COALESCE(NEW.source_id, 0) <> COALESCE(OLD.source_id, 0)"
            " OR COALESCE(NEW.consent_id, 0) <> COALESCE(OLD.consent_id, 0)"
            " OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL"
            " AND (NEW.put_back_at IS NULL OR NEW.put_back_at < OLD.ended_at))",
            "a photograph stays what it is and whose it is",
        ),
    ),
    "photos_photokey": (("INSERT", _ERASED, "an erased photograph gets no key"),),
    "photos_face": (("INSERT", _ERASED, "an erased photograph gets no faces"),),
    "photos_indexchange": (
        ("DELETE", "", "a step of the index is never removed"),
        ("UPDATE", "", "a step of the index is never changed"),
    ),
}
