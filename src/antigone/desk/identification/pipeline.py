"""Where a case or a record is in the pipeline: the one place that works it out, for pages, lists, files and the API.

    with_state(Subject.objects.filter(pk__in=numbers), by)     a page's rows, each with ``state``
    in_state(subjects(by, Profile.PM), by, state)              a list, narrowed
    counted(by, incident)                                      how many are in each

Nothing is kept: what rows say of themselves is enough, and what is kept twice is wrong one day. The first state of
``PipelineState`` that holds is the one that is shown. Rows that tell of what ``by`` judges blind are not there
(``accounts.sight``), and whoever could still be asked to examine somebody sees nothing of examinations of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models import Model as Table

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.candidates.models import Exclusion, Link, Run
from antigone.desk.candidates.queries import groups
from antigone.desk.identification.models import Act, Decision, Faceless, File, LifeMove, Recall
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.identification.states import PipelineState
from antigone.desk.photos.models import Photograph
from antigone.desk.review.models import ConflictHeld, Pair, PairOutcome
from antigone.desk.review.open import live_pairs
from antigone.desk.subjects.models import THINGS, Subject
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.lifecycle import LifeState, Move
from antigone.protocol.recall import RecallGround
from antigone.protocol.settle import SettlementOutcome
from antigone.types import Profile

GOES_ON = (SettlementOutcome.AGREED_SAME.value, SettlementOutcome.CONFLICT.value)
"""Outcomes that somebody brings before the board."""


def with_state(rows: QuerySet[Subject], by: Actor) -> QuerySet[Subject]:
    """These rows, each with its ``state``: for the rows of one page, whichever kind they are."""
    found: QuerySet[Subject] = rows.annotate(state=_first_that_holds(by))
    return found


def state_of(subject: Subject, by: Actor) -> PipelineState:
    return PipelineState(Subject.objects.annotate(state=_first_that_holds(by)).get(pk=subject.pk).state)


def _first_that_holds(by: Actor) -> Case:
    whens = [When(each.of_one(), then=Value(state.value)) for state, each in _held(by).items()]
    return Case(*whens, default=Value(PipelineState.OPENED.value), output_field=CharField())


def in_state(rows: QuerySet[Subject], by: Actor, state: str | None) -> QuerySet[Subject]:
    """Those of these rows that are in a state; ``open``: not closed; all, if none is named."""
    if not state:
        return rows
    if state == OPEN:
        return rows.filter(closed_at=None)
    held, wanted = _held(by), PipelineState(state)
    if wanted in held:
        rows = rows.filter(held[wanted].of_all())
    for earlier, each in held.items():
        if earlier is wanted:
            break
        rows = rows.exclude(each.outweighs())
    return rows


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many of a kind are in a state, and which of them was opened first."""

    kind: Profile
    state: PipelineState
    number: int
    oldest: int
    """The number of its case or record."""


_PLAINLY = (PipelineState.CLOSED, PipelineState.SEARCHED, PipelineState.PHOTOGRAPHED, PipelineState.OPENED)
"""Where most cases and records are: which of these holds is asked of each row, in one pass. Its place here stands for
it there: a database puts numbers together five times as fast as words."""


def counted(by: Actor, incident: Incident) -> list[StateCount]:
    """How many cases and records of an incident, of those that ``by`` sees, are in each state.

    As many queries as there are states, however many rows: states into which work brings them hold few, which are
    looked up by what brought them there; of all others one pass tells apart what is closed, searched, photographed and
    opened (bench/overview.py).
    """
    held = _held(by)
    done, standing = (held[state].of_one() for state in _PLAINLY[1:3])
    whens = (Q(closed_at__isnull=False), done, standing)
    codes = [When(said, then=Value(code)) for code, said in enumerate(whens)]
    plainly = Case(*codes, default=Value(len(codes)), output_field=IntegerField())
    taken = _by_work(_seen(by, incident), plainly, held)
    numbers: dict[tuple[str, PipelineState], list[int]] = defaultdict(list)
    for number, (kind, _code, state) in taken.items():
        numbers[kind, state].append(number)
    found = [StateCount(Profile(kind), state, len(each), min(each)) for (kind, state), each in numbers.items()]
    return found + [each for kind in Profile for each in _plainly(by, incident, kind, plainly, taken)]


def _seen(by: Actor, incident: Incident) -> QuerySet[Subject]:
    seen = Q(pk__in=[])
    for kind, thing in THINGS.items():
        seen |= Q(within(by, Verb.SEE, thing, incident="incident"), kind=kind)
    rows: QuerySet[Subject] = Subject.objects.filter(seen, incident=incident).order_by()
    return rows


