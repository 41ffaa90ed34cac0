"""The desk's addresses, and the demonstration's."""

from __future__ import annotations

from django.urls import include, path

from antigone.desk.demo import pages

handler400 = "antigone.desk.web.errors.bad_request"
handler403 = "antigone.desk.web.errors.not_allowed"
handler404 = "antigone.desk.web.errors.not_there"
handler500 = "antigone.desk.web.errors.broken"

urlpatterns = [
    path("tour", pages.tour, name="tour"),
    path("tour/photographs/<str:name>", pages.photograph, name="tour-photograph"),
    path("tour/sign-in/<int:number>", pages.sign_in_as_page, name="tour-sign-in"),
    path("api/", include("antigone.desk.api.urls")),
    path("", include("antigone.desk.web.urls")),
    path("", include("antigone.desk.public.urls")),
]
