from dataclasses import replace
from datetime import date

import pytest

from app.core.contests import contest_named, contests_of
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.roll import Kind, Member, OfficeHeld, StandingPeriod, Status
from app.core.terms import group_of
from app.core.vacancies import (
    Vacancy,
    at_large,
    is_at_large_by_now,
    keeps_position,
    lost_with_membership,
    may_ask_back,
    may_fill,
    vacancy_clock,
    vacated_by,
    way_to_fill,
)
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")
OF_99 = {row.id: row for row in contests_of(LOCAL_99)}
OF_509 = {row.id: row for row in contests_of(LOCAL_509)}
SINCE = date(2028, 11, 30)


@pytest.mark.parametrize(
    ("resigned", "on", "granted"),
    [
        (False, date(2028, 12, 29), False),
        (False, date(2028, 12, 30), True),
        (True, SINCE, True),
    ],
)
def test_h19_no_action_for_30_days_without_a_resignation(
    resigned: bool, on: date, granted: bool
) -> None:
    ruling = may_fill(Vacancy(OF_99["director-lane"], SINCE, resigned), LOCAL_99, on=on)
    assert ruling.granted is granted
    assert [(row.rule, row.cite) for row in ruling.findings] == [
        ("H19", "Local 99 Bylaws Art. VI s.7")
    ]


def member_of(standing: Status) -> Facts:
    member = Member("7", kind=Kind.ACTIVE, in_bargaining_unit=True, chapter="dta")
    return Facts(member, (StandingPeriod(date(2020, 1, 1), None, standing),))


def test_h19_lost_membership_ends_the_position_and_says_which_clause() -> None:
    assert keeps_position(member_of(Status.GOOD), LOCAL_99, on=SINCE).granted
    (finding,) = keeps_position(member_of(Status.LAPSED), LOCAL_99, on=SINCE).findings
    assert (finding.rule, finding.met) == ("H19", False)
    assert finding.cite == "Local 99 Bylaws Art. VI s.7; Local 99 Bylaws Art. II"
    assert finding.says.endswith("lapsed. The position ends with the membership.")


def test_h19_position_does_not_end_with_a_lapse_where_the_bylaws_ask_for_no_good_standing() -> None:
    good = member_of(Status.GOOD)
    assert not lost_with_membership(good, SINCE, LOCAL_99).granted
    asked = LOCAL_99.membership.good_standing
    free = replace(LOCAL_99.membership, good_standing=replace(asked, value=False))
    with pytest.raises(BadInput, match=r"ends no position \(Local 99 Bylaws Art. II\)"):
        lost_with_membership(good, SINCE, replace(LOCAL_99, membership=free))


def test_where_the_bylaws_have_no_reappointment_nobody_asks_for_one() -> None:
    vacancy = Vacancy(OF_509["president"], SINCE, True)
    lapsed = member_of(Status.LAPSED)
    with pytest.raises(BadInput, match="no way to ask for a position back"):
        may_ask_back(lapsed, vacancy, LOCAL_509, filled=False, on=SINCE)
    assert [row.rule for row in keeps_position(lapsed, LOCAL_509, on=SINCE).findings] == ["M1"]


def test_h20_directors_are_replaced_within_three_months() -> None:
    clock = vacancy_clock(Vacancy(OF_99["director-lane"], SINCE, True), LOCAL_99)
    assert (clock.open_from, clock.due, clock.rule) == (SINCE, date(2029, 2, 28), "H20")
    assert "by the President with the Council's approval" in clock.afterwards
    statewide = vacancy_clock(Vacancy(OF_99["president"], SINCE, True), LOCAL_99)
    assert statewide.due is None
    assert statewide.filled_by == "the Vice President"
    ways = [way_to_fill(OF_99[each], LOCAL_99) for each in ("president", "secretary-treasurer")]
    assert [(each.way, each.next_office) for each in ways if each] == [
        ("next officer", "vice-president"),
        ("appointment", ""),
    ]


def test_m18_treasurer_acts_until_the_president_is_elected() -> None:
    clock = vacancy_clock(Vacancy(OF_509["president"], SINCE, True), LOCAL_509)
    assert (clock.meanwhile, clock.rule) == ("the Treasurer", "M18")
    assert may_fill(Vacancy(OF_509["president"], SINCE, False), LOCAL_509, on=SINCE).granted
    arms = vacancy_clock(Vacancy(OF_509["sergeant-at-arms"], SINCE, True), LOCAL_509)
    assert "Joint Executive Board" in arms.filled_by


def test_office_whose_vacancy_nobody_fills_is_refused() -> None:
    with pytest.raises(BadInput, match="does not say who fills Bargaining Team alternates"):
        vacancy_clock(Vacancy(OF_99["bargaining-alternates"], SINCE, True), LOCAL_99)


def test_m9_election_to_a_higher_office_vacates_the_lower() -> None:
    start, end = date(2028, 12, 15), date(2031, 12, 14)
    lower = OfficeHeld("president", "dta", start, end, True, "elected")
    over = OfficeHeld("treasurer", "", date(2022, 1, 1), date(2025, 1, 1), True, "elected")
    found = vacated_by([lower, over], OF_509["president"], LOCAL_509, on=date(2029, 6, 1))
    assert found == (lower,)
    assert vacated_by([lower], OF_509["sergeant-at-arms"], LOCAL_509, on=date(2029, 6, 1)) == ()


# App. A s.13 and s.15: a unit's seat without a holder for three months is at large.
@pytest.mark.parametrize(
    ("contest", "on", "at_large"),
    [
        ("private-sector-jeb-vinfen", date(2029, 2, 27), False),
        ("private-sector-jeb-vinfen", date(2029, 2, 28), True),
        ("family-child-care-board-deec-1", date(2029, 3, 1), True),
        ("dta-board-region-1", date(2029, 12, 1), False),
        ("private-sector-jeb", date(2029, 12, 1), False),
    ],
)
def test_m21_seat_of_a_unit_becomes_one_at_large(contest: str, on: date, at_large: bool) -> None:
    row = contest_named(LOCAL_509, contest, OF_509.values())
    assert row is not None
    assert is_at_large_by_now(Vacancy(row, SINCE, True), LOCAL_509, on=on) is at_large


def test_m21_seat_at_large_is_voted_on_and_stood_for_by_the_whole_chapter() -> None:
    row = contest_named(LOCAL_509, "private-sector-jeb-vinfen", OF_509.values())
    assert row is not None
    way = way_to_fill(row, LOCAL_509)
    assert way is not None
    found = at_large(row, way, LOCAL_509)
    assert found.id == "private-sector-jeb-vinfen-at-large"
    assert [each.field for each in found.electorate.conditions] == ["chapter"]
    assert [each.field for each in found.conditions] == ["chapter"]
    assert [each.field for each in row.conditions] == ["chapter", "agency"]


def test_office_outside_every_exclusivity_vacates_nothing() -> None:
    assert vacated_by([], OF_99["delegates"], LOCAL_509, on=SINCE) == ()
    odd = OfficeHeld("chapter-president", "dta", SINCE, None, True, "elected")
    unknown = OfficeHeld("king", "", SINCE, None, True, "elected")
    assert group_of(odd, LOCAL_509) == "chapter-president"
    assert group_of(unknown, LOCAL_509) == ""
