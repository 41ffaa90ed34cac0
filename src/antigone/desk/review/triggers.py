"""What the database refuses for reviews: what was assigned and written stays, whatever a program does."""

from __future__ import annotations

from antigone.desk.audit.triggers import Rule
from antigone.protocol.proficiency import ProficiencyLimits


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


def _asked(column: str, otherwise: int) -> str:
    """What the incident of a new assignment asks of a proficiency set; Antigone's own where nobody wrote any rules."""
    latest = f"SELECT {column} FROM review_reviewrules WHERE incident_id = NEW.incident_id ORDER BY id DESC LIMIT 1"
    return f"COALESCE(({latest}), {otherwise})"


_SET = ProficiencyLimits()
_PASSED = (
    "EXISTS (SELECT 1 FROM review_proficiencyset s WHERE s.id = NEW.proficiency_id AND s.person_id = NEW.examiner_id"
    f" AND s.finished_at IS NOT NULL AND s.size >= {_asked('set_size', _SET.size)}"
    f" AND s.false_inclusions <= {_asked('set_false_inclusions', _SET.false_inclusions)}"
    f" AND s.false_exclusions <= {_asked('set_false_exclusions', _SET.false_exclusions)}"
    f" AND s.undecided_same + s.undecided_different <= {_asked('set_undecided', _SET.undecided)})"
)
"""``protocol.proficiency.why_not_passed``, of the set that an assignment names."""


def _pieces(words: str) -> str:
    return f"(SELECT COUNT(*) FROM review_proficiencypiece p WHERE p.set_id = NEW.id AND {words})"


_COUNTS = {
    "size": "p.said <> ''",
    "same": "p.truth = 'same'",
    "false_inclusions": "p.truth = 'different' AND p.said = 'same'",
    "false_exclusions": "p.truth = 'same' AND p.said = 'different'",
    "undecided_same": "p.truth = 'same' AND p.said = 'neither'",
    "undecided_different": "p.truth = 'different' AND p.said = 'neither'",
}
_MISCOUNTED = " OR ".join(f"NEW.{column} <> {_pieces(words)}" for column, words in _COUNTS.items())
_RECOUNTED = (
    "OLD.finished_at IS NOT NULL AND (NEW.finished_at IS NULL OR NEW.finished_at <> OLD.finished_at"
    " OR NEW.false_inclusions <> OLD.false_inclusions OR NEW.false_exclusions <> OLD.false_exclusions"
    " OR NEW.undecided_same <> OLD.undecided_same OR NEW.undecided_different <> OLD.undecided_different)"
)
_ANOTHER_SET = (
    "EXISTS (SELECT 1 FROM review_proficiencyset WHERE person_id = NEW.person_id"
    " AND (finished_at IS NULL OR again_at IS NULL))"
)

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
    "review_assignment": (
        *_kept("an examination"),
        (
            "INSERT",
            f"NOT {_PASSED}",
            "whoever has not passed the proficiency set that an incident asks for is given no work in it",
        ),
    ),
    "review_proficiencyset": (
        ("DELETE", "", "a proficiency set is never deleted"),
        (
            "UPDATE",
            "NEW.person_id <> OLD.person_id OR NEW.size <> OLD.size OR NEW.same <> OLD.same"
            f" OR {_RECOUNTED} OR OLD.again_at IS NOT NULL OR (NEW.again_at IS NOT NULL AND NEW.finished_at IS NULL)"
            f" OR (NEW.finished_at IS NOT NULL AND ({_MISCOUNTED}))",
            "a proficiency set is counted once, as its pairs were concluded",
        ),
        (
            "INSERT",
            f"NEW.finished_at IS NOT NULL OR NEW.again_at IS NOT NULL OR {_ANOTHER_SET}",
            "another proficiency set needs a decision of somebody else",
        ),
    ),
    "review_proficiencypiece": (
        ("DELETE", "", "a pair of a proficiency set is never deleted"),
        (
            "UPDATE",
            "NEW.set_id <> OLD.set_id OR NEW.number <> OLD.number OR NEW.pair <> OLD.pair OR NEW.truth <> OLD.truth"
            " OR NEW.place <> OLD.place OR OLD.said <> '' OR (NEW.said <> '' AND NOT EXISTS (SELECT 1"
            " FROM review_proficiencyentry e WHERE e.piece_id = NEW.id AND e.kind = 'Unmasked'))",
            "a pair of a proficiency set is concluded once",
        ),
        (
            "INSERT",
            "NEW.said <> '' OR EXISTS (SELECT 1 FROM review_proficiencyset WHERE id = NEW.set_id"
            " AND finished_at IS NOT NULL)",
            "a pair of a proficiency set is concluded at the bench",
        ),
    ),
    "review_proficiencyentry": (
        *_kept("what an examiner wrote in a proficiency set"),
        (
            "INSERT",
            "NEW.place <> (SELECT COUNT(*) + 1 FROM review_proficiencyentry WHERE piece_id = NEW.piece_id)",
            "an entry is added at the end of its log",
        ),
    ),
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
