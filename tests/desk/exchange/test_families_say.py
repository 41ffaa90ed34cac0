"""What a family answered when it was asked with whom its answers may be shared: nothing leaves against it."""

from __future__ import annotations

import pytest

from antigone.desk.exchange.actions.packets import take_packet
from antigone.desk.exchange.models import Packet
from antigone.desk.exchange.queries import to_recall
from antigone.desk.exchange.release_policy import allowed_to
from antigone.desk.families.actions.beginning import allow
from antigone.desk.families.actions.review import accept_request
from antigone.desk.families.actions.withdraw import withdraw
from antigone.desk.families.models import Allowed, Request
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind
from antigone.types import Basis
from desk_exchange import Body, Exchange
from desk_people import as_
from desk_requests import Ferry, a_ferry

SERVICE, POLICE = "The tracing service", "The police of Hills"


@pytest.fixture
def ferry(exchange: Exchange) -> Ferry:
    return a_ferry(exchange.people)


@pytest.fixture
def here(exchange: Exchange, ferry: Ferry) -> Exchange:
    return Exchange(exchange.people, ferry.rosa, ferry.incident)


def accepted(ferry: Ferry, **said: bool) -> tuple[Request, Subject]:
    request = ferry.sent()
    for body, yes in ((SERVICE, said.get("service")), (POLICE, said.get("police"))):
        if yes is not None:
            allow(by=ferry.theirs(request), request=request, what=Allowed.What.SHARE, yes=yes, body=body)
    record = accept_request(by=ferry.by, request=request)
    return Request.objects.get(pk=request.pk), record


def code(record: Subject, to: Body, kind: PacketKind = PacketKind.SHEET) -> str | None:
    refused = allowed_to(record, to.row, kind)
    return refused.code if refused else None


@pytest.mark.slow
def test_a_record_goes_to_the_body_that_the_family_allowed_and_to_no_other(here: Exchange, ferry: Ferry) -> None:
    service, police, other = here.recipient(SERVICE), here.recipient(POLICE), here.recipient("Another registry")
    request, record = accepted(ferry, service=True, police=False)
    assert [code(record, to) for to in (service, police, other)] == [None, "family-said-no", "not-named"]
    packet = here.packet(record, service, PacketKind.SHEET)
    assert packet.consent == request.consent


@pytest.mark.slow
def test_a_family_that_was_never_asked_has_allowed_nothing_and_no_other_ground_goes_round_it(
    here: Exchange, ferry: Ferry
) -> None:
    service = here.recipient(SERVICE)
    here.source(SERVICE, Basis.LEGAL_OBLIGATION)
    _, asked_nothing = accepted(ferry)
    unsearched = ferry.sent(search=False)
    record = accept_request(by=ferry.by, request=unsearched)
    assert code(asked_nothing, service) == "not-named" and code(record, service) == "not-named"


@pytest.mark.slow
def test_a_yes_that_is_taken_back_stops_what_waits_and_asks_for_a_recall_of_what_left(
    here: Exchange, ferry: Ferry
) -> None:
    service = here.recipient(SERVICE)
    request, record = accepted(ferry, service=True)
    left = here.packet(record, service, PacketKind.SHEET)
    take_packet(by=as_(here.rosa), packet=left)
    assert not to_recall(Packet.objects.all())
    withdraw(by=ferry.theirs(request), request=request, what=Allowed.What.SHARE, body=SERVICE)
    assert code(record, service) == "family-said-no" and list(to_recall(Packet.objects.all())) == [left]


@pytest.mark.slow
def test_sharing_is_not_publishing(here: Exchange, ferry: Ferry) -> None:
    service = here.recipient(SERVICE)
    _, record = accepted(ferry, service=True)
    assert code(record, service, PacketKind.PFIF) == "no-consent-to-publish"
