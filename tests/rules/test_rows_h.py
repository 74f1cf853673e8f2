"""Each row of RULES part H that the core carries out, passed and failed, on the real profile.

H4, H5 and H6 are acts of people: tests/web and tests/rehearsal hold them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core.adoptable import rule_on_counting
from app.core.ballots import WRITE_IN, read_marks
from app.core.calendar import next_term
from app.core.clause import Clause
from app.core.contests import contests_of
from app.core.counting import preset
from app.core.facts import Facts
from app.core.nominations import rule_on_ranking_limit
from app.core.petitions import Match, Outcome, Signer, petition_named, rule_on_petition
from app.core.questions import counting_rule, question_named
from app.core.results import count_contest
from app.core.roles import rule_on_appointment, rule_on_committee, signers_needed
from app.core.roll import Kind, Member, StandingPeriod, Status
from app.core.ruling import Finding, Ruling
from app.core.seat import HeldBefore
from app.core.seat_rules import SeatRules
from app.core.seating import Filled, seat
from app.core.settings_open import rule_on_setting
from app.core.ties import lot_order, parse_name
from app.core.vacancies import Vacancy, keeps_position, may_ask_back, may_fill, vacancy_clock
from app.profiles.adopting import Setting, adopt
from tests.rules.asking import LOCAL_99 as RULES
from tests.rules.asking import OF_99, Case, at_99, check, contest_of, dates, figure, ids, lacking

ROWS = {f"H{number}" for number in range(1, 27)} - {"H4", "H5", "H6"}
ART = "Local 99 Bylaws Art. "
ON = date(2028, 2, 1)
OREGON_2023 = "EPHDZWATORJFQSCIUMNBXKYLGV"


def stand(contest: str = "president", **facts: Any) -> Ruling:
    return at_99("stand", contest, **facts)


def vote(contest: str | None = None, **facts: Any) -> Ruling:
    return at_99("vote", contest, **facts)


def lives(county: str, state: str = "OR", district: int | None = None) -> dict[str, Any]:
    return {"county": county, "state": state, "district": district}


def since(day: str, status: str = "good", to: str = "") -> list[dict[str, str]]:
    return [{"from": day, "to": to, "status": status}]


def counted_by(contest: str, rule: str) -> Ruling:
    return rule_on_counting(contest_of(RULES, contest), preset(rule), RULES)


def seats_of(row: str, contest: str, stated: int | None, granted: int | None = None) -> Ruling:
    found = {each.id: each for each in contests_of(RULES, granted_delegates=granted)}
    clause = Clause(None, OF_99[contest].cite, row)
    return figure(clause, found[contest].seats if contest in found else 0, stated)


def first_by_alphabet(one: str, other: str, stated: str) -> Ruling:
    names = [one, other]
    order = lot_order(OREGON_2023, [parse_name(name) for name in names])
    settled = "a lot" if order.equal else names[order.order[0]]
    return figure(RULES.ties.equal_names if order.equal else RULES.ties.method, settled, stated)


def marked(candidates: Sequence[int], stated: tuple[int, ...]) -> Ruling:
    return figure(RULES.write_ins, read_marks(candidates, candidates=4, seats=2).ranking, stated)


def filled(contest_id: str, people: str, rule: str, seats: int, cast: Mapping[str, int]) -> Filled:
    """A contest of candidates a, b, c ..., counted by `rule`; without ballots it is declared."""
    contest, count = OF_99[contest_id], None
    if cast:
        rankings = [[*map(people.index, marks)] for marks in cast for _ in range(cast[marks])]
        lots = range(len(people))
        count = count_contest(
            contest_id, people, seats=seats, rule=preset(rule), lots=lots, rankings=rankings
        )
    of = (contest_id, contest.title, contest.group, contest.cite)
    return Filled(*of, seats, [*people], [*people], count)


PRESIDENT = filled("president", "ax", "irv", 1, {"a": 9, "x": 2})
DIRECTOR = filled("director-benton", "abc", "irv", 1, {"ac": 8, "b": 6, "ca": 4})
BARGAINING = filled("bargaining-district-4", "abc", "irv", 1, {"ac": 8, "b": 6, "ca": 4})
ALTERNATES = filled("bargaining-alternates", "ade", "stv-wigm", 2, {"ae": 9, "d": 6, "e": 2})
DELEGATES = filled("delegates", "abcd", "plurality", 2, {"a": 9, "b": 8, "c": 7, "d": 6})


def sits(row: str, body: str, stated: str, *contests: Filled, choice: str = "") -> Ruling:
    """Whether these people sit in the end, told by the clause that each of their seats rests on."""
    before = [HeldBefore("president", "p", "p")]
    rules, choices = SeatRules.of(RULES), {"a": choice} if choice else {}
    found = seat(contests, rules, choices, before)
    own = [each for each in found.seats if each.contest == body]
    cites = "; ".join(each.cite + each.because for each in own)
    is_so = "".join(each.member for each in own)
    return figure(Clause(None, cites or "nobody", row), is_so, stated)


def facts_of(**changes: Any) -> Facts:
    member = Member("7", kind=Kind.ACTIVE, in_bargaining_unit=True)
    return replace(Facts(member, (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)), **changes)


LAPSED = (StandingPeriod(date(2020, 1, 1), date(2028, 1, 15), Status.GOOD),)
FREE = Vacancy(OF_99["director-lane"], date(2028, 1, 16), resigned=False)


def due(contest: str, stated: date | None) -> Ruling:
    clock = vacancy_clock(replace(FREE, contest=contest_of(RULES, contest)), RULES)
    return figure(clock, clock.due, stated)


def petition(valid: int, eligible: int) -> Ruling:
    matches = [Match(Signer(line, "", ""), Outcome.VALID) for line in range(valid)]
    return rule_on_petition(petition_named(RULES, "removal"), matches, eligible)


def question(name: str, yes: int, no: int, present: int) -> Ruling:
    asked = question_named(RULES, name)
    rule = counting_rule(asked, eligible=60, present=present)
    counted = count_contest(
        name, ["yes", "no"], seats=1, rule=rule, lots=(0, 1), rankings=[[0]] * yes + [[1]] * no
    )
    verdict = counted.tabulation.verdict
    assert verdict is not None
    return Ruling((Finding(asked.rule, verdict.carried, asked.cite, verdict.says),))


def with_six_months(standing: list[dict[str, str]]) -> Ruling:
    path = "membership.months_before_nomination"
    rules = adopt("homecare_local_99", [Setting(path, 6, "As M2.", "Chair", date(2027, 9, 1))])
    return at_99("stand", "president", rules=rules, standing=standing)


def changed(*, opened: bool) -> Ruling:
    path = "membership.months_before_nomination"
    found = rule_on_setting(path, RULES, nominations_opened=opened, ballot_frozen=False)
    return Ruling((replace(found, rule="H26"),))


TERM = {"term_begins": "2028-05-01"}
CASES = [
    Case("H1", "an active member in good standing votes", lambda: vote(), True, ART + "II"),
    Case("H1", "on leave", lambda: vote(member={"kind": "on_leave"}), True, "decision 0001"),
    Case("H1", "retired", lambda: vote(member={"kind": "retired"}), False, "decision 0001"),
    Case("H1", "associate", lambda: stand(member={"kind": "associate"}), False, ART + "II"),
    Case("H1", "fee payer", lambda: vote(member={"kind": "agency_fee"}), False, ART + "II"),
    Case("H1", "no kind", lambda: vote(member={"kind": ""}), False, ART + "II"),
    Case("H1", "outside the unit", lambda: vote(member={"in_bargaining_unit": "no"}), False, "II"),
    Case("H1", "unit unknown", lambda: vote(member={"in_bargaining_unit": None}), False, "II"),
    Case("H1", "suspended", lambda: vote(standing=since("2020-01-01", "suspended")), False, "II"),
    Case("H1", "withdrawn", lambda: stand(standing=since("2020-01-01", "withdrawn")), False, "II"),
    Case("H1", "lapsed today", lambda: vote(standing=since("2028-02-01", "lapsed")), False, "II"),
    Case("H1", "good from today", lambda: vote(standing=since("2028-02-01")), True, "II"),
    Case("H1", "good until today", lambda: vote(standing=since("2020-01-01", to="2028-02-01")), True, "II"),
    Case("H1", "good until yesterday", lambda: vote(standing=since("2020-01-01", to="2028-01-31")), False, "II"),
    Case("H1", "good from tomorrow", lambda: vote(standing=since("2028-02-02")), False, "II"),
    Case("H1", "dues with the employer", lambda: vote(standing=since("2020-01-01", "employer_delay")), True, "29 CFR 452.37"),
    Case("H1", "standing unknown", lambda: stand(standing=None), False, ART + "II"),
    Case("H2", "May 1 of an even year", lambda: dates(RULES, "H2", **TERM), True, ART + "III s.1"),
    Case("H2", "an odd year", lambda: dates(RULES, "H2", term_begins="2027-05-01"), False, "III s.1"),
    Case("H2", "May 2", lambda: dates(RULES, "H2", term_begins="2028-05-02"), False, "III s.1"),
    Case("H2", "the next term", lambda: figure(RULES.terms.years, next_term(RULES.terms, date(2026, 5, 1)), date(2028, 5, 1)), True, "III s.1"),
    Case("H3", "three on the committee", lambda: rule_on_committee(3, RULES), True, "III s.2"),
    Case("H3", "two on the committee", lambda: rule_on_committee(2, RULES), False, "III s.2"),
    Case("H3", "off the committee", lambda: stand(), True, "III s.2(b)"),
    Case("H3", "on the committee", lambda: stand(committee=True), False, "III s.2(b)"),
    Case("H3", "nobody knows", lambda: stand(committee=None), False, "III s.2(b)"),
    Case("H3", "a candidate is appointed", lambda: rule_on_appointment(["President"], RULES), False, "III s.2(b)"),
    Case("H3", "a majority signs", lambda: figure(RULES.committee.signers_majority, signers_needed(5, RULES), 3), True, "decision 0002"),
    Case("H3", "one signs for three", lambda: figure(RULES.committee.signers_at_least, signers_needed(3, RULES), 1), False, "decision 0002"),
    Case("H7", "lives in the district", lambda: stand("bargaining-district-3"), True, ART + "IV s.2"),
    Case("H7", "lives in another", lambda: stand("director-lane"), False, ART + "III s.6"),
    Case("H7", "county unknown", lambda: stand("director-lane", member=lives("")), False, "IV s.2"),
    Case("H7", "county in capitals", lambda: stand("bargaining-district-4", member=lives("LANE COUNTY")), True, "IV s.2"),
    Case("H7", "from abroad, assigned", lambda: stand("bargaining-district-1", member=lives("Clark", "WA", 1)), True, "IV s.2"),
    Case("H7", "from abroad, assigned elsewhere", lambda: stand("bargaining-district-2", member=lives("Clark", "WA", 1)), False, "IV s.2"),
    Case("H7", "from abroad, unassigned", lambda: stand("bargaining-district-1", member=lives("Clark", "WA")), False, "IV s.2"),
    Case("H8", "delegates by most votes", lambda: counted_by("delegates", "plurality"), True, "III s.7"),
    Case("H8", "delegates by ranks", lambda: counted_by("delegates", "stv-wigm"), False, "III s.7"),
    Case("H9", "President by ranks", lambda: counted_by("president", "irv"), True, "III s.7"),
    Case("H9", "Director by ranks", lambda: counted_by("director-multnomah", "stv-scottish"), True, "III s.7"),
    Case("H9", "President by most votes", lambda: counted_by("president", "plurality"), False, "III s.7"),
    Case("H9", "Bargaining Team by a question", lambda: counted_by("bargaining-district-1", "question"), False, "III s.7"),
    Case("H10", "top five of seven", lambda: rule_on_ranking_limit(5, 7, 1, RULES), True, "III s.7"),
    Case("H10", "top four of seven", lambda: rule_on_ranking_limit(4, 7, 1, RULES), False, "III s.7"),
    Case("H10", "fewer than the seats", lambda: rule_on_ranking_limit(6, 9, 7, RULES), False, "III s.7"),
    Case("H10", "as many as run for more seats", lambda: rule_on_ranking_limit(5, 5, 7, RULES), True, "III s.7"),
    Case("H10", "three of four", lambda: rule_on_ranking_limit(3, 4, 1, RULES), True, "III s.7"),
    Case("H11", "the practice of 2022", lambda: figure(RULES.counting.one_seat, OF_99["president"].rule, "irv-ten-percent"), True, "practice of 2022"),
    Case("H11", "one seat's rule for seven", lambda: counted_by("director-multnomah", "irv"), False, "decision 0006"),
    Case("H11", "several seats", lambda: figure(RULES.counting.several_seats, OF_99["director-multnomah"].rule, "stv-wigm"), True, "decision 0006"),
    Case("H12", "no other accepted", lambda: stand(), True, ART + "III s.8"),
    Case("H12", "another statewide one accepted", lambda: stand(accepted=["vice-president"]), False, "III s.8"),
    Case("H12", "a director's besides", lambda: stand(accepted=["director-polk-yamhill"]), True, "III s.8"),
    Case("H15", "a director's seat besides a statewide one", lambda: stand("director-polk-yamhill", accepted=["president"]), True, "IV s.1"),
    Case("H12", "accepted ones unknown", lambda: stand(accepted=None), False, "III s.8"),
    Case("H12", "of two Council seats statewide stands", lambda: sits("H12", "director-benton", "a", PRESIDENT, DIRECTOR), False, "decision 0007"),
    Case("H12", "by choice the other", lambda: sits("H12", "president", "x", PRESIDENT, DIRECTOR, choice="director-benton"), True, "III s.8"),
    Case("H13", "a name written in is void, the rest counts", lambda: marked([1, WRITE_IN], (1,)), True, "III s.9"),
    Case("H13", "a name written in counts", lambda: marked([1, WRITE_IN], (1, WRITE_IN)), False, "III s.9"),
    Case("H14", "Garza before Garcia", lambda: first_by_alphabet("Garcia, Luis", "Garza, Ana", "Garza, Ana"), True, "III s.10"),
    Case("H14", "Garcia before Garza", lambda: first_by_alphabet("Garcia, Luis", "Garza, Ana", "Garcia, Luis"), False, "III s.10"),
    Case("H14", "equal names by a lot", lambda: first_by_alphabet("García, Ana", "Garcia, Ana", "a lot"), True, "decision 0005"),
    Case("H15", "seven seats of Multnomah", lambda: seats_of("H15", "director-multnomah", 7), True, "IV s.1"),
    Case("H15", "three seats of Multnomah", lambda: seats_of("H15", "director-multnomah", 3), False, "IV s.1"),
    Case("H15", "from a named county", lambda: stand("director-polk-yamhill"), True, "IV s.1"),
    Case("H15", "from the district's other county", lambda: stand("director-marion"), False, "IV s.1"),
    Case("H15", "the whole district votes", lambda: vote("director-marion"), True, "IV s.1"),
    Case("H15", "another district votes", lambda: vote("director-lane"), False, "IV s.1"),
    Case("H15", "from abroad, county not named", lambda: stand("director-multnomah", member=lives("Clark", "WA", 1)), False, "IV s.1"),
    Case("H15", "from abroad, county named", lambda: stand("director-multnomah", member=lives("Clark", "WA", 1), nearest_county="Multnomah"), True, "IV s.1"),
    Case("H16", "the district votes", lambda: vote("bargaining-district-3"), True, ART + "XI s.1"),
    Case("H16", "another district votes", lambda: vote("bargaining-district-4"), False, "XI s.1"),
    Case("H16", "a district's winner leaves the alternates", lambda: sits("H16", "bargaining-alternates", "de", BARGAINING, ALTERNATES), True, "XI s.1"),
    Case("H16", "and does not stay there", lambda: sits("H16", "bargaining-alternates", "ad", BARGAINING, ALTERNATES), False, "XI s.1"),
    Case("H17", "officers are delegates", lambda: sits("H17", "general-council", "ac", PRESIDENT, DIRECTOR), True, "VI s.1(g)"),
    Case("H17", "officers bargain", lambda: sits("H17", "bargaining-team", "a", PRESIDENT), True, "VI s.1(j)"),
    Case("H17", "directors bargain", lambda: sits("H17", "bargaining-team", "ac", PRESIDENT, DIRECTOR), False, "VI s.1(j)"),
    Case("H17", "the past President is on the Council", lambda: sits("H17", "homecare-council", "p", PRESIDENT), True, "VI s.2(b)"),
    Case("H17", "the past President is a delegate", lambda: sits("H17", "general-council", "ap", PRESIDENT), False, "VI s.1(g)"),
    Case("H18", "a steward", lambda: stand("chief-steward-homecare"), True, ART + "VI s.5(a)"),
    Case("H18", "of the other kind", lambda: stand("chief-steward-personal-support"), True, "decision 0004"),
    Case("H18", "no steward", lambda: stand("chief-steward-homecare", member={"steward": "none", "steward_since": ""}), False, "VI s.5(a)"),
    Case("H18", "of a work location", lambda: stand("chief-steward-homecare", member={"steward": "work_location"}), False, "VI s.5(a)"),
    Case("H18", "from today", lambda: stand("chief-steward-homecare", member={"steward_since": "2028-02-01"}), True, "VI s.5(a)"),
    Case("H18", "from tomorrow", lambda: stand("chief-steward-homecare", member={"steward_since": "2028-02-02"}), False, "VI s.5(a)"),
    Case("H18", "since when unknown", lambda: stand("chief-steward-homecare", member={"steward_since": ""}), False, "VI s.5(a)"),
    Case("H19", "membership lost", lambda: keeps_position(facts_of(standing=LAPSED), RULES, on=ON), False, "VI s.7"),
    Case("H19", "after 29 days", lambda: may_fill(FREE, RULES, on=date(2028, 2, 14)), False, "VI s.7"),
    Case("H19", "after 30 days", lambda: may_fill(FREE, RULES, on=date(2028, 2, 15)), True, "VI s.7"),
    Case("H19", "resigned", lambda: may_fill(replace(FREE, resigned=True), RULES, on=date(2028, 1, 16)), True, "VI s.7"),
    Case("H19", "the lapse is cured", lambda: may_ask_back(facts_of(), FREE, RULES, filled=False, on=ON), True, "VI s.7"),
    Case("H19", "and the seat is filled", lambda: may_ask_back(facts_of(), FREE, RULES, filled=True, on=ON), False, "VI s.7"),
    Case("H19", "not cured", lambda: may_ask_back(facts_of(standing=LAPSED), FREE, RULES, filled=False, on=ON), False, "VI s.7"),
    Case("H20", "a Director within three months", lambda: due("director-lane", date(2028, 4, 16)), True, "VI s.9"),
    Case("H20", "a Director within four", lambda: due("director-lane", date(2028, 5, 16)), False, "VI s.9"),
    Case("H20", "the President as soon as may be", lambda: due("president", None), True, "VI s.3(b)"),
    Case("H20", "the Secretary-Treasurer too", lambda: due("secretary-treasurer", None), True, "VI s.8"),
    Case("H21", "the next highest vote-getter", lambda: sits("H21", "delegates", "bc", PRESIDENT, DELEGATES), True, ART + "X"),
    Case("H21", "the next ranked of a bargaining seat", lambda: sits("H21", "bargaining-district-4", "c", PRESIDENT, BARGAINING), True, "decision 0008"),
    Case("H21", "the last eliminated", lambda: sits("H21", "bargaining-district-4", "b", PRESIDENT, BARGAINING), False, "decision 0008"),
    Case("H22", "167 granted", lambda: seats_of("H22", "delegates", 122, 167), True, ART + "X"),
    Case("H22", "not granted yet", lambda: seats_of("H22", "delegates", None), True, ART + "X"),
    Case("H22", "as many as the Council", lambda: seats_of("H22", "delegates", 45, 45), False, ART + "X"),
    Case("H23", "14 months before", lambda: dates(RULES, "H23", bargaining_seated="2028-04-30", contract_expires="2029-06-30"), True, "XI s.1"),
    Case("H23", "a day too late", lambda: dates(RULES, "H23", bargaining_seated="2028-05-01", contract_expires="2029-06-30"), False, "XI s.1"),
    Case("H24", "ten percent sign", lambda: petition(101, 1001), True, ART + "VII"),
    Case("H24", "one too few", lambda: petition(100, 1001), False, ART + "VII"),
    Case("H24", "two thirds of those present", lambda: question("removal", 20, 5, 30), True, ART + "VII"),
    Case("H24", "two thirds of the votes alone", lambda: question("removal", 19, 5, 30), False, ART + "VII"),
    Case("H24", "after 46 days", lambda: dates(RULES, "H24", petition_validated="2028-01-01", removal_vote="2028-02-16"), False, ART + "VII"),
    Case("H25", "a majority endorses", lambda: question("resolution", 11, 10, 30), True, ART + "XIV"),
    Case("H25", "half does not", lambda: question("resolution", 10, 10, 30), False, ART + "XIV"),
    Case("H25", "two thirds amend", lambda: question("amendment", 20, 10, 30), True, ART + "XV"),
    Case("H25", "fewer do not", lambda: question("amendment", 19, 10, 30), False, ART + "XV"),
    Case("H26", "none are asked for", lambda: figure(RULES.membership.months_before_nomination, 0, 0), True, "decision 0009"),
    Case("H26", "six where so set", lambda: with_six_months(since("2027-08-01")), True, "set by Chair on 2027-09-01"),
    Case("H26", "a day short of six", lambda: with_six_months(since("2027-08-02")), False, "set by Chair on 2027-09-01"),
    Case("H26", "changed before nominations", lambda: changed(opened=False), True, "29 CFR 452"),
    Case("H26", "changed after they opened", lambda: changed(opened=True), False, "29 CFR 452"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_row(case: Case) -> None:
    check(case)


def test_every_row_is_met_by_a_case_and_broken_by_another() -> None:
    assert lacking(ROWS, CASES) == []
    assert {case.id for case in CASES} == ROWS
