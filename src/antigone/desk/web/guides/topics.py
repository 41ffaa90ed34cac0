"""What each part of the desk is for, in a few sentences: read beside the page, and in the guide of each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.permissions import Role


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of the desk as a newcomer needs it."""

    key: str
    title: Any
    words: tuple[Any, ...]
    """A paragraph each."""
    pages: tuple[str, ...]
    """The names of the addresses beside which it is read."""

    @property
    def picture(self) -> str:
        """The static file that `tools/screenshots.py --guides` makes."""
        return f"desk/guide/{self.key}.webp"


_ALL = (
    Topic(
        "front",
        _("Your front page"),
        (
            _("It names what waits for you, the most pressing first. Follow a link, do it, and it is gone from here."),
            _("The bell says what is new. The key / brings you to the box that finds a code, a name or a place."),
        ),
        ("front", "notices", "find"),
    ),
    Topic(
        "first-day",
        _("The first day"),
        (
            _("The checklist looks at the desk each time it is opened: nobody ticks anything."),
            _("Begin with the second administrator. Without one, nobody you invite can be given a role."),
        ),
        ("first-day",),
    ),
    Topic(
        "people",
        _("People and roles"),
        (
            _("You invite somebody and hand over a link yourself. It works once, for three days."),
            _("They have no role until a second administrator confirms them. Ring them at a number you knew before."),
        ),
        ("people", "invite", "person", "appointments", "appointment", "agencies", "agency-open"),
    ),
    Topic(
        "exercise",
        _("An exercise"),
        (
            _("An incident of people who do not exist, to learn on. Its mark stands on each page, paper and file."),
            _("Go into it on its page, and leave it there. While you are in it, nothing real is to be seen."),
            _("An administrator throws it away when you are done. Nothing of it stays but lines of the audit."),
        ),
        ("exercise", "exercise-throw-away"),
    ),
    Topic(
        "incident",
        _("An incident"),
        (
            _("All cases and records of one flood, battle or wreck. Nothing is compared across two incidents."),
            _("Its page shows how far everybody is, who waits longest, and where people were found."),
            _("Another agency sees nothing of it until you share it, and no longer than you do."),
        ),
        ("incidents", "incident", "incident-open", "incident-share", "incident-morning", "incident-lay-map"),
    ),
    Topic(
        "sources",
        _("Where photographs come from"),
        (
            _("A source is a law, an agreement or a form that allows photographs of the missing to be searched."),
            _("When it ends, its photographs are no longer searched, and lists that showed them say so."),
        ),
        ("incident-sources", "incident-source-open", "source", "source-end", "record-consents", "record-consent-add"),
    ),
    Topic(
        "case",
        _("A case"),
        (
            _("One dead person, under a code. Open it at once, even if nothing else is known: all can be added later."),
            _("Print the label and tie it to the body. Its square leads any telephone to this case."),
        ),
        ("cases", "case", "cases-open", "incident-open-case", "case-label"),
    ),
    Topic(
        "photographs",
        _("Photographs"),
        (
            _("Take the face from the front, in even light. Add all the photographs you have."),
            _("The desk looks for the face within seconds. If it finds several, say whose photograph it is."),
            _("If it finds none, photograph again, or set eyes, nose and mouth by hand."),
        ),
        ("subject-add-photographs", "subject-photographs", "photograph", "photograph-points", "photograph-painted"),
    ),
    Topic(
        "record",
        _("A record"),
        (
            _("One missing person, with every spelling of their name and who told you."),
            _("A photograph needs a source: a consent of the family, or a law."),
        ),
        ("records", "record", "records-open", "incident-open-record", "record-names", "record-informants"),
    ),
    Topic(
        "list",
        _("A candidate list"),
        (
            _("Records whose faces are most like the one that was found. The most alike comes first."),
            _("A candidate is a lead. The right person may stand low on the list, or not on it at all."),
            _("Put a pair before examiners if nothing speaks against it. Whoever has read the list does not examine."),
        ),
        ("search", "subject-searches", "warnings", "warning"),
    ),
    Topic(
        "bench",
        _("Examining a pair"),
        (
            _("You see two faces and nothing else about them. Another examiner sees the same pair, apart from you."),
            _("Look at each face alone first and write down what you see. Only then compare."),
            _("If you know either of them, hand the work back."),
        ),
        ("my-work", "own-work", "proficiency"),
    ),
    Topic(
        "board",
        _("A file before the board"),
        (
            _("It holds all evidence about one pair: faces, teeth, fingerprints, DNA, belongings."),
            _("A face alone never suffices. The board meets, votes, and each member's reasons are kept."),
        ),
        ("files", "file", "decisions", "decision", "incident-board", "recalls"),
    ),
    Topic(
        "request",
        _("A family's request"),
        (
            _("A family says whom they miss and what you may do with it. Read it all before you accept it."),
            _("When you accept it, it becomes a record, and its photographs are searched if the family allowed it."),
        ),
        ("requests", "request", "request-fill", "request-accept", "incident-families", "given"),
    ),
    Topic(
        "telling",
        _("Telling a family"),
        (
            _("Nobody is told by telephone or mail. Two trained people go, and the plan says who, when and how."),
            _("A picture is shown only if the family asks, and only one that was prepared for it."),
        ),
        ("notifications", "notification", "decision-plan", "trainings"),
    ),
    Topic(
        "known",
        _("Known pairs"),
        (
            _("Pairs of which the answer is known show how often people and machine are wrong."),
            _("Whoever does not pass their set is talked to first. Then you decide whether they do another."),
        ),
        ("known-pairs", "known-pairs-make", "error-rates", "load"),
    ),
    Topic(
        "audit",
        _("The audit"),
        (
            _("Every act is a line: who, what, when and why. A line cannot be changed unnoticed."),
            _("Narrow it by a person or a day. You see numbers here and no names of the dead or the missing."),
        ),
        ("audit", "audit-people"),
    ),
)
TOPICS = {topic.key: topic for topic in _ALL}
BESIDE = {name: topic.key for topic in _ALL for name in topic.pages}
"""By the name of an address: what is read beside its page."""
GUIDES: dict[Role, tuple[str, ...]] = {
    Role.REGISTRAR: ("front", "exercise", "case", "photographs", "record", "sources", "board"),
    Role.EXAMINER: ("front", "bench", "case", "photographs"),
    Role.BOARD_MEMBER: ("front", "list", "board"),
    Role.LIAISON_OFFICER: ("front", "request", "record", "telling"),
    Role.VALIDATOR: ("front", "known"),
    Role.AUDITOR: ("front", "audit"),
    Role.ADMINISTRATOR: ("first-day", "people", "exercise", "incident", "sources"),
}
"""What each role needs to know, in the order in which they meet it."""
