from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.clause import Clause
from app.core.rules import Exclusivity
from app.core.seat import Seat
from app.core.seat_rules import SeatRules


@dataclass(frozen=True, slots=True)
class Filling:
    """What the cascade knows of a contest; `method` is "plurality" or "ranked"."""

    id: str
    title: str
    group: str
    method: str
    seats: int | None
    cite: str


@dataclass(frozen=True, slots=True)
class Following:
    """Who follows in a seat, None when nobody is left; `says` is how that was found."""

    member: str | None
    says: str = ""


# Who follows in a contest, given who has left it and who sits there.
Successor = Callable[[Filling, frozenset[str], Sequence[str]], Following]


@dataclass(frozen=True, slots=True)
class Won:
    """A contest's winners by member, in the order in which they were elected."""

    contest: Filling
    elected: tuple[str, ...]
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One member leaves a seat, and who follows; `follower` None is a vacancy.

    `kept` is the contest whose seat the member keeps instead; `open` says that the choice was, or
    is, the member's own.
    """

    member: str
    left: str
    follower: str | None
    cite: str
    rule: str
    because: str
    kept: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Every seat that the election fills, and the steps that led there."""

    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    vacant: Mapping[str, int]


def settle(
    won: Sequence[Won],
    rules: SeatRules,
    successor: Successor,
    *,
    choices: Mapping[str, str],
    declined: Collection[tuple[str, str]] = (),
    names: Mapping[str, str] | None = None,
) -> Settled:
    """Seats the winners, then frees, one after another, the seats that exclude each other.

    `choices` is the contest that a winner of several prefers, `declined` names members with a
    seat they did not accept; `names` is how the reasons call a member. Who follows may hold
    another seat too: it is repeated until nobody does. Who has left a seat never returns to it.
    """
    table = _Table(won, rules, successor, names or {})
    for member, contest in declined:
        table.decline(member, contest)
    while (clash := table.clash(choices)) is not None:
        table.free(clash)
    return table.settled()


@dataclass(frozen=True, slots=True)
class _Clash:
    """A member with two seats against a rule: the one kept, the one left, and whether chosen."""

    row: Exclusivity
    member: str
    kept: Filling
    left: Filling
    chosen: bool

    @property
    def why(self) -> str:
        """Why it is this seat that is left."""
        if self.chosen:
            return ", by choice"
        return ", as no choice was made" if self.row.by_choice else ""


@dataclass
class _Table:
    """Who sits where while the seats settle."""

    won: Sequence[Won]
    rules: SeatRules
    successor: Successor
    names: Mapping[str, str]
    sitting: dict[str, list[str]] = field(init=False)
    left: dict[str, set[str]] = field(init=False)
    reasons: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    followed: set[tuple[str, str]] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sitting = {row.contest.id: list(row.elected) for row in self.won}
        self.left = {row.contest.id: set() for row in self.won}
        for row in self.won:
            for member in row.elected:
                self.reasons[row.contest.id, member] = [self._how_elected(row, member)]

    def clash(self, choices: Mapping[str, str]) -> _Clash | None:
        """The first rule that somebody's seats break, and which of two seats is left."""
        for row in self.rules.exclusivities:
            for member, held in self._held_among(row):
                chosen = row.by_choice and choices.get(member) in {each.id for each in held}
                if chosen:
                    held.sort(key=lambda contest: contest.id != choices[member])
                return _Clash(row, member, held[0], held[1], chosen)
        return None

    def _held_among(self, row: Exclusivity) -> Iterator[tuple[str, list[Filling]]]:
        """Members with several seats of the rule's groups, the seats in the groups' order."""
        held: dict[str, list[Filling]] = {}
        for group in row.groups:
            for won in self.won:
                if won.contest.group == group:
                    for member in self.sitting[won.contest.id]:
                        held.setdefault(member, []).append(won.contest)
        return ((member, seats) for member, seats in held.items() if len(seats) > 1)

    def decline(self, member: str, contest_id: str) -> None:
        """Frees the seat of a member who did not accept it."""
        contest = next(row.contest for row in self.won if row.contest.id == contest_id)
        by = self._succession(contest)
        says = f"{self._name(member)} did not accept the seat, and leaves {contest.title}"
        follower = self._vacate(member, contest, says)
        self.steps.append(Step(member, contest.id, follower, by.cite, by.rule, f"{says}."))

    def free(self, clash: _Clash) -> None:
        """Frees the one seat that a member cannot hold beside the other."""
        row, member, kept, left = clash.row, clash.member, clash.kept, clash.left
        says = (
            f"{self._name(member)} holds {kept.title}, and {row.name} is allowed ({row.cite}), "
            f"so {self._name(member)} leaves {left.title}{clash.why}"
        )
        follower = self._vacate(member, left, says)
        self.reasons[kept.id, member].append(f"{says}.")
        because = f"{says}."
        self.steps.append(
            Step(member, left.id, follower, row.cite, row.rule, because, kept.id, row.by_choice)
        )

    def _vacate(self, member: str, contest: Filling, says: str) -> str | None:
        """Takes a member out of a contest and seats who follows there."""
        self.sitting[contest.id].remove(member)
        self.left[contest.id].add(member)
        sitting = tuple(self.sitting[contest.id])
        found = self.successor(contest, frozenset(self.left[contest.id]), sitting)
        if found.member is not None:
            by = self._succession(contest)
            follows = f"{says}; {self._name(found.member)} follows ({by.value}, {by.cite})."
            self.sitting[contest.id].append(found.member)
            self.followed.add((contest.id, found.member))
            self.reasons[contest.id, found.member] = [*filter(None, (follows, found.says))]
        return found.member

    def settled(self) -> Settled:
        """The seats as they stand now."""
        vacant = {
            row.contest.id: row.contest.seats - len(self.sitting[row.contest.id])
            for row in self.won
            if row.contest.seats is not None
            and row.contest.seats > len(self.sitting[row.contest.id])
        }
        seats = (self._seat(row, member) for row in self.won for member in self._of(row))
        return Settled(tuple(seats), tuple(self.steps), vacant)

    def _of(self, row: Won) -> list[str]:
        return self.sitting[row.contest.id]

    def _seat(self, row: Won, member: str) -> Seat:
        contest = row.contest
        because = " ".join(self.reasons[contest.id, member])
        if (contest.id, member) in self.followed:
            return Seat(contest.id, member, "succession", self._succession(contest).cite, because)
        if row.declared:
            return Seat(contest.id, member, "declared", self.rules.uncontested.cite, because)
        return Seat(contest.id, member, "elected", contest.cite, because)

    def _how_elected(self, row: Won, member: str) -> str:
        name, title = self._name(member), row.contest.title
        if row.declared:
            return f"{title} had no more candidates than seats, so {name} is declared elected."
        return f"{name} was elected {title}."

    def _succession(self, contest: Filling) -> Clause[str]:
        by = self.rules.succession
        return by.plurality if contest.method == "plurality" else by.ranked

    def _name(self, member: str) -> str:
        return self.names.get(member, member)
