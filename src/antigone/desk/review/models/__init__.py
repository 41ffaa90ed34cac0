"""Pairs put before examiners, the work given to each of them, what they wrote, and who may not be asked."""

from antigone.desk.review.models.assignment import Assignment, AssignmentOpened, BenchPicture, ExaminationEntry
from antigone.desk.review.models.pairs import CalledOff, KnownTruth, Pair, PairPhoto, Slot
from antigone.desk.review.models.people import ConflictHeld, Leave
from antigone.desk.review.models.rules import Measuring, ReviewRules

__all__ = [
    "Assignment",
    "AssignmentOpened",
    "BenchPicture",
    "CalledOff",
    "ConflictHeld",
    "ExaminationEntry",
    "KnownTruth",
    "Leave",
    "Measuring",
    "Pair",
    "PairPhoto",
    "ReviewRules",
    "Slot",
]
