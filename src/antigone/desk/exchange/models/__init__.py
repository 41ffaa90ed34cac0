"""Bodies that may be sent to, what was made for them, and what came from others."""

from antigone.desk.exchange.models.arrival import Arrival
from antigone.desk.exchange.models.packet import Packet
from antigone.desk.exchange.models.recipient import Recipient

__all__ = ["Arrival", "Packet", "Recipient"]
