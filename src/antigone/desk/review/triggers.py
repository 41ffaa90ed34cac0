"""What the database refuses for reviews: what was assigned and written stays, whatever a program does."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule


def _kept(what: str) -> tuple[Rule, ...]:
    return (("DELETE", "", f"{what} is never deleted"), ("UPDATE", "", f"{what} is never changed"))


_CONCLUDES = (
    "NEW.kind IN ('Concluded', 'Changed', 'Unmasked') AND NOT EXISTS (SELECT 1 FROM review_examinationentry"
    " WHERE assignment_id = NEW.assignment_id AND kind = 'Unmasked')"
)
_STOPPED = (
    "EXISTS (SELECT 1 FROM review_examinationentry WHERE assignment_id = NEW.assignment_id"
    " AND kind IN ('HandedBack', 'Unblinded'))"
)
_OF_THE_PAIR = "IN (given.case_id, given.record_id)"
_BINDS = (
    f"EXISTS (SELECT 1 FROM review_conflictheld WHERE person_id = given.who AND subject_id {_OF_THE_PAIR})",
    f"EXISTS (SELECT 1 FROM subjects_subject WHERE opened_by_id = given.who AND id {_OF_THE_PAIR})",
    f"EXISTS (SELECT 1 FROM subjects_revision WHERE by_id = given.who AND subject_id {_OF_THE_PAIR})",
    f"EXISTS (SELECT 1 FROM photos_photograph WHERE added_by_id = given.who AND subject_id {_OF_THE_PAIR})",
    "EXISTS (SELECT 1 FROM accounts_roleheld WHERE person_id = given.who AND role IN ('auditor', 'validator'))",
    "NOT EXISTS (SELECT 1 FROM accounts_roleheld WHERE person_id = given.who AND role = 'examiner')",
)
_BOUND = (
    "EXISTS (SELECT 1 FROM (SELECT a.examiner_id AS who, p.case_id, p.record_id FROM review_assignment a"
    " JOIN review_pair p ON p.id = a.pair_id WHERE a.id = NEW.assignment_id) AS given"
    f" WHERE {' OR '.join(_BINDS)})"
)
"""What a trigger can see of ``people.arisen``: what rows say of the two themselves, not of what is linked to them; and
nothing of apps above, whose own triggers see to it (``identification_seat``)."""

RULES: dict[str, tuple[Rule, ...]] = {
    "review_pair": _kept("a review"),
    "review_pairphoto": _kept("what a review shows"),
    "review_calledoff": _kept("a review that was called off"),
    "review_knowntruth": (
        ("DELETE", "", "a known pair is ended, never deleted"),
        (
            "UPDATE",
            "NEW.truth <> OLD.truth OR NEW.ground <> OLD.ground OR NEW.how <> OLD.how OR OLD.ended_at IS NOT NULL",
            "a known pair is ended, never changed",
        ),
        (
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM review_pair WHERE id = NEW.pair_id AND known)",
            "real work has no known truth",
        ),
    ),
    "review_slot": (
        ("DELETE", "", "a slot is filled, never deleted"),
        (
            "UPDATE",
            "NEW.pair_id <> OLD.pair_id OR NEW.place <> OLD.place OR NEW.turn <> OLD.turn OR OLD.filled_at IS NOT NULL",
            "a slot is filled once",
        ),
        (
            "INSERT",
            "EXISTS (SELECT 1 FROM review_pair WHERE id = NEW.pair_id AND known)",
            "nobody is wanted for a known pair",
        ),
    ),
    "review_assignment": _kept("an examination"),
    "review_benchpicture": _kept("what an examination shows"),
    "review_clearlook": (
        ("DELETE", "", "a look is never deleted"),
        (
            "UPDATE",
            "NEW.picture_id <> OLD.picture_id OR NEW.sent_at <> OLD.sent_at OR OLD.seen_at IS NOT NULL",
            "a look is seen once, and never changed",
        ),
    ),
    "review_facecover": _kept("what was painted over"),
    "review_assignmentopened": _kept("when an examination began"),
    "review_examinationentry": (
        *_kept("what an examiner wrote"),
        (
            "INSERT",
            "NEW.place <> (SELECT COUNT(*) + 1 FROM review_examinationentry WHERE assignment_id = NEW.assignment_id)"
            f" OR {_STOPPED} OR ({_CONCLUDES} AND {_BOUND})",
            "an entry is added at the end of its log, and whoever is bound to a pair concludes nothing of it",
        ),
    ),
    "review_conflictheld": _kept("a conflict of interest"),
    "review_leave": (("DELETE", "", "a leave is ended, never deleted"),),
    "review_reviewrules": _kept("a version of the rules of review"),
    "review_measuring": (("DELETE", "", "it is ended, never deleted"),),
}
