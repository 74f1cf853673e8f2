from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from app.core.allotments import Allotted, SeatDecision
from app.core.conditions import holds
from app.core.contest import Contest
from app.core.contests import allotments_of, contest_named, contests_of, run_off_contest
from app.core.electorates import in_electorate
from app.core.faults import BadInput
from app.core.roll import Kind, Member
from app.profiles import load

RULES = load("local_509")
NUMBERS = count(1)


def members(size: int, kind: Kind = Kind.ACTIVE, **work: str) -> Iterator[Member]:
    for _ in range(size):
        yield Member(str(next(NUMBERS)), kind=kind, **work)  # type: ignore[arg-type]


def contests(*rolls: Iterator[Member], **entered: object) -> dict[str, Contest]:
    roll = [member for row in rolls for member in row]
    found = contests_of(RULES, roll=roll, **entered)  # type: ignore[arg-type]
    return {contest.id: contest for contest in found}


def seats(found: dict[str, Contest], prefix: str) -> dict[str, int | None]:
    return {
        name.removeprefix(prefix): contest.seats
        for name, contest in found.items()
        if name.startswith(prefix)
    }


def allotted(chapter: str, *rolls: Iterator[Member]) -> Allotted:
    rows = allotments_of(RULES, [member for row in rolls for member in row])
    return next(row for row in rows if row.chapter == chapter)


def regions(chapter: str, sizes: dict[str, int]) -> Iterator[Member]:
    for region, size in sizes.items():
        yield from members(size, chapter=chapter, region=region)


DTA = "Massachusetts Social Workers Chapter/Department of Transitional Assistance"


def test_local_wide_offices_and_sixteen_chapters_are_elected() -> None:
    found = contests()
    assert {name: found[name].seats for name in list(found)[:5]} == {
        "president": 1,
        "treasurer": 1,
        "recording-secretary": 1,
        "trustees": 3,
        "sergeant-at-arms": 1,
    }
    presidents = [row for row in found.values() if row.group == "chapter-president"]
    assert len(presidents) == 16
    assert {row.seats for row in presidents} == {1}


def test_every_chapter_has_a_board_of_at_least_seven() -> None:
    found = contests()
    for chapter in RULES.units.chapters:
        own = [row.seats or 0 for row in found.values() if row.chapter == chapter]
        assert sum(own) >= 7, chapter


# App. A s.1: 1 member and 1 for each 100 or major portion above the first 100.
def test_regional_boards_follow_the_size_of_the_region() -> None:
    found = contests(regions(DTA, {"Region 1": 150, "region-2": 151, "Region 3": 20}))
    assert seats(found, "dta-board-") == {
        "region-1": 1,
        "region-2": 2,
        "region-3": 1,
        "region-4": 1,
        "region-5": 1,
        "region-6": 1,
    }
    assert found["dta-board-region-2"].electorate.id == "chapter-dta-region-2"
    assert "51 above the first 100" in found["dta-board-region-2"].working


# App. A s.1: regional vice presidents are board members; fewer seats make a run-off, more are at
# large.
@pytest.mark.parametrize(
    ("size", "holders", "run_off", "at_large"),
    [(1100, 0, 5, 0), (1101, 6, 0, 0), (1300, 6, 0, 0), (1301, 6, 0, 1), (0, 0, 1, 0)],
)
def test_six_regional_vice_presidents_share_the_chapters_board_seats(
    size: int, holders: int, run_off: int, at_large: int
) -> None:
    row = allotted("dta", members(size, chapter=DTA, region="Region 1"))
    assert (row.holders, row.run_off) == (holders, run_off)
    assert sum(contest.seats or 0 for contest in row.contests) == at_large


# App. A s.2: regional vice presidents and the recording secretary; the board allots the others.
def test_children_and_families_board_decides_on_further_seats() -> None:
    dcf = "Massachusetts Social Workers Chapter/Department of Children and Families"
    roll = list(members(1900, chapter=dcf, region="Western"))
    row = allotted("dcf", iter(roll))
    assert (row.seats, row.holders, row.undecided) == (9, 7, 2)
    decision = SeatDecision("dcf", "western", 2, date(2028, 5, 1))
    found = contests(iter(roll), decisions=[decision])
    assert found["dcf-jeb-western"].seats == 2
    assert found["dcf-jeb-western"].electorate.id == "chapter-dcf-western"
    assert found["dcf-jeb-western"].working == "decided by the chapter's board on 2028-05-01"
    with pytest.raises(BadInput, match="more seats than are left"):
        contests(iter(roll), decisions=[decision, decision])
    with pytest.raises(BadInput, match="'dog', which is no chapter"):
        contests(decisions=[SeatDecision("dog", "western", 1, date(2028, 5, 1))])


