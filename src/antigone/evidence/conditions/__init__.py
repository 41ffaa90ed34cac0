"""Simulated conditions of photos of the dead, and of references: an instrument to estimate error rates beforehand.

Photos of living people from test sets are changed as the condition changes a picture for a detector and an embedder:
in shape, colour, texture and what is covered. Everything here is simulated, drawn by rule, and judged by eye only; no
photograph of a dead person was used. Error rates under it are a lower bound of caution, not a measurement on the dead.
"""

from antigone.evidence.conditions.condition import Citation, Condition, Severity, Side, apply
from antigone.evidence.conditions.registry import CONDITIONS, NOT_SIMULATED, ConditionStep, condition, parse, severities

__all__ = [
    "CONDITIONS",
    "NOT_SIMULATED",
    "Citation",
    "Condition",
    "ConditionStep",
    "Severity",
    "Side",
    "apply",
    "condition",
    "parse",
    "severities",
]
