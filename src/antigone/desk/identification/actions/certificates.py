"""Certificates of decisions: kept as they were handed out, void with a recall."""

from __future__ import annotations

import hashlib

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.actions.relied import relied
from antigone.desk.identification.certificate import certificate
from antigone.desk.identification.models import Certificate, Decision
from antigone.desk.identification.remarks import remarks_of
from antigone.desk.identification.to_protocol import frozen_of
from antigone.errors import OutOfStep
from antigone.protocol.recall import What


def make_certificate(*, by: Actor, decision: Decision, address: str = "") -> Certificate:
    """Make a certificate in the language of the moment. Its hash is in the audit, and it is an act that rests on the
    decision.

    ``address``: of the decision's page on the desk, as people reach it: the certificate leads there.

    Raises:
        RuleBroken: if the decision identifies nobody, was recalled, is frozen, or the case is closed.
    """
    made = timezone.now().replace(microsecond=0)
    place = decision.certificates.count() + 1
    language = (get_language() or "en").partition("-")[0]
    pdf = certificate(
        frozen_of(decision),
        sha256=decision.sha256,
        number=f"{decision.number}/{place}",
        made=made,
        language=language,
        issuer=decision.agency.name,
        address=address,
        remarks=[remark.words for remark in remarks_of(decision)],
    )
    digest = hashlib.sha256(pdf).hexdigest()
    with act(by, Verb.MAKE, Thing.CERTIFICATE.of(decision)) as doing:
        rests = relied(
            by=doing.by, decision=decision, what=What.CERTIFICATE, words=f"Certificate {decision.number}/{place}"
        )
        if decision.certificates.count() + 1 != place:
            raise OutOfStep(
                _("Somebody else made one in this moment."), _("Look at the list, and make another if needed.")
            )
        row = Certificate.objects.create(
            decision=decision,
            place=place,
            language=language,
            sha256=digest,
            pdf=pdf,
            by_id=person_of(doing.by),
            at=made,
        )
        doing.record(row.pk, decision=decision.number, act=rests.number, sha256=digest)
    return row
