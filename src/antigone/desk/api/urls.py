"""Every address of the API. A test asks each operation as each role, of one's own and of another agency."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.operation import Operation

from antigone import __version__
from antigone.desk.api import account, by_hand, cases, lawful_basis, pairs, photographs, records, searches, subjects
from antigone.desk.api.faults import PREFIX, nothing, told_as_json


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return PREFIX


api = _Api(
    title="Antigone",
    version=__version__,
    description=(
        "The desk for programs: the same rules, permissions and audit as its pages. A search is always of a case or"
        " record and with its own photographs; nothing is taken from addresses on the web."
    ),
    docs_url=None,
    urls_namespace="api",
)
for part in (account, cases, records, subjects, photographs, by_hand, lawful_basis, searches, pairs):
    api.add_router("", part.router)
told_as_json(api)


def _addresses() -> list[URLPattern]:
    """The API's own. They ask for tokens, so nobody is led to the sign-in."""
    found: list[URLPattern] = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    for each in found:
        each.callback = login_not_required(each.callback)
    return [*found, path("", login_not_required(nothing)), re_path("", login_not_required(nothing))]


urlpatterns = _addresses()