Taken = dict[int, tuple[str, int, PipelineState]]
"""By number of a case or record: its kind, what it plainly is, and its state, which is another."""


def _by_work(rows: QuerySet[Subject], plainly: Case, held: dict[PipelineState, _Held]) -> Taken:
    taken: Taken = {}
    closed = False
    for state, each in held.items():
        if state is PipelineState.CLOSED:
            closed = True
        elif state not in _PLAINLY:
            for part in each.parts():
                found = rows.filter(part).annotate(plainly=plainly).values_list("pk", "kind", "plainly")
                for number, kind, code in found:
                    if not (closed and code == 0):  # what is closed is so, whatever was done before
                        taken.setdefault(number, (kind, code, state))
    return taken


def _plainly(by: Actor, incident: Incident, kind: Profile, plainly: Case, taken: Taken) -> Iterator[StateCount]:
    """Of those of a kind that no work brought elsewhere."""
    moved = Counter(code for of, code, _state in taken.values() if of == kind.value)
    mine = within(by, Verb.SEE, THINGS[kind.value], incident="incident")
    rows = Subject.objects.filter(mine, kind=kind.value, incident=incident).order_by().annotate(plainly=plainly)
    for code, number, first in rows.values_list("plainly").annotate(Count("pk"), Min("pk")):
        if left := number - moved[code]:
            those = rows.filter(plainly=code).order_by("pk").values_list("pk", flat=True)
            oldest = first if first not in taken else next(each for each in those.iterator() if each not in taken)
            yield StateCount(kind, _PLAINLY[code], left, oldest)


OPEN = "open"
"""Not a state: whatever is not closed."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What must be there for a state to hold: rows that lead to cases by one column and to records by another."""

    of_one: Callable[[], Q]
    """For the row at hand, by an index: what is asked of the rows of a page."""
    of_all: Callable[[], Q]
    """For the rows of a whole list: few rows say which, so that nobody looks through the list for them."""
    parts: Callable[[], list[Q]]
    """``of_all`` column by column: a database that is asked for either at once looks through the list."""
    outweighs: Callable[[], Q]
    """For the rows of a whole list that are not to be in this state. Few rows are looked up once for all of the list:
    asking ten tables of each of ten thousand rows took three times as long (bench/states.py). Where there may be more
    than fit PostgreSQL's memory for a query, which then reads them anew for each row, it is asked by an index."""


def _by(rows: QuerySet[Table], *columns: str, few: bool = True, rules_out_few: bool = True) -> _Held:
    def of_one() -> Q:
        either = Q()
        for column in columns:
            either |= Q(Exists(rows.filter(**{column: OuterRef("pk")})))
        return either

    def of_all() -> Q:
        either = Q()
        for column in columns:
            either |= Q(pk__in=rows.order_by().values(column))
        return either

    def parts() -> list[Q]:
        return [Q(pk__in=rows.order_by().values(column)) for column in columns]

    return _Held(of_one, of_all if few else of_one, parts, of_all if few and rules_out_few else of_one)


def _plain(said: Q) -> _Held:
    return _Held(lambda: said, lambda: said, lambda: [said], lambda: said)


def _either(first: _Held, second: _Held) -> _Held:
    return _Held(
        lambda: first.of_one() | second.of_one(),
        lambda: first.of_all() | second.of_all(),
        lambda: first.parts() + second.parts(),
        lambda: first.outweighs() | second.outweighs(),
    )


def _held(by: Actor) -> dict[PipelineState, _Held]:
    """Every state but the first, the one that outweighs all others before the rest."""
    last = _last_moves()
    pairs = pairs_seen(by)
    looked = ConflictHeld.objects.filter(what=ConflictOfInterest.SAW_THE_LIST.value)
    faceless = Faceless.objects.filter(taken_back_at=None)
    second = faceless.filter(subject=OuterRef("subject")).exclude(by=OuterRef("by"))
    return {
        PipelineState.FOUND_ALIVE: _by(_found_alive(), "subject"),
        PipelineState.FROZEN: _plain(Q(pk__in=frozen_numbers())),
        PipelineState.CLOSED: _plain(Q(closed_at__isnull=False)),
        PipelineState.FAMILY_TOLD: _by(_told(), "subject"),
        PipelineState.IDENTIFIED: _either(_by(_standing(), "case", "record"), _plain(Q(pk__in=_identified_by_link()))),
        PipelineState.BEFORE_THE_BOARD: _by(last.filter(state=LifeState.BEFORE_THE_BOARD.value), "subject"),
        PipelineState.NO_FACE: _by(faceless.filter(Exists(second)), "subject"),
        PipelineState.SETTLED: _by(to_go_on(pairs), "case", "record"),
        PipelineState.WITH_EXAMINERS: _by(pairs.filter(outcome=None), "case", "record"),
        PipelineState.RECALLED: _by(
            Recall.objects.filter(ended_at__isnull=False), "decision__case", "decision__record"
        ),
        PipelineState.LIST_READ: _by(looked, "subject", rules_out_few=False),
        PipelineState.SEARCHED: _by(Run.objects.filter(state=Run.State.DONE), "subject", few=False),
        PipelineState.PHOTOGRAPHED: _by(Photograph.objects.filter(ended_at=None), "subject", few=False),
    }


