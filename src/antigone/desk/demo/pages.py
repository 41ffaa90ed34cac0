"""The tour's page, and its one-click ways into the desk."""

from __future__ import annotations

from importlib import resources

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from antigone.desk.accounts.actor import address_of, visitor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.demo.actions import sign_in_as
from antigone.desk.demo.held_out import COVERED, FAMILY, HELD_OUT
from antigone.desk.demo.incident import CODE
from antigone.desk.demo.making import MAKING
from antigone.desk.demo.people import PEOPLE
from antigone.desk.review.open import open_assignments
from antigone.desk.web.accounts.signing import begin
from antigone.desk.web.gate import DeskRequest, public


def told(request: HttpRequest) -> dict[str, object]:
    """Context that every template of the demonstration gets."""
    return {"demonstration": True}


_DOORS = {"my-work", "files", "notifications", "decisions", "requests"}
"""Where a door can lead, besides the front page and a new case."""


@public("GET", "HEAD")
def tour(request: DeskRequest) -> HttpResponse:
    """The tour: who the people are, and the ways from a photograph to a name, to a family, and back.

    While the incident is being made: who the people will be, and how far it is.
    """
    if not MAKING.whole.is_set():
        answer = render(request, "demo/making.html", {"progress": MAKING.progress(), "people": PEOPLE})
        MAKING.was_shown()
        return answer
    words = {one.email: one.does for one in PEOPLE}
    people = Person.objects.select_related("agency").prefetch_related("held").filter(email__in=words)
    by_email = {person.email: person for person in people}
    of = {email.partition("@")[0]: person for email, person in by_email.items()}
    assignment = open_assignments().filter(incident__code=CODE).order_by("given_at").first()
    context = {
        "people": [(by_email[one.email], one.does) for one in PEOPLE if one.email in by_email],
        "of": of,
        "asked": None if assignment is None else by_email.get(assignment.examiner.email),
        "incident": Incident.objects.filter(code=CODE).first(),
        "reserve": HELD_OUT,
        "covered": COVERED,
        "family": FAMILY,
        "family_files": [name.rpartition("references/")[2].replace("/", "-") for name in FAMILY.files],
    }
    answer = render(request, "demo/tour.html", context)
    if "HX-Request" in request.headers:  # the page that showed how far it was has nothing left to show
        answer["HX-Refresh"] = "true"
    return answer


@public("GET", "HEAD")
def photograph(request: DeskRequest, name: str) -> HttpResponse:
    """One of the demonstration's composites, to save and to bring in. It never was in the desk: nobody in it exists."""
    files = {one.file: f"unidentified/{one.file}" for one in HELD_OUT}
    files[COVERED.file] = f"covered/{COVERED.file}"
    files |= {path.rpartition("references/")[2].replace("/", "-"): path for path in FAMILY.files}
    if name not in files:
        raise Http404
    data = (resources.files("antigone.demo") / "incident" / files[name]).read_bytes()
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public("POST")
def sign_in_as_page(request: DeskRequest, number: int) -> HttpResponse:
    if not MAKING.whole.is_set():
        return redirect("tour")
    person = get_object_or_404(Person, pk=number, email__in=[one.email for one in PEOPLE])
    logout(request)
    sign_in_as(by=visitor(address_of(request)), person=person)
    begin(request, person)
    to = request.POST.get("to", "")
    if to == "cases-open":  # the exercise is another incident, which a newcomer should not be asked about
        return redirect("incident-open-case", Incident.objects.get(code=CODE).pk)
    return redirect(to if to in _DOORS else "front")
