"""Tables from which the database refuses to delete: what the audit names by number must stay."""

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
RULES: dict[str, tuple[Rule, ...]] = {
    table: (("DELETE", "", f"{table}: nothing is ever deleted here"),) for table in _TABLES
}
