"""Who may do what: agencies, their people, invitations, incidents, what agencies share, and who is signed in."""

from antigone.desk.accounts.models.agency import Agency
from antigone.desk.accounts.models.incident import Grant, Incident
from antigone.desk.accounts.models.invitation import Invitation
from antigone.desk.accounts.models.passkey import Passkey
from antigone.desk.accounts.models.person import Person, RoleHeld
from antigone.desk.accounts.models.session import Attempt, Session
from antigone.desk.accounts.models.token import Token

__all__ = ["Agency", "Attempt", "Grant", "Incident", "Invitation", "Passkey", "Person", "RoleHeld", "Session", "Token"]
