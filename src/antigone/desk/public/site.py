"""The root of every address of the families' own process: nothing else of the desk is there."""

from __future__ import annotations

from django.urls import include, path

handler400 = "antigone.desk.public.pages.errors.bad_request"
handler404 = "antigone.desk.public.pages.errors.not_there"
handler500 = "antigone.desk.public.pages.errors.broken"

urlpatterns = [path("", include("antigone.desk.public.urls"))]
