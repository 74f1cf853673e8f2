from dataclasses import replace
from datetime import date

import pytest

from app.core.clause import Clause
from app.core.contests import contests_of
from app.core.eligibility import may_stand, may_vote
from app.core.facts import Facts
from app.core.nominations import rule_on_acceptance, rule_on_nomination
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.core.rules import LocalRules
from app.core.ruling import Ruling
from app.profiles import load

RULES = load("homecare_local_99")
CONTESTS = {contest.id: contest for contest in contests_of(RULES)}
ON = date(2028, 2, 1)

MEMBER = Member(
    "1001",
    first_name="Ana",
    last_name="Garza",
    county="Polk",
    state="OR",
    kind=Kind.ACTIVE,
    in_bargaining_unit=True,
    steward=("homecare",),
    steward_since=date(2027, 1, 1),
)
GOOD = (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)
FACTS = Facts(MEMBER, GOOD, accepted=(), committee=False)


def member(**changes: object) -> Facts:
    return replace(FACTS, member=replace(MEMBER, **changes))  # type: ignore[arg-type]


def standing(status: Status, start: date = date(2020, 1, 1), end: date | None = None) -> Facts:
    return replace(FACTS, standing=(StandingPeriod(start, end, status),))


def unmet(ruling: Ruling) -> list[str]:
    return [finding.rule for finding in ruling.findings if not finding.met]


def abroad(district: int | None = None, nearest: str | None = None) -> Facts:
    facts = member(state="WA", county="Clark", district=district)
    return replace(facts, nearest_county=nearest)


def accepted(*contests: str) -> Facts:
    return replace(FACTS, accepted=tuple(CONTESTS[contest] for contest in contests))


LATE = date(2028, 2, 2)
EARLY = date(2028, 1, 31)


@pytest.mark.parametrize(
    ("rule", "contest", "passes", "fails"),
    [
        ("H1", "president", FACTS, member(kind=Kind.RETIRED)),
        ("H1", "president", FACTS, member(kind=None)),
        ("H1", "president", FACTS, member(in_bargaining_unit=False)),
        ("H1", "president", FACTS, member(in_bargaining_unit=None)),
        ("H1", "president", FACTS, standing(Status.SUSPENDED)),
        ("H1", "president", FACTS, replace(FACTS, standing=None)),
        ("H1", "president", standing(Status.EMPLOYER_DELAY), standing(Status.LAPSED)),
        ("H1", "president", standing(Status.GOOD, end=ON), standing(Status.GOOD, end=EARLY)),
        ("H1", "president", standing(Status.GOOD, ON), standing(Status.GOOD, LATE)),
        ("H3", "president", FACTS, replace(FACTS, committee=True)),
        ("H3", "president", FACTS, replace(FACTS, committee=None)),
        ("H7", "director-polk-yamhill", FACTS, member(county="Lane")),
        ("H7", "director-polk-yamhill", FACTS, member(county="")),
        ("H7", "director-marion", abroad(3, "Marion"), abroad()),
        ("H7", "bargaining-district-3", FACTS, member(county="Lane")),
        ("H7", "bargaining-district-3", abroad(3), abroad(4)),
        ("H12", "president", FACTS, accepted("vice-president")),
        ("H12", "president", accepted("director-polk-yamhill"), replace(FACTS, accepted=None)),
        ("H15", "director-polk-yamhill", FACTS, member(county="Marion")),
        ("H15", "director-marion", abroad(3, "Marion"), abroad(3)),
        ("H15", "director-marion", abroad(3, "Marion"), abroad(3, "Polk")),
        ("H18", "chief-steward-homecare", FACTS, member(steward=())),
        ("H18", "chief-steward-personal-support", FACTS, member(steward=("work_location",))),
        ("H18", "chief-steward-homecare", member(steward_since=ON), member(steward_since=LATE)),
        ("H18", "chief-steward-homecare", FACTS, member(steward_since=None)),
    ],
)  # fmt: skip
def test_candidate_is_granted_or_refused_by_the_rule(
    rule: str, contest: str, passes: Facts, fails: Facts
) -> None:
    assert may_stand(passes, CONTESTS[contest], RULES, on=ON).granted
    assert unmet(may_stand(fails, CONTESTS[contest], RULES, on=ON)) == [rule]


