import functools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import profiles
from app.actions.question_contests import question_contests
from app.core.allotments import SeatDecision
from app.core.contest_making import for_vacant_seats
from app.core.contests import Contest, contests_of
from app.core.counting import Rule, preset
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.secrecy.encoding import canonical
from app.core.stewards import steward_contests
from app.errors import NotFound
from app.profiles.adopting import Setting, adopt
from app.records.elections import ContestRecord, Election, MadeContests
from app.records.elections import contests_of as contest_records
from app.records.seat_decisions import decisions_of
from app.records.vacancies import voted_in


def rules_in(election: Election) -> LocalRules:
    """The bylaws in force in an election: its profile's, with what the committee chose."""
    return _rules(election.profile, json.dumps(election.settings))


@functools.lru_cache(maxsize=64)
def _rules(profile: str, settings: str) -> LocalRules:
    chosen = read_settings(json.loads(settings))
    return adopt(profile, chosen) if chosen else profiles.load(profile)


def read_settings(stored: Sequence[dict[str, Any]]) -> list[Setting]:
    """What a committee chose, as an election keeps it."""
    return [Setting(**{**each, "on": date.fromisoformat(each["on"])}) for each in stored]


def contests_in(session: Session, election: Election) -> tuple[Contest, ...]:
    """The contests of an election as they were made last, in the order of the bylaws."""
    return _contests(session.get_one(MadeContests, election.id).contests)


@functools.lru_cache(maxsize=64)
def _contests(stored: bytes) -> tuple[Contest, ...]:
    return tuple(Contest.read(each) for each in json.loads(stored))


def contest_in(session: Session, election: Election, contest_id: str) -> Contest:
    """The contest of the election with this id."""
    for contest in contests_in(session, election):
        if contest.id == contest_id:
            return contest
    raise NotFound(f"This election has no contest {contest_id}.")


def make_contests(session: Session, election: Election, roll: Iterable[Member] | None) -> None:
    """Makes the contests that the election is held for, in place of those that were made before.

    A contest keeps the counting rule that somebody adopted for it.
    """
    contests = MAKERS[election.held_for](session, election, roll)
    before = {record.contest_id: record for record in contest_records(session, election.id)}
    for position, contest in enumerate(contests, 1):
        record = before.pop(contest.id, None)
        if record is None:
            record = ContestRecord(election_id=election.id, contest_id=contest.id)
            session.add(record)
        record.position, record.seats = position, contest.seats
        if record.adopted_by is None:
            record.counting_rule = proposed(contest).as_data()
    for record in before.values():
        session.delete(record)
    stored = canonical([contest.stored() for contest in contests])
    session.merge(MadeContests(election_id=election.id, contests=stored))
    session.flush()


def _of_bylaws(
    session: Session, election: Election, roll: Iterable[Member] | None
) -> tuple[Contest, ...]:
    return contests_of(
        rules_in(election),
        granted_delegates=election.granted_delegates,
        roll=roll,
        decisions=seat_decisions(session, election),
    )


def seat_decisions(session: Session, election: Election) -> list[SeatDecision]:
    """What chapter boards decided on the seats left to them, as the core knows it."""
    return [
        SeatDecision(each.chapter, each.unit, each.seats, each.decided_on)
        for each in decisions_of(session, election.id)
    ]


def _of_stewards(
    _: Session, election: Election, roll: Iterable[Member] | None
) -> tuple[Contest, ...]:
    return steward_contests(rules_in(election), roll or ())


def _of_questions(
    session: Session, election: Election, _: Iterable[Member] | None
) -> tuple[Contest, ...]:
    return question_contests(session, election, rules_in(election))


def _of_vacancies(
    session: Session, election: Election, _: Iterable[Member] | None
) -> tuple[Contest, ...]:
    """The contests of the vacancies that an election fills, each with the seats that are vacant."""
    voted = [Contest.read(each.contest) for each in voted_in(session, election.id)]
    seats = Counter(each.id for each in voted)
    once = {each.id: each for each in voted}.values()
    return tuple(for_vacant_seats(each, seats[each.id], rules_in(election)) for each in once)


GENERAL, QUESTIONS, VACANCIES, RUN_OFF = "general", "questions", "vacancies", "run-off"
STEWARDS = "stewards"
# What gives the contests, by what an election is held for.
MAKERS: Mapping[
    str, Callable[[Session, Election, Iterable[Member] | None], tuple[Contest, ...]]
] = {
    GENERAL: _of_bylaws,
    QUESTIONS: _of_questions,
    VACANCIES: _of_vacancies,
    RUN_OFF: _of_vacancies,
    STEWARDS: _of_stewards,
}


def proposed(contest: Contest) -> Rule:
    """The counting rule that the bylaws propose, with what the contest itself gives for it."""
    return with_places(preset(contest.rule).with_parameters(dict(contest.parameters)), contest)


def with_places(rule: Rule, contest: Contest) -> Rule:
    """The rule with the places that the bylaws guarantee in the contest."""
    places = [f"{each.name}:{each.seats}" for each in contest.guarantees]
    return rule.with_parameters({"guarantee": ",".join(places)}) if places else rule
