"""Passkeys: made and used by an authenticator written down here, and everything that it must not be able to do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import override_settings
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from antigone.desk.accounts.actions.invitations import accept_invitation, invite, renew
from antigone.desk.accounts.actions.passkeys import add_passkey, remove_passkey, sign_in_by_passkey
from antigone.desk.accounts.actions.people import end_person
from antigone.desk.accounts.actions.signing_in import sign_in
from antigone.desk.accounts.actor import visitor
from antigone.desk.accounts.lockout import MOST_OF_ADDRESS, MOST_OF_PERSON
from antigone.desk.accounts.models import Passkey, Person
from antigone.desk.accounts.passkeys import (
    LIVES,
    DeskAddress,
    Offer,
    offer_making,
    offer_signing_in,
    place_of,
    proved_making,
    proved_signing,
)
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.secrets import new_totp
from antigone.desk.audit.models import AuditRow
from antigone.desk.environment import Mode
from antigone.errors import NotThere, RuleBroken, SignInRefused
from desk_people import PASSWORD, People, as_, browser

HERE = DeskAddress("localhost", "http://localhost:8000")
PRESENT, VERIFIED, ATTESTED = (AuthenticatorData.FLAG[name] for name in ("UP", "UV", "AT"))


@dataclass
class Device:
    """What a telephone does when it is asked for a passkey."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    identifier: bytes = b"a key of this test"
    handle: bytes = b""
    count: int = 0
    flags: AuthenticatorData.FLAG = PRESENT | VERIFIED

    def makes(self, offer: Offer, origin: str = HERE.origin, rp: str = HERE.name) -> str:
        options = json.loads(offer.options)
        self.handle = websafe_decode(options["user"]["id"])
        client = CollectedClientData.create("webauthn.create", options["challenge"], origin)
        data = AttestedCredentialData.create(
            b"\0" * 16, self.identifier, ES256.from_cryptography_key(self.key.public_key())
        )
        auth = AuthenticatorData.create(sha256(rp.encode()), self.flags | ATTESTED, self.count, data)
        said = {
            "clientDataJSON": client.b64,
            "attestationObject": websafe_encode(AttestationObject.create("none", auth, {})),
        }
        return self._written(said)

    def signs(self, offer: Offer, origin: str = HERE.origin, rp: str = HERE.name) -> str:
        self.count += 1
        client = CollectedClientData.create("webauthn.get", json.loads(offer.options)["challenge"], origin)
        auth = AuthenticatorData.create(sha256(rp.encode()), self.flags, self.count)
        signature = self.key.sign(auth + client.hash, ECDSA(SHA256()))
        return self._written(
            {
                "clientDataJSON": client.b64,
                "authenticatorData": websafe_encode(auth),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.handle),
            }
        )

    def _written(self, said: dict[str, Any]) -> str:
        name = websafe_encode(self.identifier)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )


def offered(person: Person) -> Offer:
    return offer_making(HERE, email=person.email, name=person.name)


def has_passkey(person: Person, device: Device | None = None) -> tuple[Passkey, Device]:
    device = device or Device()
    offer = offered(person)
    made = proved_making(HERE, offer.state, device.makes(offer))
    return add_passkey(by=as_(person), password=PASSWORD, name="my telephone", made=made), device


def enters(device: Device, offer: Offer | None = None, address: str = "192.0.2.1", **other: str) -> Person:
    offer = offer or offer_signing_in(HERE)
    return sign_in_by_passkey(
        by=visitor(address), signed=proved_signing(HERE, offer.state, device.signs(offer, **other))
    )


def test_emil_signs_in_with_a_passkey_alone(people: People) -> None:
    passkey, device = has_passkey(people.emil)
    for _n in range(2):
        assert enters(device) == people.emil
    passkey.refresh_from_db()
    row = AuditRow.objects.last()
    assert passkey.sign_count == 2 and passkey.used_at and row is not None
    assert (row.verb, row.details["passkey"]) == ("sign in to own account", passkey.pk)


def test_an_answer_signs_in_once(people: People) -> None:
    _, device = has_passkey(people.emil)
    offer = offer_signing_in(HERE)
    signed = proved_signing(HERE, offer.state, device.signs(offer))
    sign_in_by_passkey(by=visitor(""), signed=signed)
    with pytest.raises(SignInRefused):
        sign_in_by_passkey(by=visitor(""), signed=replace(signed, sign_count=9))
    row = AuditRow.objects.last()
    assert row is not None and "used before" in row.details["refused"]


