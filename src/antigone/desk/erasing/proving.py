"""Proving that nothing is left of what was erased: in the database, the index, files, and after a restore.

Two proofs. What the desk knows: no row, no key, no file, no place in the index's files names it any more; this needs
nothing. And what the desk does not need to know: every file under its folder, and what else is named, is read at every
offset for a piece of the face as numbers or of its key (``traces.py``); this needs the code of the receipt. A database
that was put back from a copy of before does not know of every erasure: it is compared with the list of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import Max

from antigone.cluster.link import ClusterAway
from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates.actions.holders import ended
from antigone.desk.candidates.index import snapshot
from antigone.desk.candidates.index.chosen import index
from antigone.desk.candidates.index.shared import ended_here
from antigone.desk.candidates.models import IndexHolder
from antigone.desk.erasing import erased
from antigone.desk.erasing.actions.replay import erase_again
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.scrub import names_of
from antigone.desk.erasing.traces import Searched, find_traces, open_marks
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.models import CoverByHand, Face, FaceTemplate, IndexChange, Photograph, PhotoKey, PointsByHand
from antigone.desk.records.models import Informant, Name
from antigone.desk.subjects.models import Elsewhere, Mark, Revision, Subject
from antigone.errors import RuleBroken
from antigone.files import may_be_mapped

_AT_ONCE = 500


def come_back() -> int:
    """How many erased photographs and records are in this database again."""
    return len(_photographs(keyring.destroyed())) + len(_records())


def without_key() -> list[str]:
    """The vault names of photographs whose half of a key is neither there nor destroyed: an older folder of keys."""
    wanted = set(PhotoKey.objects.values_list("photograph__sealed", flat=True))
    return sorted(wanted - keyring.halves(wanted).keys() - keyring.destroyed())


def put_right(by: Actor) -> list[Erasure]:
    """Replay the erasures of the list that this database does not have (see ``erased``)."""
    return [erasure for entry in erased.entries() if (erasure := erase_again(by=by, entry=entry)) is not None]


def _photographs(names: set[str]) -> list[str]:
    wanted, found = sorted(names), list[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found += Photograph.objects.filter(sealed__in=some, erased_at=None).values_list("sealed", flat=True)
    return found


def _records() -> list[str]:
    whole = sorted({entry.subject for entry in erased.entries() if entry.whole})
    found = list[str]()
    for start in range(0, len(whole), _AT_ONCE):
        some = Subject.objects.filter(code__in=whole[start : start + _AT_ONCE], erased_at=None)
        found += some.values_list("code", flat=True)
    return found


@dataclass(frozen=True, slots=True)
class ErasureProof:
    """What proving one erasure found."""

    erasure: Erasure
    faults: tuple[str, ...]
    """What the desk itself still has of it, in words."""
    searched: Searched | None
    """What was read at every offset; None without the code of the receipt."""

    @property
    def holds(self) -> bool:
        """What is encrypted with a key that was destroyed may lie anywhere: it says nothing."""
        read = self.searched
        return not self.faults and (read is None or not (read.unread or any(each.plain for each in read.remains)))


def prove(erasure: Erasure, code: str, also: Sequence[Path] = ()) -> ErasureProof:
    """Look for traces of an erasure. ``also``: further folders and files, such as PostgreSQL's, or a backup.

    Raises:
        RuleBroken: if it was not carried out, or the code is another receipt's.
    """
    if erasure.state != Erasure.State.DONE:
        raise RuleBroken(
            f"What this request asks for was not erased: it is {erasure.state}.", "There is nothing to prove."
        )
    searched = None
    if code:
        if erasure.proof is None:
            raise RuleBroken(
                "This erasure was done again after a copy was put back; its fingerprints were lost with the rest.",
                "Prove it without the code, or give the number of the receipt in a database that has it.",
            )
        marks = open_marks(code, bytes(erasure.proof))
        searched = find_traces(marks, [Path(settings.DESK.home), *also])
    return ErasureProof(erasure, tuple(_faults(erasure)), searched)


def _faults(erasure: Erasure) -> list[str]:
    of = Photograph.objects.filter(sealed__in=names_of(erasure))
    numbers = list(of.values_list("pk", flat=True))
    found = [
        words
        for words, there in (
            ("a photograph is not marked as erased", of.filter(erased_at=None).exists()),
            ("there is a key", PhotoKey.objects.filter(photograph__in=numbers).exists()),
            ("there are faces", Face.objects.filter(photograph__in=numbers).exists()),
            ("there are points by hand", PointsByHand.objects.filter(photograph__in=numbers).exists()),
            ("there are covers by hand", CoverByHand.objects.filter(photograph__in=numbers).exists()),
            ("there are templates", FaceTemplate.objects.filter(face__photograph__in=numbers).exists()),
            ("half of a key is there", bool(keyring.halves(names_of(erasure)))),
            ("there are files in the vault", any(vault.count_made(name) for name in names_of(erasure))),
            ("the index's steps do not end with its leaving", _in_steps(numbers)),
            ("the index's files name it", _in_files(numbers)),
            ("files and free space were not cleared yet: the worker does it", erasure.scrubbed_at is None),
        )
        if there
    ]
    found += _in_memory(numbers)
    if erasure.photograph_id is None:
        subject = Subject.objects.get(pk=erasure.subject_id)
        named: tuple[tuple[str, bool], ...] = (
            ("the record is not marked as erased", subject.erased_at is None),
            ("there are names", Name.objects.filter(record=subject.pk).exists()),
            ("there are informants", Informant.objects.filter(record=subject.pk).exists()),
            ("there are marks", Mark.objects.filter(subject=subject).exists()),
            ("there are references", Elsewhere.objects.filter(subject=subject).exists()),
            ("there is a history", Revision.objects.filter(subject=subject).exists()),
        )
        found += [words for words, there in named if there]
    return found


def _in_steps(numbers: list[int]) -> bool:
    last: dict[int, bool] = {}
    steps = IndexChange.objects.filter(photograph__in=numbers).order_by("sequence")
    for template, removed in steps.values_list("template", "removed"):
        last[template] = removed
    return not all(last.values())


def _in_memory(numbers: list[int]) -> list[str]:
    """Who holds templates of these photographs in memory, or has not said that it does not."""
    left = IndexChange.objects.filter(photograph__in=numbers, removed=True).aggregate(last=Max("sequence"))["last"]
    if left is None:
        return []
    found = []
    for holder in IndexHolder.objects.filter(cleared__lt=left):
        if ended_here(holder.name):
            ended(holder.name)
            continue
        found.append(f"{holder.name}, which holds the index, has not said that it is out of its memory")
    try:
        found += [f"{name} holds it in memory" for name, holds in index().holds(numbers).items() if holds]
    except ClusterAway:
        found.append("the nodes of the cluster were not asked: it does not answer")
    return found


def _in_files(numbers: list[int]) -> bool:
    home = index().home
    for key in snapshot.keys(home):
        try:
            manifest = snapshot.read(home, key)
            if manifest is not None:
                rows = np.load(
                    home / key.folder / manifest.rows, mmap_mode="r" if may_be_mapped() else None, allow_pickle=False
                )
                if np.isin(rows["photograph"], numbers).any():
                    return True
        except (snapshot.Unusable, OSError, ValueError):
            continue  # no search believes it; what bytes it has, the other proof reads
    return False
