from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actions.bylaws import contests_in, rules_in
from app.actions.mailing import CHOOSE, queue_letter
from app.core.contests import Contest
from app.core.nominations import choice_needed
from app.records.elections import Election
from app.records.nominations import Nomination, nominations_by_member
from app.records.roll import MemberRecord


@dataclass(frozen=True, slots=True)
class Choice:
    """Nominations of which a member may accept one, by `cite`, in the order of the bylaws.

    The `highest` stands by `default_cite` where the member does not choose; none does where that
    is "".
    """

    among: tuple[tuple[Contest, Nomination], ...]
    highest: Contest
    cite: str
    default_cite: str

    @property
    def is_made(self) -> bool:
        """Whether the member has accepted one."""
        return any(nomination.accepted for _, nomination in self.among)

    @property
    def default(self) -> str:
        """The title of the contest that the member stands for without a choice, or ""."""
        return self.highest.title if self.default_cite else ""


def standing_nominations(
    session: Session, election: Election, member_id: int
) -> list[tuple[Contest, Nomination]]:
    """The granted nominations that a member has not declined, in the order of the bylaws."""
    mine = {
        each.contest_id: each
        for each in nominations_by_member(session, member_id)
        if each.granted and each.accepted is not False
    }
    contests = contests_in(session, election)
    return [(contest, mine[contest.id]) for contest in contests if contest.id in mine]


def choice_of(session: Session, election: Election, member_id: int) -> Choice | None:
    """What a nominee has to choose among; None where the nominations do not exclude each other."""
    rules = rules_in(election)
    standing = standing_nominations(session, election, member_id)
    needed = choice_needed([contest for contest, _ in standing], rules)
    if needed is None:
        return None
    row, highest = needed
    stands = rules.nominations.highest_stands
    return Choice(
        tuple(pair for pair in standing if pair[0].group in row.groups),
        highest,
        row.cite,
        stands.cite if stands is not None and stands.value else "",
    )


def ask_to_choose(session: Session, election: Election, nominee: MemberRecord) -> None:
    """Has a nominee of several contests that exclude each other told to choose among them."""
    choice = choice_of(session, election, nominee.id)
    if choice is not None:
        titles = [contest.title for contest, _ in choice.among]
        facts = {"contests": titles, "default": choice.default, "cite": choice.default_cite}
        queue_letter(session, CHOOSE, nominee, facts)
