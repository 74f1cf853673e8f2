from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.candidacy import meets_conditions
from app.core.contest import Condition, Contest
from app.core.facts import Facts
from app.core.membership import is_candidate_material, is_member
from app.core.roll import Member, Roll, Waiver
from app.core.rules import LocalRules
from app.core.ruling import Finding
from app.core.terms import within_term_limit
from app.core.units import UNIT_FIELDS

PLACE_FIELDS = (*UNIT_FIELDS, "county", "state", "district", "steward", "steward_since")
Grounds = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many of the roll one rule shuts out of one act; `contest` "" is every contest."""

    act: str
    contest: str
    rule: str
    cite: str
    members: int

    def as_json(self) -> dict[str, str | int]:
        """The row as `tellers exclusions --json` lists it."""
        return {
            "act": self.act,
            "contest": self.contest,
            "rule": self.rule,
            "cite": self.cite,
            "members": self.members,
        }


@dataclass(frozen=True, slots=True)
class Sweep:
    """The rulings on every member of a roll and every contest, added up.

    `may_vote` and `may_stand` count the members with each right, by contest id.
    """

    members: int
    exclusions: tuple[Exclusion, ...]
    may_vote: Mapping[str, int]
    may_stand: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """The answer of `tellers exclusions`."""
        return {
            "members": self.members,
            "exclusions": [row.as_json() for row in self.exclusions],
            "may_vote": dict(self.may_vote),
            "may_stand": dict(self.may_stand),
        }


@dataclass(frozen=True, slots=True)
class _Alike:
    """What makes the rulings on two members the same; `limited` names groups of contests."""

    voting: Grounds
    standing: Grounds
    limited: frozenset[tuple[str, tuple[str, str]]]
    place: tuple[object, ...]


def sweep(
    roll: Roll,
    rules: LocalRules,
    contests: Sequence[Contest],
    *,
    on: date,
    waivers: tuple[Waiver, ...] = (),
) -> Sweep:
    """Rules on every member and contest, as if none sat on the committee or had accepted another.

    Members whom the rules see alike are ruled on once, so a large roll takes seconds.
    """
    alike: Counter[_Alike] = Counter()
    examples: dict[tuple[object, ...], Member] = {}
    for member in roll.members.values():
        key = _alike(member, roll, rules, on, waivers)
        alike[key] += 1
        examples.setdefault(key.place, member)
    placed = {place: _placed(member, rules, contests, on) for place, member in examples.items()}
    counts = _Counts()
    for key, times in alike.items():
        counts.add(key, times, placed[key.place], contests)
    return counts.sweep(len(roll.members), contests)


def _alike(
    member: Member, roll: Roll, rules: LocalRules, on: date, waivers: tuple[Waiver, ...]
) -> _Alike:
    number = member.member_number
    held = roll.offices.get(number, ())
    standing, taught = roll.standing.get(number, ()), roll.employment.get(number, ())
    facts = Facts(member, standing, held, taught, (), waivers)
    limited = frozenset(
        (group, (finding.rule, finding.cite))
        for limit in (rules.term_limits if held else ())
        for group in limit.groups
        if not (finding := within_term_limit(facts, limit, rules, on)).met
    )
    voting = _unmet(is_member(facts, rules, on, rules.membership.voting_kinds))
    place = tuple(getattr(member, field) for field in PLACE_FIELDS)
    return _Alike(voting, _unmet(is_candidate_material(facts, rules, on)), limited, place)


def _placed(
    member: Member, rules: LocalRules, contests: Sequence[Contest], on: date
) -> dict[str, tuple[Grounds, Grounds]]:
    """Why a member is outside each contest's electorate, and outside its candidates."""
    facts = Facts(member)

    def outside(conditions: tuple[Condition, ...]) -> Grounds:
        return _unmet(meets_conditions(facts, conditions, rules, on))

    return {
        contest.id: (outside(contest.electorate.conditions), outside(contest.conditions))
        for contest in contests
    }


def _unmet(findings: Iterable[Finding]) -> Grounds:
    return frozenset((row.rule, row.cite) for row in findings if not row.met)


class _Counts:
    """Adds up what was ruled on members who are alike."""

    def __init__(self) -> None:
        self._excluded: Counter[tuple[str, str, tuple[str, str]]] = Counter()
        self._may: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        key: _Alike,
        times: int,
        placed: Mapping[str, tuple[Grounds, Grounds]],
        contests: Sequence[Contest],
    ) -> None:
        """Counts so many members at every contest."""
        self._exclude("vote", "", key.voting, times)
        self._exclude("stand", "", key.standing, times)
        for contest in contests:
            no_vote, no_seat = placed[contest.id]
            limited = {ground for group, ground in key.limited if group == contest.group}
            self._exclude("vote", contest.id, no_vote, times)
            self._exclude("stand", contest.id, no_seat | limited, times)
            self._may["vote", contest.id] += 0 if key.voting or no_vote else times
            barred = key.standing or no_seat or limited
            self._may["stand", contest.id] += 0 if barred else times

    def _exclude(self, act: str, contest: str, grounds: Grounds, times: int) -> None:
        for ground in grounds:
            self._excluded[act, contest, ground] += times

    def sweep(self, members: int, contests: Sequence[Contest]) -> Sweep:
        """The counts as a report, in the order of acts, contests and rules."""
        order = {"": 0} | {contest.id: place for place, contest in enumerate(contests, 1)}
        rows = sorted(
            self._excluded.items(), key=lambda row: (row[0][0], order[row[0][1]], row[0][2])
        )
        return Sweep(
            members,
            tuple(Exclusion(act, name, *ground, times) for (act, name, ground), times in rows),
            {contest.id: self._may["vote", contest.id] for contest in contests},
            {contest.id: self._may["stand", contest.id] for contest in contests},
        )
