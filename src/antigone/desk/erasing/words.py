"""The wording of receipts: what was destroyed, what the law keeps and why, how it is proved. No personal data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from antigone.desk.erasing.models import Erasure

AS = {
    Erasure.As.PERSON: gettext_lazy("the person themselves"),
    Erasure.As.FAMILY: gettext_lazy("a relative"),
    Erasure.As.GUARDIAN: gettext_lazy("a guardian or lawyer"),
    Erasure.As.COURT: gettext_lazy("a court or authority"),
    Erasure.As.AGENCY: gettext_lazy("the agency itself: nothing needs it any more, or its ground is gone"),
}
GROUNDS = {
    Erasure.Ground.IDENTIFICATION: gettext_lazy("An identification rests on it."),
    Erasure.Ground.DUTY: gettext_lazy("A law requires that it is kept."),
    Erasure.Ground.CLAIMS: gettext_lazy("It is needed for a legal claim."),
    Erasure.Ground.NOT_THEIRS: gettext_lazy("Whoever asks has no right to ask this."),
}
STATES = {
    Erasure.State.ASKED: gettext_lazy("asked for"),
    Erasure.State.AGREED: gettext_lazy("agreed, not carried out"),
    Erasure.State.DONE: gettext_lazy("erased"),
    Erasure.State.REFUSED: gettext_lazy("refused"),
    Erasure.State.TAKEN_BACK: gettext_lazy("taken back"),
}

_COUNTED: dict[str, Callable[[int], str]] = {
    "photographs": lambda n: ngettext("%(n)d photograph", "%(n)d photographs", n),
    "pictures": lambda n: ngettext(
        "%(n)d encrypted file: originals and pictures made from them",
        "%(n)d encrypted files: originals and pictures made from them",
        n,
    ),
    "faces": lambda n: ngettext("%(n)d face, as found in a photograph", "%(n)d faces, as found in photographs", n),
    "points": lambda n: ngettext("%(n)d set of points by hand", "%(n)d sets of points by hand", n),
    "covers": lambda n: ngettext("%(n)d painting of what hides a face", "%(n)d paintings of what hides a face", n),
    "templates": lambda n: ngettext("%(n)d face as numbers", "%(n)d faces as numbers", n),
    "details": lambda n: ngettext(
        "%(n)d detail: descriptions, days, places, and what cameras wrote",
        "%(n)d details: descriptions, days, places, and what cameras wrote",
        n,
    ),
    "names": lambda n: ngettext("%(n)d name", "%(n)d names", n),
    "informants": lambda n: ngettext(
        "%(n)d person who told us, with how to reach them", "%(n)d people who told us, with how to reach them", n
    ),
    "marks": lambda n: ngettext("%(n)d mark on the body", "%(n)d marks on the body", n),
    "references": lambda n: ngettext("%(n)d reference to what others hold", "%(n)d references to what others hold", n),
    "changes": lambda n: ngettext("%(n)d earlier wording", "%(n)d earlier wordings", n),
    "consents": lambda n: ngettext("the name on %(n)d consent", "the names on %(n)d consents", n),
    "requests": lambda n: ngettext(
        "%(n)d request of a family: answers, messages, and photographs that waited",
        "%(n)d requests of families: answers, messages, and photographs that waited",
        n,
    ),
    "plans": lambda n: ngettext(
        "names and words in the log of %(n)d notification", "names and words in the logs of %(n)d notifications", n
    ),
    "packets": lambda n: ngettext(
        "%(n)d packet that nobody had taken yet", "%(n)d packets that nobody had taken yet", n
    ),
    "arrivals": lambda n: ngettext(
        "the number of others under which %(n)d file came", "the numbers of others under which %(n)d files came", n
    ),
    "proposals": lambda n: ngettext(
        "what %(n)d proposal of a reconciliation said", "what %(n)d proposals of reconciliations said", n
    ),
    "papers": lambda n: ngettext("%(n)d paper of a line of evidence", "%(n)d papers of lines of evidence", n),
    "files": lambda n: ngettext("the name of %(n)d file", "the names of %(n)d files", n),
}

KEPT_BY_OTHERS: dict[str, Callable[[int], tuple[str, str]]] = {
    "decisions": lambda n: (
        ngettext(
            "%(n)d decision of the board with its certificates, and the name in them.",
            "%(n)d decisions of the board with their certificates, and the name in them.",
            n,
        )
        % {"n": n},
        _("What an identification rested on is kept whole, also when it was an error: somebody must answer for it."),
    ),
    "hashes": lambda n: (
        ngettext(
            "Its number and hash in %(n)d decision of the board.",
            "Its number and hash in %(n)d decisions of the board.",
            n,
        )
        % {"n": n},
        _("They say which photograph it was to somebody who has it, and nothing to anybody else."),
    ),
    "board_files": lambda n: (
        ngettext(
            "%(n)d file of the board: what experts reported.", "%(n)d files of the board: what experts reported.", n
        )
        % {"n": n},
        _("It is of a dead person too, who has a right to their name."),
    ),
    "board_papers": lambda n: (
        ngettext(
            "%(n)d paper on which a decision of the board rested.",
            "%(n)d papers on which a decision of the board rested.",
            n,
        )
        % {"n": n},
        _("What an identification rested on is kept whole, also when it was an error: somebody must answer for it."),
    ),
    "told": lambda n: (
        ngettext(
            "That a family was told, when and by whom, without their names and words: %(n)d notification.",
            "That a family was told, when and by whom, without their names and words: %(n)d notifications.",
            n,
        )
        % {"n": n},
        _("Whoever told a family what proved to be an error must be able to account for it."),
    ),
    "left": lambda n: (
        ngettext("What was sent to others before: %(n)d packet.", "What was sent to others before: %(n)d packets.", n)
        % {"n": n},
        _("The desk cannot reach it. It lists each, so that a letter asks its recipient to destroy it."),
    ),
}
"""What parts above keep by law or cannot reach, by the name under which they count it: what it is, and why."""


def destroyed(erasure: Erasure) -> list[str]:
    """What was destroyed, one line for each kind."""
    said = []
    for name, number in erasure.destroyed.items():
        if name == "lists" or name in KEPT_BY_OTHERS:
            continue
        words = _COUNTED.get(name)
        said.append((words(number) % {"n": number}) if words else f"{number} {_(name)}")
    return said


def lists_marked(erasure: Erasure) -> str:
    number = erasure.destroyed.get("lists", 0)
    if not number:
        return ""
    return ngettext(
        "%(n)d candidate list that showed it is marked, and was made again without it.",
        "%(n)d candidate lists that showed it are marked, and were made again without it.",
        number,
    ) % {"n": number}


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept, and why."""

    what: str
    why: str