def _last_moves() -> QuerySet[LifeMove]:
    """The last move of each life, without the end of a recall: that leads nowhere."""
    moves = LifeMove.objects.exclude(move=Move.END_RECALL.value)
    later = moves.filter(subject=OuterRef("subject"), place__gt=OuterRef("place"))
    found: QuerySet[LifeMove] = moves.filter(~Exists(later))
    return found


def _standing() -> QuerySet[Decision]:
    return Decision.objects.filter(conclusion=ESTABLISHED, recalled_at=None)


def _told() -> QuerySet[LifeMove]:
    standing = {"decision__conclusion": ESTABLISHED, "decision__recalled_at": None}
    return LifeMove.objects.filter(move=Move.NOTIFY.value, **standing)


def _found_alive() -> QuerySet[LifeMove]:
    recalled = Q(move=Move.CLOSE.value, recall__ground=RecallGround.FOUND_ALIVE.value)
    return _last_moves().filter(Q(move=Move.FIND_ALIVE.value) | recalled)


def frozen_numbers() -> set[int]:
    """The cases and records that an open recall freezes: of its own identification, of whatever rests on that, and
    whoever is linked to one of them. There are few open recalls, as a rule none.
    """
    ahead = set(Recall.objects.filter(ended_at=None).values_list("decision", flat=True))
    seen: set[int] = set()
    while ahead:
        seen |= ahead
        ahead = set(Act.objects.filter(decision__in=ahead, other__isnull=False).values_list("other", flat=True)) - seen
    if not seen:
        return set()
    pairs = Decision.objects.filter(pk__in=seen).values_list("case", "record")
    return _with_linked(number for pair in pairs for number in pair)


def _identified_by_link() -> set[int]:
    """Whoever is linked to somebody identified is identified too, and has no life of its own that says so."""
    standing = _standing()
    mine = Exists(standing.filter(Q(case=OuterRef("first")) | Q(record=OuterRef("first"))))
    other = Exists(standing.filter(Q(case=OuterRef("second")) | Q(record=OuterRef("second"))))
    links = Link.objects.filter(mine | other, undone_at=None).values_list("first", "second")
    return _with_linked(number for pair in links for number in pair)


def _with_linked(numbers: Iterable[int]) -> set[int]:
    return set[int]().union(*groups(numbers).values())


def pairs_seen(by: Actor) -> QuerySet[Pair]:
    """Pairs that are or were examined, without those of which ``by`` must know nothing: an examiner who is not bound to
    one of the two could be asked next, and would know that others said something.
    """
    if Role.EXAMINER not in by.roles:
        return live_pairs()
    of_either = Q(subject=OuterRef("case")) | Q(subject=OuterRef("record"))
    bound: QuerySet[Pair] = live_pairs().filter(Exists(ConflictHeld.objects.filter(of_either, person=by.person)))
    return bound


def to_go_on(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Of these, the settled ones that wait for a file and the board: nobody else is to be asked, the faces do not rule
    it out, and neither the board nor anybody else has closed the question since.
    """
    settled = PairOutcome.objects.filter(pair=OuterRef("pk"), outcome__in=GOES_ON)
    later = Pair.objects.filter(
        case=OuterRef("case"), record=OuterRef("record"), known=False, round__gt=OuterRef("round")
    )
    excluded = Exclusion.objects.filter(case=OuterRef("case"), record=OuterRef("record"), lifted_at=None)
    ended = File.objects.filter(case=OuterRef("case"), record=OuterRef("record"), ended_at__gt=OuterRef("outcome__at"))
    found: QuerySet[Pair] = pairs.filter(Exists(settled), ~Exists(later), ~Exists(excluded), ~Exists(ended))
    return found


def to_open_a_file(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Of these, the settled ones that have no file yet, of whoever is not identified otherwise."""
    file = File.objects.filter(case=OuterRef("case"), record=OuterRef("record"), ended_at=None)
    taken = _standing().filter(Q(case=OuterRef("case")) | Q(record=OuterRef("record")))
    found: QuerySet[Pair] = to_go_on(pairs).filter(~Exists(file), ~Exists(taken))
    return found
