"""Whether something of a case or record may be released to a recipient: the one place that decides it.

It reads recipients, lawful sources, consents, and what families answered when asked with whom it may be shared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_noop as noop

from antigone.desk.cases.models import Article16
from antigone.desk.exchange.models import Recipient
from antigone.desk.families.models import Allowed, Request
from antigone.desk.identification.queries import frozen, standing
from antigone.desk.photos.lawful_basis import consents_for, laws_for
from antigone.desk.photos.models import Consent, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import PacketKind
from antigone.types import Refusal

PUBLICATION = "publication"
"""The purpose that a consent's lawful source must name, between commas or semicolons, before a record is published."""
BUREAUS = (Recipient.Body.INFORMATION_BUREAU, Recipient.Body.TRACING_AGENCY)
"""To whom alone article 16 goes."""
OF_A_CASE = (PacketKind.BUREAU, PacketKind.DVI, PacketKind.SHEET)
OF_A_RECORD = (PacketKind.DVI, PacketKind.PFIF, PacketKind.SHEET)


@dataclass(frozen=True, slots=True)
class ReleaseGround:
    """The lawful basis on which something of a record is released to a recipient."""

    source: Source
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the policy needs to know of a case or record: read once for all recipients and kinds."""

    subject: Subject
    frozen: bool
    """Whether an open recall of an identification freezes it."""
    identified: bool
    """Whether an identification stands for it."""
    article16: bool
    """Whether anything is written of a dead person under article 16."""
    grounds: tuple[ReleaseGround, ...]
    """Of a record, those that are live today: its consents first, then what the law says."""
    asked: frozenset[int] = frozenset()
    """Consents that came with a tracing request: the family was asked about each body by its name."""
    shared: frozenset[tuple[int, str]] = frozenset()
    """Consent and body: the family said yes, and has not taken it back."""
    refused: frozenset[str] = frozenset()
    """Bodies to which the family of some request said no, or took a yes back."""


def known_of(subject: Subject) -> ReleaseFacts:
    lives = frozen(subject), standing(subject) is not None
    if subject.is_case:
        return ReleaseFacts(subject, *lives, Article16.objects.filter(case=subject.pk).exists(), ())
    on_consent = [ReleaseGround(each.source, each) for each in consents_for(subject)]
    grounds = (*on_consent, *(ReleaseGround(source, None) for source in _of_law(subject)))
    asked, shared, refused = _families(subject)
    return ReleaseFacts(subject, *lives, False, grounds, asked, shared, refused)


def _families(subject: Subject) -> tuple[frozenset[int], frozenset[tuple[int, str]], frozenset[str]]:
    """What the families of a record allowed (see ``ReleaseFacts``)."""
    asked, shared, refused = set[int](), set[tuple[int, str]](), set[str]()
    for request in Request.objects.filter(record=subject, erased_at=None).prefetch_related("allowed"):
        said = {_plain(row.body): row.yes for row in request.allowed.all() if row.what == Allowed.What.SHARE}
        refused |= {body for body, yes in said.items() if not yes}
        if request.consent_id is not None:
            asked.add(request.consent_id)
            shared |= {(request.consent_id, body) for body, yes in said.items() if yes}
    return frozenset(asked), frozenset(shared), frozenset(refused)


def allowed_to(subject: Subject, recipient: Recipient, kind: PacketKind) -> Refusal | None:
    """Why nothing of this kind may be released to this recipient today; None if it may."""
    return judged(known_of(subject), recipient, kind)


def judged(known: ReleaseFacts, recipient: Recipient, kind: PacketKind) -> Refusal | None:
    """``allowed_to``, for several recipients and kinds at once."""
    if refused := _standing(known.subject, recipient):
        return refused
    if kind.value not in recipient.kinds:
        return Refusal(
            "kind-not-received",
            noop("This recipient may not receive that."),
            noop("If law or agreement allow it, an administrator ends the recipient and opens it anew with that kind."),
        )
    if kind not in kinds_of(known.subject):
        return Refusal(
            "other-side",
            noop("There is no such packet of this."),
            noop("Information-bureau packets are of cases, publications are of records."),
        )
    if known.subject.erased_at is not None:
        return Refusal("erased", noop("What this record said was erased."), noop("There is nothing to do."))
    if known.frozen:
        return Refusal(
            "frozen",
            noop("An identification is being recalled: until that is at its end, nothing of this leaves."),
            noop("Letters of recall still do. See the recall's page."),
        )
    if kind is PacketKind.PFIF and known.identified:
        return Refusal(
            "identified",
            noop("This person was identified. Nobody is published as missing whose family may not have been told yet."),
            noop("Recall what was published."),
        )
    if kind is PacketKind.BUREAU:
        return _bureau(known, recipient)
    if not known.subject.is_case:
        return _family_said_no(known, recipient) or (None if _ground(known, recipient, kind) else _no_ground(kind))
    return None


def kinds_of(subject: Subject) -> tuple[PacketKind, ...]:
    """The kinds of packets that there are for a case, or for a record."""
    return OF_A_CASE if subject.is_case else OF_A_RECORD


def may_be_recalled_to(recipient: Recipient) -> Refusal | None:
    """Why a letter of recall may not go there; None if it may: it goes wherever its packet went."""
    return None if recipient.age_key else Refusal("no-key", noop("There is no key."), noop("Write a letter by hand."))


def ground_for(subject: Subject, recipient: Recipient, kind: PacketKind) -> ReleaseGround | None:
    """The first live basis of a record that names the recipient: its consents, then what the law says."""
    return _ground(known_of(subject), recipient, kind)


def named_in(text: str) -> set[str]:
    """The bodies that are named in free text, separated by commas, semicolons or line breaks."""
    return {_plain(part) for part in re.split(r"[\n;,،]", text) if _plain(part)}


def _standing(subject: Subject, recipient: Recipient) -> Refusal | None:
    if recipient.agency_id != subject.agency_id:
        return Refusal(
            "another-agency",
            noop("This recipient is of another agency than the case or record."),
            noop("Choose one that your own agency opened."),
        )
    if recipient.ended_at is not None:
        return Refusal("ended", noop("This recipient has ended."), noop("Choose another, or have it opened anew."))
    if recipient.confirmed_at is None:
        return Refusal(
            "not-confirmed",
            noop("Nobody has confirmed this recipient's key yet."),
            noop("Have a second person ask the recipient to read the fingerprint to them, and type it in."),
        )
    if recipient.valid_until is not None and recipient.valid_until < timezone.localdate():
        return Refusal(
            "run-out",
            noop("The agreement with this recipient has run out."),
            noop("If it was renewed, an administrator ends the recipient and opens it anew."),
        )
    return None


def _ground(known: ReleaseFacts, recipient: Recipient, kind: PacketKind) -> ReleaseGround | None:
    for ground in known.grounds:
        if _named(known, ground, recipient) and (kind is not PacketKind.PFIF or _consented_to_publish(ground)):
            return ground
    return None


def _bureau(known: ReleaseFacts, recipient: Recipient) -> Refusal | None:
    if recipient.body not in BUREAUS:
        return Refusal(
            "not-a-bureau",
            noop("What article 16 asks for goes to an information bureau or the Central Tracing Agency only."),
            noop("Choose one of these: never the adverse party, and never a family, directly."),
        )
    if not known.article16:
        return Refusal(
            "nothing-written",
            noop("Nothing is written of this person under article 16."),
            noop("Fill in article 16 on the page of the case first."),
        )
    return None


def _of_law(subject: Subject) -> list[Source]:
    """Sources without consent on which photographs of the record are held; or, where a record never had a photograph, a
    consent or a tracing request, all that its agency has: nobody goes round a family by choosing another ground.
    """
    here = laws_for(subject)
    held = Photograph.objects.filter(subject=subject, ended_at=None).values("source")
    told = (Photograph.objects.filter(subject=subject), Consent.objects.filter(subject=subject))
    bare = not any(rows.exists() for rows in (*told, Request.objects.filter(record=subject)))
    return list(here if bare else here.filter(pk__in=held))


def _named(known: ReleaseFacts, ground: ReleaseGround, recipient: Recipient) -> bool:
    """Whether the recipient is named: by the family itself, where it was asked body by body; else by the source."""
    name = _plain(recipient.name)
    if ground.consent is not None and ground.consent.pk in known.asked:
        return (ground.consent.pk, name) in known.shared
    return name in named_in(ground.source.recipients)


def _family_said_no(known: ReleaseFacts, recipient: Recipient) -> Refusal | None:
    if _plain(recipient.name) not in known.refused:
        return None
    return Refusal(
        "family-said-no",
        noop("The family was asked whether this may be shared with that recipient, and said no."),
        noop(
            "Their answer stands until they change it, and changes nothing in the search. A law that goes further is"
            " for a lawyer, not for this page."
        ),
    )


def _consented_to_publish(ground: ReleaseGround) -> bool:
    return ground.consent is not None and PUBLICATION in named_in(ground.source.purposes)


def _no_ground(kind: PacketKind) -> Refusal:
    if kind is PacketKind.PFIF:
        return Refusal(
            "no-consent-to-publish",
            noop("No consent that holds today allows this record to be published there."),
            noop(
                "The lawful source of the consent must name this recipient, and among its purposes, between commas"
                " or semicolons, the word publication. Ask the family first; refusing changes nothing in the search."
            ),
        )
    return Refusal(
        "not-named",
        noop("Neither a consent nor a law that holds today names this recipient for this record."),
        noop("The recipients of its lawful source must name it, word for word. Nobody else gets anything of it."),
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()
