"""The demonstration's people: one for each role, and more where one is not enough. None of them exists."""

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
    One("Jonah Reck", "examiner2@demo.example", MORTUARY, (Role.EXAMINER,), _("compares, and opens no list")),
    One("Kirsi Aaltonen", "examiner3@demo.example", MORTUARY, (Role.EXAMINER,), _("compares, and opens no list")),
    One("Idris Kvale", "examiner4@demo.example", MORTUARY, (Role.EXAMINER,), _("compares, if two do not agree")),
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
        "Noor Haldane",
        "liaison2@demo.example",
        MORTUARY,
        (Role.LIAISON_OFFICER,),
        _("goes to families with the first: nobody goes alone"),
    ),
    One(
        "Wanda Oyelaran",
        "board@demo.example",
        MORTUARY,
        (Role.BOARD_MEMBER,),
        _("sits on the board; reads lists, puts faces before examiners"),
    ),
    One("Piet Lonnrot", "board2@demo.example", MORTUARY, (Role.BOARD_MEMBER,), _("sits on the board")),
    One(
        "Amaya Serrat",
        "board3@demo.example",
        POLICE,
        (Role.BOARD_MEMBER,),
        _("sits on the board, for the coast police"),
    ),
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
        "Bela Strand",
        "administrator2@demo.example",
        MORTUARY,
        (Role.ADMINISTRATOR,),
        _("confirms whom the other appoints: nobody has a role on one person's word"),
    ),
    One(
        "Sana Whitlock",
        "police@demo.example",
        POLICE,
        (Role.REGISTRAR, Role.EXAMINER),
        _("works for another agency, which sees what the mortuary shares"),
    ),
)
BOARD = {"board": "anthropology", "board2": "odontology", "board3": "police"}
"""Who sits on the board of the incident, by what stands before the @, and for which discipline."""
