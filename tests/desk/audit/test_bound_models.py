"""No model that decides or proves something is left out of what is bound."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from antigone.desk.accounts.desk_model import DeskModel
from antigone.desk.audit.binding import BoundRows
from antigone.desk.audit.content import bound_models

FACTS = "what is said of a case or a person changes all the time; a decision freezes what it rested on, with hashes"
MACHINE = "the machine made it: it orders work, and decides nothing"
KEEPING = "it keeps photographs, and proves nothing of who somebody is; what a decision showed is frozen in it by hash"
WORK = "work that waits"
FAMILY = "what a family says, until somebody decides on it; what it allowed is bound"
UNBOUND = {
    **dict.fromkeys(("Subject", "Revision", "Mark", "Elsewhere", "Case", "Effect", "Article16"), FACTS),
    **dict.fromkeys(("Record", "Name", "Informant"), FACTS),
    **dict.fromkeys(("Run", "Candidate", "DuplicateWarning", "Reconciliation", "ProposedPair"), MACHINE),
    **dict.fromkeys(("Unlisted", "Sampling", "ListVersion", "ListedRecord"), MACHINE),
    **dict.fromkeys(("Photograph", "PhotoKey", "Face", "FaceTemplate"), KEEPING),
    **dict.fromkeys(("Slot", "Leave", "Import", "ImportItem", "Charge"), WORK),
    **dict.fromkeys(("FamilyPortal", "Request", "Answer", "Given", "Message", "Visit"), FAMILY),
    "PairOutcome": "worked out from examinations, which are bound",
    "NameKey": "made from names, for searches",
    "MapGround": "a drawing of coasts under a map",
    "Proofread": "what a reader thinks of the desk's own words; nothing on the desk follows from it",
    "Session": "who is signed in at this moment",
}
"""Why rows of these models are not bound. Whatever else the desk has must carry the mark."""


def test_no_model_that_decides_is_forgotten() -> None:
    desk = [model for model in apps.get_models() if issubclass(model, DeskModel)]
    assert {model.__name__ for model in desk if not model.bound} == UNBOUND.keys(), (
        "bound = True, or the reason why not"
    )
    assert set(bound_models().values()) == {model for model in desk if model.bound} and len(bound_models()) > 45


def test_a_bound_row_is_changed_only_where_it_is_noticed() -> None:
    for model in bound_models().values():
        columns = {field.name for field in model._meta.concrete_fields}
        assert getattr(model, "unbound", frozenset()) <= columns and isinstance(model._default_manager.all(), BoundRows)
        assert not model._meta.local_many_to_many, "its rows would be written past the desk's models: make it a model"
        for field in model._meta.concrete_fields:
            if field.is_relation:  # Django writes null into rows of what was deleted, and asks nobody
                assert field.remote_field.on_delete is models.PROTECT, f"{model.__name__}.{field.name}"
