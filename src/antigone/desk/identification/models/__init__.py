"""The board and its policy, files, sittings, decisions, what relied on them, recalls, and lives."""

from antigone.desk.identification.models.board import BoardPolicy, Motion, Present, Seat, Sitting, Vote
from antigone.desk.identification.models.decision import (
    Act,
    Certificate,
    Decision,
    DecisionExclusion,
    LifeMove,
    Recall,
    RecallEntry,
)
from antigone.desk.identification.models.expert import Expert
from antigone.desk.identification.models.file import (
    Discrepancy,
    DiscrepancyExplanation,
    EvidenceLine,
    EvidencePaper,
    Faceless,
    File,
)

__all__ = [
    "Act",
    "BoardPolicy",
    "Certificate",
    "Decision",
    "DecisionExclusion",
    "Discrepancy",
    "DiscrepancyExplanation",
    "EvidenceLine",
    "EvidencePaper",
    "Expert",
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
