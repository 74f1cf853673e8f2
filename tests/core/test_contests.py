from dataclasses import replace

import pytest

from app.core.contests import contests_of
from app.core.electorates import contest_groups, electorates_of, in_electorate
from app.core.faults import BadInput
from app.core.roll import Member
from app.profiles import load

RULES = load("homecare_local_99")
CONTESTS = {contest.id: contest for contest in contests_of(RULES, granted_delegates=167)}


def test_local_99_elects_in_38_contests() -> None:
    assert len(CONTESTS) == 38
    assert sum(contest.group == "statewide" for contest in CONTESTS.values()) == 5


def test_directors_have_40_seats_in_22_contests_of_nine_districts() -> None:
    directors = [contest for contest in CONTESTS.values() if contest.group == "director"]
    assert len(directors) == 22
    assert sum(contest.seats or 0 for contest in directors) == 40
    assert len({contest.electorate.id for contest in directors}) == 9


# Local 99 Bylaws Art. IV s.1.
@pytest.mark.parametrize(
    ("id_", "title", "seats", "district"),
    [
        ("director-multnomah", "Director, Multnomah County", 7, "district-1"),
        ("director-columbia-clatsop", "Director, Columbia or Clatsop County", 2, "district-2"),
        (
            "director-hood-river-wasco-sherman-gilliam-wheeler",
            "Director, Hood River, Wasco, Sherman, Gilliam, or Wheeler County",
            1,
            "district-7",
        ),
        (
            "director-malheur-harney-grant",
            "Director, Malheur, Harney, or Grant County",
            1,
            "district-9",
        ),
        ("bargaining-district-9", "Bargaining Team, District 9", 1, "district-9"),
        ("bargaining-alternates", "Bargaining Team alternates", 2, "local"),
    ],
)
def test_contest_has_the_bylaws_title_seats_and_electorate(
    id_: str, title: str, seats: int, district: str
) -> None:
    contest = CONTESTS[id_]
    assert (contest.title, contest.seats, contest.electorate.id) == (title, seats, district)


def test_h22_delegates_are_the_seats_granted_less_the_council() -> None:
    assert CONTESTS["delegates"].seats == 122  # 167 - 40 directors - 5 statewide officers
    unknown = contests_of(RULES)
    assert [contest.seats for contest in unknown if contest.id == "delegates"] == [None]


@pytest.mark.parametrize("granted", [0, 44, 45])
def test_grant_that_leaves_no_seat_makes_no_contest_of_delegates(granted: int) -> None:
    contests = contests_of(RULES, granted_delegates=granted)
    assert len(contests) == 37
    assert "delegates" not in {contest.id for contest in contests}


def test_grant_below_zero_is_refused() -> None:
    with pytest.raises(BadInput, match="below zero"):
        contests_of(RULES, granted_delegates=-1)


def test_proposed_counting_rule_follows_method_and_seats() -> None:
    assert CONTESTS["president"].rule == "irv-ten-percent"
    assert CONTESTS["director-multnomah"].rule == "stv-wigm"
    assert CONTESTS["delegates"].rule == "plurality"


def test_contest_as_json_has_the_fields_of_the_command() -> None:
    shown = CONTESTS["director-multnomah"].as_json()
    assert list(shown) == ["id", "title", "seats", "rule", "electorate", "conditions", "cite"]
    assert [row["rule"] for row in shown["conditions"]] == ["H7", "H15"]


def test_member_votes_in_the_local_and_in_the_district_of_the_county() -> None:
    member = Member("1", county="Lake", state="OR")
    found = electorates_of(member, CONTESTS.values(), RULES)
    assert [electorate.id for electorate in found] == ["local", "district-6"]


def test_member_of_another_district_is_outside_the_electorate() -> None:
    member = Member("1", county="Lane", state="OR")
    assert not in_electorate(CONTESTS["director-multnomah"].electorate, member, RULES)
    assert in_electorate(CONTESTS["director-benton"].electorate, member, RULES)


def test_contests_of_one_electorate_form_one_group() -> None:
    groups = contest_groups((contest, 3) for contest in CONTESTS.values())
    assert [group.group_id for group in groups] == list(range(1, 11))
    assert groups[0].electorate.id == "local"
    assert [contest.id for contest in groups[2].contests] == [
        "director-washington",
        "director-columbia-clatsop",
        "director-tillamook",
        "bargaining-district-2",
    ]


def test_plurality_contest_of_more_than_ten_candidates_is_a_group_of_its_own() -> None:
    delegates, president = CONTESTS["delegates"], CONTESTS["president"]
    assert len(contest_groups([(president, 20), (delegates, 10)])) == 1
    alone = contest_groups([(president, 20), (delegates, 11)])
    assert [[contest.id for contest in group.contests] for group in alone] == [
        ["president"],
        ["delegates"],
    ]
    ranked = replace(delegates, rule="stv-wigm")
    assert len(contest_groups([(president, 20), (ranked, 11)])) == 1