# App. A s.3 and s.4: a seat for each area on the roll, two for the Central West Region.
def test_regions_that_only_the_roll_names_have_a_seat_each() -> None:
    found = contests(
        members(3, chapter="Mental Health Chapter", region="North Area"),
        members(3, chapter="Mental Health Chapter", region="Western Area", facility="Hospital"),
        members(1, chapter="Department of Disability Services Chapter", region="Central West"),
        members(1, chapter="Department of Developmental Services Chapter", region="Metro"),
    )
    assert seats(found, "mental-health-board-") == {
        "north-area": 1,
        "western-area": 1,
        "at-large": 4,
        "inpatient-facilities": 2,
    }
    assert seats(found, "developmental-services-board-") == {
        "central-west": 2,
        "metro": 1,
        "developmental-centers": 2,
        "community-locations": 5,
    }
    patient, other = found["mental-health-board-inpatient-facilities"], Member("1")
    ward = Member("2", chapter="mental-health", facility="Hospital")
    assert in_electorate(patient.electorate, ward, RULES)
    assert not in_electorate(patient.electorate, other, RULES)


# App. A s.5: guarantees within the contest.
def test_guarantees_stand_with_the_contest() -> None:
    found = contests()
    division = found["rehabilitation-board-disability-determination"]
    assert (division.seats, division.rule) == (4, "plurality-guaranteed")
    assert [(row.name, row.seats) for row in division.guarantees] == [
        ("Worcester office", 1),
        ("Boston office", 1),
    ]
    assert division.electorate.id == "chapter-rehabilitation"
    assert [row.field for row in division.conditions] == ["chapter", "agency"]
    assert [row.name for row in found["rehabilitation-board-at-large"].guarantees] == [
        "Administrative Office"
    ]


@pytest.mark.parametrize(("size", "made"), [(300, 1), (301, 2), (501, 3)])
def test_rehabilitation_fills_its_designated_board_seats_in_order(size: int, made: int) -> None:
    chapter = "Massachusetts Rehabilitation Professional Chapter"
    row = allotted("rehabilitation", members(size, chapter=chapter))
    assert [contest.id for contest in row.contests] == [
        "rehabilitation-jeb-disability-determination",
        "rehabilitation-jeb-vocational-rehabilitation",
        "rehabilitation-jeb",
    ][:made]


# App. A s.12.
@pytest.mark.parametrize(
    ("size", "holders", "run_off", "at_large"), [(300, 0, 1, 0), (301, 2, 0, 0), (501, 2, 0, 1)]
)
def test_masshealths_two_vice_presidents_share_its_board_seats(
    size: int, holders: int, run_off: int, at_large: int
) -> None:
    row = allotted("masshealth", members(size, chapter="MassHealth / EHS Chapter"))
    assert (row.holders, row.run_off) == (holders, run_off)
    assert sum(contest.seats or 0 for contest in row.contests) == at_large


# App. A s.13: the Vice President, elder services, agencies of 200 and of 400, then at large.
def test_private_agencies_have_seats_by_their_size() -> None:
    chapter = "Private Sector Human Services Chapter"
    found = contests(
        members(199, chapter=chapter, agency="Small"),
        members(200, chapter=chapter, agency="Middle", bargaining_unit="Middle unit"),
        members(900, chapter=chapter, agency="Large", bargaining_unit="Large unit"),
        members(3, chapter=chapter, agency="Old Colony Elder Services"),
    )
    assert seats(found, "private-sector-jeb") == {
        "-elder-services": 1,
        "-large": 2,
        "-middle": 1,
        "": 2,
    }
    assert seats(found, "private-sector-board-") == {
        "at-large": 14,
        "large-unit": 1,
        "middle-unit": 1,
    }
    elder = found["private-sector-jeb-elder-services"]
    assert elder.conditions[-1].how == "words"
    assert elder.electorate.id == "chapter-private-sector"


# App. A s.15: from 1,301 members each region has a seat; further ones to the largest regions.
def test_family_child_cares_regions_have_further_seats_by_size() -> None:
    chapter = "Family Child Care Chapter"
    sizes = {f"DEEC {number}": 200 + number for number in range(1, 7)}
    sizes["DEEC 3"] = 700
    row = allotted("family-child-care", regions(chapter, sizes))
    assert (row.seats, row.holders) == (9, 7)
    assert [contest.id for contest in row.contests] == [
        "family-child-care-jeb-deec-3",
        "family-child-care-jeb-deec-6",
    ]


