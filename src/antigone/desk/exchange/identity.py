"""Making a desk's own age key. Nothing here needs Django's settings to be read: ``antigone desk init`` asks for it."""

from __future__ import annotations

from pyrage import x25519


def new_identity() -> str:
    """A private age key, as one line of text."""
    return str(x25519.Identity.generate())


def is_identity(text: str) -> bool:
    try:
        x25519.Identity.from_str(text)
    except Exception:  # pyrage's faults share no class of their own
        return False
    return True
