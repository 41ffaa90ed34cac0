"""Whatever a program sends, the desk answers as its own description says, and never breaks: schemathesis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from antigone.desk.accounts.models import Token
from antigone.desk.accounts.permissions import Role
from antigone.desk.wsgi import application
from desk_api import SEEN_AS, Program, a_token
from desk_people import People, a_person
from desk_things import things_of

load_all_checks()
CHECKED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
_FEW = settings(
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's own connection open, as those of Django's own client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.sweep
@pytest.mark.slow
def test_no_request_breaks_the_desk_and_every_answer_is_as_described(people: People, one_connection: None) -> None:
    things = things_of(people.ana, people.boris, "HARBOUR", people.hills)
    roles = (Role.EXAMINER, Role.REGISTRAR, Role.BOARD_MEMBER, Role.LIAISON_OFFICER, Role.AUDITOR)
    token = a_token(a_person("Many Roles", people.harbour, *roles))
    Token.objects.update(used_on=timezone.localdate())  # else each question would write its first use, and undo it
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    answered: dict[str, set[int]] = defaultdict(set)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @_FEW
        @given(case=operation.as_strategy())
        def one(case: Any) -> None:
            nonlocal asked
            sent = case.path_parameters
            if "number" in sent and sent["number"] % 2:  # half of the time, one there is
                sent["number"] = things.numbers[SEEN_AS[sent.get("kind") or case.path.split("/")[2]]]
            with transaction.atomic():
                answer = case.call(headers={"Authorization": f"Bearer {token}"})
                transaction.set_rollback(True)
            case.validate_response(answer, checks=CHECKED)
            answered[case.operation.label].add(answer.status_code)
            asked += 1

        one()
    assert asked > 400 and sum(200 in codes for codes in answered.values()) > len(answered) / 2


@pytest.mark.slow
def test_the_description_is_there_for_anybody_and_says_all_of_it(people: People) -> None:
    described = Program().get("/openapi.json")
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["description"] and operation["security"] == [{"TokenAuth": []}], f"{method} {address}"
            assert {"200", "400", "401", "403", "404", "409", "413", "415", "422"} <= set(operation["responses"])
    kind = described["paths"]["/api/{kind}/{number}/marks"]["post"]["parameters"][0]
    assert (kind["name"], kind["schema"]["enum"]) == ("kind", ["cases", "records"])
    for name, shape in described["components"]["schemas"].items():
        assert shape.get("description") or "enum" in shape or name.startswith("Page_"), f"{name} is not described"
    assert "docs" not in str(Program().ask("GET", "/docs").content)
