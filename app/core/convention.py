from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.core.derived_seats import Elected, in_order
from app.core.rules import ConventionRules
from app.core.seat import Seat
from app.core.seating import Filled
from app.core.secrecy.encoding import Json


@dataclass(frozen=True, slots=True)
class Convention:
    """The officers who go to conventions by their office, all of them in their order.

    With so many places as are granted the first so many go. `lots` are people by key.
    """

    rules: ConventionRules
    lots: tuple[str, ...]
    delegates: tuple[Mapping[str, Json], ...]

    def as_json(self) -> dict[str, Json]:
        """The order as results.json has it, with all that made it."""
        return {
            "rules": asdict(self.rules),
            "lots": list(self.lots),
            "delegates": [dict(each) for each in self.delegates],
        }


def convention_of(
    held: Sequence[Seat], filled: Sequence[Filled], rules: ConventionRules, lots: Sequence[str]
) -> Convention:
    """Who goes, by rank of office, then by votes, those declared elected after them, then by lot.

    `held` are the contests' seats by person.
    """
    contests = {each.id: each for each in filled}
    officers, offices = [], {}
    for row in held:
        contest = contests[row.contest]
        officers.append(Elected(row.member, contest.group, contest.votes.get(row.member)))
        offices[row.member, contest.group] = contest
    delegates = []
    for each in in_order(officers, lots, rules):
        contest = offices[each.member, each.group]
        delegates.append(
            {
                "person": each.member,
                "member": contest.named[each.member],
                "office": contest.title,
                "votes": each.votes,
            }
        )
    return Convention(rules, tuple(lots), tuple(delegates))
