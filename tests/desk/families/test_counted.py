"""What the public may read of families' requests is counted from what was done, not from what is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from antigone.desk.families.actions.messages import answer_message
from antigone.desk.families.actions.review import accept_request
from antigone.desk.families.models import Request
from antigone.desk.families.receivers import figures
from antigone.desk.figures.queries import counted
from desk_requests import Ferry


@pytest.mark.slow
def test_requests_are_counted_and_how_soon_somebody_answered(ferry: Ferry) -> None:
    first, second, _open = ferry.sent(), ferry.sent(), ferry.sent()
    ferry.told()
    day = timedelta(days=1)
    now = timezone.now()
    Request.objects.filter(pk__in=(first.pk, second.pk)).update(sent_at=now - 4 * day)
    answer_message(by=ferry.by, request=first, words="We have it.")
    accept_request(by=ferry.by, request=second)
    Request.objects.filter(pk=second.pk).update(accepted_at=now - 2 * day)
    counts, speed = figures(timezone.now())
    assert counts.parts == {"accepted": 1, "not accepted": 2}  # type: ignore[union-attr]
    assert sorted(round(each) for each in speed.days) == [2, 4]  # type: ignore[union-attr]
    earlier, none = figures(now - 3 * day)
    assert earlier.parts == {"accepted": 0, "not accepted": 2} and none.days == ()  # type: ignore[union-attr]
    words = {figure.words for figure in counted(now)}
    assert words >= {"Requests of families", "From a family's request to the first answer"}
