"""Cases for the desk's tests, and reading pages of them."""

from __future__ import annotations

import re
from datetime import date

from django.test import Client

from antigone.desk.accounts.models import Incident
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from desk_people import People, as_


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def codes(page: str) -> list[int]:
    """The places of the cases of a list, as it shows them."""
    return [int(place) for place in re.findall(r'<th scope="row"><a [^>]*><bdi>\S+-PM-(\d{5})</bdi>', page)]


def several(people: People, incident: Incident) -> list[Case]:
    boris, day = as_(people.boris), date(2026, 3, 1)
    return [
        open_case(by=boris, incident=incident, found_place="Порт, причал 4", found_on=day, sex="male"),
        open_case(by=boris, incident=incident, found_place="Pier 7", age_low=20, age_high=30, condition="burnt"),
        open_case(by=boris, incident=incident, other_number="P-17", age_low=60, age_high=70, sex="female"),
    ]
