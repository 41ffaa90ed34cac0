"""Saying of translations that they are right or what would be better, and taking all that away as a patch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import oneself
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_email, clean_text
from antigone.desk.translating.catalogues import Wording, catalogues
from antigone.desk.translating.models import Proofread
from antigone.desk.translating.patch import Reader, patch_of
from antigone.desk.translating.placeholders import PlaceholderFault, fault_of
from antigone.desk.translating.queries import ReadState, standings
from antigone.errors import NotThere, RuleBroken

LONGEST = 4000
"""Characters of one form."""
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of all that follows. Marks of direction for one place stay."""
_NOTED = 500


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a form says of one message."""

    said: Sequence[str]
    """What stands in the fields, a string for each form of plural: other words than before, or the same."""
    right: bool
    """Whether it was ticked as right; means nothing beside other words."""
    note: str = ""


def cleaned(message: Wording, said: Sequence[str]) -> tuple[str, ...]:
    """Words for a message as a catalogue keeps them: the spaces at both ends are those of the English words."""
    english = message.english[0]
    before, after = english[: len(english) - len(english.lstrip())], english[len(english.rstrip()) :]
    kept = (_UNSEEN.sub("", unicodedata.normalize("NFC", each.replace("\r\n", "\n"))) for each in said)
    lines = (each if "\n" in english else " ".join(each.split("\n")) for each in kept)
    return tuple(before + each.strip() + after if each.strip() else "" for each in lines)


def refused(message: Wording, said: Sequence[str], forms: int) -> str:
    """Why words cannot stand for a message; empty if they can."""
    if max(map(len, said)) > LONGEST:
        return _("This is longer than %(most)s characters.") % {"most": LONGEST}
    match fault_of(message.english, said, forms):
        case PlaceholderFault.MISSING:
            return _("Nothing is written here. Every form needs words.")
        case PlaceholderFault.UNKNOWN:
            return _("A placeholder or tag stands here that the English words do not have. Take it out.")
        case PlaceholderFault.LOST:
            return _("A placeholder or tag of the English words is gone. Write it exactly as it is there.")
    return ""


def proofread(*, by: Actor, language: str, readings: Mapping[str, Judgement]) -> int:
    """Write down what one reads of messages, each by its key. Returns of how many it now says something else.

    What is neither ticked nor changed is as if it had never been looked at.

    Raises:
        NotThere: if there is no such language or message.
        RuleBroken: if words lost a placeholder, or have one too many.
    """
    person, known = oneself(by), _known(language)
    if not readings.keys() <= known.keys():
        raise NotThere(
            _("There is no such message."), _("Perhaps the desk was renewed meanwhile: open the list again.")
        )
    with act(by, Verb.PROOFREAD, Thing.TRANSLATION.of(by)) as doing:
        there = standings(by, language)
        counts = dict.fromkeys(ReadState, 0)
        for key, reading in readings.items():
            message, forms = known[key]
            said, note = cleaned(message, reading.said), reading.note.strip()
            why = refused(message, said, forms) if said != message.said else ""
            if why:
                raise RuleBroken(why, _("Nothing of this page was saved."))
            better = list(said) if said != message.said else None
            now = ReadState.BETTER if better else ReadState.RIGHT if reading.right else ReadState.NEW
            note = clean_text(note, "note", _NOTED) if note and now is not ReadState.NEW else ""
            if _is_so(there.get(key), message, now, better, note):
                continue
            counts[now] += 1
            rows = Proofread.objects.filter(person=person, language=language, message=key)
            if now is ReadState.NEW:
                rows.delete()
                continue
            fields = {"read": list(message.said), "better": better, "note": note, "at": timezone.now()}
            rows.update_or_create(person=person, language=language, message=key, defaults=fields)
        right, better_words = counts[ReadState.RIGHT], counts[ReadState.BETTER]
        doing.record(None, language=language, right=right, better=better_words, taken_back=counts[ReadState.NEW])
    return sum(counts.values())


def take_patch(*, by: Actor, language: str, name: str, email: str) -> bytes:
    """All that one says of a language's messages, as a patch that ``git am`` takes.

    ``name`` and ``email`` are published with it: they are what the person chooses to be called there.

    Raises:
        NotThere: if there is no such language.
        RuleBroken: if one said nothing of it yet, or the address is none.
    """
    address = clean_email(email) if email.strip() else ""
    if not address.isascii():
        raise RuleBroken(
            _("This is not an e-mail address that Git can keep."), _("Write one in Latin letters, or none.")
        )
    reader = Reader(clean_text(name, "name", 120), address, timezone.now())
    _known(language)
    with act(by, Verb.EXPORT, Thing.TRANSLATION.of(by)) as doing:
        rows = standings(by, language)
        if not rows:
            raise RuleBroken(
                _("You have said nothing of this language yet."), _("Read some messages, and save what you think.")
            )
        patch = patch_of(language, catalogues(language), rows, reader)
        better = sum(row.better is not None for row in rows.values())
        doing.record(None, language=language, right=len(rows) - better, better=better)
    return patch


def _known(language: str) -> dict[str, tuple[Wording, int]]:
    """Every message of a language by its key, with how many forms it may have."""
    found = {each.key: (each, file.forms) for file in catalogues(language) for each in file.messages}
    if not found:
        raise NotThere(_("Nothing is translated into this language."), _("Choose one of the list."))
    return found


def _is_so(row: Proofread | None, message: Wording, now: ReadState, better: list[str] | None, note: str) -> bool:
    """Whether that is what is written down already."""
    if row is None:
        return now is ReadState.NEW
    return now is not ReadState.NEW and (row.better, row.note, row.read) == (better, note, list(message.said))
