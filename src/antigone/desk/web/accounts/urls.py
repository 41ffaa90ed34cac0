"""Addresses of signing in, accounts and keys, people, agencies and incidents."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.accounts import account, appointments, incidents, joining, passkeys, people, signing

urlpatterns = [
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
    path("appointments", appointments.appointments_page, name="appointments"),
    path("appointments/<int:number>", appointments.appointment, name="appointment"),
    path("appointments/<int:number>/confirm", appointments.confirm, name="appointment-confirm"),
    path("appointments/<int:number>/refuse", appointments.refuse, name="appointment-refuse"),
    path("agencies", people.agencies_page, name="agencies"),
    path("agencies/open", people.open_page, name="agency-open"),
    path("agencies/<int:number>/rename", people.rename, name="agency-rename"),
    path("agencies/<int:number>/close", people.close, name="agency-close"),
    path("incidents", incidents.incidents_page, name="incidents"),
    path("incidents/open", incidents.open_page, name="incident-open"),
    path("incidents/<int:number>", incidents.incident, name="incident"),
    path("incidents/<int:number>/share", incidents.share, name="incident-share"),
    path("incidents/<int:number>/close", incidents.close, name="incident-close"),
    path("grants/<int:number>/revoke", incidents.revoke, name="grant-revoke"),
    # one's own keys: none has a number in its address
    path("sign-in/passkey", passkeys.sign_in_page, name="sign-in-passkey"),
    path("account/passkeys", passkeys.passkeys_page, name="passkeys"),
    path("account/passkeys/remove", passkeys.remove, name="passkeys-remove"),
    path("account/tokens", account.tokens_page, name="tokens"),
    path("account/tokens/end", account.end, name="tokens-end"),
]
