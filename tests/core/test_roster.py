from datetime import date

from app.core.contests import contests_of
from app.core.roll import OfficeHeld
from app.core.roster import Installed, roster_after
from app.profiles import load

RULES = load("local_509")
CONTESTS = {row.id: row for row in contests_of(RULES)}
BEGINS, BEFORE = date(2028, 12, 15), date(2028, 12, 14)


def term(office: str, unit: str = "", end: date | None = None) -> OfficeHeld:
    return OfficeHeld(office, unit, date(2025, 12, 15), end, True, "elected")


def test_m12_predecessor_holds_over_until_the_successor_is_installed() -> None:
    held = {"1": [term("president", end=date(2029, 3, 1))]}
    after = roster_after(
        held, [Installed("2", CONTESTS["president"], "elected")], RULES, begins=BEGINS
    )
    assert after["1"][0].term_end == BEFORE
    assert after["2"] == (OfficeHeld("president", "", BEGINS, date(2031, 12, 14), True, "elected"),)


def test_m9_officer_elected_to_a_higher_office_in_mid_term_vacates_the_lower() -> None:
    held = {"1": [term("president", "Mental Health Chapter")], "2": [term("trustees")]}
    won = [Installed(member, CONTESTS["treasurer"], "declared") for member in ("1", "2")]
    after = roster_after(held, won, RULES, begins=BEGINS)
    assert [after[member][0].term_end for member in ("1", "2")] == [BEFORE, BEFORE]
    assert after["1"][1].how == "declared"


def test_m9_higher_office_and_one_that_excludes_nothing_are_kept() -> None:
    held = {"1": [term("president"), term("steward", "Boston office")]}
    won = [Installed("1", CONTESTS["trustees"], "elected")]
    after = roster_after(held, won, RULES, begins=BEGINS)
    assert [each.term_end for each in after["1"][:2]] == [None, None]


def test_other_unit_s_office_and_past_terms_stay_as_they_are() -> None:
    past = OfficeHeld("president", "dta", date(2022, 12, 15), date(2025, 12, 14), True, "elected")
    held = {"1": [term("president", "mental-health"), past]}
    won = [Installed("2", CONTESTS["dta-president"], "elected")]
    after = roster_after(held, won, RULES, begins=BEGINS)
    assert after["1"] == tuple(held["1"])
    assert after["2"][0].unit == "dta"


def test_m7_term_begun_or_left_in_mid_term_is_no_full_one() -> None:
    president, filled = CONTESTS["president"], date(2029, 6, 1)
    installed = [
        Installed("1", president, "elected", left=filled),
        Installed("2", president, "appointed", since=filled),
    ]
    after = roster_after({}, installed, RULES, begins=BEGINS)
    assert after["1"] == (OfficeHeld("president", "", BEGINS, date(2029, 5, 31), False, "elected"),)
    assert after["2"] == (
        OfficeHeld("president", "", filled, date(2031, 12, 14), False, "appointed"),
    )


def test_m12_predecessor_of_a_seat_filled_in_mid_term_holds_over_until_then() -> None:
    held = {"1": [term("president")]}
    won = [Installed("2", CONTESTS["president"], "elected", since=date(2029, 6, 1))]
    after = roster_after(held, won, RULES, begins=BEGINS)
    assert after["1"][0].term_end == date(2029, 5, 31)
