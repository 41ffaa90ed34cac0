"""Signing in and out, and being locked out."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import end_tokens_of, oneself
from antigone.desk.accounts.actor import MOST_SESSIONS, Actor, sessions_of
from antigone.desk.accounts.lockout import codes, count, forget, of_browser, reached, too_many_codes, too_often, tries
from antigone.desk.accounts.models import Person, Session, kept_key
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.accounts.secrets import is_browser_of, is_password_of, totp_step, unseal
from antigone.desk.audit.clock import is_behind
from antigone.desk.environment import Mode
from antigone.errors import SignInRefused


def sign_in(*, by: Actor, email: str, password: str, code: str, browser: str = "") -> Person:
    """Sign somebody in by e-mail address, password and code. Which of the three was wrong is not said.

    ``browser``: what the browser kept of an earlier signing in (``secrets.known_browser``). Strangers who try this
    account, or from this network, do not lock out somebody who comes back; what fails there counts apart.

    Raises:
        SignInRefused: and the failure is counted and recorded.
    """
    email = email.strip().lower()[:254]
    person = Person.objects.select_related("agency").filter(email=email).first()
    known = person is not None and is_browser_of(person, browser)
    limited = of_browser(browser) if known else tries(by, email)
    if reached(limited):
        raise too_often()
    knows = is_password_of(person, password)
    wrong_codes = [codes(person)] if person is not None and knows and person.sealed_totp else []
    if reached(wrong_codes):
        raise too_many_codes()
    clock_is_behind = is_behind()
    with act(by, Verb.SIGN_IN, Thing.ACCOUNT.of(person or WHOLE_DESK)) as doing:
        if reached(limited):
            doing.record(person.pk if person else None, refused="too many attempts")
        elif person is None or not _proves(person, knows=knows, code=code):
            limits = [*limited, *wrong_codes]
            count(limits)
            number = person.pk if person else None
            doing.record(number, refused="wrong", person=number, locked=reached(limits), address=by.address)
        else:
            forget("email", email)
            doing.record(person.pk, sittings_ended=make_room(person.pk), address=by.address)
            return person
    if clock_is_behind:
        raise SignInRefused(
            _("That is not right, and this machine's clock is behind: it says %(day)s.")
            % {"day": date_format(timezone.localdate())},
            _("Have its clock set: the codes of a telephone fit no other time. Then try again."),
        )
    raise SignInRefused(
        _("That is not right."), _("Check the e-mail address, the password and the code, and try again.")
    )


def sign_out(*, by: Actor, session_key: str | None) -> None:
    """End the session of one browser."""
    with act(by, Verb.SIGN_OUT, Thing.ACCOUNT.of(by)) as doing:
        Session.objects.filter(person=by.person, pk=kept_key(session_key or "")).delete()
        doing.record(by.person)


def sign_out_everywhere(*, by: Actor) -> None:
    """End the sessions of every browser, this one too, and all tokens: for a telephone or computer that was lost."""
    with act(by, Verb.SIGN_OUT, Thing.ACCOUNT.of(by)) as doing:
        ended = Session.objects.filter(person=by.person).delete()[0]
        doing.record(by.person, sittings_ended=ended, tokens_ended=end_tokens_of(oneself(by)))


def make_room(person: int) -> int:
    """Inside an act that signs somebody in: end the oldest of too many sessions, and those that are over."""
    oldest = [session.pk for session in sessions_of(person)][: 1 - MOST_SESSIONS]
    Session.objects.filter(pk__in=oldest).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return len(oldest)


def _proves(person: Person, *, knows: bool, code: str) -> bool:
    """Whether password and code are right. The code is used up even where the password was wrong."""
    found = Person.objects.select_related("agency").get(pk=person.pk)
    if not found.sealed_totp:
        needed = settings.DESK.mode is Mode.AGENCY or found.passkeys.filter(ended_at=None).exists()
        return knows and found.is_active and found.password == person.password and not needed
    step = totp_step(unseal(found.sealed_totp), code, after=found.totp_step)
    if step is None:
        return False
    found.totp_step = step
    found.save(update_fields=["totp_step"])
    return knows and found.is_active and found.password == person.password
