"""When a record is erased, proposals of it are numbers without words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from antigone.desk.accounts.permissions import Role
from antigone.desk.reconciling.models import ProposedPair
from desk_erasing import carried_out
from desk_people import a_person, browser
from desk_reconciling import Whole, two_of_one_list


@pytest.mark.slow
def test_proposals_say_nothing_of_who_was_erased_and_keep_their_places(incident: Whole) -> None:
    _cases, records = two_of_one_list(incident)
    incident.everybody()
    run = incident.reconciled()
    places = list(ProposedPair.objects.order_by("place").values_list("place", "record", "posterior"))
    lena = a_person("Lena Liaison", incident.people.harbour, Role.LIAISON_OFFICER)
    erasure = carried_out(incident.rosa, lena, records[0])
    of = ProposedPair.objects.filter(record=records[0])
    assert erasure.destroyed["proposals"] == of.count() > 0 and not of.exclude(lines=None).exists()
    assert ProposedPair.objects.exclude(record=records[0]).filter(lines__isnull=False).exists()
    assert list(ProposedPair.objects.order_by("place").values_list("place", "record", "posterior")) == places
    client, words = browser(incident.rosa), b"What was said of this person was erased"
    assert words in client.get(reverse("proposal", args=[of[0].pk])).content
    assert client.get(reverse("reconciliation", args=[run.pk])).status_code == 200
