from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.bylaws import rules_in
from app.actions.certification import certified_at
from app.actions.filling import next_in_line
from app.actions.nominations import day_of
from app.actions.officers import in_office, seats_of
from app.actions.vacancies import as_vacancy
from app.core.cascade import Filling
from app.core.contest import Contest
from app.core.derived_seats import ex_officio_seats
from app.core.roll import OfficeHeld
from app.core.roster import HOW, Installed, roster_after
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.core.seat import Seat
from app.core.vacancies import (
    TIED,
    VacancyClock,
    is_at_large_by_now,
    may_fill,
    vacancy_clock,
    way_to_fill,
)
from app.errors import OutOfTurn
from app.records.elections import Election
from app.records.roll import as_member, members_since, offices_of_roll
from app.records.vacancies import (
    OfficerRecord,
    RequestRecord,
    VacancyRecord,
    fillings_of,
    officers_of,
    requests_of,
    vacancies_of,
)


@dataclass(frozen=True)
class OpenSeat:
    """A vacant seat: since when, who fills it and until when; no `clock` where no bylaw says.

    `left` is who held it, "" for nobody; `following` who follows by the ballots.
    """

    record: VacancyRecord
    contest: Contest
    left: str
    way: str
    clock: VacancyClock | None
    ruling: Ruling
    at_large: bool
    following: str
    requests: tuple[RequestRecord, ...]

    @property
    def title(self) -> str:
        """The seat, and who left it."""
        return f"{self.contest.title}, left by {self.left}" if self.left else self.contest.title


@dataclass(frozen=True)
class Holder:
    """Somebody in a seat now, and the seats that come with it: none for who was appointed."""

    record: OfficerRecord
    name: str
    with_it: tuple[Seat, ...]


@dataclass(frozen=True)
class Place:
    """A contest's seats as they are held now."""

    title: str
    holders: tuple[Holder, ...]
    vacant: tuple[OpenSeat, ...]


def roster_now(session: Session, election: Election, *, now: datetime) -> list[Place]:
    """Who holds which office now and which are vacant, in the order of the bylaws."""
    check_has_roster(session, election)
    sat = [each.member_number for each in officers_of(session, election.id)]
    names = _names(session, election, sat)
    seats: dict[str, tuple[str, list[Holder], list[OpenSeat]]] = {
        each.id: (each.title, [], []) for each in seats_of(session, election).values()
    }
    for holder in _holders(session, election, names):
        seats[holder.record.contest_id][1].append(holder)
    for each in _open_seats(session, election, names, now):
        seats[each.contest.id][2].append(each)
    return [
        Place(title, tuple(holders), tuple(vacant))
        for title, holders, vacant in seats.values()
        if holders or vacant
    ]


def roster_of(session: Session, election: Election) -> dict[str, tuple[OfficeHeld, ...]]:
    """The terms of office after a certified election, by member number, for the next one's roll."""
    check_has_roster(session, election)
    contests = seats_of(session, election)
    left = {each.officer_id: each.since for each in vacancies_of(session, election.id)}
    installed = [
        Installed(
            each.member_number,
            contests[each.contest_id],
            each.how if each.how in HOW else _as_installed(each.how),
            each.since,
            left.get(each.id),
        )
        for each in officers_of(session, election.id)
    ]
    held = offices_of_roll(session, election.id)
    return roster_after(held, installed, rules_in(election), begins=election.term_begins)


def _as_installed(how: str) -> str:
    """Who follows by the ballots was elected by them; who moves up was not."""
    return "elected" if how == "succession" else "appointed"


def check_has_roster(session: Session, election: Election) -> None:
    """Refuses where no certificate of the election began a roster of its own."""
    if election.follows is not None:
        raise OutOfTurn("The roster is that of the election that this one follows.")
    if certified_at(session, election) is None:
        raise OutOfTurn("The result is not certified yet.")


def _names(session: Session, election: Election, numbers: Collection[str]) -> Mapping[str, str]:
    members = members_since(session, election.id, numbers)
    return {number: as_member(each).ballot_name for number, each in members.items()}


def _holders(session: Session, election: Election, names: Mapping[str, str]) -> Iterator[Holder]:
    contests = seats_of(session, election)
    fillings = {
        each.id: Filling(each.id, each.title, each.group, each.method, each.seats, each.cite)
        for each in contests.values()
    }
    rules = rules_in(election)
    rows = [row for row in rules.ex_officio if not row.previous]
    for each in in_office(session, election):
        seat = Seat(each.contest_id, each.member_number, each.how, each.cite, "")
        elected = [] if each.how == "appointed" else [seat]
        with_it = ex_officio_seats(elected, fillings, rows)
        yield Holder(each, names[each.member_number], with_it)


def _open_seats(
    session: Session, election: Election, names: Mapping[str, str], now: datetime
) -> Iterator[OpenSeat]:
    rules, today = rules_in(election), day_of(election, now)
    held = {each.id: names[each.member_number] for each in officers_of(session, election.id)}
    filled = fillings_of(session, election.id)
    for record in vacancies_of(session, election.id):
        if record.id not in filled:
            left = held.get(record.officer_id or 0, "")
            yield _open_seat(session, election, record, left, rules, today)


def _open_seat(
    session: Session,
    election: Election,
    record: VacancyRecord,
    left: str,
    rules: LocalRules,
    today: date,
) -> OpenSeat:
    vacancy, requests = as_vacancy(record), tuple(requests_of(session, record.id))
    contest = vacancy.contest
    row = way_to_fill(contest, rules) if record.reason != TIED else None
    succession = row is not None and row.way == "succession"
    following = (next_in_line(session, election, contest.id) if succession else None) or ""
    return OpenSeat(
        record,
        contest,
        left,
        row.way if row else TIED if record.reason == TIED else "",
        vacancy_clock(vacancy, rules) if row else None,
        may_fill(vacancy, rules, on=today),
        is_at_large_by_now(vacancy, rules, on=today),
        _names(session, election, [following]).get(following, ""),
        requests,
    )
