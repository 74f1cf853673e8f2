from datetime import date

import pytest
from rehearsal.made_up_roll import make_roll

from app.core.contests import contests_of
from app.core.eligibility import may_stand, may_vote
from app.core.exclusions import sweep
from app.core.facts import Facts
from app.core.roll import Roll
from app.documents.rolls import read_rolls
from app.profiles import load

ON = date(2028, 1, 15)


def made_up(profile: str, size: int) -> Roll:
    files = make_roll(size, 5, profile=profile)
    return read_rolls(
        files["roll.csv"],
        files["standing.csv"],
        files["offices.csv"],
        files.get("employment.csv"),
        rules=load(profile),
    )


@pytest.mark.parametrize("profile", ["homecare_local_99", "local_509"])
def test_sweep_agrees_with_ruling_on_each_member(profile: str) -> None:
    rules, roll = load(profile), made_up(profile, 60)
    contests = contests_of(rules, roll=roll.members.values())
    swept = sweep(roll, rules, contests, on=ON)
    facts = [
        Facts(
            member,
            roll.standing[number],
            roll.offices.get(number, ()),
            roll.employment.get(number, ()),
            (),
            committee=False,
            attested=True,
        )
        for number, member in roll.members.items()
    ]
    for contest in contests:
        votes = sum(may_vote(row, rules, on=ON, contest=contest).granted for row in facts)
        stands = sum(may_stand(row, contest, rules, on=ON).granted for row in facts)
        assert (swept.may_vote[contest.id], swept.may_stand[contest.id]) == (votes, stands)


def test_report_counts_whom_each_rule_shuts_out() -> None:
    rules, roll = load("homecare_local_99"), made_up("homecare_local_99", 400)
    swept = sweep(roll, rules, contests_of(rules), on=ON)
    shut_out = {(row.act, row.contest, row.rule): row.members for row in swept.exclusions}
    outside = sum(
        member.state == "OR" and member.county not in ("Multnomah", "Clackamas")
        for member in roll.members.values()
    )
    assert shut_out["vote", "director-multnomah", "H15"] >= outside > 0
    assert ("vote", "president", "H15") not in shut_out
    assert swept.members == 400


def test_report_of_local_509_names_months_and_chapters() -> None:
    rules, roll = load("local_509"), made_up("local_509", 400)
    swept = sweep(roll, rules, contests_of(rules, roll=roll.members.values()), on=ON)
    rules_named = {row.rule for row in swept.exclusions if row.act == "stand"}
    assert {"M1", "M2", "M5", "M10", "M20"} <= rules_named
    assert swept.may_stand["president"] < swept.may_vote["president"] < 400