@pytest.mark.parametrize(
    ("rule", "contest", "passes", "fails"),
    [
        ("H1", None, FACTS, member(kind=Kind.AGENCY_FEE)),
        ("H1", "president", abroad(), standing(Status.WITHDRAWN)),
        ("H15", "director-multnomah", member(county="Clackamas"), FACTS),
        ("H16", "bargaining-district-1", member(county="Clackamas"), FACTS),
        ("H15", "director-multnomah", abroad(1), abroad()),
    ],
)
def test_voter_is_granted_or_refused_by_the_rule(
    rule: str, contest: str | None, passes: Facts, fails: Facts
) -> None:
    where = CONTESTS[contest] if contest else None
    assert may_vote(passes, RULES, on=ON, contest=where).granted
    assert unmet(may_vote(fails, RULES, on=ON, contest=where)) == [rule]


def with_months(months: int) -> LocalRules:
    clause = Clause(months, "set before nominations opened", "H26")
    return replace(RULES, membership=replace(RULES.membership, months_before_nomination=clause))


def test_months_of_membership_are_not_asked_for_until_they_are_set() -> None:
    recent = standing(Status.GOOD, ON)
    president = CONTESTS["president"]
    assert may_stand(recent, president, RULES, on=ON).granted
    refused = may_stand(recent, president, with_months(6), on=ON)
    assert unmet(refused) == ["H26"]
    assert may_stand(FACTS, president, with_months(6), on=ON).granted


def test_break_in_good_standing_starts_the_months_anew() -> None:
    broken = replace(
        FACTS,
        standing=(
            StandingPeriod(date(2020, 1, 1), date(2027, 9, 30), Status.GOOD),
            StandingPeriod(date(2027, 10, 1), date(2027, 10, 31), Status.SUSPENDED),
            StandingPeriod(date(2027, 11, 1), None, Status.GOOD),
        ),
    )
    ruling = may_stand(broken, CONTESTS["president"], with_months(6), on=ON)
    (finding,) = (finding for finding in ruling.findings if finding.rule == "H26")
    assert finding.facts == {"good_since": "2027-11-01", "needed_since": "2027-08-01"}


def test_nomination_to_a_second_statewide_position_stands_until_it_is_accepted() -> None:
    twice = accepted("vice-president")
    president = CONTESTS["president"]
    assert rule_on_nomination(twice, president, RULES, on=ON).granted
    assert unmet(rule_on_acceptance(twice, president, RULES, on=ON)) == ["H12"]


def test_refusal_names_the_county_the_clause_and_what_is_needed() -> None:
    ruling = may_stand(member(county="Lane"), CONTESTS["director-marion"], RULES, on=ON)
    (finding,) = (finding for finding in ruling.findings if not finding.met)
    assert finding.cite == "Local 99 Bylaws Art. III s.6; Local 99 Bylaws Art. IV s.2"
    assert finding.facts == {"district": 4, "needed": ["3"]}
    assert finding.says == (
        "The home address is in Lane County, District 4. Needed is a home in District 3."
    )


def test_missing_fact_is_a_finding_that_names_it() -> None:
    ruling = may_vote(replace(FACTS, standing=None), RULES, on=ON)
    assert not ruling.granted
    assert [row.facts for row in ruling.findings if not row.met] == [{"missing": "standing"}]


def test_out_of_state_county_outside_the_assigned_district_is_no_county() -> None:
    ruling = may_stand(abroad(3, "Lane"), CONTESTS["director-marion"], RULES, on=ON)
    assert unmet(ruling) == ["H15"]
