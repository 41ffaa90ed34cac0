"""The demonstration's people: one for each role, a second examiner, and a board of three. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.permissions import Role

MORTUARY, POLICE = "Ostrel mortuary", "Tarn coast police"


@dataclass(frozen=True, slots=True)
class One:
    """Somebody who works in the demonstration."""

    name: str
    email: str
    agency: str
    roles: tuple[Role, ...]
    does: object
    """In a sentence, in the reader's language."""


PEOPLE = (
    One(
        "Ines Marlow",
        "examiner@demo.example",
        MORTUARY,
        (Role.EXAMINER,),
        _("opens cases, adds photographs, reads candidate lists"),
    ),
    One("Jonah Reck", "examiner2@demo.example", MORTUARY, (Role.EXAMINER,), _("the second examiner")),
    One(
        "Rhea Solander",
        "registrar@demo.example",
        MORTUARY,
        (Role.REGISTRAR,),
        _("keeps cases, records, lawful sources and labels"),
    ),
    One(
        "Tomas Iversund",
        "liaison@demo.example",
        MORTUARY,
        (Role.LIAISON_OFFICER,),
        _("speaks with families, keeps their records and consents"),
    ),
    One(
        "Wanda Oyelaran",
        "board@demo.example",
        MORTUARY,
        (Role.BOARD_MEMBER,),
        _("sits on the board; sees lists and exclusions"),
    ),
    One("Piet Lindqvist", "board2@demo.example", MORTUARY, (Role.BOARD_MEMBER,), _("the second member of the board")),
    One("Yusra Halabi", "board3@demo.example", MORTUARY, (Role.BOARD_MEMBER,), _("the third member of the board")),
    One(
        "Mateus Brandt", "validator@demo.example", MORTUARY, (Role.VALIDATOR,), _("measures how well the method works")
    ),
    One("Leila Sarkany", "auditor@demo.example", MORTUARY, (Role.AUDITOR,), _("sees who did what, when and why")),
    One(
        "Aron Petrescu",
        "administrator@demo.example",
        MORTUARY,
        (Role.ADMINISTRATOR,),
        _("invites people, opens and shares incidents"),
    ),
    One(
        "Sana Whitlock",
        "police@demo.example",
        POLICE,
        (Role.REGISTRAR, Role.EXAMINER),
        _("works for another agency, which sees what the mortuary shares"),
    ),
)
