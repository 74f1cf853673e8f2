from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.clause import Cited
from app.core.contest import Contest
from app.core.rules import Exclusivity, LocalRules
from app.core.seating import Seat

# Who may follow in a contest when these members have left it, best first.
Successor = Callable[[Contest, frozenset[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Won:
    """A contest's winners by member number, in the order in which they were elected."""

    contest: Contest
    elected: tuple[str, ...]
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One member leaves a seat, and who follows; `follower` None is a vacancy."""

    member: str
    left: str
    follower: str | None
    cite: str
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Every seat that the election fills, and the steps that led there."""

    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    vacant: Mapping[str, int]


def settle(
    won: Sequence[Won],
    rules: LocalRules,
    successor: Successor,
    *,
    choices: Mapping[str, str],
    declined: Collection[tuple[str, str]] = (),
) -> Settled:
    """Seats the winners, then frees, one after another, the seats that exclude each other.

    `choices` is the contest that a winner of several prefers, `declined` names members with a
    seat they did not accept. Who follows may hold another seat too: it is repeated until nobody
    does.
    """
    table = _Table(won, rules, successor)
    for member, contest in declined:
        table.leave(member, contest, "did not accept the seat", None)
    while (clash := table.clash(choices)) is not None:
        row, member, kept, left = clash
        table.leave(member, left, f"holds {kept.title}, and {row.name} is allowed", row)
    return table.settled()


class _Table:
    """Who sits where while the seats settle."""

    def __init__(self, won: Sequence[Won], rules: LocalRules, successor: Successor) -> None:
        self._won = {row.contest.id: row for row in won}
        self._rules = rules
        self._successor = successor
        self._sitting = {row.contest.id: list(row.elected) for row in won}
        self._left: dict[str, set[str]] = {row.contest.id: set() for row in won}
        self._because: dict[tuple[str, str], str] = {}
        self._steps: list[Step] = []

    def clash(self, choices: Mapping[str, str]) -> tuple[Exclusivity, str, Contest, str] | None:
        """A rule, a member who holds two seats against it, the seat kept and the one left."""
        for row in self._rules.exclusivities:
            for member, held in self._held_among(row):
                if row.by_choice and choices.get(member) in {contest.id for contest in held}:
                    held.sort(key=lambda contest: contest.id != choices[member])
                return row, member, held[0], held[1].id
        return None

    def _held_among(self, row: Exclusivity) -> Iterator[tuple[str, list[Contest]]]:
        """Members with several seats of the rule's groups, the seats in the groups' order."""
        held: dict[str, list[Contest]] = {}
        for group in row.groups:
            for won in self._won.values():
                if won.contest.group == group:
                    for member in self._sitting[won.contest.id]:
                        held.setdefault(member, []).append(won.contest)
        return ((member, seats) for member, seats in held.items() if len(seats) > 1)

    def leave(self, member: str, contest_id: str, because: str, clause: Cited | None) -> None:
        """Frees a member's seat and seats who follows, skipping all who sit there or have left."""
        contest = self._won[contest_id].contest
        self._sitting[contest_id].remove(member)
        self._left[contest_id].add(member)
        line = self._successor(contest, frozenset(self._left[contest_id]))
        follower = next((who for who in line if who not in self._sitting[contest_id]), None)
        succession = self._rules.succession
        by = succession.plurality if contest.method == "plurality" else succession.ranked
        cited = clause or by
        says = f"{member} {because}, and leaves {contest.title}"
        if follower is not None:
            self._sitting[contest_id].append(follower)
            self._because[contest_id, follower] = f"{says}; {follower} follows ({by.value})."
        self._steps.append(Step(member, contest_id, follower, cited.cite, cited.rule, f"{says}."))

    def settled(self) -> Settled:
        """The seats as they stand now."""
        vacant = {
            name: row.contest.seats - len(self._sitting[name])
            for name, row in self._won.items()
            if row.contest.seats is not None and row.contest.seats > len(self._sitting[name])
        }
        seats = (self._seat(row, member) for row in self._won.values() for member in self._of(row))
        return Settled(tuple(seats), tuple(self._steps), vacant)

    def _of(self, row: Won) -> list[str]:
        return self._sitting[row.contest.id]

    def _seat(self, row: Won, member: str) -> Seat:
        name, title = row.contest.id, row.contest.title
        if (name, member) in self._because:
            succession = self._rules.succession
            by = succession.plurality if row.contest.method == "plurality" else succession.ranked
            return Seat(name, member, "succession", by.cite, self._because[name, member])
        if row.declared:
            because = f"{title} had no more candidates than seats, so {member} is declared elected."
            return Seat(name, member, "declared", self._rules.uncontested.cite, because)
        return Seat(name, member, "elected", row.contest.cite, f"{member} was elected {title}.")
