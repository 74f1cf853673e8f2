from dataclasses import replace
from datetime import date

import pytest

from app.core.contest import Contest
from app.core.contests import contest_named, contests_of
from app.core.eligibility import may_stand, may_vote
from app.core.facts import Facts
from app.core.faults import BadInput
from app.core.roll import Employment, Kind, Member, OfficeHeld, StandingPeriod, Status, Waiver
from app.core.ruling import Ruling
from app.profiles import load

RULES = load("local_509")
STATIC = contests_of(RULES)
ON = date(2028, 10, 14)

MEMBER = Member(
    "7",
    kind=Kind.ACTIVE,
    chapter="Massachusetts Social Workers Chapter/Department of Transitional Assistance",
    region="Region 1",
)
GOOD = (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)
FACTS = Facts(MEMBER, GOOD, (), (), (), committee=False, attested=True)


def contest(name: str) -> Contest:
    found = contest_named(RULES, name, STATIC)
    assert found is not None
    return found


def member(**changes: object) -> Facts:
    return replace(FACTS, member=replace(MEMBER, **changes))  # type: ignore[arg-type]


def at(chapter: str, **work: object) -> Facts:
    return member(chapter=chapter, **work)


def since(start: date, status: Status = Status.GOOD) -> Facts:
    return replace(FACTS, standing=(StandingPeriod(start, None, status),))


def unmet(ruling: Ruling) -> list[str]:
    return [finding.rule for finding in ruling.findings if not finding.met]


def stands(facts: Facts, name: str = "treasurer") -> list[str]:
    return unmet(may_stand(facts, contest(name), RULES, on=ON))


def test_member_of_long_standing_may_stand_for_all_offices_of_the_own_region() -> None:
    for name in ("president", "dta-president", "dta-board-region-1", "dta-jeb", "trustees"):
        assert stands(FACTS, name) == []


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (Kind.ACTIVE, True),
        (Kind.RETIRED, True),
        (Kind.ON_LEAVE, True),
        (Kind.ASSOCIATE, False),
        (Kind.AGENCY_FEE, False),
    ],
)
def test_m1_kinds_of_membership_have_their_rights(kind: Kind, allowed: bool) -> None:
    ruling = may_vote(member(kind=kind), RULES, on=ON)
    assert ruling.granted is allowed
    assert stands(member(kind=kind)) == ([] if allowed else ["M1"])


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (since(date(2028, 4, 14)), []),
        (since(date(2028, 4, 15)), ["M2"]),
        (since(date(2028, 4, 14), Status.EMPLOYER_DELAY), []),
        (since(date(2020, 1, 1), Status.SUSPENDED), ["M1", "M2"]),
        (replace(FACTS, standing=None), ["M1", "M2"]),
        (replace(FACTS, standing=()), ["M1", "M2"]),
    ],
)
def test_m2_six_months_of_good_standing_without_a_break(facts: Facts, rules: list[str]) -> None:
    assert stands(facts) == rules


def test_m3_suspension_starts_the_six_months_anew_on_payment() -> None:
    paid = (
        StandingPeriod(date(2020, 1, 1), date(2028, 4, 30), Status.GOOD),
        StandingPeriod(date(2028, 5, 1), date(2028, 5, 1), Status.SUSPENDED),
        StandingPeriod(date(2028, 5, 2), None, Status.GOOD),
    )
    ruling = may_stand(replace(FACTS, standing=paid), contest("treasurer"), RULES, on=ON)
    (finding,) = (finding for finding in ruling.findings if not finding.met)
    assert (finding.rule, finding.cite) == ("M2", "Local 509 Constitution Art. V s.7")
    assert finding.facts == {"good_since": "2028-05-02", "needed_since": "2028-04-14"}
    earlier = tuple(
        replace(row, start=row.start.replace(year=2027), end=row.end and row.end.replace(year=2027))
        for row in paid[1:]
    )
    assert stands(replace(FACTS, standing=earlier)) == []


NEW = since(date(2028, 9, 1))