@pytest.mark.parametrize(
    ("size", "holders", "run_off"), [(1301, 7, 0), (1300, 1, 5), (500, 1, 1), (1, 1, 0)]
)
def test_family_child_cares_representatives_run_off_for_fewer_seats(
    size: int, holders: int, run_off: int
) -> None:
    chapter = "Family Child Care Chapter"
    one_each = {f"DEEC {number}": 1 for number in range(2, 7)} if size > 6 else {}
    sizes = {"DEEC 1": size - len(one_each)} | one_each
    row = allotted("family-child-care", regions(chapter, sizes))
    assert (row.holders, row.run_off) == (holders, run_off)


# App. A s.16: one seat a bargaining unit, one more per 200; the board seats go by institution.
def test_higher_education_seats_each_bargaining_unit() -> None:
    chapter = "Higher Education Chapter"
    found = contests(
        members(99, chapter=chapter, bargaining_unit="Tufts"),
        members(301, chapter=chapter, bargaining_unit="Lesley"),
        members(150, chapter=chapter, bargaining_unit="New College"),
        temporary_units=["new-college"],
    )
    assert seats(found, "higher-education-board-") == {
        "lesley": 1,
        "tufts": 1,
        "additional-lesley": 2,
    }
    assert seats(found, "higher-education-temporary-") == {
        "new-college": 1,
        "additional-new-college": 1,
    }
    row = allotted("higher-education", members(550, chapter=chapter, bargaining_unit="Lesley"))
    assert (row.seats, row.derived, row.contests) == (3, 3, ())


def test_associates_and_fee_payers_are_not_counted() -> None:
    chapter = "Chapter of Public Safety"
    roll = [
        *members(300, chapter=chapter),
        *members(50, Kind.ASSOCIATE, chapter=chapter),
        *members(50, Kind.AGENCY_FEE, chapter=chapter),
    ]
    assert allotted("public-safety", iter(roll)).seats == 1
    assert allotted("public-safety", iter(roll), members(1, chapter=chapter)).seats == 2


def test_without_a_roll_apportioned_seats_are_unknown() -> None:
    found = {contest.id: contest for contest in contests_of(RULES)}
    assert found["dta-board-region-1"].seats is None
    assert found["dta-jeb"].seats is None
    assert found["dta-president"].seats == 1


def test_contest_of_a_unit_only_the_roll_names_is_found_by_its_id() -> None:
    static = contests_of(RULES)
    found = contest_named(RULES, "higher-education-board-tufts-university", static)
    assert found is not None
    assert found.title == "Chapter Executive Board, Tufts University, Higher Education Chapter"
    assert found.conditions[-1].values == ("tufts-university",)
    further = contest_named(RULES, "higher-education-board-additional-tufts", static)
    assert further is not None
    assert (further.office, further.unit) == ("board-additional", "tufts")
    assert contest_named(RULES, "higher-education-board-", static) is None
    at_large = contest_named(RULES, "family-child-care-jeb", static)
    assert at_large is not None
    assert at_large.electorate.id == "chapter-family-child-care"
    assert contest_named(RULES, "dcf-jeb", static) is None
    agency = contest_named(RULES, "private-sector-jeb-vinfen", static)
    assert agency is not None
    assert agency.electorate.id == "chapter-private-sector-vinfen"
    assert contest_named(RULES, "higher-education-jeb-tufts-university", static) is None
    assert contest_named(RULES, "dta-board-region-9", static) is None
    assert contest_named(RULES, "dta-jeb-region-9", static) is None
    assert contest_named(RULES, "king", static) is None


def test_m21_run_off_among_vice_presidents_is_voted_on_by_the_whole_chapter() -> None:
    short = allotted("dta", members(900, chapter=DTA, region="Region 1"))
    contest = run_off_contest(RULES, short, ["11", "12", "13", "14", "15", "16"])
    assert (contest.id, contest.seats) == ("dta-jeb-run-off", short.run_off)
    assert contest.electorate.id == "chapter-dta"
    conditions = contest.conditions
    inside, outside = (Member(number, chapter="dta") for number in ("11", "99"))
    assert all(holds(row, inside, RULES) for row in conditions)
    assert not all(holds(row, outside, RULES) for row in conditions)
    with pytest.raises(BadInput, match="suffice for all of these"):
        run_off_contest(RULES, short, ["11", "12"])
    with pytest.raises(BadInput, match="need no run-off"):
        run_off_contest(RULES, allotted("dta", members(1200, chapter=DTA)), ["11"])


def test_holders_sit_in_their_order_where_no_run_off_is_held() -> None:
    in_order = tuple(
        replace(row, shortage="order") if row.chapter == "dta" else row for row in RULES.allotments
    )
    rules = replace(RULES, allotments=in_order)
    roll = list(members(400, chapter=DTA, region="Region 1"))
    row = next(row for row in allotments_of(rules, roll) if row.chapter == "dta")
    assert (row.seats, row.holders, row.run_off, row.contests) == (2, 2, 0, ())
