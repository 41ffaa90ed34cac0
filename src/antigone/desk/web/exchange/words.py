"""Bodies, kinds of packets and states, as people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from antigone.desk.exchange.models import Arrival, Recipient
from antigone.exchange.packet import PacketKind

BODIES: dict[str, Any] = {
    Recipient.Body.INFORMATION_BUREAU: _("Information bureau of a Power"),
    Recipient.Body.TRACING_AGENCY: _("Central Tracing Agency"),
    Recipient.Body.NATIONAL_SOCIETY: _("National Society"),
    Recipient.Body.INTERPOL: _("INTERPOL national central bureau"),
    Recipient.Body.AGENCY: _("Another agency"),
    Recipient.Body.REGISTRY: _("Registry of missing persons"),
    Recipient.Body.OTHER: _("Another body"),
}
KINDS: dict[str, Any] = {
    PacketKind.BUREAU.value: _("Information-bureau packet (article 16)"),
    PacketKind.DVI.value: _("DVI form data"),
    PacketKind.PFIF.value: _("Publication (PFIF 1.4)"),
    PacketKind.SHEET.value: _("All that is written, as JSON and CSV"),
    PacketKind.RECALL.value: _("Letter of recall"),
}
FORMS: dict[str, Any] = {
    Arrival.Form.SHEET: _("All that is written, as JSON"),
    Arrival.Form.DVI: _("DVI form data"),
    Arrival.Form.BUREAU: _("Information-bureau packet (article 16)"),
    Arrival.Form.PFIF: _("Publication (PFIF 1.4)"),
    Arrival.Form.CSV: _("A row of a table"),
    Arrival.Form.RECALL: _("Letter of recall"),
}
