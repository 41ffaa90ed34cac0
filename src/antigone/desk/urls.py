"""The root of every address."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

handler400 = "antigone.desk.web.errors.bad_request"
handler403 = "antigone.desk.web.errors.not_allowed"
handler404 = "antigone.desk.web.errors.not_there"
handler500 = "antigone.desk.web.errors.broken"

urlpatterns = [path("api/", include("antigone.desk.api.urls")), path("", include("antigone.desk.web.urls"))]
if settings.DESK.families_here:
    urlpatterns.append(path("", include("antigone.desk.public.urls")))
