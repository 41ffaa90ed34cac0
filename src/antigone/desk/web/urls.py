"""Every address of the desk's pages. A test asks each of them as each role, of one's own and of another agency."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.auditing import urls as auditing
from antigone.desk.web.cases import urls as cases
from antigone.desk.web.erasing import urls as erasing
from antigone.desk.web.identification.urls import urlpatterns as identification
from antigone.desk.web.imports import urls as imports
from antigone.desk.web.keys import urls as keys
from antigone.desk.web.pages import account, agencies, front, incidents, joining, people, signing
from antigone.desk.web.photographs.urls import urlpatterns as photographs
from antigone.desk.web.records import urls as records
from antigone.desk.web.review.urls import urlpatterns as review
from antigone.desk.web.searches.urls import urlpatterns as searches
from antigone.desk.web.sources import urls as sources

urlpatterns = [
    path("", front.front, name="front"),
    path("language", front.language, name="language"),
    path("sign-in", signing.sign_in_page, name="sign-in"),
    path("sign-out", signing.sign_out_page, name="sign-out"),
    path("sign-out-everywhere", signing.sign_out_everywhere_page, name="sign-out-everywhere"),
    path("invitation/<str:token>", joining.accept, name="accept-invitation"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("account/authenticator", account.authenticator, name="authenticator"),
    path("people", people.people_page, name="people"),
    path("people/invite", people.invite_page, name="invite"),
    path("people/<int:number>", people.person, name="person"),
    path("people/<int:number>/roles", people.roles, name="person-roles"),
    path("people/<int:number>/renew", people.renew_page, name="person-renew"),
    path("people/<int:number>/end", people.end, name="person-end"),
    path("invitations/<int:number>/withdraw", people.withdraw, name="invitation-withdraw"),
    path("agencies", agencies.agencies_page, name="agencies"),
    path("agencies/open", agencies.open_page, name="agency-open"),
    path("agencies/<int:number>/rename", agencies.rename, name="agency-rename"),
    path("agencies/<int:number>/close", agencies.close, name="agency-close"),
    path("incidents", incidents.incidents_page, name="incidents"),
    path("incidents/open", incidents.open_page, name="incident-open"),
    path("incidents/<int:number>", incidents.incident, name="incident"),
    path("incidents/<int:number>/share", incidents.share, name="incident-share"),
    path("incidents/<int:number>/close", incidents.close, name="incident-close"),
    path("grants/<int:number>/revoke", incidents.revoke, name="grant-revoke"),
    *sources.urlpatterns,
    *imports.urlpatterns,
    *cases.urlpatterns,
    *records.urlpatterns,
    *photographs,
    *searches,
    *review,
    *auditing.urlpatterns,
    *keys.urlpatterns,
    *erasing.urlpatterns,
    *identification,
]
