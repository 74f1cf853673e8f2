from datetime import date

import pytest

from app.core.answers import answers
from app.core.contests import contests_of
from app.core.eligibility import may_vote
from app.core.facts import Facts
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.core.ruling import Finding, Ruling
from app.profiles import load

RULES = load("homecare_local_99")
CONTESTS = {row.id: row for row in contests_of(RULES)}


def test_member_is_told_why_by_which_clause_and_what_to_do_until_when() -> None:
    lane = Member("1", kind=Kind.ACTIVE, in_bargaining_unit=True, county="Lane", state="OR")
    facts = Facts(lane, (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),))
    ruling = may_vote(facts, RULES, on=date(2028, 2, 28), contest=CONTESTS["director-multnomah"])
    (answer,) = answers(ruling, RULES, {"record_date": date(2028, 2, 28)})
    assert answer.says.startswith("The home address is in Lane County, District 4.")
    assert (answer.rule, answer.cite) == ("H15", "Local 99 Bylaws Art. IV s.1")
    assert "ask the committee to correct it" in answer.to_do
    assert answer.until == date(2028, 2, 28)


def test_met_findings_have_no_answer_and_unknown_rules_no_remedy() -> None:
    ruling = Ruling((Finding("H1", True, "c", "Fine."), Finding("Z9", False, "c", "Never.")))
    (answer,) = answers(ruling, RULES, {})
    assert (answer.rule, answer.to_do, answer.until) == ("Z9", "", None)


# Every rule by which may_stand or may_vote can refuse; M4 only ever helps.
REFUSING = {
    "homecare_local_99": {"H1", "H3", "H7", "H12", "H15", "H16", "H18", "H26"},
    "local_509": {"M1", "M2", "M5", "M6", "M7", "M8", "M10", "M16", "M20", "M21", "M22", "M23"},
}


@pytest.mark.parametrize("profile", REFUSING)
def test_every_rule_that_can_refuse_has_a_remedy(profile: str) -> None:
    assert {row.rule for row in load(profile).remedies} == REFUSING[profile]
