from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app.core.cascade import Filling, Following, Settled, Won, settle
from app.core.clause import Clause
from app.core.derived_seats import ex_officio_seats
from app.core.results import ContestCount
from app.core.rules import VACANT
from app.core.seat import HeldBefore, Seat
from app.core.seat_rules import SeatRules
from app.core.secrecy.encoding import Json
from app.core.successors import follower


@dataclass(frozen=True)
class Filled:
    """A contest's outcome, with what a succession takes; `count` None: declared, without a vote.

    `people` is who each candidate is, in the order of `names`: the same key stands for the same
    person in every contest, and tells nothing else.
    """

    id: str
    title: str
    group: str
    cite: str
    seats: int
    names: Sequence[str]
    people: Sequence[str]
    count: ContestCount | None

    @property
    def filling(self) -> Filling:
        """The contest as the cascade knows it."""
        plurality = self.count is None or self.count.tabulation.alternates is not None
        method = "plurality" if plurality else "ranked"
        return Filling(self.id, self.title, self.group, method, self.seats, self.cite)

    @property
    def won(self) -> Won:
        """Who was elected, or declared elected, by key."""
        if self.count is None:
            return Won(self.filling, tuple(self.people), declared=True)
        elected = tuple(self.people[each] for each in self.count.tabulation.elected)
        return Won(self.filling, elected)

    def as_json(self) -> dict[str, Json]:
        """What the contest of results.json tells for the seats' sake."""
        people = dict(zip(self.names, self.people, strict=True))
        return {"title": self.title, "group": self.group, "cite": self.cite, "people": people}

    @property
    def votes(self) -> dict[str, int]:
        """The votes that each person had in the first round; nobody's where it was declared."""
        if self.count is None:
            return {}
        tabulation = self.count.tabulation
        tally = tabulation.rounds[0].tally if tabulation.rounds else {}
        return {self.people[each]: votes // tabulation.rule.unit for each, votes in tally.items()}

    @property
    def named(self) -> dict[str, str]:
        """What each person is called in this contest."""
        return dict(zip(self.people, self.names, strict=True))


OF_SEATS = ("title", "group", "cite", "people")  # what Filled.as_json adds to a contest


@dataclass(frozen=True, slots=True)
class Empty:
    """Seats of a contest that nobody fills, and why."""

    contest: str
    seats: int
    because: str

    def as_json(self) -> dict[str, Json]:
        """The vacancy as results.json lists it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Seating:
    """Every seat of an election, those of office too, and the seats that stay empty.

    `held` are the contests' own seats by person instead of by name; `open_choices` are, by
    person, the contests between which the bylaws let a winner choose.
    """

    seats: tuple[Seat, ...]
    held: tuple[Seat, ...]
    empty: tuple[Empty, ...]
    open_choices: Mapping[str, tuple[str, ...]]

    def as_json(self) -> dict[str, Json]:
        """The seats as results.json has them."""
        return {
            "seating": [each.as_json() for each in self.seats],
            "vacancies": [each.as_json() for each in self.empty],
        }


def seated(
    filled: Sequence[Filled],
    rules: SeatRules,
    choices: Mapping[str, str],
    previous: Sequence[HeldBefore] = (),
) -> dict[str, Json]:
    """All that results.json says of seats: the rules, the winners' choices, and who sits."""
    return {
        "seat_rules": rules.as_json(),
        "choices": [{"person": key, "contest": choices[key]} for key in sorted(choices)],
        "previous": [asdict(each) for each in previous],
        **seat(filled, rules, choices, previous).as_json(),
    }


def seat(
    filled: Sequence[Filled],
    rules: SeatRules,
    choices: Mapping[str, str],
    previous: Sequence[HeldBefore] = (),
) -> Seating:
    """Seats everybody, by the same ballots and the same rules always the same.

    `choices` gives, by person, the contest whose seat a winner of several keeps; `previous` are
    the holders of offices before this election, the latest first. Seats of office go to who sits
    in the end.
    """
    contests = {each.id: each for each in filled}
    names = {each.person: each.name for each in previous}
    names |= {key: name for each in reversed(filled) for key, name in each.named.items()}

    def following(contest: Filling, left: frozenset[str], sitting: Sequence[str]) -> Following:
        return _follower(contests[contest.id], left, sitting, rules)

    def named(row: Seat) -> Seat:
        own = contests[row.contest].named if row.contest in contests else names
        return replace(row, member=own[row.member])

    won = [each.won for each in filled]
    settled = settle(won, rules, following, choices=choices, names=names)
    fillings = {row.contest.id: row.contest for row in won}
    office = ex_officio_seats(settled.seats, fillings, rules.ex_officio, previous)
    empty = (
        _empty(contests[each], seats, settled, rules) for each, seats in settled.vacant.items()
    )
    seats = tuple(named(row) for row in (*settled.seats, *office))
    return Seating(seats, settled.seats, tuple(empty), _open_choices(settled))


def is_open(
    filled: Sequence[Filled], rules: SeatRules, choices: Mapping[str, str], person: str
) -> bool:
    """Whether the choice of this person is one that the bylaws leave, all others being made."""
    others = {key: contest for key, contest in choices.items() if key != person}
    return choices[person] in seat(filled, rules, others).open_choices.get(person, ())


def _follower(
    filled: Filled, left: frozenset[str], sitting: Sequence[str], rules: SeatRules
) -> Following:
    if filled.count is None or _way(filled, rules).value == VACANT:
        return Following(None)
    people = list(filled.people)
    found, says = follower(
        filled.count,
        [people.index(key) for key in people if key in left],
        [people.index(key) for key in sitting],
        by=rules.succession.ranked.value,
    )
    return Following(None if found is None else people[found], says)


def _way(filled: Filled, rules: SeatRules) -> Clause[str]:
    """How a seat of the contest that falls free is filled."""
    ways = rules.succession
    return ways.plurality if filled.filling.method == "plurality" else ways.ranked


def _empty(filled: Filled, seats: int, settled: Settled, rules: SeatRules) -> Empty:
    steps = [step for step in settled.steps if step.left == filled.id and step.follower is None]
    way = _way(filled, rules)
    why = f"the seat is vacant ({way.cite})" if way.value == VACANT else "nobody is left to follow"
    because = [f"{step.because[:-1]}; {why}." for step in steps]
    if seats > len(steps):
        because.insert(0, _never_filled(filled))
    return Empty(filled.id, seats, " ".join(because))


def _never_filled(filled: Filled) -> str:
    awaiting = filled.count.tabulation.awaiting if filled.count else None
    if awaiting is None:
        return f"{filled.title} had fewer candidates than seats."
    equals = " and ".join(filled.names[each] for each in awaiting.tied)
    return f"{equals} are equal; a run-off decides."


def _open_choices(settled: Settled) -> Mapping[str, tuple[str, ...]]:
    choices: dict[str, tuple[str, ...]] = {}
    for step in settled.steps:
        if step.open and step.kept is not None:
            known = choices.get(step.member, ())
            choices[step.member] = tuple(dict.fromkeys((*known, step.kept, step.left)))
    return choices
