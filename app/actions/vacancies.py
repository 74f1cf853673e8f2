from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.auditing import log_act
from app.actions.bylaws import rules_in
from app.actions.committee import Actor
from app.actions.nominations import day_of
from app.actions.officers import leave, seats_of
from app.actions.rolls import facts_of, fellow_named
from app.core.contest import Contest
from app.core.faults import BadInput
from app.core.ruling import Ruling
from app.core.vacancies import (
    LOST,
    RESIGNED,
    TOLD,
    Vacancy,
    lost_with_membership,
    may_ask_back,
    with_lapse,
)
from app.errors import NotFound, NotPermitted
from app.records.elections import Election, locked
from app.records.vacancies import OfficerRecord, RequestRecord, VacancyRecord, fillings_of


def enter_vacancy(
    session: Session,
    election: Election,
    officer_id: int,
    *,
    reason: str,
    since: date,
    document: str,
    by: Actor,
    now: datetime,
) -> VacancyRecord:
    """Enters that an officer's seat is vacant from a day on; who lost membership is ruled on."""
    locked(session, election.id)
    officer = session.get(OfficerRecord, officer_id)
    if officer is None or officer.election_id != election.id:
        raise NotFound("This election has no such officer.")
    if reason not in TOLD:
        raise BadInput(f"reason: name one of {', '.join(TOLD)}.")
    check_day("since", since, officer.since, election, now)
    contest = seats_of(session, election)[officer.contest_id]
    ruling = _lost(session, election, officer, since) if reason == LOST else None
    vacancy = leave(session, election, officer, contest, reason, since, document, by=by, now=now)
    vacancy.ruling = ruling.as_json() if ruling else None
    return vacancy


def ask_back(
    session: Session,
    election: Election,
    vacancy_id: int,
    *,
    reinstated_on: date,
    by: Actor,
    now: datetime,
) -> RequestRecord:
    """Enters the request of who lost a seat by a lapse, now cured, with the ruling on it (H19)."""
    locked(session, election.id)
    vacancy = vacancy_in(session, election, vacancy_id)
    officer = session.get(OfficerRecord, vacancy.officer_id) if vacancy.officer_id else None
    if officer is None or vacancy.reason != LOST:
        raise NotPermitted("Only who lost a seat with the membership can ask to have it back.")
    today = check_day("reinstated_on", reinstated_on, vacancy.since, election, now)
    facts = facts_of(session, fellow_named(session, election, officer.member_number))
    ruling = may_ask_back(
        with_lapse(facts, vacancy.since, reinstated_on),
        as_vacancy(vacancy),
        rules_in(election),
        filled=vacancy.id in fillings_of(session, election.id),
        on=today,
    )
    request = RequestRecord(
        vacancy_id=vacancy.id,
        reinstated_on=reinstated_on,
        granted=ruling.granted,
        ruling=ruling.as_json(),
        entered_by=by.staff_id,
        entered_at=now,
    )
    session.add(request)
    session.flush()
    log_act(
        session,
        "seat_asked_back",
        by=by.author,
        now=now,
        election=election.id,
        contest=vacancy.contest["id"],
        member_number=officer.member_number,
        granted=ruling.granted,
    )
    return request


def vacancy_in(session: Session, election: Election, vacancy_id: int) -> VacancyRecord:
    """The vacancy of the election with this id."""
    vacancy = session.get(VacancyRecord, vacancy_id)
    if vacancy is None or vacancy.election_id != election.id:
        raise NotFound("This election has no such vacancy.")
    return vacancy


def as_vacancy(record: VacancyRecord) -> Vacancy:
    """The vacancy as the core knows it."""
    return Vacancy(Contest.read(record.contest), record.since, record.reason == RESIGNED)


def _lost(session: Session, election: Election, officer: OfficerRecord, since: date) -> Ruling:
    facts = facts_of(session, fellow_named(session, election, officer.member_number))
    return lost_with_membership(facts, since, rules_in(election))


def check_day(name: str, day: date, earliest: date, election: Election, now: datetime) -> date:
    """Today, where a day lies between the earliest it can be and today; else BadInput."""
    today = day_of(election, now)
    if not earliest <= day <= today:
        raise BadInput(f"{name}: a day from {earliest} to {today}, as it is today.")
    return today
