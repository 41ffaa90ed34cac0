"""What is wrong with a form stands above it, each with a link to its field: on every page of staff and of families."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms

from desk_people import People, browser

DESK = Path(__file__).resolve().parents[3] / "src/antigone/desk"
_LINK = re.compile(r'<a href="#(?P<id>[\w-]+)"')


class Asking(forms.Form):
    name = forms.CharField(label="Name")
    side = forms.ChoiceField(label="Side", choices=[("a", "A")], widget=forms.RadioSelect)
    kept = forms.CharField(widget=forms.HiddenInput)


def test_each_error_leads_to_its_field_and_nothing_is_said_of_a_form_that_nobody_sent(people: People) -> None:
    sent, asked = str(Asking({}).as_div()), str(Asking().as_div())
    assert "summary" not in asked
    summary = sent[: sent.index("</ul>")]
    found = [each["id"] for each in _LINK.finditer(summary)]
    assert found == ["id_name", "id_side"] and summary.count("<li>") == 3, "what is hidden is said too"
    assert all(re.search(rf'id="{each}"', sent[sent.index("</ul>") :]) for each in found)
    assert sent.count('name="kept"') == 1


def test_several_forms_of_one_page_lead_to_their_own_fields(people: People) -> None:
    assert 'href="#id_second-name"' in str(Asking({}, prefix="second").as_div())


def test_no_page_says_what_is_wrong_with_a_form_in_a_way_of_its_own() -> None:
    alone = [
        path.name
        for path in DESK.rglob("templates/**/*.html")
        if "non_field_errors" in path.read_text(encoding="utf-8") and path.name not in _WITH_SEVERAL
    ]
    assert alone == ["summary.html"]


_WITH_SEVERAL = ("elsewhere.html", "marks.html", "pictures.html", "families.html", "request.html", "given.html")
"""Pages with rows of small forms, each of which says what is wrong in its own row."""


@pytest.mark.slow
def test_somebody_who_invites_nobody_is_led_to_the_name(people: People) -> None:
    answer = browser(people.ana).post("/people/invite", {"email": "x"})
    page = answer.content.decode()
    assert answer.status_code == 400 and 'role="alert"' in page and 'href="#id_name"' in page
    assert 'href="#id_roles"' in page and 'id="id_roles"' in page
