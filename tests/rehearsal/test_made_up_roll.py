from rehearsal.made_up_roll import make_roll
from rehearsal.places import COUNTIES

from app.core.contests import allotments_of, contests_of
from app.core.electorates import electorates_of
from app.core.roll import Kind
from app.documents.rolls import read_members, read_rolls
from app.profiles import load

RULES = load("homecare_local_99")
FILES = make_roll(3000, 7)
ROLL = read_rolls(FILES["roll.csv"], FILES["standing.csv"], FILES["offices.csv"], rules=RULES)
MEMBERS = ROLL.members.values()


def test_made_up_roll_is_accepted_as_a_roll() -> None:
    assert len(ROLL.members) == len(ROLL.standing) == 3000
    assert len(ROLL.offices) == 7


def test_size_and_seed_give_the_same_bytes() -> None:
    assert make_roll(50, 3) == make_roll(50, 3)
    assert make_roll(50, 3) != make_roll(50, 4)


def test_small_rolls_are_made_too() -> None:
    for size in (1, 2, 40):
        assert make_roll(size, 1)["roll.csv"].count(b"\n") == size + 1


def test_members_live_in_all_counties_by_population() -> None:
    homes = [member.county for member in MEMBERS if member.state == "OR"]
    assert set(homes) == set(COUNTIES)
    # 815,428 of Oregon's 4,237,256 live in Multnomah County.
    assert 0.16 < homes.count("Multnomah") / len(homes) < 0.23


def test_some_live_out_of_state_with_a_district_and_some_without() -> None:
    abroad = [member for member in MEMBERS if member.state != "OR"]
    assert {member.district is None for member in abroad} == {True, False}
    local = electorates_of(
        next(member for member in abroad if member.district is None), contests_of(RULES), RULES
    )
    assert [electorate.id for electorate in local] == ["local"]


def test_names_addresses_and_kinds_are_of_many_sorts() -> None:
    assert {member.kind for member in MEMBERS} == set(Kind)
    names = "".join(member.display_name for member in MEMBERS)
    assert all(char in names for char in "'-ʻñễёالØ王")
    assert any(" " in member.last_name for member in MEMBERS)
    assert any(member.latin_last_name for member in MEMBERS)
    emails = [member.email for member in MEMBERS if member.email]
    assert len(set(emails)) < len(emails) < len(MEMBERS)
    assert any(member.steward == ("personal_support",) for member in MEMBERS)


def test_members_of_local_509_work_in_its_chapters() -> None:
    rules = load("local_509")
    files = make_roll(2300, 1, profile="local_509")
    roll = read_rolls(
        files["roll.csv"],
        files["standing.csv"],
        files["offices.csv"],
        files["employment.csv"],
        rules=rules,
    )
    chapters = {rules.units.short("chapter", "", row.chapter) for row in roll.members.values()}
    assert chapters == set(rules.units.chapters)
    seats = sum(row.seats or 0 for row in allotments_of(rules, roll.members.values()))
    assert 16 <= seats < 30  # 2,300 members are 11 portions of 200, and each chapter has one
    presidents = [held for rows in roll.offices.values() for held in rows]
    assert [(held.office, held.full_term) for held in presidents] == [("president", True)] * 3


def test_23000_members_of_local_509_bring_about_115_seats_on_its_board() -> None:
    """RULES, "What real elections here looked like": one seat for 200 members, about 115."""
    rules = load("local_509")
    members = read_members(
        make_roll(23_000, 2, profile="local_509")["roll.csv"], rules=rules
    ).values()
    board = allotments_of(rules, members)
    assert 114 <= sum(row.seats or 0 for row in board) <= 116
    assert all(row.working for row in board)
