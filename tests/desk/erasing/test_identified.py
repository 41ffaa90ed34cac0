"""What an identification rests on is not erased while it stands."""

from __future__ import annotations

import pytest

from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.actions.asking import agree_erasure, ask_erasure, refuse_erasure
from antigone.desk.erasing.models import Erasure
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
from desk_board import a_board, identified
from desk_databases import Database
from desk_people import a_person, as_


@pytest.mark.slow
def test_a_record_on_which_an_identification_rests_is_refused_with_the_way(desk: Database) -> None:
    board = a_board()
    decision = identified(board)
    record = Subject.objects.select_related("agency").get(pk=decision.record_id)
    lena = a_person("Lena Liaison", record.agency, Role.LIAISON_OFFICER)
    rosa = a_person("Rosa Registrar", record.agency, Role.REGISTRAR)
    erasure = ask_erasure(
        by=as_(lena), subject=record, asked_as=Erasure.As.FAMILY, asker="A brother", reason="the family asked"
    )
    with pytest.raises(RuleBroken, match="must be kept") as fault:
        agree_erasure(by=as_(lena), erasure=erasure, reason="it is their right")
    assert "recall the identification" in fault.value.hint
    refuse_erasure(
        by=as_(rosa), erasure=erasure, ground=Erasure.Ground.IDENTIFICATION, words="The board's decision rests on it."
    )
    assert Erasure.objects.get(pk=erasure.pk).state == "refused" and Subject.objects.get(pk=record.pk).erased_at is None
