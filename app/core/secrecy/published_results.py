from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from app.core.seat import HeldBefore, Seat
from app.core.seat_rules import SeatRules
from app.core.secrecy.encoding import Json, Malformed, parse_canonical
from app.core.secrecy.fields import Fields
from app.core.secrecy.published_rules import read_seat_rules

HOW = ("elected", "declared", "succession", "ex officio")
_LEAST_CERTIFIERS = 2
_NAMES = (
    *("election", "purpose", "certified", "reconciliation", "contests", "questions"),
    *("seat_rules", "choices", "previous", "seating", "vacancies", "board", "convention"),
)


@dataclass(frozen=True, slots=True)
class Results:
    """results.json as the bundle has it; contests by id, in their order, as JSON objects."""

    election: str
    purpose: str
    certified_by: tuple[str, ...]
    reconciliation: Json
    contests: Mapping[str, Mapping[str, Json]]
    questions: Json
    seat_rules: SeatRules
    choices: Mapping[str, str]
    previous: tuple[HeldBefore, ...]
    seating: tuple[Seat, ...]
    vacancies: Json
    board: Json
    convention: Json

    @classmethod
    def parse(cls, raw: bytes) -> "Results":
        """The results of exactly these canonical bytes, certified by two at least."""
        value, what = parse_canonical(raw, "results.json"), "results.json"
        of = Fields(value, what, *_NAMES)
        contests = of.each("contests", _contest)
        by_id = dict(contests)
        if len(by_id) != len(contests):
            raise Malformed("results.json has a contest twice")
        return cls(
            of.text("election"),
            of.text("purpose"),
            _certifiers(of.member("certified"), f"{what}, certified"),
            of.member("reconciliation"),
            by_id,
            of.member("questions"),
            read_seat_rules(of.member("seat_rules"), f"{what}, seat_rules"),
            _choices(of),
            of.each("previous", _held_before),
            of.each("seating", _seat),
            of.member("vacancies"),
            of.member("board"),
            of.member("convention"),
        )

    def contest(self, contest_id: str) -> Mapping[str, Json]:
        """A contest that the results must have."""
        if contest_id not in self.contests:
            raise Malformed(f"results.json lacks contest {contest_id}")
        return self.contests[contest_id]


def elected_of(contest_id: str, contest: Mapping[str, Json]) -> list[str]:
    """The names that a contest elects."""
    elected = contest.get("elected")
    names = [name for name in elected if isinstance(name, str)] if isinstance(elected, list) else []
    if names != elected:
        raise Malformed(f"{contest_id}: elected of results.json is not an array of names")
    return names


def _contest(value: Json, place: str) -> tuple[str, Mapping[str, Json]]:
    if not isinstance(value, Mapping) or not isinstance(value.get("id"), str):
        raise Malformed(f"{place} is not an object with an id")
    return cast("str", value["id"]), value


def _certifiers(value: Json, place: str) -> tuple[str, ...]:
    """Who certified, two at least; people of one name may stand beside each other."""
    people = Fields(value, place, "by").items("by")
    names = tuple(name for name in people if isinstance(name, str) and name)
    if len(names) != len(people) or len(names) < _LEAST_CERTIFIERS:
        raise Malformed(f"{place} must name {_LEAST_CERTIFIERS} people at least")
    return names


def _choices(of: Fields) -> Mapping[str, str]:
    choices = of.each("choices", _choice)
    if list(choices) != sorted(dict(choices).items()):
        raise Malformed("choices of results.json must be sorted by person, each once")
    return dict(choices)


def _choice(value: Json, place: str) -> tuple[str, str]:
    of = Fields(value, place, "person", "contest")
    return of.text("person"), of.text("contest")


def _held_before(value: Json, place: str) -> HeldBefore:
    of = Fields(value, place, *HeldBefore.__slots__)
    return HeldBefore(*(of.text(name) for name in HeldBefore.__slots__))


def _seat(value: Json, place: str) -> Seat:
    of = Fields(value, place, *Seat.__slots__)
    seat = Seat(*(of.text(name) for name in Seat.__slots__))
    if seat.how not in HOW:
        raise Malformed(f"how of {place} must be one of {', '.join(HOW)}")
    return seat
