"""Telling families: who is trained, the plan of each telling with its log, and pictures prepared for those who ask."""

from antigone.desk.notification.models.plan import NotificationPlan, PlanEntry
from antigone.desk.notification.models.prepared import PreparedPicture
from antigone.desk.notification.models.training import Training

__all__ = ["NotificationPlan", "PlanEntry", "PreparedPicture", "Training"]
