"""The root of every address."""

from __future__ import annotations

from django.urls import include, path

handler400 = "antigone.desk.web.pages.errors.bad_request"
handler403 = "antigone.desk.web.pages.errors.not_allowed"
handler404 = "antigone.desk.web.pages.errors.not_there"
handler500 = "antigone.desk.web.pages.errors.broken"

urlpatterns = [path("api/", include("antigone.desk.api.urls")), path("", include("antigone.desk.web.urls"))]
