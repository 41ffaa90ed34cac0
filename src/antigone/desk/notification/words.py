"""Names of the steps, items and states of a notification, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from antigone.protocol.follow_up import Voice
from antigone.protocol.ladder import Rung
from antigone.protocol.notification import NotificationState
from antigone.protocol.plan import Item
from antigone.protocol.visit import VisitOutcome, VisitStep

STEPS: dict[VisitStep, tuple[Any, Any]] = {
    VisitStep.GATHER: (
        _("Gather"),
        _("See that everybody is there who should hear it now, that you are private, and that all sit."),
    ),
    VisitStep.RESOURCES: (
        _("Resources"),
        _("Call in who can support them: the supporter of the plan, relatives, somebody of their religion."),
    ),
    VisitStep.IDENTIFY: (
        _("Identify"),
        _("Say who you are. Name the person of whom you speak by the name that the family uses."),
    ),
    VisitStep.EDUCATE: (_("Educate"), _("Say briefly what happened, what is known and what is not known.")),
    VisitStep.VERIFY: (
        _("Verify"),
        _("Say plainly that the person died. Use the word “died”: not “lost”, “gone” or “passed away”."),
    ),
    VisitStep.SPACE: (_("Space"), _("Be silent. Wait. Let them be.")),
    VisitStep.INQUIRE: (
        _("Inquire"),
        _("Ask what they want to know, and answer. Say so where something is not known."),
    ),
    VisitStep.NUTS_AND_BOLTS: (
        _("Nuts and bolts"),
        _("The body, effects, papers, rites: what comes next, what they may decide, and when."),
    ),
    VisitStep.GIVE_CONTACT: (
        _("Give contact"),
        _("Leave a name and a number of a person. Say when somebody comes again: within 24 hours."),
    ),
}
"""GRIEV_ING: the name of each step, and what is done."""
OF_ERROR: dict[VisitStep, Any] = {
    VisitStep.EDUCATE: _(
        "Say briefly that the identification was an error, how that was found, and what is not known."
    ),
    VisitStep.VERIFY: _(
        "Say plainly: “We told you that they died. That was wrong.” Say whether they are missing again or alive."
    ),
    VisitStep.NUTS_AND_BOLTS: _(
        "What they received and what was buried: what comes next, what they may decide, and when."
    ),
}
"""What is done differently where an error is told."""

ITEMS: dict[Item, tuple[Any, Any, Any]] = {
    Item.WISHES: (
        _("Wishes"),
        _("How the family wishes to be told, and how they never want to be reached; or that nobody could be asked."),
        _("A wish that was said and not kept is remembered for life."),
    ),
    Item.LANGUAGE: (
        _("Language"),
        _("The language in which they are told."),
        _("Nobody understands this in a second language."),
    ),
    Item.INTERPRETER: (
        _("Interpreter"),
        _("Who interprets, trained and not of the family; or why none is needed."),
        _("A child or a neighbour who interprets has to say it first."),
    ),
    Item.PLACE: (
        _("Place and time"),
        _("Where and when, and how the visit is arranged without saying what for."),
        _("Private, with time, where they can stay afterwards."),
    ),
    Item.SUPPORTER: (
        _("Supporter"),
        _("Who stays with the family: a person by name, and how they are reached."),
        _("Kin are never left alone."),
    ),
    Item.QUESTIONS: (
        _("Questions and answers"),
        _("What they may ask and what is answered: how sure it is, how they died, where they are, what comes next."),
        _("What is not known is said not to be known. Nothing is made up at the door."),
    ),
    Item.EFFECTS: (
        _("Effects"),
        _("What there is of theirs, in which state, and how it can be received; or that there is nothing."),
        _("Families ask at once, and remember a wrong answer."),
    ),
    Item.RITES: (
        _("Religion and rites"),
        _("What their religion or custom asks for, and what cannot be done."),
        _("Burial may be a matter of hours, or of who touches the body."),
    ),
    Item.CHILDREN: (
        _("Children"),
        _("Which children there are, who tells them and who looks after them meanwhile; or that there are none."),
        _("Children hear it through a wall otherwise."),
    ),
    Item.RISKS: (
        _("Risks"),
        _("What could harm the family or the visitors, and what is done about it: health, violence, being seen."),
        _("Being visited by officials can be dangerous by itself."),
    ),
}
"""Of each item: its name, what is written, and why it blocks."""

STATES: dict[NotificationState, Any] = {
    NotificationState.PLANNED: _("being planned"),
    NotificationState.READY: _("ready: two may go"),
    NotificationState.SENT: _("sent to the information bureau or the Agency"),
    NotificationState.TOLD: _("the family knows"),
    NotificationState.CLOSED: _("closed"),
    NotificationState.FROZEN: _("frozen: the identification is being recalled"),
}
OUTCOMES: dict[VisitOutcome, Any] = {
    VisitOutcome.TOLD: _("They were told."),
    VisitOutcome.NOT_MET: _("Nobody was there who may be told."),
    VisitOutcome.PUT_OFF: _("They did not want to hear it now, or it was not said plainly."),
}
VOICES: dict[Voice, Any] = {
    Voice.DISSENT: _("They do not believe it."),
    Voice.REFUSAL: _("They refuse something."),
    Voice.WISH: _("They wish for something."),
    Voice.REEXAMINE: _("They ask for the identification to be examined again."),
}
RUNGS: dict[Rung, Any] = {
    Rung.WORDS: _("in words: nothing is shown"),
    Rung.OBJECT: _("an object or a tattoo"),
    Rung.FACE: _("one prepared picture of the face"),
}
REASONS: dict[str, tuple[Any, Any]] = {
    "side": (
        _("Nobody has recorded on which side of a front line the family is."),
        _("It decides how they may be told."),
    ),
    "entitled": (_("Nobody is named who is entitled to be told."), _("Name them, in their order.")),
    "contact": (
        _("There is no contact that somebody said is safe."),
        _("Ask one of them, or who knows them, how they can be reached without harm."),
    ),
    "visitors": (_("Nobody is chosen to go."), _("Two trained people go: one speaks, one sees how they are.")),
    "confirmed": (
        _("Two people have not yet confirmed the plan as it stands."),
        _("Both read it and confirm it. Every change asks both again."),
    ),
}
"""Of what blocks a plan besides its items: what is missing, and what to do."""
