"""What an administrator lays under an incident's map: lines or a picture, checked, and with nothing else in it."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from antigone.desk.accounts.geojson import MOST_POINTS, read_lines
from antigone.desk.accounts.models import Incident, MapGround
from antigone.desk.cases.actions.cases import open_case
from antigone.errors import RuleBroken
from desk_people import People, as_, browser
from desk_photos import an_incident

COAST = [[30.6, 46.3], [30.7, 46.4], [30.8, 46.5]]
CORNERS = {"north": "46.6", "south": "46.2", "west": "30.5", "east": "30.9"}


def geojson(geometry: Any) -> bytes:
    feature = {"type": "Feature", "properties": {"name": "<script>alert(1)</script>"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.fixture
def incident(people: People) -> Incident:
    found = an_incident(people)
    open_case(by=as_(people.boris), incident=found, latitude=Decimal("46.4"), longitude=Decimal("30.7"))
    return found


def lay(people: People, incident: Incident, data: bytes, **corners: str) -> Any:
    sent = {"file": SimpleUploadedFile("a file", data), **corners}
    return browser(people.ana).post(f"{incident.address}/map", sent)


def shown(people: People, incident: Incident) -> str:
    return browser(people.boris).get(incident.address).content.decode()


def test_a_coast_lies_under_the_map_and_no_word_of_its_file(people: People, incident: Incident) -> None:
    assert 'class="coast"' not in shown(people, incident)
    assert lay(people, incident, geojson({"type": "LineString", "coordinates": COAST})).status_code == 302
    page = shown(people, incident)
    assert page.count('class="coast"') == 1 and "alert(1)" not in page
    assert MapGround.objects.get().lines == [[[46.3, 30.6], [46.4, 30.7], [46.5, 30.8]]]
    assert browser(people.ana).post(f"{incident.address}/map/away").status_code == 302
    assert 'class="coast"' not in shown(people, incident)


def test_a_picture_lies_between_its_corners_and_carries_no_notes(people: People, incident: Incident) -> None:
    picture, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = "taken by somebody"
    Image.new("RGB", (2400, 1200), "navy").save(picture, "JPEG", exif=notes)
    assert lay(people, incident, picture.getvalue(), **CORNERS).status_code == 302
    kept = bytes(MapGround.objects.get().picture)
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (1200, 600) and b"somebody" not in kept
    assert 'href="data:image/jpeg;base64,' in shown(people, incident)


@pytest.mark.parametrize(
    ("data", "corners"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", {}),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", CORNERS),
        (geojson({"type": "Point", "coordinates": [30.7, 46.4]}), {}),
        (geojson({"type": "LineString", "coordinates": [[200, 46], [30, 46]]}), {}),
        (geojson({"type": "LineString", "coordinates": [["NaN", 46], [30, 46]]}), {}),
        (geojson({"type": "LineString", "coordinates": [[10**400, 46], [30, 46]]}), {}),
        (b"[" * 100_000, {}),
        (geojson({"type": "LineString", "coordinates": COAST}), {"north": "46"}),
        (b"\xff\xd8\xff\xe0 no picture", CORNERS),
    ],
)
def test_what_is_no_ground_is_refused_and_nothing_is_kept(
    people: People, incident: Incident, data: bytes, corners: dict[str, str]
) -> None:
    assert lay(people, incident, data, **corners).status_code == 400
    assert not MapGround.objects.exists()


def test_edges_that_are_the_wrong_way_round_are_refused(people: People, incident: Incident) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10)).save(picture, "PNG")
    assert lay(people, incident, picture.getvalue(), **(CORNERS | {"north": "46.1"})).status_code == 400


def test_a_file_of_too_many_corners_is_refused() -> None:
    line = [[n / 1_000_000, 0] for n in range(MOST_POINTS + 1)]
    with pytest.raises(RuleBroken, match="20,000 corners"):
        read_lines(geojson({"type": "LineString", "coordinates": line}))


def test_nobody_but_the_leading_agencys_administrator_lays_anything(people: People, incident: Incident) -> None:
    for person, status in ((people.boris, 403), (people.clara, 403), (people.dana, 404)):
        assert browser(person).get(f"{incident.address}/map").status_code == status
        assert browser(person).post(f"{incident.address}/map/away").status_code == status
