"""Who may do what: agencies, their people, appointments, incidents, what agencies share, and who is signed in."""

from antigone.desk.accounts.models.keys import Attempt, Passkey, Session, SessionStore, Token, kept_key
from antigone.desk.accounts.models.maps import MapGround
from antigone.desk.accounts.models.people import Agency, Appointment, Grant, Incident, Invitation, Person, RoleHeld

__all__ = [
    "Agency",
    "Appointment",
    "Attempt",
    "Grant",
    "Incident",
    "Invitation",
    "MapGround",
    "Passkey",
    "Person",
    "RoleHeld",
    "Session",
    "SessionStore",
    "Token",
    "kept_key",
]
