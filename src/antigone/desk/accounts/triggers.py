"""Tables from which the database refuses to delete: what the audit names by number must stay. And that nobody has a
role on one person's word."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

_TABLES = (
    "accounts_agency",
    "accounts_person",
    "accounts_invitation",
    "accounts_incident",
    "accounts_grant",
    "accounts_token",
    "accounts_passkey",
)
_NAMED = """REPLACE(CAST(roles AS TEXT), '"' || NEW.role || '"', '') <> CAST(roles AS TEXT)"""
"""That the role is among those of an appointment, which are JSON: both databases write it as text."""
_CONFIRMED = (
    "SELECT 1 FROM accounts_appointment"
    f" WHERE id = NEW.appointment_id AND person_id = NEW.person_id AND confirmed_at IS NOT NULL AND {_NAMED}"
)
_ADMINISTERS = "SELECT 1 FROM accounts_roleheld WHERE person_id = NEW.confirmed_by_id AND role = 'administrator'"
_AT_WORK = (
    "SELECT COUNT(*) FROM accounts_roleheld JOIN accounts_person ON accounts_person.id = accounts_roleheld.person_id"
    " JOIN accounts_agency ON accounts_agency.id = accounts_person.agency_id"
    " WHERE accounts_roleheld.role = 'administrator' AND accounts_person.ended_at IS NULL AND accounts_agency.is_host"
)
_ONLY_ADMINISTERS = """CAST(NEW.roles AS TEXT) = '["administrator"]'"""
_BY_THE_CONSOLE = f"NEW.by_id IS NULL AND {_ONLY_ADMINISTERS} AND ({_AT_WORK}) < 2"
_CHANGED = " OR ".join(
    (
        *(f"NEW.{column} <> OLD.{column}" for column in ("person_id", "how", "roles", "at", "reason", "origin")),
        "COALESCE(NEW.by_id, 0) <> COALESCE(OLD.by_id, 0)",
    )
)
_UNVOUCHED = (
    f"NEW.confirmed_at IS NOT NULL AND NOT (NEW.ended_at IS NULL AND (EXISTS ({_ADMINISTERS})"
    f" OR (NEW.confirmed_by_id IS NULL AND {_BY_THE_CONSOLE})))"
)
RULES: dict[str, tuple[Rule, ...]] = {
    **{table: (("DELETE", "", f"{table}: nothing is ever deleted here"),) for table in _TABLES},
    "accounts_appointment": (
        ("DELETE", "", "an appointment is confirmed or ended, never deleted"),
        ("INSERT", "NEW.confirmed_at IS NOT NULL", "an appointment begins unconfirmed"),
        (
            "UPDATE",
            f"OLD.confirmed_at IS NOT NULL OR OLD.ended_at IS NOT NULL OR {_CHANGED} OR ({_UNVOUCHED})",
            "an appointment is confirmed once, by an administrator at work",
        ),
    ),
    "accounts_roleheld": (
        ("INSERT", f"NOT EXISTS ({_CONFIRMED})", "nobody has a role that a second person did not confirm"),
        ("UPDATE", "", "a role is given or taken, never changed"),
    ),
}
