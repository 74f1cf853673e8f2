"""The ways in which the tables of tests/rules ask for a ruling on the real profiles.

Facts are those of FACTS.json where a member is asked about, so that the file's reading is tested
with the rule. Where a rule gives a figure, the case states one, and it is met if it is the rule's.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.clause import Cited
from app.core.contest import Contest
from app.core.contests import contest_named, contests_of
from app.core.date_checks import check_dates
from app.core.eligibility import may_stand, may_vote
from app.core.roll import Kind, Member
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling
from app.documents.facts import read_question
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")
OF_99 = {row.id: row for row in contests_of(LOCAL_99)}
OF_509 = {row.id: row for row in contests_of(LOCAL_509)}


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one row of RULES: the question, and whether the row's rule is met by `cite`."""

    id: str
    what: str
    ask: Callable[[], Ruling]
    met: bool
    cite: str


def check(case: Case) -> None:
    """The ruling has findings of the row alone that refuse, or none, and they cite the clause."""
    ruling = case.ask()
    unmet = {row.rule for row in ruling.findings if not row.met}
    assert unmet == (set() if case.met else {case.id})
    own = [row for row in ruling.findings if row.rule == case.id and row.met is case.met]
    assert any(case.cite in row.cite for row in own), [row.cite for row in own]
    assert all(row.says for row in own)


GOOD = [{"from": "2020-01-01", "to": "", "status": "good"}]
MEMBER_OF_99 = {
    "kind": "active",
    "in_bargaining_unit": "yes",
    "state": "OR",
    "county": "Polk",
    "steward": "homecare",
    "steward_since": "2027-01-01",
}
MEMBER_OF_509 = {"kind": "active", "chapter": "dta", "region": "Region 1"}
KNOWN = {
    "standing": GOOD,
    "offices": [],
    "employment": [],
    "accepted": [],
    "committee": False,
    "attested": True,
}


def at_99(act: str, contest: str | None, on: str = "2028-02-01", **changes: Any) -> Ruling:
    """A ruling of Local 99 on its usual member, with what `changes` says of `member` and facts."""
    return _ruling(changes.pop("rules", LOCAL_99), MEMBER_OF_99, act, contest, on, changes)


def at_509(act: str, contest: str | None, on: str = "2027-10-16", **changes: Any) -> Ruling:
    """A ruling of Local 509 on its usual member."""
    return _ruling(LOCAL_509, MEMBER_OF_509, act, contest, on, changes)


def _ruling(
    rules: LocalRules,
    member: Mapping[str, Any],
    act: str,
    contest: str | None,
    on: str,
    changes: Mapping[str, Any],
) -> Ruling:
    own = {**member, **changes.get("member", {})}
    facts = {"act": act, "on": on, "contest": contest, **KNOWN, **changes, "member": own}
    asked = read_question(json.dumps(facts).encode(), rules)
    if asked.contest is not None and asked.act == "stand":
        return may_stand(asked.facts, asked.contest, rules, on=asked.on)
    return may_vote(asked.facts, rules, on=asked.on, contest=asked.contest)


def dates(rules: LocalRules, rule: str, **given: str) -> Ruling:
    """What the row says of these dates."""
    days = {name: date.fromisoformat(on) for name, on in given.items()}
    found = check_dates(rules, days).findings
    return Ruling(tuple(row for row in found if row.rule == rule and set(row.facts) & set(days)))


def figure(clause: Cited, is_so: object, stated: object) -> Ruling:
    """Whether a figure or a name is what the rule gives."""
    says = f"The rule gives {is_so!r}, stated is {stated!r}."
    return Ruling((Finding(clause.rule, is_so == stated, clause.cite, says),))


def contest_of(rules: LocalRules, name: str) -> Contest:
    """A contest by its id, also of a unit that only a roll names."""
    found = contest_named(rules, name, (OF_99 if rules is LOCAL_99 else OF_509).values())
    assert found is not None, name
    return found


def ids(cases: Sequence[Case]) -> list[str]:
    """What pytest calls the cases."""
    return [f"{case.id} {case.what}" for case in cases]


def lacking(wanted: Collection[str], cases: Sequence[Case]) -> list[str]:
    """The rows without a case that is met, or without one that is not."""
    have = {(case.id, case.met) for case in cases}
    return [row for row in wanted if not {(row, True), (row, False)} <= have]


def members(size: int, start: int = 1, **work: str) -> list[Member]:
    """So many active members of one unit."""
    numbers = range(start, start + size)
    return [Member(str(number), kind=Kind.ACTIVE, **work) for number in numbers]  # type: ignore[arg-type]
