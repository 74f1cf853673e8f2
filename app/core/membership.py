from collections.abc import Iterator, Sequence
from datetime import date

from app.core.clause import Cited, Clause
from app.core.conditions import value_of
from app.core.facts import Facts
from app.core.roll import Member, StandingPeriod, Status, Waiver
from app.core.rules import LocalRules, TeachingRules
from app.core.ruling import Finding
from app.core.standing import DAY, good_since, months_after, months_before, status_on
from app.core.teaching import expects, taught
from app.core.units import slug

# The fields of the roll that a waiver may name a unit of.
WAIVED = ("chapter", "region", "agency", "institution", "bargaining_unit", "work_location")


def missing(clause: Cited, fact: str) -> Finding:
    """The finding where a rule needs a fact that nobody has stated."""
    says = f"We cannot tell: {fact.replace('_', ' ')} is not on record."
    return Finding(clause.rule, False, clause.cite, says, {"missing": fact})


def is_member(
    facts: Facts, rules: LocalRules, on: date, kinds: Clause[tuple[str, ...]]
) -> Iterator[Finding]:
    """Kind, bargaining unit and good standing on a day, as far as the bylaws ask for each."""
    yield _of_kind(facts, kinds)
    unit = rules.membership.bargaining_unit_only
    if unit is not None and unit.value:
        yield _in_unit(facts, unit)
    if rules.membership.good_standing.value:
        yield _in_good_standing(facts, rules, on)


def is_candidate_material(facts: Facts, rules: LocalRules, on: date) -> Iterator[Finding]:
    """Membership as it is asked of candidates: with the time of it, a waiver, or classes taught."""
    teaching = rules.teaching
    teaches = teaching is not None and teaching.chapter.value == value_of(
        facts.member, "chapter", rules
    )
    for finding in is_member(facts, rules, on, rules.membership.standing_kinds):
        lapsed_between_classes = teaches and finding.facts.get("status", "") is None
        if not lapsed_between_classes:
            yield finding
    if teaching is not None and teaches:
        yield from _teaches(facts, teaching, on)
    elif rules.membership.months_before_nomination.value:
        yield _long_enough(facts, rules, on)


def _of_kind(facts: Facts, clause: Clause[tuple[str, ...]]) -> Finding:
    kind = facts.member.kind
    if kind is None:
        return missing(clause, "kind")
    says = f"The roll lists this person as {kind.replace('_', ' ')}."
    looked_at = {"kind": kind.value, "needed": list(clause.value)}
    return Finding(clause.rule, kind in clause.value, clause.cite, says, looked_at)


def _in_unit(facts: Facts, clause: Clause[bool]) -> Finding:
    inside = facts.member.in_bargaining_unit
    if inside is None:
        return missing(clause, "in_bargaining_unit")
    says = f"This person is {'' if inside else 'not '}in the bargaining unit."
    return Finding(clause.rule, inside, clause.cite, says, {"in_bargaining_unit": inside})


def _in_good_standing(facts: Facts, rules: LocalRules, on: date) -> Finding:
    clause, good = rules.membership.good_standing, rules.membership.good_statuses
    if facts.standing is None:
        return missing(clause, "standing")
    period = status_on(facts.standing, on)
    looked_at = {"on": on.isoformat(), "status": period.status.value if period else None}
    if period is None:
        says = f"No record shows good standing on {on}."
        return Finding(clause.rule, False, clause.cite, says, looked_at)
    met = period.status in good.value
    if met and period.status is Status.EMPLOYER_DELAY:
        says = f"On {on} dues were held by the employer; that counts as good standing."
        return Finding(clause.rule, True, f"{clause.cite}; {good.cite}", says, looked_at)
    said = "in good standing" if met else period.status.replace("_", " ")
    return Finding(clause.rule, met, clause.cite, f"On {on} the member was {said}.", looked_at)


def _long_enough(facts: Facts, rules: LocalRules, on: date) -> Finding:
    clause = rules.membership.months_before_nomination
    if facts.standing is None:
        return missing(clause, "standing")
    since = good_since(facts.standing, rules.membership.good_statuses.value, on)
    needed = months_before(on, clause.value)
    met = since is not None and since <= needed
    looked_at = {
        "good_since": since.isoformat() if since else None,
        "needed_since": needed.isoformat(),
    }
    waiver = None if met else _waiver(facts, rules, on)
    if waiver is not None and rules.membership.waivers is not None:
        return _waived(waiver, rules.membership.waivers, looked_at)
    says = f"Good standing is needed without a break since {needed}; it runs since {since}"
    says += f"{_after_suspension(facts.standing, since, rules)}."
    if since is None:
        says = f"Good standing is needed without a break since {needed}; on {on} there is none."
    return Finding(clause.rule, met, clause.cite, says, looked_at)


def _after_suspension(
    standing: Sequence[StandingPeriod], since: date | None, rules: LocalRules
) -> str:
    """That a suspension came just before, in words; whoever is readmitted counts as new."""
    clause = rules.membership.suspended_after_months
    before = status_on(standing, since - DAY) if since is not None else None
    if clause is None or before is None or before.status is not Status.SUSPENDED:
        return ""
    return f", when a suspension ended ({clause.cite})"


def _waiver(facts: Facts, rules: LocalRules, on: date) -> Waiver | None:
    """A waiver for the member, or for a unit of the member, that was granted by that day."""
    clause = rules.membership.waivers
    if clause is None or not clause.value:
        return None
    granted = (waiver for waiver in facts.waivers if waiver.on <= on)
    return next((waiver for waiver in granted if is_named(waiver, facts.member, rules)), None)


def is_named(waiver: Waiver, member: Member, rules: LocalRules) -> bool:
    """Whether a waiver is for this member or a unit of the member's, by whichever of its names."""
    chapter = value_of(member, "chapter", rules)
    own = {(field, value_of(member, field, rules)) for field in WAIVED}
    named = {(field, rules.units.short(field, chapter, waiver.unit)) for field in WAIVED}
    by_number = member.member_number and slug(waiver.unit) == slug(member.member_number)
    return bool(by_number or any(value for _, value in own & named))


def _waived(waiver: Waiver, clause: Clause[bool], looked_at: dict[str, str | None]) -> Finding:
    says = f"{waiver.granted_by} waived the time of membership for {waiver.unit} on {waiver.on}."
    granted = {
        "waiver": waiver.unit,
        "granted_by": waiver.granted_by,
        "granted_on": waiver.on.isoformat(),
    }
    return Finding(clause.rule, True, clause.cite, says, looked_at | granted)


def _teaches(facts: Facts, teaching: TeachingRules, on: date) -> Iterator[Finding]:
    before, after = teaching.months_before, teaching.months_after
    if facts.employment is None:
        yield missing(before, "employment")
        return
    since, until = months_before(on, before.value), months_after(on, after.value)
    semesters = teaching.semesters.value
    past = taught(facts.employment, semesters, since, on)
    says = f"A class was taught between {since} and {on}: {', '.join(past) or 'none on record'}."
    looked_at = {"semesters": list(past), "from": since.isoformat(), "to": on.isoformat()}
    yield Finding(before.rule, bool(past), before.cite, says, looked_at)
    coming = expects(facts.employment, semesters, on, until)
    says = f"A class is expected between {on} and {until}: {', '.join(coming) or 'none on record'}."
    looked_at = {"semesters": list(coming), "from": on.isoformat(), "to": until.isoformat()}
    yield Finding(after.rule, bool(coming), after.cite, says, looked_at)
