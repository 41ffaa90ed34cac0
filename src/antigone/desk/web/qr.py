"""The square code that an authenticator app reads, as a picture inside the page."""

from __future__ import annotations

import segno

from antigone.desk.accounts.secrets import totp_address


def qr_code(secret: str, email: str) -> str:
    """A data address for an ``img``; black on white, whatever the page's colours."""
    return segno.make(totp_address(secret, email), error="m").svg_data_uri(scale=5, border=4, light="white")
