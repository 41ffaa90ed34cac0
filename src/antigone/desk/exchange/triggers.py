"""What the database refuses for recipients, packets and arrivals."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "exchange_recipient": (
        ("DELETE", "", "a recipient is ended, never deleted"),
        (
            "UPDATE",
            "NEW.agency_id <> OLD.agency_id OR NEW.name <> OLD.name OR NEW.body <> OLD.body OR NEW.basis <> OLD.basis"
            " OR NEW.instrument <> OLD.instrument OR NEW.kinds <> OLD.kinds OR NEW.age_key <> OLD.age_key"
            " OR NEW.signing_key <> OLD.signing_key OR NEW.opened_by_id <> OLD.opened_by_id OR OLD.ended_at IS NOT NULL"
            " OR (OLD.confirmed_at IS NOT NULL"
            " AND (NEW.confirmed_at IS NULL OR NEW.confirmed_by_id <> OLD.confirmed_by_id))",
            "a recipient is confirmed and ended, never changed",
        ),
    ),
    "exchange_packet": (
        ("DELETE", "", "a packet is recalled, never deleted"),
        (
            "UPDATE",
            "NEW.subject_id <> OLD.subject_id OR NEW.recipient_id <> OLD.recipient_id OR NEW.kind <> OLD.kind"
            " OR NEW.number <> OLD.number OR NEW.sha256 <> OLD.sha256 OR NEW.contents <> OLD.contents"
            " OR NEW.reason <> OLD.reason OR NEW.made_by_id <> OLD.made_by_id OR NEW.expires_at <> OLD.expires_at"
            " OR (OLD.taken_at IS NOT NULL AND (NEW.taken_at IS NULL OR NEW.taken_at <> OLD.taken_at))"
            " OR (OLD.taken_at IS NOT NULL AND NEW.act_number <> OLD.act_number)"
            " OR (OLD.received_at IS NOT NULL"
            " AND (NEW.received_at IS NULL OR NEW.received_words <> OLD.received_words))",
            "a packet is taken, confirmed and recalled, never changed",
        ),
    ),
    "exchange_arrival": (
        ("DELETE", "", "an arrival is declined, never deleted"),
        (
            "UPDATE",
            "NEW.sha256 <> OLD.sha256 OR NEW.place <> OLD.place OR NEW.trust <> OLD.trust OR NEW.form <> OLD.form"
            " OR NEW.brought_by_id <> OLD.brought_by_id OR NEW.agency_id <> OLD.agency_id"
            " OR NEW.incident_id <> OLD.incident_id"
            # The sender's number of somebody who was erased is emptied; nothing else of it is ever changed.
            " OR (OLD.state <> 'waiting' AND (NEW.code <> '' OR OLD.code = '' OR NEW.state <> OLD.state"
            " OR NEW.content <> OLD.content OR NEW.packet <> OLD.packet OR NEW.side <> OLD.side"
            " OR NEW.decided_reason <> OLD.decided_reason OR NEW.decided_at <> OLD.decided_at"
            " OR NEW.decided_by_id <> OLD.decided_by_id OR NEW.sender_name <> OLD.sender_name"
            " OR COALESCE(NEW.sender_id, 0) <> COALESCE(OLD.sender_id, 0)"
            " OR COALESCE(NEW.subject_id, 0) <> COALESCE(OLD.subject_id, 0)"
            " OR COALESCE(NEW.source_id, 0) <> COALESCE(OLD.source_id, 0)))",
            "an arrival that was decided is never changed",
        ),
    ),
}
