from collections.abc import Mapping
from fractions import Fraction

from app.core.counting.count import Count
from app.core.counting.plurality import marks
from app.core.counting.profile import Profile
from app.core.counting.rule import Rule
from app.core.counting.tabulation import Verdict
from app.core.faults import BadInput

YES, NO = 0, 1


def question(profile: Profile, count: Count) -> Verdict:
    """Decides yes, no and abstain, or among several options, by one mark a ballot.

    Of yes, no, abstain (in that order) only yes can be carried; of options the one with most
    votes. More than one mark voids a ballot.
    """
    rule = count.rule
    tally = marks(profile, 1)
    _check(rule, len(tally), profile.total)
    count.open(tally)
    contenders = [YES] if rule.form == "yes-no" else [*tally]
    most = max(tally[option] for option in contenders)
    counted = tally[YES] + tally[NO] if rule.form == "yes-no" else sum(tally.values())
    base = _base(rule, counted, profile.total)
    present, quorum_met = _quorum(rule, profile.total)
    carried = quorum_met and _passes(rule, most, base)
    if carried:
        ahead = [option for option in contenders if tally[option] == most]
        count.elect([count.settle("election", ahead)])
    return Verdict(carried, most, base, present, quorum_met, _says(rule, most, base, present))


def carried_by_all(units: Mapping[str, Verdict]) -> tuple[bool, str]:
    """Whether several bargaining units, each voting on its own, all carried a question (M25)."""
    if not units:
        raise BadInput("a question put to several units needs the verdict of at least one")
    against = [name for name, verdict in units.items() if not verdict.carried]
    if against:
        return False, f"not carried, for {', '.join(against)} did not carry it"
    return True, f"carried, for each of {', '.join(units)} carried it"


def _check(rule: Rule, options: int, cast: int) -> None:
    if rule.form == "yes-no" and options not in (2, 3):
        raise BadInput(
            "a question of the form yes-no has the options yes, no and perhaps abstain, and here"
            f" are {options}: for others set form=options"
        )
    for stated, members in (("present", rule.present), ("eligible", rule.eligible)):
        if members is not None and cast > members:
            raise BadInput(f"{stated}={members}, and {cast} ballots were cast")


def _passes(rule: Rule, votes: int, base: int) -> bool:
    """Whether votes exceed or reach the rule's share of the base; without a vote nothing does."""
    here, there = votes * rule.threshold.denominator, base * rule.threshold.numerator
    return votes > 0 and (here > there or (here == there and rule.passing == "reached"))


def _base(rule: Rule, counted: int, cast: int) -> int:
    bases = {
        "for-and-against": counted,
        "ballots-cast": cast,
        "members-present": rule.present,
        "members-eligible": rule.eligible,
    }
    return bases[rule.base] or 0


def _quorum(rule: Rule, cast: int) -> tuple[int, bool]:
    """Who took part, the members present where that is stated, and whether they were enough."""
    present = cast if rule.present is None else rule.present
    if isinstance(rule.quorum, Fraction):
        needed = rule.quorum.numerator * (rule.eligible or 0)
        return present, present * rule.quorum.denominator >= needed
    return present, present >= (rule.quorum or 0)


def _says(rule: Rule, votes: int, base: int, present: int) -> str:
    of, sign = rule.threshold, ">" if rule.passing == "exceeded" else ">="
    needs = f"{of.denominator} x {votes} {sign} {of.numerator} x {base}"
    says = f"{needs} {'holds' if _passes(rule, votes, base) else 'does not hold'}"
    if rule.quorum is not None:
        quorum = (
            f"{rule.quorum} of {rule.eligible}"
            if isinstance(rule.quorum, Fraction)
            else (rule.quorum)
        )
        says += f"; {present} took part, and the quorum is {quorum}"
    return says
