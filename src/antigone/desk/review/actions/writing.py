"""What an examiner does with a piece of work: open it, write in it, look at its pictures, hand it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos import vault
from antigone.desk.photos.aligned import aligned
from antigone.desk.photos.queries import HIDDEN, is_hidden
from antigone.desk.review.actions._giving import fill, fill_all, want
from antigone.desk.review.actions.begin import tie
from antigone.desk.review.log import examination_of, settlement
from antigone.desk.review.models import Entry, Opened, Work
from antigone.desk.review.open import live_pairs, open_works
from antigone.desk.review.queries import find_picture
from antigone.errors import NotThere, OutOfStep
from antigone.protocol import entries
from antigone.protocol.codec import freeze
from antigone.protocol.examination import Examination
from antigone.protocol.settle import Outcome
from antigone.protocol.two_examiners import Tie

ABSENT = timedelta(minutes=30)
"""Who wrote nothing for so long was away from then on: sessions end, and people are called away."""


def open_work(*, by: Actor, work: Work) -> Work:
    """Come to the bench: the first time begins the examination's time; after a long silence the desk notes a pause.

    Raises:
        NotThere: if it is somebody else's.
    """
    with act(by, Verb.SEE, work) as doing:
        found = _own(doing.by, work)
        now = timezone.now()
        first = not Opened.objects.filter(work=found).exists()
        if first:
            Opened.objects.create(work=found, at=now)
        examination = examination_of(found)
        last = examination.now.last
        silent = not first and not examination.now.paused and now - last > ABSENT
        if silent and open_works().filter(pk=found.pk).exists():
            _add(found, [entries.Paused(last + ABSENT), entries.Resumed(now)], len(examination.entries))
        doing.record(found.pk, opened=first)
    return found


def must_be_opened(work: Work) -> bool:
    """Whether ``open_work`` has something to note: pages that are read again and again write nothing otherwise."""
    if not Opened.objects.filter(work=work).exists():
        return True
    now = examination_of(work).now
    return not now.paused and not now.unmasked and not now.stopped and timezone.now() - now.last > ABSENT


def write_entry(*, by: Actor, work: Work, entry: entries.Entry) -> Examination:
    """Add one entry to the examination's log. See ``write_entries``."""
    return write_entries(by=by, work=work, written_down=[entry])


def write_entries(*, by: Actor, work: Work, written_down: Sequence[entries.Entry]) -> Examination:
    """Add entries to the log, all or none. Their time is that at which the desk keeps them.

    What follows is in the same transaction: a third examiner is wanted, work handed back is given to somebody else.

    Raises:
        NotThere: if it is somebody else's work.
        RuleBroken: if it is called off or closed, or the protocol does not allow an entry (its words say why).
    """
    with act(by, Verb.CHANGE, work) as doing:
        found = _own(doing.by, work)
        before = examination_of(found)
        if before.now.stopped or not (before.finished or open_works().filter(pk=found.pk).exists()):
            raise OutOfStep(_("Nobody has to examine this any more."), _("Go back to your list of work."))
        if not Opened.objects.filter(work=found).exists():
            Opened.objects.create(work=found, at=timezone.now())
        at, after = max(timezone.now(), before.now.last), examination_of(found)
        dated = [_at(entry, at) for entry in written_down]
        for entry in dated:
            after = after.add(entry)
        _add(found, dated, len(before.entries))
        doing.record(found.pk, entries=[type(entry).__name__ for entry in dated], step=str(after.step))
        if after.now.stopped:
            _handed_back(found)
        elif after.finished and not before.finished:
            _finished(found)
    return after


def know_the_person(*, by: Actor, work: Work, reason: str) -> Examination:
    """Hand the work back because one knows who it is. It binds them to the case and the record for ever."""
    with act(by, Verb.MAKE, Thing.TIE.of(work)) as doing:
        found = _own(doing.by, work)
        assert doing.by.person is not None
        tie(doing.by.person, found.pair.case, found.pair.record, what=Tie.KNOWS_THE_PERSON)
        doing.record(None, examination=found.pk, what=Tie.KNOWS_THE_PERSON.value)
        return write_entry(by=by, work=found, entry=entries.Stopped(timezone.now(), reason))


def look(*, by: Actor, work: Work, key: str) -> bytes:
    """A clear look at a picture of the bench, counted like every other look at a photograph.

    Raises:
        NotThere: if there is no such picture at this step, or its photograph was taken out since.
        VaultDamaged
    """
    photograph = find_picture(by, work, key).photograph
    shown = aligned(photograph)
    with act(by, Verb.SEE, work) as doing:
        found = _own(doing.by, work)
        doing.record(found.pk, photograph=photograph.pk, size=str(vault.Size.BENCH), **{HIDDEN: is_hidden(photograph)})
    return shown


def _own(by: Actor, work: Work) -> Work:
    found = Work.objects.select_related("pair__case", "pair__record", "pair__incident").get(pk=work.pk)
    if found.examiner_id != by.person:
        raise NotThere(_("There is no such work here."), _("Open the work from your own list."))
    return found


def _at(entry: entries.Entry, at: datetime) -> entries.Entry:
    if isinstance(entry, entries.Changed):
        return replace(entry, at=at, entry=replace(entry.entry, at=at))
    return replace(entry, at=at)


def _add(work: Work, added: Sequence[entries.Entry], so_many: int) -> None:
    Entry.objects.bulk_create(
        Entry(work=work, place=place, kind=type(entry).__name__, at=entry.at, said=freeze(entry))
        for place, entry in enumerate(added, so_many + 1)
    )


def _finished(work: Work) -> None:
    """Settle, and ask a third where the two do not agree. Of a known pair nothing follows."""
    pair = work.pair
    if not pair.known and live_pairs().filter(pk=pair.pk).exists():
        settled = settlement(pair, Work.objects.filter(pair=pair).prefetch_related("pictures"))
        if settled.outcome is Outcome.THIRD_NEEDED:
            fill([want(pair, 3)])
    fill_all()


def _handed_back(work: Work) -> None:
    if not work.pair.known:
        fill([want(work.pair, work.place)])
    fill_all()
