"""The board and its rules, files, sittings, decisions, what rests on them, recalls, and lives."""

from antigone.desk.identification.models.board import Rules, Seat
from antigone.desk.identification.models.decision import Act, Certificate, Decision
from antigone.desk.identification.models.file import Discrepancy, Explanation, Faceless, File, Line
from antigone.desk.identification.models.life import LifeMove
from antigone.desk.identification.models.recall import Recall, RecallEntry
from antigone.desk.identification.models.sitting import Present, Proposal, Sitting, Vote

__all__ = [
    "Act",
    "Certificate",
    "Decision",
    "Discrepancy",
    "Explanation",
    "Faceless",
    "File",
    "LifeMove",
    "Line",
    "Present",
    "Proposal",
    "Recall",
    "RecallEntry",
    "Rules",
    "Seat",
    "Sitting",
    "Vote",
]
