"""Each row of RULES part M that the core carries out, passed and failed, on the real profile.

M16, M28 and M30 are acts of people and settings: tests/web holds what the service does of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core.adoptable import rule_on_channels, rule_on_counting
from app.core.allotments import Allotted
from app.core.apportionment import apportion, apportionment
from app.core.board_seats import Officer, seat_board
from app.core.clause import Clause
from app.core.contest_making import run_off_between
from app.core.contests import contests_of
from app.core.counting import Profile, preset, tabulate
from app.core.derived_seats import Elected, convention_delegates
from app.core.eligibility import may_vote
from app.core.facts import Facts
from app.core.nominations import (
    choice_needed,
    is_uncontested,
    rule_on_floor,
    rule_on_statement,
    rule_on_written,
)
from app.core.petitions import Match, Outcome, Signer, petition_named, rule_on_petition
from app.core.questions import counting_rule, question_named, rule_on_effect
from app.core.results import count_contest
from app.core.roll import Kind, Member, OfficeHeld, StandingPeriod, Status
from app.core.roster import Installed, roster_after
from app.core.ruling import Finding, Ruling
from app.core.standing import suspended_from
from app.core.stewards import steward_contests
from app.core.vacancies import (
    Vacancy,
    is_at_large_by_now,
    vacancy_clock,
    vacated_by,
)
from app.profiles.adopting import Setting, adopt
from tests.rules.asking import LOCAL_509 as RULES
from tests.rules.asking import (
    OF_509,
    Case,
    at_509,
    check,
    contest_of,
    dates,
    figure,
    ids,
    lacking,
    members,
)

ROWS = {f"M{number}" for number in range(1, 30)} - {"M16", "M28"}
ART = "Local 509 Constitution Art. "
APP = "Local 509 Constitution App. A s."
ON = date(2027, 10, 16)


def stand(contest: str = "treasurer", on: str = "2027-10-16", **facts: Any) -> Ruling:
    return at_509("stand", contest, on, **facts)


def vote(contest: str | None = None, **facts: Any) -> Ruling:
    return at_509("vote", contest, **facts)


def periods(*given: str) -> list[dict[str, str]]:
    """Standing written "good 2020-01-01 2027-04-30"; without an end it is still running."""
    rows = [(*each.split(), "")[:3] for each in given]
    return [{"status": status, "from": start, "to": end} for status, start, end in rows]


PAID_ON_MAY_2 = periods(
    "good 2020-01-01 2027-04-30", "suspended 2027-05-01 2027-05-01", "good 2027-05-02"
)
SUSPENDED_LAST_YEAR = periods(
    "good 2020-01-01 2026-04-30", "suspended 2026-05-01 2026-05-14", "good 2026-05-15"
)
NEW = periods("good 2027-09-01")


def suspended(due: date, stated: date) -> Ruling:
    """From when dues that were due on a day, and stay unpaid, suspend the member."""
    clause = RULES.membership.suspended_after_months
    assert clause is not None
    return figure(clause, suspended_from(due, clause.value), stated)


def readmitted(standing: list[dict[str, str]]) -> Ruling:
    """Whether readmission after a suspension leaves the six months before nomination whole."""
    clause, ruling = RULES.membership.suspended_after_months, stand(standing=standing)
    assert clause is not None
    (months,) = (row for row in ruling.findings if row.rule == "M2")
    cite = clause.cite if months.met or clause.cite in months.says else "not told"
    return Ruling((replace(months, rule="M3", cite=cite),))


def waived(unit: str, on: str = "2027-09-15", **member: str) -> Ruling:
    granted = [{"unit": unit, "granted_by": "SEIU International", "on": on}]
    return stand(standing=NEW, waivers=granted, member=member)


def not_waived(unit: str, on: str = "2027-09-15", **member: str) -> Ruling:
    """A waiver that does not help: the six months refuse, and no waiver is cited."""
    refused = waived(unit, on, **member)
    assert [row.rule for row in refused.findings if not row.met] == ["M2"]
    clause = RULES.membership.waivers
    assert clause is not None
    return figure(clause, refused.granted, True)


def semester(name: str, classes: int = 1, expected: bool = False) -> dict[str, Any]:
    return {"semester": name, "classes": classes, "expected": expected}


COMING = semester("2028-spring", 0, expected=True)
TAUGHT = semester("2027-spring")


def teaches(*rows: Mapping[str, Any], on: str = "2027-10-16", **changes: Any) -> Ruling:
    member = {"chapter": "Higher Education Chapter", "region": ""}
    facts = {"standing": NEW, "employment": [*rows], **changes}
    return stand("treasurer", on, member=member, **facts)


def term(
    start: int, full: str = "yes", unit: str = "", how: str = "elected", end: str = ""
) -> dict[str, str]:
    own = {"office": "president", "unit": unit, "full_term": full, "how": how}
    return own | {"term_start": f"{start}-12-15", "term_end": end or f"{start + 3}-12-14"}


def president(*offices: Mapping[str, str], on: str = "2027-10-16", of: str = "president") -> Ruling:
    return stand(of, on, offices=[*offices])


def stands_by_default(names: str, stated: str) -> Ruling:
    chosen = choice_needed([contest_of(RULES, name) for name in names.split()], RULES)
    assert chosen is not None
    row, contest = chosen
    return figure(row, contest.id, stated)


def held(office: str, unit: str = "") -> OfficeHeld:
    return OfficeHeld(office, unit, date(2025, 12, 15), date(2028, 12, 14), True, "elected")


def vacates(won: str, office: OfficeHeld, stated: bool) -> Ruling:
    found = vacated_by([office], contest_of(RULES, won), RULES, on=date(2027, 6, 1))
    assert RULES.lower_office_vacated is not None
    return figure(RULES.lower_office_vacated, bool(found), stated)


GOOD = (StandingPeriod(date(2020, 1, 1), None, Status.GOOD),)


def of_chapter(number: str, chapter: str = "dta") -> Facts:
    return Facts(Member(number, kind=Kind.ACTIVE, chapter=chapter), GOOD)


def floor(contest: str, mover: Facts, seconder: Facts | None) -> Ruling:
    return rule_on_floor(mover, seconder, contest_of(RULES, contest), RULES, on=ON)


def written(contest: str, nominator: Facts) -> Ruling:
    ruling = rule_on_written(nominator, contest_of(RULES, contest), RULES, on=ON)
    clause = vacancy_clock(Vacancy(contest_of(RULES, contest), ON, True), RULES)
    says = "The nomination in writing stands." if ruling.granted else "It does not stand."
    return Ruling((Finding(clause.rule, ruling.granted, clause.cite, says),))


def terms_of(stated_end: date) -> Ruling:
    """The roster that a certificate begins, for the term of the bylaws."""
    start = date(2028, 12, 15)
    won = [Installed("7", OF_509["treasurer"], "elected")]
    roster = roster_after({}, won, RULES, begins=start)
    return figure(RULES.terms.years, roster["7"][0].term_end, stated_end)


def declared(candidates: int, seats: int) -> Ruling:
    met = is_uncontested(candidates, seats, RULES)
    clause = RULES.uncontested
    return Ruling((Finding(clause.rule, met, clause.cite, f"{candidates} for {seats}."),))


def by_channels(*used: str, adopted: tuple[str, ...] = ()) -> Ruling:
    rules = RULES
    if adopted:
        choice = Setting("channels", [*adopted], "Adopted by the board.", "JEB", date(2027, 8, 1))
        rules = adopt("local_509", [choice])
    return rule_on_channels(used, rules)


def counted_by(contest: str, rule: str, **settings: str) -> Ruling:
    adopted = preset(rule).with_parameters(settings)
    return rule_on_counting(contest_of(RULES, contest), adopted, RULES)


def in_run_off(member: str) -> Ruling:
    """Who may stand in the run-off of two who tied, where a committee has adopted run-offs."""
    choice = Setting("ties.method", "run-off", "Adopted by the authority.", "AAA", date(2027, 8, 1))
    clause = adopt("local_509", [choice]).ties.method
    tied = run_off_between(OF_509["treasurer"], ["1", "2"], 1, clause)
    met = member in tied.conditions[-1].values
    return Ruling((Finding(clause.rule, met, clause.cite, tied.conditions[-1].says),))


OFFICERS = [
    Elected("J1", "jeb", 40),
    Elected("J2", "jeb", None),
    Elected("J3", "jeb", 90),
    Elected("T", "trustees", 10),
    Elected("P", "president", None),
    Elected("B", "board", 900),
]


def delegates(places: int, stated: str) -> Ruling:
    assert RULES.convention is not None
    lots = [each.member for each in OFFICERS]
    found = convention_delegates(OFFICERS, places, lots, RULES)
    return figure(RULES.convention.order, " ".join(row.member for row in found), stated)


def seats_for(rule: str, members: int, stated: int) -> Ruling:
    share = apportion(apportionment(RULES, rule), members)
    return figure(apportionment(RULES, rule), share.seats, stated)


PUBLIC_SAFETY = members(299, chapter="public-safety", region="North") + members(
    51, 1000, chapter="public-safety"
)


def seats_of(row: str, contest: str, stated: int | None, roll: list[Member]) -> Ruling:
    found = {each.id: each for each in contests_of(RULES, roll=roll)}
    clause = Clause(None, found[contest].cite if contest in found else "none", row)
    return figure(clause, found[contest].seats if contest in found else 0, stated)


def of_region_1(size: int) -> list[Member]:
    return members(size, chapter="dta", region="Region 1")


DISABILITY = "rehabilitation-board-disability-determination"


def guaranteed(stated: str) -> Ruling:
    """Four seats among a to e, of whom d alone is of Worcester and e alone of Boston."""
    kept = contest_of(RULES, DISABILITY).guarantees
    rule = preset("plurality-guaranteed").with_parameters(
        {"guarantee": ",".join(f"{each.name}:{each.seats}" for each in kept)}
    )
    groups = {3: kept[0].name, 4: kept[1].name}
    cast = [[0]] * 9 + [[1]] * 8 + [[2]] * 7 + [[3]] * 2 + [[4]]
    profile = Profile.from_rankings(5, cast)
    found = tabulate(profile, rule, seats=4, lots=range(5), groups=groups)
    assert RULES.counting.guaranteed is not None
    elected = "".join("abcde"[each] for each in sorted(found.elected))
    return figure(RULES.counting.guaranteed, elected, stated)


def run_off_due(vice_presidents: int, stated: bool) -> Ruling:
    officers = [
        Officer(f"V{each}", contest_of(RULES, f"dta-vice-president-region-{each}"), 5)
        for each in range(1, vice_presidents + 1)
    ]
    found = seat_board(RULES, [Allotted("dta", 4, run_off=4)], officers, {})
    clause = next(row for row in RULES.allotments if row.chapter == "dta")
    return figure(clause, bool(found.run_offs), stated)


def at_large(contest: str, on: date, stated: bool) -> Ruling:
    seat = Vacancy(contest_of(RULES, contest), date(2027, 1, 31), True)
    clause = Clause(None, APP + "13; App. A s.15", "M21")
    return figure(clause, is_at_large_by_now(seat, RULES, on=on), stated)


def board_by_institution(seats: int, stated: str) -> Ruling:
    found = seat_board(
        RULES,
        [Allotted("higher-education", seats, derived=seats)],
        [
            Officer("l", contest_of(RULES, "higher-education-board-lesley-unit"), 9, "lesley"),
            Officer("t", contest_of(RULES, "higher-education-board-tufts-unit"), 1, "tufts"),
        ],
        {"higher-education": {"tufts": 900, "lesley": 400}},
    )
    cite = "; ".join(row.cite for row in found.seats)
    is_so = " ".join(row.member for row in found.seats)
    return figure(Clause(None, cite, "M22"), is_so, stated)


def stewards(size: int, stated: int) -> Ruling:
    (contest,) = steward_contests(RULES, members(size, work_location="Taunton"))
    return figure(Clause(None, contest.cite, "M23"), contest.seats, stated)


def steward_electorate(work_location: str) -> Ruling:
    contest = contest_of(RULES, "steward-taunton")
    facts = replace(
        of_chapter("7"), member=replace(of_chapter("7").member, work_location=work_location)
    )
    return may_vote(facts, RULES, on=ON, contest=contest)


def question(
    name: str, yes: int, no: int, abstain: int = 0, *, present: int | None = None
) -> Ruling:
    asked = question_named(RULES, name)
    counted = count_contest(
        name,
        ["yes", "no", "abstain"],
        seats=1,
        rule=counting_rule(asked, eligible=1000, present=present),
        lots=(0, 1, 2),
        rankings=[[0]] * yes + [[1]] * no + [[2]] * abstain,
    )
    verdict = counted.tabulation.verdict
    assert verdict is not None
    return Ruling((Finding(asked.rule, verdict.carried, asked.cite, verdict.says),))


def approved(by_the_international: bool) -> Ruling:
    asked = question_named(RULES, "amendment")
    return rule_on_effect(asked, carried=True, approved=by_the_international)


def petition(valid: int) -> Ruling:
    matches = [Match(Signer(line, "", ""), Outcome.VALID) for line in range(valid)]
    return rule_on_petition(petition_named(RULES, "amendment"), matches, 20_000)


SAFETY = {"chapter": "Chapter of Public Safety", "region": "North"}
OFFICER = {**SAFETY, "job_title": "Correction Program Officer"}
PH = {"chapter": "public-health", "region": ""}
DPH = {**PH, "agency": "Department of Public Health"}
MEETING = {"membership_meeting": "2028-10-14"}

CASES = [
    Case("M1", "an active member", lambda: vote(), True, ART + "III"),
    Case("M1", "retired, who may run too", lambda: stand(member={"kind": "retired"}), True, "App. B"),
    Case("M1", "on leave", lambda: stand(member={"kind": "on_leave"}), True, ART + "III s.1"),
    Case("M1", "associates do not vote", lambda: vote(member={"kind": "associate"}), False, "App. B"),
    Case("M1", "associates do not run", lambda: stand(member={"kind": "associate"}), False, "App. B"),
    Case("M1", "fee payers are no members", lambda: vote(member={"kind": "agency_fee"}), False, ART + "III"),
    Case("M1", "suspended", lambda: vote(standing=periods("suspended 2027-10-01")), False, ART + "III s.3"),
    Case("M1", "no standing on record", lambda: vote(standing=[]), False, ART + "III s.3"),
    Case("M1", "dues with the employer", lambda: vote(standing=periods("employer_delay 2027-09-01")), True, "29 CFR 452.37"),
    Case("M2", "six months to the day", lambda: stand(standing=periods("good 2027-04-16")), True, ART + "V s.7"),
    Case("M2", "a day short", lambda: stand(standing=periods("good 2027-04-17")), False, ART + "V s.7"),
    Case("M2", "August 31 counts from February 28", lambda: stand(on="2027-08-31", standing=periods("good 2027-02-28")), True, "V s.7"),
    Case("M2", "and not from March 1", lambda: stand(on="2027-08-31", standing=periods("good 2027-03-01")), False, "V s.7"),
    Case("M2", "in a leap year from February 29", lambda: stand(on="2028-08-31", standing=periods("good 2028-02-29")), True, "V s.7"),
    Case("M2", "and not from March 1", lambda: stand(on="2028-08-31", standing=periods("good 2028-03-01")), False, "V s.7"),
    Case("M2", "periods that touch", lambda: stand(standing=periods("good 2027-01-01 2027-06-30", "good 2027-07-01")), True, "V s.7"),
    Case("M2", "a day between", lambda: stand(standing=periods("good 2027-01-01 2027-06-29", "good 2027-07-01")), False, "V s.7"),
    Case("M2", "a month held by the employer", lambda: stand(standing=periods("good 2027-01-01 2027-05-31", "employer_delay 2027-06-01 2027-06-30", "good 2027-07-01")), True, "V s.7"),
    Case("M2", "in whatever order they stand", lambda: stand(standing=periods("good 2027-07-01", "good 2027-01-01 2027-06-30")), True, "V s.7"),
    Case("M3", "suspended from the first of the next month", lambda: suspended(date(2027, 4, 5), date(2027, 5, 1)), True, ART + "X s.3"),
    Case("M3", "suspended at two months owed", lambda: suspended(date(2027, 4, 5), date(2027, 6, 1)), False, "decision 0014"),
    Case("M4", "a waiver for the region", lambda: waived("Region 1"), True, ART + "V s.7"),
    Case("M4", "for the chapter", lambda: waived("Department of Transitional Assistance"), True, "V s.7"),
    Case("M4", "for the agency by its other name", lambda: waived("Department of Public Health", **PH, agency="dph"), True, "V s.7"),
    Case("M4", "for the institution", lambda: waived("Tufts", institution="Tufts"), True, "V s.7"),
    Case("M4", "for the bargaining unit", lambda: waived("unit 9", bargaining_unit="Unit 9"), True, "V s.7"),
    Case("M4", "for the work location", lambda: waived("Taunton", work_location="Taunton"), True, "V s.7"),
    Case("M4", "for the member", lambda: waived("M17", member_number="M17"), True, "V s.7"),
    Case("M3", "readmitted five months ago", lambda: readmitted(PAID_ON_MAY_2), False, ART + "X s.3"),
    Case("M3", "readmitted last year", lambda: readmitted(SUSPENDED_LAST_YEAR), True, ART + "X s.3"),
    Case("M4", "for another region", lambda: not_waived("Region 2"), False, "V s.7"),
    Case("M4", "for a job title", lambda: not_waived("Clerk", job_title="Clerk"), False, "V s.7"),
    Case("M4", "granted tomorrow", lambda: not_waived("Region 1", on="2027-10-17"), False, "V s.7"),
    Case("M4", "for a unit that is not on the roll", lambda: not_waived("Tufts"), False, "V s.7"),
    Case("M4", "granted today", lambda: waived("Region 1", on="2027-10-16"), True, "V s.7"),
    Case("M5", "taught and to teach", lambda: teaches(TAUGHT, COMING), True, ART + "V s.7"),
    Case("M5", "the fall before lies in the span", lambda: teaches(semester("2026-fall"), COMING), True, "V s.7"),
    Case("M5", "the summer before does not", lambda: teaches(semester("2026-summer"), COMING), False, "V s.7"),
    Case("M5", "a semester without a class", lambda: teaches(semester("2027-spring", 0), COMING), False, "V s.7"),
    Case("M5", "none to come", lambda: teaches(TAUGHT), False, "V s.7"),
    Case("M5", "the fall after begins in the span", lambda: teaches(TAUGHT, semester("2028-fall", 0, True)), True, "V s.7"),
    Case("M5", "the spring after that does not", lambda: teaches(TAUGHT, semester("2029-spring", 0, True)), False, "V s.7"),
    Case("M5", "summer ends on the first day of the span", lambda: teaches(semester("2026-summer"), COMING, on="2027-08-31"), True, "V s.7"),
    Case("M5", "and a day before it", lambda: teaches(semester("2026-summer"), COMING, on="2027-09-01"), False, "V s.7"),
    Case("M5", "in a semester now", lambda: teaches(semester("2027-fall", 1, True)), True, "V s.7"),
    Case("M5", "between classes no standing is asked for", lambda: teaches(TAUGHT, COMING, standing=[]), True, "V s.7"),
    Case("M5", "no file of employment", lambda: teaches(employment=None), False, "V s.7"),
    Case("M6", "signed", lambda: stand(), True, ART + "V s.8"),
    Case("M6", "not signed", lambda: stand(attested=False), False, "V s.8"),
    Case("M6", "nobody knows", lambda: stand(attested=None), False, "V s.8"),
    Case("M6", "found barred", lambda: stand(barred=True), False, "29 USC 504"),
    Case("M7", "one full term behind", lambda: president(term(2024)), True, ART + "V s.1"),
    Case("M7", "two consecutive terms", lambda: president(term(2021), term(2024)), False, "V s.1"),
    Case("M7", "two with a year out between", lambda: president(term(2019, end="2022-12-14"), term(2024)), True, "V s.1"),
    Case("M7", "two with less than a year out", lambda: president(term(2020, end="2023-12-16"), term(2024)), False, "V s.1"),
    Case("M7", "two, and a year out since", lambda: president(term(2018), term(2021, end="2026-10-15")), True, "V s.1"),
    Case("M7", "two, and a day less", lambda: president(term(2018), term(2021, end="2026-10-16")), False, "V s.1"),
    Case("M7", "part of a term besides", lambda: president(term(2021, "no"), term(2024)), True, "V s.1"),
    Case("M7", "part of a term between is no absence", lambda: president(term(2018), term(2021, "no"), term(2024)), False, "V s.1"),
    Case("M7", "appointed terms", lambda: president(term(2021, how="appointed"), term(2024)), True, "V s.1"),
    Case("M7", "declared elected twice", lambda: president(term(2021, how="declared"), term(2024, how="declared")), False, "V s.1"),
    Case("M7", "a chapter's President, of the local", lambda: president(term(2021, unit="dta"), term(2024, unit="dta")), True, "V s.1"),
    Case("M7", "a chapter's President, of the chapter", lambda: president(term(2021, unit="dta"), term(2024, unit="dta"), of="dta-president"), False, "V s.1"),
    Case("M7", "terms unknown", lambda: stand("president", offices=None), False, "V s.1"),
    Case("M8", "no other accepted", lambda: stand(), True, ART + "V s.1"),
    Case("M8", "another office accepted", lambda: stand(accepted=["dta-board-region-1"]), False, "V s.1"),
    Case("M8", "a steward's post accepted", lambda: stand(accepted=["steward-taunton"]), True, "V s.1"),
    Case("M8", "accepted ones unknown", lambda: stand(accepted=None), False, "V s.3"),
    Case("M8", "the highest stands by default", lambda: stands_by_default("dta-jeb treasurer trustees", "treasurer"), True, "decision 0019"),
    Case("M8", "a chapter's President goes before a Trustee", lambda: stands_by_default("trustees dta-president", "trustees"), False, "V s.1"),
    Case("M9", "the lower office falls vacant", lambda: vacates("president", held("president", "dta"), True), True, ART + "V s.1"),
    Case("M9", "the higher one does not", lambda: vacates("sergeant-at-arms", held("treasurer"), True), False, "V s.1"),
    Case("M10", "moved and seconded by the chapter", lambda: floor("dta-president", of_chapter("1"), of_chapter("2")), True, ART + "V s.3"),
    Case("M10", "moved by another chapter", lambda: floor("dta-president", of_chapter("1", "revenue"), of_chapter("2")), False, "V s.3"),
    Case("M10", "seconded by another chapter", lambda: floor("dta-president", of_chapter("1"), of_chapter("2", "revenue")), False, "V s.3"),
    Case("M10", "of the whole local by the body", lambda: floor("president", of_chapter("1"), of_chapter("2", "revenue")), True, "V s.3"),
    Case("M10", "not seconded", lambda: floor("president", of_chapter("1"), None), False, "V s.3"),
    Case("M10", "nominee of the chapter", lambda: stand("dta-president"), True, "V s.3"),
    Case("M10", "nominee of another chapter", lambda: stand("revenue-president"), False, "V s.3"),
    Case("M11", "three weeks of campaign", lambda: dates(RULES, "M11", **MEETING, voting_opens="2028-11-04"), True, ART + "V s.4"),
    Case("M11", "a day less", lambda: dates(RULES, "M11", **MEETING, voting_opens="2028-11-03"), False, "V s.4"),
    Case("M11", "a statement of 301 words", lambda: rule_on_statement("word " * 301, RULES), False, "decision 0018"),
    Case("M12", "October of an election year", lambda: dates(RULES, "M12", **MEETING), True, "V s.5"),
    Case("M12", "a year before", lambda: dates(RULES, "M12", membership_meeting="2027-10-16"), False, "V s.5"),
    Case("M12", "terms begin within two weeks", lambda: dates(RULES, "M12", count="2028-12-01", term_begins="2028-12-15"), True, "V s.5"),
    Case("M12", "a day later", lambda: dates(RULES, "M12", count="2028-12-01", term_begins="2028-12-16"), False, "V s.5"),
    Case("M12", "terms of three years", lambda: terms_of(date(2031, 12, 14)), True, "V s.5"),
    Case("M13", "one nominee", lambda: declared(1, 1), True, ART + "V s.6"),
    Case("M13", "three for three seats", lambda: declared(3, 3), True, "decision 0017"),
    Case("M13", "two nominees", lambda: declared(2, 1), False, "V s.6"),
    Case("M14", "by mail", lambda: by_channels("mail"), True, ART + "V s.10"),
    Case("M14", "electronically as well", lambda: by_channels("mail", "electronic"), False, "decision 0032"),
    Case("M14", "adopted", lambda: by_channels("mail", "electronic", adopted=("mail", "electronic")), True, "set by JEB"),
    Case("M15", "most votes", lambda: counted_by("treasurer", "plurality"), True, ART + "V s.11"),
    Case("M15", "ranks", lambda: counted_by("treasurer", "irv"), False, "V s.11"),
    Case("M15", "a run-off that nobody adopted", lambda: counted_by("treasurer", "plurality-run-off"), False, "decision 0020"),
    Case("M15", "in the run-off of those who tied", lambda: in_run_off("2"), True, "set by AAA"),
    Case("M15", "who did not tie", lambda: in_run_off("3"), False, "decision 0020"),
    Case("M17", "in the order of V.1", lambda: delegates(2, "P T"), True, ART + "V s.13"),
    Case("M17", "by votes where the limit splits an office", lambda: delegates(3, "P T J3"), True, "V s.13"),
    Case("M17", "declared elected last", lambda: delegates(5, "P T J3 J1 J2"), True, "V s.13"),
    Case("M17", "with chapter board members", lambda: delegates(6, "P T J3 J1 J2 B"), False, "V s.13"),
    Case("M18", "written by one of the chapter, no second", lambda: written("dta-president", of_chapter("1")), True, ART + "V s.14"),
    Case("M18", "by one of another chapter", lambda: written("dta-president", of_chapter("1", "revenue")), False, "V s.14"),
    Case("M18", "76 days before the meeting", lambda: dates(RULES, "M18", vacancy_noticed="2028-07-30", annual_meeting="2028-10-14"), True, "V s.14"),
    Case("M18", "75 days before it", lambda: dates(RULES, "M18", vacancy_noticed="2028-07-31", annual_meeting="2028-10-14"), False, "V s.14"),
    Case("M19", "300 members", lambda: seats_for("jeb", 300, 1), True, ART + "IV s.2.B"),
    Case("M19", "301 members", lambda: seats_for("jeb", 301, 2), True, "decision 0022"),
    Case("M19", "299 members, two seats", lambda: seats_for("jeb", 299, 2), False, "VII s.1"),
    Case("M19", "one member", lambda: seats_for("jeb", 1, 1), True, "VII s.1"),
    Case("M20", "150 of a region", lambda: seats_of("M20", "dta-board-region-1", 1, of_region_1(150)), True, APP + "1"),
    Case("M20", "151 of a region", lambda: seats_of("M20", "dta-board-region-1", 2, of_region_1(151)), True, APP + "1"),
    Case("M20", "151, one seat", lambda: seats_of("M20", "dta-board-region-1", 1, of_region_1(151)), False, APP + "1"),
    Case("M20", "four more to make a board of seven", lambda: seats_of("M20", "mental-health-board-at-large", 4, members(9, chapter="mental-health")), True, APP + "3"),
    Case("M20", "of the region", lambda: stand("dta-board-region-1"), True, APP + "1"),
    Case("M20", "of another region", lambda: stand("dta-board-region-2"), False, APP + "1"),
    Case("M20", "region unknown", lambda: stand("dta-board-region-1", member={"region": ""}), False, APP + "1"),
    Case("M20", "of the job title", lambda: stand("public-safety-board-north", member=OFFICER), True, APP + "14"),
    Case("M20", "of another job title", lambda: stand("public-safety-board-north", member={**SAFETY, "job_title": "Parole Officer"}), False, APP + "14"),
    Case("M20", "at a facility", lambda: vote("public-health-board-hospitals", member={**DPH, "facility": "Tewksbury Hospital"}), True, APP + "8"),
    Case("M20", "at none", lambda: vote("public-health-board-hospitals", member=DPH), False, APP + "8"),
    Case("M20", "of another agency", lambda: vote("public-health-board-dph", member={**PH, "agency": "DYS"}), False, APP + "8"),
    Case("M20", "elected by the chapter from an agency", lambda: vote("blind-board-mcb", member={"chapter": "blind", "region": "", "agency": "dia"}), True, APP + "9"),
    Case("M20", "proposals 120 days before", lambda: dates(RULES, "M20", board_proposals="2028-07-15", voting_opens="2028-11-12"), True, ART + "IV s.2.D.2"),
    Case("M20", "119 days before", lambda: dates(RULES, "M20", board_proposals="2028-07-16", voting_opens="2028-11-12"), False, "IV s.2.D.2"),
    Case("M21", "one of Worcester and one of Boston sit", lambda: guaranteed("abde"), True, "App. A s.5"),
    Case("M21", "the four with most votes", lambda: guaranteed("abcd"), False, "App. A s.5"),
    Case("M21", "the rule keeps the places", lambda: counted_by(DISABILITY, "plurality-guaranteed", guarantee="Worcester office:1,Boston office:1"), True, "App. A s.5"),
    Case("M21", "it keeps none", lambda: counted_by(DISABILITY, "plurality"), False, "App. A s.5"),
    Case("M21", "six vice presidents for four seats", lambda: run_off_due(6, True), True, APP + "1"),
    Case("M21", "four for four", lambda: run_off_due(4, True), False, APP + "1"),
    Case("M21", "vacant for three months", lambda: at_large("private-sector-jeb-vinfen", date(2027, 4, 30), True), True, APP + "13"),
    Case("M21", "a day less", lambda: at_large("private-sector-jeb-vinfen", date(2027, 4, 29), True), False, APP + "13"),
    Case("M22", "the largest institution first", lambda: board_by_institution(1, "t"), True, APP + "16"),
    Case("M22", "the most votes first", lambda: board_by_institution(1, "l"), False, APP + "16"),
    Case("M23", "39 members, three stewards", lambda: stewards(39, 3), True, ART + "IX s.1"),
    Case("M23", "39 members, four stewards", lambda: stewards(39, 4), False, "IX s.1"),
    Case("M23", "nine members, one", lambda: stewards(9, 1), True, "IX s.1"),
    Case("M23", "of the work location", lambda: steward_electorate("Taunton"), True, "IX s.1"),
    Case("M23", "of another", lambda: steward_electorate("Chelsea"), False, "IX s.1"),
    Case("M24", "a majority at the meeting", lambda: question("dues", 60, 50, 9, present=120), True, ART + "X s.7"),
    Case("M24", "half of the votes", lambda: question("dues", 50, 50, present=120), False, "X s.7"),
    Case("M24", "99 present", lambda: question("dues", 60, 30, present=99), False, "XVI"),
    Case("M24", "notice of 15 days", lambda: dates(RULES, "M24", dues_notice="2028-03-01", dues_meeting="2028-03-16"), True, "X s.7.A"),
    Case("M24", "of 14 days", lambda: dates(RULES, "M24", dues_notice="2028-03-02", dues_meeting="2028-03-16"), False, "X s.7.A"),
    Case("M25", "a majority of three tenths", lambda: question("strike", 160, 140), True, ART + "XIII s.2"),
    Case("M25", "fewer than three tenths", lambda: question("strike", 200, 94), False, "XIII s.2"),
    Case("M25", "half", lambda: question("strike", 200, 200), False, "XIII s.2"),
    Case("M26", "two thirds of those for and against", lambda: question("amendment", 200, 100, 50), True, ART + "XVIII s.4"),
    Case("M26", "one fewer", lambda: question("amendment", 199, 100), False, "XVIII s.4"),
    Case("M26", "50 signed", lambda: petition(50), True, "XVIII s.1.A"),
    Case("M26", "49 signed", lambda: petition(49), False, "XVIII s.1.A"),
    Case("M26", "approved", lambda: approved(True), True, "XVIII"),
    Case("M26", "not approved yet", lambda: approved(False), False, "XVIII"),
    Case("M26", "49 days before the meeting", lambda: dates(RULES, "M26", amendment_submitted="2028-08-26", amendment_meeting="2028-10-14"), False, "XVIII s.2"),
    Case("M26", "mailed 29 days before", lambda: dates(RULES, "M26", amendment_mailed="2028-09-15", amendment_meeting="2028-10-14"), False, "XVIII s.2"),
    Case("M27", "a majority of those voting", lambda: question("affiliation", 56, 50, 5), True, ART + "IV s.1.D"),
    Case("M27", "not a majority with those who abstain", lambda: question("affiliation", 55, 50, 5), False, "IV s.1"),
    Case("M29", "five of the COPE committee", lambda: question("cope-chair", 3, 2, present=5), True, "App. E s.7"),
    Case("M29", "four of it", lambda: question("cope-chair", 4, 0, present=4), False, "App. E s.7"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_row(case: Case) -> None:
    check(case)


def test_every_row_is_met_by_a_case_and_broken_by_another() -> None:
    assert lacking(ROWS, CASES) == []
    assert {case.id for case in CASES} == ROWS
