from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from app.actions.bylaws import GENERAL, contests_in, rules_in, seat_decisions
from app.actions.counting import Counted, filled_by
from app.core.board_seats import BoardSeats, Officer, seat_board, sizes_of_units
from app.core.census import with_names_of
from app.core.conditions import value_of
from app.core.contests import Contest, allotments_of
from app.core.convention import convention_of
from app.core.proof import ProofContest
from app.core.roll import Member
from app.core.seat import HeldBefore, Seat
from app.core.seat_rules import SeatRules
from app.core.seating import Filled, Seating, seat, seated
from app.core.secrecy.encoding import Json
from app.core.terms import holders_before
from app.core.ties import lot_order
from app.records.canvass import CONVENTION, drawn_lots_of
from app.records.elections import Election
from app.records.roll import as_member, members_of, offices_of_roll


@dataclass(frozen=True)
class Outcome:
    """What a count comes to in seats, with what the registrar alone knows of the people."""

    session: Session
    election: Election
    contests: Sequence[ProofContest]
    counted: Sequence[Counted]

    @cached_property
    def filled(self) -> list[Filled]:
        """Who was elected where."""
        return filled_by(self.counted, contests_in(self.session, self.election))

    @cached_property
    def keys(self) -> dict[str, str]:
        """Everybody's public key by member number."""
        everybody = (each for contest in self.contests for each in contest.candidates)
        return {candidate.member_number: candidate.key for candidate in everybody}

    def as_json(self, choices: Mapping[str, str]) -> dict[str, Json]:
        """All that results.json says of seats, when winners of several choose so."""
        rules = rules_in(self.election)
        previous, seat_rules = self._previous(), SeatRules.of(rules)
        found = seat(self.filled, seat_rules, choices, previous)
        convention = None
        if self._is_whole and rules.convention is not None and (lots := self._lots()):
            order = convention_of(found.held, self.filled, rules.convention, lots)
            convention = order.as_json()
        return {
            **seated(self.filled, seat_rules, choices, previous),
            "board": self._board(found),
            "convention": convention,
        }

    def _previous(self) -> list[HeldBefore]:
        """Who held the offices that bring a seat to whoever held them before, the latest first."""
        rules, members = rules_in(self.election), self._members
        held = offices_of_roll(self.session, self.election.id)
        found: list[HeldBefore] = []
        if not self.filled:
            return found  # a vote on questions leaves all offices as they are
        for office in dict.fromkeys(row.previous for row in rules.ex_officio if row.previous):
            for number in holders_before(held, office, rules, on=self.election.record_date):
                key = self.keys.get(number, f"h{len(found) + 1}")
                found.append(HeldBefore(office, key, members[number].ballot_name))
        return found

    def _board(self, found: Seating) -> dict[str, Json]:
        """The seats of the local's board that come with others, and the run-offs that are due."""
        rules = rules_in(self.election)
        if rules.board is None or not self.filled or not self._is_whole:
            return {"seats": [], "run_offs": []}
        board = self._seated_board(found)
        return {
            "seats": [self._named(row).as_json() for row in board.seats],
            "run_offs": [
                {
                    "contest": each.id,
                    "title": each.title,
                    "seats": each.seats,
                    "among": [self._names[key] for key in each.conditions[-1].values],
                    "cite": each.cite,
                }
                for each in board.run_offs
            ],
        }

    def run_offs(self, found: Seating) -> tuple[Contest, ...]:
        """The contests that a result asks for to fill the local's board, by member number."""
        if rules_in(self.election).board is None or not self._is_whole:
            return ()
        numbers = {key: number for number, key in self.keys.items()}

        def by_number(contest: Contest) -> Contest:
            *others, named = contest.conditions
            among = tuple(numbers[key] for key in named.values)
            return replace(contest, conditions=(*others, replace(named, values=among)))

        return tuple(by_number(each) for each in self._seated_board(found).run_offs)

    @property
    def _is_whole(self) -> bool:
        """Whether the board and who goes to conventions follow from it, not only single seats."""
        return self.election.held_for == GENERAL

    def _seated_board(self, found: Seating) -> BoardSeats:
        rules, roll = rules_in(self.election), list(self._members.values())
        return seat_board(
            with_names_of(roll, rules),
            allotments_of(rules, roll, seat_decisions(self.session, self.election)),
            self._officers(found),
            sizes_of_units(rules, roll),
        )

    def _officers(self, found: Seating) -> list[Officer]:
        rules = rules_in(self.election)
        contests = {each.id: each for each in contests_in(self.session, self.election)}
        filled = {each.id: each for each in self.filled}
        fields = {row.chapter: row.unit_field for row in rules.allotments if row.board_offices}
        numbers = {key: number for number, key in self.keys.items()}

        def unit(row: Seat) -> str:
            field = fields.get(contests[row.contest].chapter, "")
            return value_of(self._members[numbers[row.member]], field, rules) if field else ""

        return [
            Officer(
                row.member,
                contests[row.contest],
                filled[row.contest].votes.get(row.member),
                unit(row),
            )
            for row in found.held
        ]

    def _lots(self) -> list[str]:
        """Everybody who stood, by key, in the order of the alphabet or of the lot drawn for it."""
        drawn = drawn_lots_of(self.session, self.election.id).get(CONVENTION, ())
        if drawn:
            lots = [self.keys[number] for number in drawn if number in self.keys]
            return lots if {*lots} == {*self.keys.values()} else []
        letters = next((each.alphabet for each in self.contests if each.alphabet), "")
        if not letters:
            return []
        people = {each.key: each.person for row in self.contests for each in row.candidates}
        keys = list(people)
        return [keys[place] for place in lot_order(letters, list(people.values())).order]

    def _named(self, row: Seat) -> Seat:
        return Seat(row.contest, self._names[row.member], row.how, row.cite, row.because)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {key: name for each in reversed(self.filled) for key, name in each.named.items()}

    @cached_property
    def _members(self) -> dict[str, Member]:
        records = members_of(self.session, self.election.id)
        return {record.member_number: as_member(record) for record in records}