def test_the_making_of_a_passkey_counts_once(people: People) -> None:
    offer, device = offered(people.emil), Device()
    made = proved_making(HERE, offer.state, device.makes(offer))
    add_passkey(by=as_(people.emil), password=PASSWORD, name="one", made=made)
    with pytest.raises(RuleBroken):
        add_passkey(by=as_(people.emil), password=PASSWORD, name="two", made=made)


@pytest.mark.parametrize(
    "other",
    [{"origin": "https://evil.example"}, {"origin": "http://localhost:8001"}, {"rp": "evil.example"}],
)
def test_an_answer_from_another_place_is_refused(people: People, other: dict[str, str]) -> None:
    _, device = has_passkey(people.emil)
    with pytest.raises(SignInRefused):
        enters(device, **other)
    offer = offered(people.dana)
    with pytest.raises(RuleBroken):
        proved_making(HERE, offer.state, Device(identifier=b"other").makes(offer, **other))


def test_an_answer_to_another_challenge_or_a_late_one_is_refused(people: People) -> None:
    _, device = has_passkey(people.emil)
    mine, other = offer_signing_in(HERE), offer_signing_in(HERE)
    with pytest.raises(SignInRefused):
        proved_signing(HERE, other.state, device.signs(mine))
    with pytest.raises(SignInRefused):
        proved_signing(HERE, None, device.signs(mine))
    later = timezone.now() + LIVES + timedelta(seconds=1)
    answer = device.signs(mine)
    with mock.patch("django.utils.timezone.now", lambda: later), pytest.raises(SignInRefused):
        proved_signing(HERE, mine.state, answer)


def test_holding_the_device_is_not_enough_it_must_know_its_person(people: People) -> None:
    _, device = has_passkey(people.emil)
    device.flags = PRESENT
    with pytest.raises(SignInRefused):
        enters(device)
    offer = offered(people.dana)
    with pytest.raises(RuleBroken):
        proved_making(HERE, offer.state, Device(flags=PRESENT).makes(offer))


@pytest.mark.slow
def test_another_key_another_person_and_a_key_that_counts_backwards_are_refused(people: People) -> None:
    _, device = has_passkey(people.emil)
    with pytest.raises(SignInRefused):
        enters(replace(device, key=generate_private_key(SECP256R1())))
    with pytest.raises(SignInRefused):
        enters(replace(device, handle=b"somebody else"))
    with pytest.raises(SignInRefused):
        enters(replace(device, identifier=b"nobody knows it"))
    device.count = 5
    enters(device)
    device.count = 3
    with pytest.raises(SignInRefused):
        enters(device)
    row = AuditRow.objects.last()
    assert row is not None and "copied" in row.details["refused"]


def test_a_device_that_does_not_count_is_let_in(people: People) -> None:
    _, device = has_passkey(people.emil)
    for _n in range(2):
        device.count = -1
        assert enters(device) == people.emil


@pytest.mark.both
def test_a_removed_passkey_opens_nothing_and_is_kept(people: People) -> None:
    passkey, device = has_passkey(people.emil)
    offer = offer_signing_in(HERE)
    early = proved_signing(HERE, offer.state, device.signs(offer))
    with pytest.raises(NotThere):
        remove_passkey(by=as_(people.dana), passkey=passkey.pk)
    remove_passkey(by=as_(people.emil), passkey=passkey.pk)
    for attempt in (lambda: enters(device), lambda: sign_in_by_passkey(by=visitor(""), signed=early)):
        with pytest.raises(SignInRefused):
            attempt()
    with pytest.raises(DatabaseError, match="nothing is ever deleted"), transaction.atomic():
        Passkey.objects.all().delete()


@pytest.mark.slow
def test_the_last_second_proof_is_not_removed_in_an_agency(people: People) -> None:
    Person.objects.filter(pk=people.emil.pk).update(sealed_totp="")
    first, _ = has_passkey(people.emil)
    with pytest.raises(RuleBroken, match="could not sign in"):
        remove_passkey(by=as_(people.emil), passkey=first.pk)
    has_passkey(people.emil, Device(identifier=b"another"))
    remove_passkey(by=as_(people.emil), passkey=first.pk)
    with pytest.raises(SignInRefused):
        sign_in(by=visitor(""), email=people.emil.email, password=PASSWORD, code="")
    with override_settings(DESK=replace(settings.DESK, mode=Mode.ONE_DESK)), pytest.raises(SignInRefused):
        sign_in(by=visitor(""), email=people.emil.email, password=PASSWORD, code="")