def kept(erasure: Erasure) -> list[Kept]:
    """What the law keeps, and what cannot be reached."""
    whole = erasure.photograph_id is None
    found = [
        Kept(
            _("Its number, and that it was erased, when and by whom."),
            _("So that nobody can put it back unnoticed, and this receipt can be checked."),
        ),
        Kept(
            _("The audit: who did what with it, by numbers, with the reasons they wrote."),
            _("Whoever holds such data must be able to account for what was done with it; the audit has no names."),
        ),
    ]
    if whole:
        found.append(
            Kept(
                _("That there was consent, from when until when, without the name of who gave it."),
                _("To show that the photographs were searched lawfully until then."),
            )
        )
    found.append(
        Kept(
            _("On which candidate lists it stood, by number and score, and what was decided of it."),
            _("A list that was used must stay whole, or nobody could see later how a decision came about."),
        )
    )
    found += [Kept(*words(number)) for name, words in KEPT_BY_OTHERS.items() if (number := erasure.destroyed.get(name))]
    copies = _("Copies of the database that were made for safety before this day.")
    if whole:
        found.append(
            Kept(
                copies,
                _(
                    "Photographs and faces in them cannot be opened any more: their keys are destroyed. Words in them,"
                    " such as names, last until the copy is destroyed. If one is ever put back, the desk does not"
                    " start until it has erased them again."
                ),
            )
        )
    else:
        found.append(
            Kept(copies, _("The photograph and the face in them cannot be opened any more: their key is destroyed."))
        )
    return found


def what(erasure: Erasure) -> str:
    """What a request is for, by its number."""
    if erasure.photograph_id is None:
        return _("All that the record %(code)s says, and its photographs") % {"code": erasure.subject.code}
    of = {"number": erasure.photograph_id, "code": erasure.subject.code}
    if erasure.subject.is_case:
        return _("Photograph %(number)d of the case %(code)s") % of
    return _("Photograph %(number)d of the record %(code)s") % of
