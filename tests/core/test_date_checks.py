from datetime import date

import pytest

from app.core.calendar import propose
from app.core.date_checks import check_dates, due
from app.core.ruling import Finding
from app.profiles import load

MEETING = "membership_meeting"
LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")


def finding(profile: str, rule: str, **dates: str) -> Finding:
    days = {name: date.fromisoformat(on) for name, on in dates.items()}
    found = [
        row
        for row in check_dates(load(profile), days).findings
        if row.rule == rule and set(dates) & set(row.facts)
    ]
    (one,) = found
    return one


def test_proposed_calendars_keep_every_rule() -> None:
    for rules, anchor in [(LOCAL_99, None), (LOCAL_509, date(2028, 10, 14))]:
        calendar = propose(rules, today=date(2027, 6, 1), anchor=anchor)
        dates = {row.id: row.on for row in calendar.appointments}
        assert [row.says for row in check_dates(rules, dates).findings if not row.met] == []


@pytest.mark.parametrize(
    ("profile", "rule", "kept", "broken"),
    [
        ("homecare_local_99", "H2", {"term_begins": "2028-05-01"}, {"term_begins": "2027-05-01"}),
        ("homecare_local_99", "H2", {"term_begins": "2030-05-01"}, {"term_begins": "2028-05-02"}),
        (
            "homecare_local_99",
            "H23",
            {"bargaining_seated": "2028-04-30", "contract_expires": "2029-06-30"},
            {"bargaining_seated": "2028-05-01", "contract_expires": "2029-06-30"},
        ),
        (
            "homecare_local_99",
            "H24",
            {"petition_validated": "2028-01-01", "removal_vote": "2028-02-15"},
            {"petition_validated": "2028-01-01", "removal_vote": "2028-02-16"},
        ),
        (
            "homecare_local_99",
            "L1",
            {"election_notice": "2028-03-14", "voting_opens": "2028-03-29"},
            {"election_notice": "2028-03-15", "voting_opens": "2028-03-29"},
        ),
        ("local_509", "M12", {MEETING: "2028-10-14"}, {MEETING: "2027-10-16"}),
        ("local_509", "M12", {MEETING: "2028-10-31"}, {MEETING: "2028-11-01"}),
        (
            "local_509",
            "M11",
            {"membership_meeting": "2028-10-14", "voting_opens": "2028-11-04"},
            {"membership_meeting": "2028-10-14", "voting_opens": "2028-11-03"},
        ),
        (
            "local_509",
            "M12",
            {"count": "2028-12-01", "term_begins": "2028-12-15"},
            {"count": "2028-12-01", "term_begins": "2028-12-16"},
        ),
        (
            "local_509",
            "M18",
            {"vacancy_noticed": "2028-07-30", "annual_meeting": "2028-10-14"},
            {"vacancy_noticed": "2028-07-31", "annual_meeting": "2028-10-14"},
        ),
        (
            "local_509",
            "M24",
            {"dues_notice": "2028-03-01", "dues_meeting": "2028-03-16"},
            {"dues_notice": "2028-03-02", "dues_meeting": "2028-03-16"},
        ),
        (
            "local_509",
            "M26",
            {"amendment_submitted": "2028-08-25", "amendment_meeting": "2028-10-14"},
            {"amendment_submitted": "2028-08-26", "amendment_meeting": "2028-10-14"},
        ),
        (
            "local_509",
            "M26",
            {"amendment_mailed": "2028-09-14", "amendment_meeting": "2028-10-14"},
            {"amendment_mailed": "2028-09-15", "amendment_meeting": "2028-10-14"},
        ),
    ],
)  # fmt: skip
def test_date_keeps_or_breaks_its_rule_by_a_day(
    profile: str, rule: str, kept: dict[str, str], broken: dict[str, str]
) -> None:
    assert finding(profile, rule, **kept).met
    refused = finding(profile, rule, **broken)
    assert not refused.met
    assert refused.cite


def test_voting_without_a_notice_on_record_breaks_the_rule() -> None:
    refused = check_dates(LOCAL_99, {"voting_opens": date(2028, 3, 29)})
    (unmet,) = (row for row in refused.findings if not row.met)
    assert (unmet.rule, unmet.facts) == ("L1", {"missing": "election_notice"})


def test_gap_that_is_not_needed_waits_for_both_dates() -> None:
    known = {"election_notice": date(2028, 3, 1), "voting_opens": date(2028, 3, 29)}
    assert check_dates(LOCAL_99, known | {"contract_expires": date(2029, 1, 1)}).granted


# L13: three months for the union, one for the complaint; L5: a year for the records.
def test_clocks_run_from_their_acts() -> None:
    protest = due(LOCAL_99, {"protest": date(2028, 11, 30), "certification": date(2028, 4, 24)})
    assert {row.id: row.on for row in protest} == {
        "protest_answer_due": date(2029, 2, 28),
        "late_complaint_due": date(2029, 3, 28),
        "records_kept_until": date(2029, 4, 24),
    }
    answered = due(LOCAL_99, {"protest_answered": date(2028, 6, 10)})
    assert [row.on for row in answered] == [date(2028, 7, 10)]
