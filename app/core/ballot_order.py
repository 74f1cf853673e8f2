from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.contests import Contest
from app.core.counting import Rule
from app.core.counting.rule import RUN_OFF
from app.core.faults import BadInput
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.secrecy.groups import BallotQuestion
from app.core.ties import LotOrder, PersonName, lot_order


@dataclass(frozen=True, slots=True)
class Adopted:
    """A contest with what the committee adopted for it, and its candidates by member number.

    Where it is a question there are no candidates but `answers`, in the order of the ballot.
    """

    contest: Contest
    rule: Rule
    ranking_limit: int | None
    candidates: Mapping[str, Member]
    drawn: Sequence[str] = ()  # a lot order drawn in the open: member numbers, best first
    question: BallotQuestion | None = None
    answers: Sequence[str] = ()


def official_order(adopted: Adopted, rules: LocalRules, alphabet: str) -> list[str]:
    """Member numbers in lot order; BadInput where a lot that is needed is not entered.

    `alphabet` is "" where ties go by a lot drawn among all candidates. Where they go to a run-off
    no lot is needed, and a drawn one gives the order on the ballot alone.
    """
    numbers = sorted(adopted.candidates)
    if not alphabet:
        drawn = [number for number in adopted.drawn if number in adopted.candidates]
        if sorted(drawn) == numbers:
            return drawn
        if RUN_OFF not in adopted.rule.ties:
            raise BadInput(
                f"{adopted.contest.title}: draw a lot among all {len(numbers)} candidates in the "
                f"open and enter it ({rules.ties.method.cite})."
            )
        return order_by_name(adopted)
    lots = lot_order(alphabet, [person_name(adopted.candidates[number]) for number in numbers])
    return [numbers[index] for index in _with_drawn(lots, adopted, numbers)]


def _with_drawn(lots: LotOrder, adopted: Adopted, numbers: Sequence[str]) -> list[int]:
    """The alphabet's order, with names it cannot tell apart in the order drawn by lot."""
    order = list(lots.order)
    for group in lots.equal:
        drawn = [numbers.index(number) for number in adopted.drawn if number in numbers]
        settled = [index for index in drawn if index in group]
        if set(settled) != set(group):
            same = " and ".join(f"{numbers[i]}" for i in group)
            raise BadInput(
                f"{adopted.contest.title}: the alphabet cannot tell members {same} apart; "
                "draw a lot in the open and enter it."
            )
        places = sorted(order.index(index) for index in group)
        for place, index in zip(places, settled, strict=True):
            order[place] = index
    return order


def order_by_name(adopted: Adopted) -> list[str]:
    """Member numbers by the names as printed, where no order has anything to decide."""
    return sorted(adopted.candidates, key=lambda n: (adopted.candidates[n].ballot_name, n))


def distinct_names(members: Sequence[Member]) -> list[str]:
    """Names as printed; who share one are told apart by a number after it."""
    shared = Counter(member.ballot_name for member in members)
    seen: Counter[str] = Counter()
    names = []
    for member in members:
        name = member.ballot_name
        seen[name] += 1
        names.append(f"{name} ({seen[name]})" if shared[name] > 1 else name)
    return names


def person_name(member: Member) -> PersonName:
    """The name by which the alphabet orders a member."""
    return PersonName(
        last=member.last_name,
        first=member.first_name,
        middle=member.middle_name,
        suffix=member.suffix,
        latin_last=member.latin_last_name,
    )