@pytest.mark.slow
def test_somebody_who_left_stays_out_and_who_begins_again_begins_without_old_keys(people: People) -> None:
    _, device = has_passkey(people.emil)
    _, of_dana = has_passkey(people.dana, Device(identifier=b"danas"))
    end_person(by=as_(people.dana), person=people.emil, reason="left")
    with pytest.raises(SignInRefused):
        enters(device)
    _, token = renew(by=as_(people.ana), person=people.dana, reason="lost her telephone")
    enters(of_dana)
    offer = offered(people.dana)
    made = proved_making(HERE, offer.state, Device(identifier=b"new").makes(offer))
    accept_invitation(
        by=visitor(""), token=token, password="rain on the tin roof", secret=new_totp(), code="", passkey=made
    )
    with pytest.raises(SignInRefused):
        enters(of_dana)


def test_farid_joins_with_a_passkey_instead_of_an_app(people: People) -> None:
    email, device = "farid@example.org", Device()
    _, token = invite(by=as_(people.dana), agency=people.hills.pk, email=email, name="Farid", roles=[Role.EXAMINER])
    offer = offer_making(HERE, email=email, name="Farid")
    made = proved_making(HERE, offer.state, device.makes(offer))
    joining = {"by": visitor(""), "token": token, "password": "rain on the tin roof", "secret": new_totp(), "code": ""}
    with pytest.raises(RuleBroken, match="code"):
        accept_invitation(**joining)  # type: ignore[arg-type]
    farid = accept_invitation(**joining, passkey=made)  # type: ignore[arg-type]
    assert not farid.sealed_totp and enters(device) == farid


@pytest.mark.parametrize("answer", ["", "{}", "null", "[1]", "x" * 30_000, '{"id": 1, "rawId": 1}', '{"rawId": "é"}'])
def test_nonsense_is_refused(people: People, answer: str) -> None:
    offer = offer_signing_in(HERE)
    with pytest.raises(SignInRefused):
        proved_signing(HERE, offer.state, answer)
    with pytest.raises(RuleBroken):
        proved_making(HERE, offer.state, answer)


def test_passkeys_are_for_the_desks_name_not_its_number() -> None:
    assert place_of("http", "localhost:8000") == HERE
    for host in ("127.0.0.1:8000", "evil.example", "notlocalhost", "[::1]:8000"):
        assert place_of("http", host) is None
    with override_settings(DESK=replace(settings.DESK, hosts=("desk.example.org", "10.0.0.1"))):
        assert place_of("https", "desk.example.org") == DeskAddress("desk.example.org", "https://desk.example.org")
        assert place_of("https", "localhost") is None


@pytest.mark.slow
def test_whoever_has_a_passkey_comes_in_while_strangers_try_their_password(people: People) -> None:
    _, device = has_passkey(people.emil)
    for n in range(MOST_OF_PERSON + 1):
        with pytest.raises(SignInRefused):
            sign_in(by=visitor(f"192.0.2.{n}"), email=people.emil.email, password="wrong", code="")
    assert enters(device) == people.emil


@pytest.mark.slow
def test_nonsense_at_the_page_is_counted_and_keeps_no_passkey_out(people: People) -> None:
    _, device = has_passkey(people.emil)
    client = browser()
    client.get("/sign-in/passkey")
    for _n in range(MOST_OF_ADDRESS):
        assert client.post("/sign-in/passkey", {"answer": "{}"}).status_code == 403
    assert "Too many" in client.post("/sign-in/passkey", {"answer": "{}"}).content.decode()
    rows = AuditRow.objects.count()
    client.post("/sign-in/passkey", {"answer": "{}"})
    assert AuditRow.objects.count() == rows, "nobody fills the audit by trying on"
    assert enters(device, address="127.0.0.1") == people.emil, "a signature is no guess"


def test_a_challenge_of_one_page_is_none_for_another(people: People) -> None:
    _, device = has_passkey(people.emil)
    client = browser()
    client.get("/sign-in/passkey")
    kept = client.session["passkey"]
    session = client.session
    session["passkey"] = {**kept, "purpose": "join by 1"}
    session.save()
    offer = Offer(json.dumps({"challenge": kept["challenge"]}), kept)
    answer = client.post("/sign-in/passkey", {"answer": device.signs(offer, origin="http://localhost")})
    assert answer.status_code == 403 and client.session["passkey"]["challenge"] != kept["challenge"]
