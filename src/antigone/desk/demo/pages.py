"""The tour, and its doors into the desk."""

from __future__ import annotations

from importlib import resources

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from antigone.desk.accounts.actor import visitor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.network import address_of
from antigone.desk.demo.actions import sign_in_as
from antigone.desk.demo.people import PEOPLE
from antigone.desk.demo.reserve import RESERVE
from antigone.desk.web.gate import DeskRequest, public
from antigone.desk.web.pages.signing import begin


def told(request: HttpRequest) -> dict[str, object]:
    """What every template of the demonstration knows besides."""
    return {"demonstration": True}


@public("GET", "HEAD")
def tour(request: DeskRequest) -> HttpResponse:
    """One page: who the people are, and the way from a photograph to a candidate list."""
    words = {one.email: one.does for one in PEOPLE}
    people = Person.objects.select_related("agency").prefetch_related("held").filter(email__in=words)
    by_email = {person.email: person for person in people}
    about = {
        "people": [(by_email[one.email], one.does) for one in PEOPLE if one.email in by_email],
        "examiner": by_email.get(PEOPLE[0].email),
        "incident": Incident.objects.order_by("pk").first(),
        "reserve": RESERVE,
    }
    return render(request, "demo/tour.html", about)


@public("GET", "HEAD")
def photograph(request: DeskRequest, name: str) -> HttpResponse:
    """One of the demonstration's composites, to save and to bring in. It never was in the desk: nobody in it exists."""
    if name not in {one.file for one in RESERVE}:
        raise Http404
    data = (resources.files("antigone.demo") / "incident" / "unidentified" / name).read_bytes()
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public("POST")
def sign_in_as_page(request: DeskRequest, number: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=number, email__in=[one.email for one in PEOPLE])
    logout(request)
    sign_in_as(by=visitor(address_of(request)), person=person)
    begin(request, person)
    return redirect("cases-open" if request.POST.get("to") == "cases-open" else "front")