@pytest.mark.parametrize(
    ("unit", "granted_on", "rules"),
    [
        ("Region 1", date(2028, 9, 15), []),
        ("dta", date(2028, 9, 15), []),
        (MEMBER.chapter, ON, []),
        ("7", date(2028, 9, 15), []),
        ("Region 2", date(2028, 9, 15), ["M2"]),
        ("Region 1", date(2028, 10, 15), ["M2"]),
    ],
)
def test_m4_waiver_lets_members_of_its_unit_run(
    unit: str, granted_on: date, rules: list[str]
) -> None:
    waiver = Waiver(unit, "SEIU International", granted_on)
    assert stands(replace(NEW, waivers=(waiver,))) == rules


def test_m4_verdict_cites_the_waiver() -> None:
    waiver = Waiver("Region 1", "SEIU International", date(2028, 9, 15))
    ruling = may_stand(replace(NEW, waivers=(waiver,)), contest("treasurer"), RULES, on=ON)
    (finding,) = (finding for finding in ruling.findings if finding.rule == "M4")
    assert finding.met
    assert finding.facts["granted_by"] == "SEIU International"


TEACHER = replace(
    NEW, member=Member("8", kind=Kind.ACTIVE, chapter="Higher Education", institution="Tufts")
)
TAUGHT = Employment("2028-spring", 2, expected=False)
COMING = Employment("2029-spring", 0, expected=True)


# Decision 0015. Nominations on 2028-10-14 look back to 2027-10-14 and on to 2029-10-14.
@pytest.mark.parametrize(
    ("employment", "rules"),
    [
        ((Employment("2028-spring", 1, expected=False), COMING), []),
        ((Employment("2027-fall", 1, expected=False), COMING), []),
        ((Employment("2027-summer", 1, expected=False), COMING), ["M5"]),
        ((Employment("2028-spring", 0, expected=False), COMING), ["M5"]),
        ((Employment("2028-spring", 1, expected=False),), ["M5"]),
        ((TAUGHT, Employment("2029-fall", 0, expected=True)), []),
        ((TAUGHT, Employment("2030-spring", 0, expected=True)), ["M5"]),
        ((Employment("2028-fall", 1, expected=True),), []),
        ((), ["M5", "M5"]),
        (None, ["M5"]),
    ],
)
def test_m5_classes_stand_in_for_six_months_in_higher_education(
    employment: tuple[Employment, ...] | None, rules: list[str]
) -> None:
    assert stands(replace(TEACHER, employment=employment)) == rules


def test_m5_gap_between_classes_is_no_loss_of_standing_but_a_suspension_is() -> None:
    taught = replace(TEACHER, employment=(Employment("2028-fall", 1, expected=True),))
    assert stands(replace(taught, standing=())) == []
    suspended = (StandingPeriod(date(2028, 9, 1), None, Status.SUSPENDED),)
    assert stands(replace(taught, standing=suspended)) == ["M1"]


def test_m5_does_not_help_members_of_other_chapters() -> None:
    taught = (Employment("2028-fall", 1, expected=True),)
    assert stands(replace(NEW, employment=taught)) == ["M2"]


def test_unknown_semester_is_refused() -> None:
    winter = (Employment("2028-winter", 1, expected=True),)
    with pytest.raises(BadInput, match="'2028-winter' must be a year and one of spring"):
        stands(replace(TEACHER, employment=winter))


@pytest.mark.parametrize(("attested", "rules"), [(True, []), (False, ["M6"]), (None, ["M6"])])
def test_m6_candidate_signs_that_no_conviction_bars(
    attested: bool | None, rules: list[str]
) -> None:
    assert stands(replace(FACTS, attested=attested)) == rules


def term(start: int, unit: str = "", *, full: bool = True, how: str = "elected") -> OfficeHeld:
    return OfficeHeld("president", unit, date(start, 12, 15), date(start + 3, 12, 14), full, how)


