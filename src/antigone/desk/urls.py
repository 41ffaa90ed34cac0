"""The root of every address, and which page says that something went wrong: the desk's, or that for families."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from antigone.desk.public.gate import PATH
from antigone.desk.public.pages import errors as for_families
from antigone.desk.web import errors

handler400 = "antigone.desk.urls.bad_request"
handler403 = "antigone.desk.web.errors.not_allowed"
handler404 = "antigone.desk.web.errors.not_there"
handler500 = "antigone.desk.urls.broken"

urlpatterns = [path("api/", include("antigone.desk.api.urls")), path("", include("antigone.desk.web.urls"))]
if settings.DESK.families_here:
    urlpatterns.append(path("", include("antigone.desk.public.urls")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_of_a_family(request):
        return for_families.bad_request(request, exception)
    return errors.bad_request(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return for_families.broken(request) if _is_of_a_family(request) else errors.broken(request)


def _is_of_a_family(request: HttpRequest) -> bool:
    """The desk's own page would tell whose site this is to whoever looks over a shoulder."""
    return settings.DESK.families_here and request.path.startswith((PATH, "/trace"))
