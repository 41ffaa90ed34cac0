"""What an administrator lays under an incident's map: the page for it, the picture, and how it is drawn."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import require
from antigone.desk.accounts.actions.maps import MOST_BYTES, lay_ground, take_ground_away
from antigone.desk.accounts.models import Incident, MapGround
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.uploads import take_files
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.overview.places import MapFrame

CORNERS = ("north", "south", "west", "east")


@dataclass(frozen=True, slots=True)
class GroundDrawn:
    """What lies under a map, in the units of its drawing."""

    paths: tuple[str, ...]
    """Of each line, where it goes."""
    picture: str = ""
    """As an address with its data in it: it is asked for no oftener than the page. Empty if there is none."""
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""


def drawn(incident: Incident, frame: MapFrame) -> GroundDrawn | None:
    """What lies under the map of an incident, as far as this frame shows the earth."""
    ground = MapGround.objects.filter(incident=incident).first()
    if ground is None:
        return None
    north, south, west, east = ground.north, ground.south, ground.west, ground.east
    if north is None or south is None or west is None or east is None:
        return GroundDrawn(tuple(path for line in ground.lines if (path := _path(line, frame))))
    left, top = frame.at(north, west)
    right, bottom = frame.at(south, east)
    box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    picture = f"data:image/jpeg;base64,{b64encode(ground.picture).decode()}"
    return GroundDrawn((), picture, **{name: f"{value:.1f}" for name, value in box.items()})


def _path(line: list[tuple[float, float]], frame: MapFrame) -> str:
    """A line in whole units; corners that fall together are one: fine coasts cost a page no more than it shows."""
    corners = [tuple(round(each) for each in frame.at(*corner)) for corner in line]
    kept = [f"{x},{y}" for x, y in (corner for corner, _same in groupby(corners))]
    return "M" + " ".join(kept) if len(kept) > 1 else ""


class LayGround(forms.Form):
    """A GeoJSON file, or a picture with the degrees of its edges."""

    file = forms.FileField(label=gettext_lazy("GeoJSON file, or a picture (JPEG, PNG) with north above"))
    north = forms.FloatField(
        label=gettext_lazy("Of a picture: latitude of its upper edge"), required=False, min_value=-90, max_value=90
    )
    south = forms.FloatField(
        label=gettext_lazy("Latitude of its lower edge"), required=False, min_value=-90, max_value=90
    )
    west = forms.FloatField(
        label=gettext_lazy("Longitude of its left edge"), required=False, min_value=-180, max_value=180
    )
    east = forms.FloatField(
        label=gettext_lazy("Longitude of its right edge"), required=False, min_value=-180, max_value=180
    )

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        given = [said.get(name) for name in CORNERS]
        if any(each is not None for each in given) and None in given:
            self.add_error(None, _("Write all four edges of a picture; for a GeoJSON file, none."))
        if (file := said.get("file")) and file.size > MOST_BYTES:
            self.add_error("file", _("This file is larger than ten megabytes."))
        return said


@page(Verb.CHANGE, Thing.INCIDENT, "GET", "HEAD", "POST")
def _lay(request: DeskRequest, number: int) -> HttpResponse:
    take_files(request)
    return _lay_safely(request, number)


# Whether a form is the desk's own is asked after the page has said how its files are kept: asking reads the form.
lay_page: Callable[..., HttpResponse] = csrf_exempt(_lay)


@csrf_protect
def _lay_safely(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    require(request.actor, Verb.CHANGE, incident)
    form = LayGround(request.POST or None, request.FILES or None)

    def do(*, file: Any, **corners: float | None) -> None:
        edges = tuple(corners[name] for name in CORNERS)
        whole: Any = edges if None not in edges else None
        lay_ground(by=request.actor, incident=incident, data=file.read(), corners=whole)

    if submitted(form, do):
        messages.success(request, _("It lies under the map now."))
        return redirect(incident.address)
    there = MapGround.objects.filter(incident=incident).exists()
    context = {"form": form, "incident": incident, "there": there}
    return render(request, "desk/overview/lay.html", context, status=400 if form.is_bound else 200)


@page(Verb.CHANGE, Thing.INCIDENT, "POST")
def take_away_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    take_ground_away(by=request.actor, incident=incident)
    messages.success(request, _("Nothing lies under the map any more."))
    return redirect(incident.address)
