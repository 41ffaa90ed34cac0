"""The one table of who may do what."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.utils import timezone

from antigone.desk.accounts.access import may, somewhere, within
from antigone.desk.accounts.actions.incidents import open_incident, revoke_grant, share_incident
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import EVERYONE, RULES, Level, Role, Thing, Verb, apart
from antigone.desk.audit.models import AuditRow
from desk_people import People, as_

pytestmark = pytest.mark.both

TOOL = Path(__file__).resolve().parents[3] / "tools/permissions_page.py"


def test_people_can_read_the_table_in_the_documents() -> None:
    where = spec_from_file_location("permissions_page", TOOL)
    assert where is not None and where.loader is not None
    tool = module_from_spec(where)
    where.loader.exec_module(tool)
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: uv run python tools/permissions_page.py"


def test_nobody_audits_what_they_administer() -> None:
    assert not apart(frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    assert apart(frozenset({Role.AUDITOR, Role.EXAMINER})) and not apart(EVERYONE)


def test_only_auditors_see_the_audit_and_only_the_hosts_everywhere(people: People) -> None:
    ana, clara, dana = as_(people.ana), as_(people.clara), as_(people.dana)
    assert may(clara, Verb.SEE, Thing.AUDIT.of(people.hills))
    assert not may(ana, Verb.SEE, Thing.AUDIT.of(people.harbour))
    assert may(ana, Verb.CHANGE, Thing.PERSON.of(people.hills))
    assert not may(dana, Verb.CHANGE, Thing.PERSON.of(people.harbour))


def test_an_incident_is_its_agencys_until_it_is_shared_and_again_when_revoked(people: People) -> None:
    dana, emil, boris = as_(people.dana), as_(people.emil), as_(people.boris)
    incident = open_incident(by=dana, agency=people.hills.pk, code="HALCYON", name="The ferry Halcyon")

    def seen_by_boris() -> bool:
        found = Incident.objects.filter(within(boris, Verb.SEE, Thing.INCIDENT, incident="pk"))
        assert found.exists() == may(boris, Verb.SEE, incident)
        return found.exists()

    assert may(emil, Verb.SEE, incident) and not seen_by_boris()
    grant = share_incident(by=dana, incident=incident, to=people.harbour.pk, level=Level.SEE, reason="joint search")
    assert seen_by_boris()
    assert not may(boris, Verb.CLOSE, incident), "to see is not to change"
    revoke_grant(by=dana, grant=grant, reason="done")
    assert not seen_by_boris()


def test_what_is_shared_of_one_incident_opens_no_other(people: People) -> None:
    dana, boris = as_(people.dana), as_(people.boris)
    first, second = (
        open_incident(by=dana, agency=people.hills.pk, code=code, name="An incident") for code in ("ONE", "TWO")
    )
    share_incident(by=dana, incident=first, to=people.harbour.pk, level=Level.WORK, reason="joint search")
    assert may(boris, Verb.SEE, first)
    assert not may(boris, Verb.SEE, second)
    assert not may(boris, Verb.SEE, Thing.INCIDENT.of(people.hills))


def test_somebody_without_a_role_may_keep_their_own_account_and_do_nothing_else(people: People) -> None:
    people.emil.held.all().delete()
    emil = as_(people.emil)
    own = {(verb, Thing.ACCOUNT) for verb in (Verb.SEE, Verb.CHANGE, Verb.SIGN_OUT)}
    assert {(verb, thing) for verb, thing in RULES if somewhere(emil, verb, thing)} == own
    assert {(verb, thing) for verb, thing in RULES if may(emil, verb, thing.of(people.hills))} == own
    assert not any(may(emil, verb, thing.of(people.harbour)) for verb, thing in RULES)


def test_somebody_who_has_left_may_do_nothing_at_all(people: People) -> None:
    people.emil.ended_at = timezone.now()
    people.emil.save()
    gone = as_(people.emil)
    for where in (people.hills, people.harbour):
        assert not any(may(gone, verb, thing.of(where)) for verb, thing in RULES)


def test_every_act_fits_into_a_row_of_the_audit() -> None:
    most = AuditRow._meta.get_field("verb").max_length
    assert most is not None and [f"{verb} {thing}" for verb, thing in RULES if len(f"{verb} {thing}") > most] == []
