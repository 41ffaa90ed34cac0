from __future__ import annotations

from django.urls import path

from antigone.desk.web.requests import filling, given, listing, one, portals

urlpatterns = [
    path("incidents/<int:number>/families", portals.families_page, name="incident-families"),
    path("incidents/<int:number>/families/prepare", portals.prepare_page, name="incident-families-prepare"),
    path("portals/<int:number>/change", portals.change_page, name="portal-change"),
    path("portals/<int:number>/open", portals.open_page, name="portal-open"),
    path("portals/<int:number>/shut", portals.shut_page, name="portal-shut"),
    path("incidents/<int:number>/requests/begin", filling.begin_page, name="incident-begin-request"),
    path("requests", listing.requests_page, name="requests"),
    path("requests/<int:number>", one.request_page, name="request"),
    path("requests/<int:number>/fill", filling.fill_page, name="request-fill"),
    path("requests/<int:number>/paper", filling.paper_page, name="request-paper"),
    path("requests/<int:number>/accept", one.accept_page, name="request-accept"),
    path("requests/<int:number>/answer", one.answer_page, name="request-answer"),
    path("requests/<int:number>/read", one.read_page, name="request-read"),
    path("requests/<int:number>/call", one.call_page, name="request-call"),
    path("requests/<int:number>/danger", one.danger_page, name="request-danger"),
    path("requests/<int:number>/take-over", one.take_over_page, name="request-take-over"),
    path("requests/<int:number>/consent", one.consent_page, name="request-consent"),
    path("requests/<int:number>/withdraw", one.withdraw_page, name="request-withdraw"),
    path("requests/<int:number>/renew", one.renew_page, name="request-renew"),
    path("requests/<int:number>/close", one.close_page, name="request-close"),
    path("requests/<int:number>/reopen", one.reopen_page, name="request-reopen"),
    path("requests/<int:number>/erase", one.erase_page, name="request-erase"),
    path("given/<int:number>", given.given_page, name="given"),
    path("given/<int:number>/look", given.look_page, name="given-look"),
    path("given/<int:number>/blurred", given.blurred_picture_page, name="given-blurred"),
    path("given/<int:number>/clear", given.clear_picture_page, name="given-clear"),
    path("given/<int:number>/accept", given.accept_page, name="given-accept"),
    path("given/<int:number>/decline", given.decline_page, name="given-decline"),
    path("given/<int:number>/face", given.pick_page, name="given-face"),
    path("given/<int:number>/withdraw", given.withdraw_page, name="given-withdraw"),
]
