from collections.abc import Mapping
from datetime import date, timedelta

from app.core.calendar import Appointment, is_election_year
from app.core.calendar_rules import FixedDay, Gap
from app.core.rules import LocalRules
from app.core.ruling import Finding, Ruling
from app.core.standing import months_after


def due(rules: LocalRules, acts: Mapping[str, date]) -> tuple[Appointment, ...]:
    """The deadlines that these acts have started, each clock from its own act."""
    known = dict(acts)
    found: list[Appointment] = []
    for clock in rules.calendar.clocks:
        if clock.after in known:
            on = later(known[clock.after], clock.length, clock.unit)
            known.setdefault(clock.id, on)
            found.append(Appointment(clock.id, clock.title, on, clock.cite, clock.rule))
    return tuple(sorted(found, key=lambda appointment: appointment.on))


def check_dates(rules: LocalRules, dates: Mapping[str, date]) -> Ruling:
    """What the bylaws and the law say of an election's dates; `dates` goes by milestone.

    A gap between dates of which one is not on record is broken only where it is needed.
    """
    gaps = (keeps(gap, dates) for gap in rules.calendar.gaps)
    days = (_falls(fixed, rules, dates) for fixed in rules.calendar.fixed_days)
    return Ruling(tuple(finding for finding in (*gaps, *days) if finding is not None))


def keeps(gap: Gap, dates: Mapping[str, date]) -> Finding | None:
    """Whether two dates lie so far apart; None while one is not on record and need not be."""
    lacking = [name for name in (gap.first, gap.then) if name not in dates]
    if lacking:
        named = ", ".join(name.replace("_", " ") for name in lacking)
        says = f"{gap.says} There is no date for: {named}."
        unmet = Finding(gap.rule, False, gap.cite, says, {"missing": lacking[0]})
        return unmet if gap.needed else None
    first, then = dates[gap.first], dates[gap.then]
    soon_enough = gap.most is None or then <= later(first, gap.most, gap.unit)
    late_enough = gap.least is None or then >= later(first, gap.least, gap.unit)
    looked_at = {gap.first: first.isoformat(), gap.then: then.isoformat()}
    says = f"{gap.says} From {first} to {then} are {(then - first).days} days."
    return Finding(gap.rule, soon_enough and late_enough, gap.cite, says, looked_at)


def _falls(fixed: FixedDay, rules: LocalRules, dates: Mapping[str, date]) -> Finding | None:
    if fixed.id not in dates:
        return None
    on = dates[fixed.id]
    in_year = not fixed.election_year or is_election_year(rules.terms, on.year)
    met = in_year and fixed.month in (None, on.month) and fixed.day in (None, on.day)
    says = f"{fixed.says} The date is {on}."
    return Finding(fixed.rule, met, fixed.cite, says, {fixed.id: on.isoformat()})


def later(on: date, length: int, unit: str) -> date:
    """So many days or calendar months after a date."""
    return months_after(on, length) if unit == "months" else on + timedelta(days=length)
