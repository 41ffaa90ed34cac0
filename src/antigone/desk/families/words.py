"""Names of the parts of a request for lists and pages of staff, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

UNREVIEWED = ("uk", "ru", "ar", "fr", "es")
"""Languages of the pages for families that a machine translated and no native speaker has read yet."""

STATES: dict[str, Any] = {
    "begun": _("not sent yet"),
    "sent": _("to be read"),
    "accepted": _("accepted"),
    "closed": _("closed"),
    "erased": _("erased"),
    "waiting": _("nobody has looked at it yet"),
    "unreadable": _("cannot be read as a photograph"),
    "declined": _("cannot be used"),
    "withdrawn": _("taken back"),
}
HOW: dict[str, Any] = {
    "alone": _("by the family alone"),
    "assisted": _("asked by staff"),
    "paper": _("from paper"),
}
MESSAGES: dict[str, Any] = {
    "message": _("message"),
    "complaint": _("complaint"),
    "erase": _("wish to erase"),
    "answer": _("answer"),
}
LANGUAGE_NAMES: dict[str, Any] = {
    "en": _("English"),
    "uk": _("Ukrainian"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "fr": _("French"),
    "es": _("Spanish"),
}
