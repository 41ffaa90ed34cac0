"""The board and its rules, files, sittings, decisions, what rests on them, recalls, and lives."""

from antigone.desk.identification.models.board import BoardPolicy, Seat
from antigone.desk.identification.models.decision import Act, Certificate, Decision
from antigone.desk.identification.models.file import Discrepancy, DiscrepancyExplanation, EvidenceLine, Faceless, File
from antigone.desk.identification.models.life import LifeMove
from antigone.desk.identification.models.recall import Recall, RecallEntry
from antigone.desk.identification.models.sitting import Motion, Present, Sitting, Vote

__all__ = [
    "Act",
    "BoardPolicy",
    "Certificate",
    "Decision",
    "Discrepancy",
    "DiscrepancyExplanation",
    "EvidenceLine",
    "Faceless",
    "File",
    "LifeMove",
    "Motion",
    "Present",
    "Recall",
    "RecallEntry",
    "Seat",
    "Sitting",
    "Vote",
]
