from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.calendar import Acts, Phase, is_election_year, next_term, phase, propose
from app.core.calendar_rules import CalendarRules, Milestone
from app.core.clause import Clause
from app.core.faults import BadInput
from app.profiles import load

RULES = load("homecare_local_99")


# H2: terms begin on May 1 of even years.
@pytest.mark.parametrize(
    ("today", "term"),
    [
        (date(2026, 4, 30), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2028, 5, 1)),
        (date(2027, 1, 1), date(2028, 5, 1)),
    ],
)
def test_next_term_begins_on_may_1_of_an_even_year(today: date, term: date) -> None:
    assert next_term(RULES.terms, today) == term
    assert is_election_year(RULES.terms, term.year)
    assert not is_election_year(RULES.terms, term.year + 1)


def test_calendar_is_counted_back_from_the_term() -> None:
    calendar = propose(RULES, today=date(2027, 6, 1))
    assert calendar.on("term_begins") == date(2028, 5, 1)
    assert calendar.on("voting_closes") == date(2028, 4, 19)
    assert calendar.on("voting_opens") == date(2028, 3, 29)
    days = [appointment.on for appointment in calendar.appointments]
    assert days == sorted(days)
    assert all(appointment.cite for appointment in calendar.appointments)


def test_notice_of_election_is_proposed_at_least_15_days_before_voting() -> None:
    calendar = propose(RULES, today=date(2027, 6, 1))
    assert calendar.on("voting_opens") - calendar.on("election_notice") >= timedelta(days=15)


def test_unknown_date_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="no date called 'picnic'"):
        propose(RULES, today=date(2027, 6, 1)).on("picnic")


def test_dates_that_count_from_each_other_are_refused() -> None:
    ring = (
        Milestone("hen", "Hen", "egg", Clause(1, "c")),
        Milestone("egg", "Egg", "hen", Clause(1, "c")),
    )
    rules = replace(RULES, calendar=CalendarRules("term_begins", "Terms begin", "UTC", ring))
    with pytest.raises(BadInput, match="in a ring"):
        propose(rules, today=date(2027, 6, 1))


def test_terms_without_a_date_need_an_anchor() -> None:
    rules = replace(RULES, terms=replace(RULES.terms, begins=None))
    with pytest.raises(BadInput, match="give a date"):
        propose(rules, today=date(2027, 6, 1))
    assert propose(rules, today=date(2027, 6, 1), anchor=date(2028, 6, 1)).on("count") == date(
        2028, 5, 21
    )


START = datetime(2028, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_phase_follows_from_dates_and_acts() -> None:
    acts = Acts()
    seen = [phase(acts, START)]
    for name, days in [
        ("nominations_open", 0),
        ("nominations_close", 1),
        ("frozen_at", 2),
        ("voting_opened_at", 3),
        ("closes_cast", 4),
        ("opened_at", 5),
        ("counted_at", 6),
        ("certified_at", 7),
    ]:
        acts = replace(acts, **{name: START + days * DAY})
        seen.append(phase(acts, START + days * DAY))
    assert seen == [
        Phase.SET_UP,
        Phase.NOMINATIONS,
        Phase.BALLOT,
        Phase.BALLOT,
        Phase.VOTING,
        Phase.OPENING,
        Phase.COUNT,
        Phase.CERTIFICATE,
        Phase.RECORDS,
    ]


def test_phase_before_an_appointed_time_is_the_one_before() -> None:
    acts = Acts(nominations_open=START, nominations_close=START + DAY)
    assert phase(acts, START - DAY) is Phase.SET_UP
    assert phase(acts, START + DAY / 2) is Phase.NOMINATIONS
    voting = replace(acts, frozen_at=START + DAY, voting_opened_at=START + 2 * DAY)
    assert phase(voting, START + 3 * DAY) is Phase.VOTING
    assert phase(replace(voting, closes_cast=START + 4 * DAY), START + 3 * DAY) is Phase.VOTING
