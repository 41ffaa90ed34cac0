"""The face of the dead on a list: covered until somebody asks, once for a sitting, and covered again."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import revealed_today, sealed
from antigone.desk.photos.vault import Size
from antigone.desk.web import covers
from desk_faces import a_face, a_photograph
from desk_people import a_person, as_, browser
from desk_searches import Searched

pytestmark = pytest.mark.slow
CLEAR, BLURRED = b"clear picture", b"blurred picture"


def with_pictures(photograph: Photograph) -> Photograph:
    Photograph.objects.filter(pk=photograph.pk).update(width=100, height=100)
    for size, jpeg, face in ((Size.VIEW, CLEAR, 0), (Size.BLURRED, BLURRED, 0), (Size.THUMBNAIL, b"small", 1)):
        vault.keep_made(sealed(photograph), size, jpeg, face)
    return photograph


@pytest.fixture
def dead(there: Searched) -> list[Photograph]:
    """The photographs of the dead person on the list: two, with pictures."""
    return [with_pictures(there.case.photographs.get()), with_pictures(a_photograph(there.case, a_face(4)))]


class Reader:
    """A member of the board at a list, whose browser says where it comes from."""

    def __init__(self, there: Searched) -> None:
        self.person = a_person("Berta", there.ferry.people.harbour, Role.BOARD_MEMBER)
        self.window: Client = browser(self.person)
        self.address, self.case = there.run.address, there.case

    def page(self, query: str = "", come_from: str | None = None) -> str:
        came = {"Referer": f"http://localhost{self.address if come_from is None else come_from}"}
        return re.sub(r"\s+", " ", self.window.get(f"{self.address}{query}", headers=came).content.decode())

    def uncover(self) -> None:
        answer = self.window.post(f"{self.address}/uncover", {"subject": self.case.pk, "query": "view=grid"})
        assert answer["Location"] == f"{self.address}?view=grid"

    def picture(self, photograph: Photograph) -> bytes:
        return self.window.get(f"/photographs/{photograph.pk}/beside").content

    def looks(self) -> list[tuple[str, str]]:
        rows = AuditRow.objects.filter(actor=f"person {self.person.pk}", thing__startswith="photograph of the dead")
        return [(row.thing.rpartition(" ")[2], json.loads(row.detail)["size"]) for row in rows]


@pytest.fixture
def reader(there: Searched) -> Reader:
    return Reader(there)


def is_clear(page: str) -> bool:
    return "/beside" in page


def test_it_is_covered_until_somebody_asks_and_stands_while_candidates_go_by(
    reader: Reader, dead: list[Photograph]
) -> None:
    assert not is_clear(reader.page()) and reader.picture(dead[0]) == BLURRED and reader.looks() == []
    reader.uncover()
    for query in ("?view=grid", "", "?view=pair&at=1", "?view=pair&at=2", "?order=weight"):
        assert is_clear(reader.page(query)), query
        assert reader.picture(dead[0]) == CLEAR


def test_each_photograph_of_the_dead_that_was_seen_is_in_the_audit_once_for_the_sitting(
    reader: Reader, dead: list[Photograph]
) -> None:
    reader.uncover()
    for _ in range(3):
        reader.page(), reader.picture(dead[0])
    assert sorted(reader.looks()) == [(str(each.pk), "thumbnail") for each in dead]
    assert revealed_today(as_(reader.person)) == 2
    reader.window.post("/photographs/cover")
    reader.uncover()
    reader.page(), reader.picture(dead[1])
    assert len(reader.looks()) == 2, "the same sitting"
    another = Reader.__new__(Reader)
    another.__dict__ = {**reader.__dict__, "window": browser(reader.person)}
    another.uncover()
    another.page()
    assert len(reader.looks()) == 4, "another one"


@pytest.mark.parametrize("how", ["the key", "leaving", "two idle minutes"])
def test_it_is_covered_again_by(
    reader: Reader, dead: list[Photograph], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.uncover()
    assert is_clear(reader.page())
    if how == "the key":
        assert reader.window.post("/photographs/cover").status_code == 200
    elif how == "leaving":
        assert not is_clear(reader.page(come_from="/cases"))
    else:
        monkeypatch.setattr(covers, "IDLE", -1)
    assert not is_clear(reader.page()) and reader.picture(dead[0]) == BLURRED


def test_one_face_uncovered_uncovers_no_other(reader: Reader, dead: list[Photograph], there: Searched) -> None:
    other = with_pictures(a_photograph(there.ferry.case(), a_face(77)))
    reader.uncover()
    reader.page()
    assert reader.picture(dead[0]) == CLEAR and reader.picture(other) == BLURRED
    reader.window.post(f"{reader.address}/uncover", {"subject": other.subject_id})
    assert reader.picture(other) == BLURRED, "who is not on the list"


def test_the_missing_on_a_list_come_with_the_page_and_each_look_is_kept_once(reader: Reader, there: Searched) -> None:
    with_pictures(there.photograph)
    assert "data:image/jpeg;base64,c21hbGw=" in reader.page()
    reader.page("?view=grid"), reader.page("?view=pair")
    rows = AuditRow.objects.filter(thing=f"reference photograph {there.photograph.pk}", verb__startswith="see")
    assert [json.loads(row.detail) for row in rows] == [{"hidden": False, "size": "thumbnail"}]
