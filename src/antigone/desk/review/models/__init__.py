"""Pairs put before examiners, the work given to each of them, what they wrote, and who may not be asked."""

from antigone.desk.review.models.pairs import CalledOff, Chosen, Known, Pair, Place
from antigone.desk.review.models.people import Leave, TieHeld
from antigone.desk.review.models.rules import Measuring, Rules
from antigone.desk.review.models.work import Entry, Opened, Picture, Work

__all__ = [
    "CalledOff",
    "Chosen",
    "Entry",
    "Known",
    "Leave",
    "Measuring",
    "Opened",
    "Pair",
    "Picture",
    "Place",
    "Rules",
    "TieHeld",
    "Work",
]
