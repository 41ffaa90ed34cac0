"""Addresses of tokens and passkeys: all of one's own, so none has a number in it."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.keys import passkeys, tokens

urlpatterns = [
    path("sign-in/passkey", passkeys.sign_in_page, name="sign-in-passkey"),
    path("account/passkeys", passkeys.passkeys_page, name="passkeys"),
    path("account/passkeys/remove", passkeys.remove, name="passkeys-remove"),
    path("account/tokens", tokens.tokens_page, name="tokens"),
    path("account/tokens/end", tokens.end, name="tokens-end"),
]
