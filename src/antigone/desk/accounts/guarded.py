"""Tables of which the database deletes nothing: what the audit names by number must stay."""

from __future__ import annotations

TABLES = ("accounts_agency", "accounts_person", "accounts_invitation", "accounts_incident", "accounts_grant")
KEYS = ("accounts_token", "accounts_passkey")
"""Since migration 0002."""
GUARDED: dict[str, tuple[str, ...]] = dict.fromkeys((*TABLES, *KEYS), ("DELETE",))