@pytest.mark.parametrize(
    ("offices", "rules"),
    [
        ((term(2025),), []),
        ((term(2022), term(2025)), ["M7"]),
        ((term(2025), term(2022)), ["M7"]),
        ((term(2019), term(2025)), []),
        ((term(2022, full=False), term(2025)), []),
        ((term(2019), term(2022, full=False), term(2025)), ["M7"]),
        ((term(2022, how="appointed"), term(2025)), []),
        ((term(2022), term(2025, how="declared")), ["M7"]),
        ((term(2020), term(2023)), []),
        ((term(2022, "dta"), term(2025, "dta")), []),
        ((term(2022, "Local 509"), term(2025)), ["M7"]),
        (None, ["M7"]),
    ],
)
def test_m7_two_consecutive_full_terms_as_president(
    offices: tuple[OfficeHeld, ...] | None, rules: list[str]
) -> None:
    assert stands(replace(FACTS, offices=offices), "president") == rules


@pytest.mark.parametrize(
    ("last_day", "rules"),
    [
        (date(2027, 10, 13), []),
        (date(2027, 10, 14), ["M7"]),
        (None, ["M7"]),
    ],
)
def test_m7_a_year_out_of_office_opens_it_again(last_day: date | None, rules: list[str]) -> None:
    second = replace(term(2025), term_end=last_day)
    facts = replace(FACTS, offices=(term(2022), second))
    assert stands(facts, "president") == rules


def test_m7_chapter_presidents_have_a_limit_of_their_own() -> None:
    facts = replace(FACTS, offices=(term(2022, MEMBER.chapter), term(2025, "dta")))
    assert stands(facts, "dta-president") == ["M7"]
    assert stands(facts, "president") == []
    assert stands(replace(FACTS, offices=(term(2022), term(2025))), "dta-president") == []
    assert stands(replace(FACTS, offices=None), "treasurer") == []


def test_m8_one_elected_office_besides_steward() -> None:
    accepted = replace(FACTS, accepted=(contest("dta-jeb"),))
    assert stands(accepted, "treasurer") == ["M8"]
    assert stands(accepted, "dta-jeb") == []
    assert stands(replace(FACTS, accepted=None)) == ["M8"]


@pytest.mark.parametrize(
    ("name", "facts", "rules"),
    [
        ("dta-president", member(chapter="Mental Health Chapter"), ["M10"]),
        ("dta-president", member(chapter=""), ["M10"]),
        ("dta-board-region-1", member(region="Region 2"), ["M20"]),
        ("dta-board-region-1", member(region=""), ["M20"]),
        ("dta-vice-president-region-1", member(region="REGION  1"), []),
        ("masshealth-board-chelsea", at("masshealth", work_location="Chelsea"), []),
        ("masshealth-board-chelsea", at("masshealth", work_location="Taunton"), ["M20"]),
        (
            "public-safety-board-north",
            member(
                chapter="Chapter of Public Safety",
                region="North",
                job_title="correction program officer",
            ),
            [],
        ),
        (
            "public-safety-board-parole",
            member(chapter="public-safety", job_title="Correction Program Officer"),
            ["M20"],
        ),
        (
            "mental-health-board-inpatient-facilities",
            member(chapter="Mental Health Chapter", facility="Taunton State Hospital"),
            [],
        ),
        (
            "mental-health-board-inpatient-facilities",
            member(chapter="Mental Health Chapter"),
            ["M20"],
        ),
        (
            "developmental-services-board-community-locations",
            member(chapter="Department of Disability Services Chapter", facility="Wrentham"),
            ["M20"],
        ),
        (
            "private-sector-jeb-elder-services",
            member(chapter="private-sector", agency="Old Colony Elder Services, Inc."),
            [],
        ),
        ("private-sector-jeb-elder-services", at("private-sector", agency="JRI"), ["M21"]),
    ],
)
def test_m20_candidates_belong_to_chapter_and_unit(
    name: str, facts: Facts, rules: list[str]
) -> None:
    assert stands(facts, name) == rules


def test_m16_member_of_the_counting_authority_is_no_candidate() -> None:
    assert stands(replace(FACTS, committee=True)) == ["M16"]


def test_voters_belong_to_the_contests_unit() -> None:
    for name, granted in [("dta-board-region-1", True), ("dta-board-region-2", False)]:
        assert may_vote(FACTS, RULES, on=ON, contest=contest(name)).granted is granted
    taught = may_vote(replace(FACTS, standing=()), RULES, on=ON)
    assert unmet(taught) == ["M1"]
