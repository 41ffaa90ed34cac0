"""Somebody who is looked for or looked at: what is the same for a dead person's case and a missing person's record."""

from antigone.desk.subjects.models.marks import Elsewhere, Mark
from antigone.desk.subjects.models.subject import Revision, Sex, Subject

__all__ = ["Elsewhere", "Mark", "Revision", "Sex", "Subject"]
