from dataclasses import replace
from datetime import date

import pytest

from app.core.contests import contests_of
from app.core.facts import Facts
from app.core.nominations import (
    choice_needed,
    rule_on_floor,
    rule_on_statement,
    rule_on_written,
)
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.core.ruling import Ruling
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")
CONTESTS = {row.id: row for row in contests_of(LOCAL_509)}
ON = date(2028, 10, 14)
GOOD = (StandingPeriod(date(2028, 9, 1), None, Status.GOOD),)


def member(number: str, chapter: str = "dta") -> Facts:
    return Facts(Member(number, kind=Kind.ACTIVE, chapter=chapter), GOOD)


def unmet(ruling: Ruling) -> list[str]:
    return [finding.rule for finding in ruling.findings if not finding.met]


@pytest.mark.parametrize(
    ("mover", "seconder", "contest", "rules"),
    [
        (member("1"), member("2"), "dta-president", []),
        (member("1"), member("2"), "dta-board-region-1", []),
        (member("1", "mental-health"), member("2"), "dta-president", ["M10"]),
        (member("1"), member("2", "mental-health"), "dta-president", ["M10"]),
        (member("1"), member("2", "mental-health"), "president", []),
        (member("1"), member("1"), "president", ["M10"]),
        (member("1"), None, "president", ["M10"]),
        (replace(member("1"), standing=()), member("2"), "president", ["M1"]),
    ],
)
def test_m10_chapter_offices_are_nominated_and_seconded_by_the_chapter(
    mover: Facts, seconder: Facts | None, contest: str, rules: list[str]
) -> None:
    ruling = rule_on_floor(mover, seconder, CONTESTS[contest], LOCAL_509, on=ON)
    assert unmet(ruling) == rules


def test_m18_nomination_in_writing_needs_no_second_but_the_chapter() -> None:
    contest = CONTESTS["dta-president"]
    assert rule_on_written(member("1"), contest, LOCAL_509, on=ON).granted
    outside = rule_on_written(member("1", "revenue"), contest, LOCAL_509, on=ON)
    assert unmet(outside) == ["M10"]


def test_h4_local_99_wants_no_second() -> None:
    contest = next(iter(contests_of(LOCAL_99)))
    mover = Facts(Member("1", kind=Kind.ACTIVE, in_bargaining_unit=True), GOOD)
    assert rule_on_floor(mover, None, contest, LOCAL_99, on=ON).granted


# M8, Art. V s.3 with the order of s.1.
@pytest.mark.parametrize(
    ("names", "stands"),
    [
        (["dta-board-region-1", "president", "treasurer"], "president"),
        (["dta-jeb", "dta-president"], "dta-president"),
        (["sergeant-at-arms", "dta-vice-president-region-1"], "dta-vice-president-region-1"),
        (["trustees", "dta-jeb"], "trustees"),
        (["dta-recording-secretary", "dta-grievances"], "dta-grievances"),
        (["dta-board-region-2", "mental-health-board-at-large"], "dta-board-region-2"),
    ],
)
def test_m8_highest_ranking_nomination_stands_without_a_choice(
    names: list[str], stands: str
) -> None:
    needed = choice_needed([CONTESTS[name] for name in names], LOCAL_509)
    assert needed is not None
    rule, contest = needed
    assert (rule.rule, contest.id) == ("M8", stands)


def test_m8_one_nomination_needs_no_choice() -> None:
    assert choice_needed([CONTESTS["president"]], LOCAL_509) is None


def test_h12_statewide_nominee_of_two_chooses_but_not_between_president_and_director() -> None:
    of_99 = {row.id: row for row in contests_of(LOCAL_99)}
    two = [of_99["president"], of_99["vice-president"]]
    assert choice_needed(two, LOCAL_99) is not None
    assert choice_needed([of_99["president"], of_99["director-lane"]], LOCAL_99) is None


def test_m11_statements_have_one_length_for_all() -> None:
    assert rule_on_statement("word " * 300, LOCAL_509).granted
    refused = rule_on_statement("word " * 301, LOCAL_509)
    assert unmet(refused) == ["M11"]
    assert refused.findings[0].facts == {"words": 301, "allowed": 300}
    assert rule_on_statement("word " * 301, LOCAL_99).granted
