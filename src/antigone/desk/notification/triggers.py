"""What the database refuses for plans, their logs, prepared pictures and trainings."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule
from antigone.protocol.notification import DIRECT

_PLANNING = ("Sided", "Entitled", "Struck", "Contact", "Written", "Chosen")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_BEFORE = "FROM notification_planentry e WHERE e.plan_id = NEW.plan_id"
_LATER = "SELECT 1 FROM notification_planentry n WHERE n.plan_id = e.plan_id AND n.kind = 'Sided' AND n.place > e.place"
_ACROSS = f"EXISTS (SELECT 1 {_BEFORE} AND e.kind = 'Sided' AND e.across AND NOT EXISTS ({_LATER}))"
_DIRECT = f"(NEW.kind IN ({_listed(tuple(kind.__name__ for kind in DIRECT))}) AND {_ACROSS})"
_SENT = f"(NEW.kind = 'Sent' AND NOT {_ACROSS})"
_CHANGED = f"SELECT COALESCE(MAX(e.place), 0) {_BEFORE} AND e.kind IN ({_listed(_PLANNING)})"
_CONFIRMED = (
    "SELECT COUNT(DISTINCT c.by_id) FROM notification_planentry c"
    " WHERE c.plan_id = NEW.plan_id AND c.kind = 'Confirmed'"
)
_UNCONFIRMED = f"(NEW.kind IN ('Visited', 'Sent') AND ({_CONFIRMED} AND c.place > ({_CHANGED})) < 2)"
_FROZEN = (
    "EXISTS (SELECT 1 FROM notification_notificationplan p JOIN identification_decision d ON d.id = p.decision_id"
    " WHERE p.id = NEW.plan_id AND p.recall_id IS NULL AND d.recalled_at IS NOT NULL)"
)
_UNSEEN = (
    "(NEW.kind = 'Shown' AND NEW.picture_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM notification_preparedpicture p"
    " WHERE p.id = NEW.picture_id AND p.plan_id = NEW.plan_id AND p.accepted))"
)
_STANDS = (
    "SELECT 1 FROM identification_decision d WHERE d.id = NEW.decision_id AND d.conclusion = 'ESTABLISHED'"
    " AND d.case_id = NEW.case_id AND d.record_id = NEW.record_id"
    " AND ((NEW.recall_id IS NULL AND d.recalled_at IS NULL) OR NEW.recall_id IN"
    " (SELECT r.id FROM identification_recall r WHERE r.decision_id = d.id))"
)
_KEPT = ("plan_id", "place", "kind", "at", "by_id", "act")
_EMPTIED = (
    " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
    + "".join(
        f" OR COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in ("one_id", "two_id", "picture_id")
    )
    + " OR COALESCE(NEW.across, FALSE) <> COALESCE(OLD.across, FALSE)"
    " OR NOT EXISTS (SELECT 1 FROM notification_notificationplan p JOIN subjects_subject s ON s.id = p.record_id"
    " WHERE p.id = NEW.plan_id AND s.erased_at IS NOT NULL)"
)
"""Refused but for taking people out of the log of a record that was erased."""
RULES: dict[str, tuple[Rule, ...]] = {
    "notification_notificationplan": (
        ("INSERT", f"NOT EXISTS ({_STANDS})", "only an established identification that stands is told"),
        ("DELETE", "", "a plan is closed, never deleted"),
        (
            "UPDATE",
            "NEW.decision_id <> OLD.decision_id OR COALESCE(NEW.recall_id, 0) <> COALESCE(OLD.recall_id, 0)"
            " OR NEW.case_id <> OLD.case_id OR NEW.record_id <> OLD.record_id OR NEW.number <> OLD.number"
            " OR NEW.agency_id <> OLD.agency_id OR NEW.reason <> OLD.reason OR NEW.opened_by_id <> OLD.opened_by_id"
            " OR OLD.closed_at IS NOT NULL OR (OLD.told_at IS NOT NULL AND NEW.told_at IS NULL)",
            "what a plan is about is never changed",
        ),
    ),
    "notification_planentry": (
        (
            "INSERT",
            f"{_DIRECT} OR {_SENT} OR {_UNCONFIRMED} OR {_FROZEN} OR {_UNSEEN}",
            "a family is told by two who confirmed the plan, in person on this side of a front line and only through"
            " the bureau across it, and nothing goes on after a recall",
        ),
        ("DELETE", "", "the log of a plan is never shortened"),
        ("UPDATE", _EMPTIED, "the log of a plan is never changed"),
    ),
    "notification_preparedpicture": (
        ("DELETE", "", "a prepared picture is refused, never deleted"),
        (
            "UPDATE",
            "NEW.plan_id <> OLD.plan_id OR NEW.photograph_id <> OLD.photograph_id OR NEW.rung <> OLD.rung"
            " OR NEW.made_by_id <> OLD.made_by_id OR (NEW.sha256 <> OLD.sha256 AND NEW.sha256 <> '')"
            # Once its photograph is erased: emptied, and then nothing more.
            " OR (NEW.sha256 = '' AND (NEW.words <> '' OR NEW.reviewed_words <> ''))"
            " OR (OLD.reviewed_at IS NOT NULL AND (NEW.sha256 <> '' OR NEW.reviewed_at IS NULL"
            " OR NEW.reviewed_at <> OLD.reviewed_at OR NEW.accepted <> OLD.accepted))",
            "a prepared picture is looked over once, and never changed",
        ),
    ),
    "notification_training": (
        ("DELETE", "", "a training is ended, never deleted"),
        (
            "UPDATE",
            "NEW.person_id <> OLD.person_id OR NEW.what <> OLD.what OR OLD.ended_at IS NOT NULL",
            "a training is ended, never changed",
        ),
    ),
}
