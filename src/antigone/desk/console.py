"""What the command line asks of a desk that has started."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.urls import reverse

from antigone.desk.accounts.actions.agencies import open_agency
from antigone.desk.accounts.actions.invitations import invite
from antigone.desk.accounts.actor import console
from antigone.desk.accounts.models import Agency
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.checkpoint import read, sign
from antigone.desk.audit.keys import public_key
from antigone.desk.audit.verify import Proof, verify
from antigone.desk.photos import vault
from antigone.desk.photos.queries import orphans
from antigone.errors import RuleBroken

if TYPE_CHECKING:
    from antigone.desk.candidates.actions.upkeep import State

_ADAY = 24 * 60 * 60


def problems() -> list[str]:
    """What stands against serving this desk, each with what to do about it."""
    found = run_checks(databases=["default"])
    return [f"{each.id}: {each.msg} {each.hint or ''}".rstrip() for each in found if each.is_serious(ERROR)]


def invite_administrator(*, agency: str, name: str, email: str) -> str:
    """The link of an invitation to administer the host agency, which is opened if there is none.

    Raises:
        RuleBroken: if another agency runs this desk, or they are here.
    """
    by = console()
    host = Agency.objects.filter(is_host=True).first()
    if host is not None and host.name.casefold() != agency.casefold():
        raise RuleBroken(f"This desk is run by {host.name}.", "Name that agency; others are opened in the desk.")
    host = host or open_agency(by=by, name=agency)
    _, token = invite(by=by, agency=host.pk, email=email, name=name, roles=[Role.ADMINISTRATOR])
    return base_address() + reverse("accept-invitation", args=[token])


def base_address() -> str:
    """Where browsers find the desk: its first name, through the proxy if there is one."""
    desk = settings.DESK
    return f"https://{desk.hosts[0]}" if desk.https else f"http://{desk.hosts[0]}:{desk.port}"


def signed_checkpoint() -> str:
    return sign(settings.DESK.checkpoint_key)


def prove_audit(checkpoints: Iterable[Path], public: str | None) -> Proof:
    """Raises: CheckpointInvalid, for a file that is none or was signed with another key."""
    key = public or public_key(settings.DESK.checkpoint_key)
    return verify([read(path, key) for path in checkpoints])


def lost_files(*, remove: bool) -> list[str]:
    """Originals in the vault that no row names, older than a day: an upload under way has no row yet."""
    found = orphans(time.time() - _ADAY)
    if remove:
        for name in found:
            vault.discard(name)
    return found


def verify_the_index() -> list[State]:
    """Every part of the index, with what is wrong with it."""
    from antigone.desk.candidates.actions.upkeep import verify_index  # not for every command: faiss is large
    from antigone.desk.candidates.index.shared import index

    return verify_index(by=console(), index=index())


def rebuild_the_index() -> list[State]:
    """Every part of the index, made from the database."""
    from antigone.desk.candidates.actions.upkeep import rebuild_index
    from antigone.desk.candidates.index.shared import index

    return rebuild_index(by=console(), index=index())
