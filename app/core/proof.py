from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.core.ballot_order import (
    Adopted,
    distinct_names,
    official_order,
    order_by_name,
    person_name,
)
from app.core.conditions import holds
from app.core.contests import Contest
from app.core.electorates import contest_groups
from app.core.faults import BadInput
from app.core.nominations import is_uncontested, rule_on_ranking_limit
from app.core.results import with_places
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.secrecy.groups import BallotQuestion
from app.core.ties import LotOrder, PersonName, lot_order


@dataclass(frozen=True, slots=True)
class ProofCandidate:
    """A candidate as the ballot prints the name; the number is the place on the ballot.

    `key` stands for the same person in every contest, in public, and tells no member number.
    `place` names the guarantee for whose places this candidate counts, "" for none. An answer to
    a question is nobody: it has neither number of a member nor key.
    """

    number: int
    name: str
    member_number: str
    person: PersonName
    key: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ProofContest:
    """A contest as it goes on the ballot, or is declared elected and does not.

    The candidates stand in their lot order, best first: the alphabet's, or where it is "" that of
    a lot drawn among them all.
    """

    id: str
    title: str
    seats: int
    electorate: str
    group_id: int | None
    cite: str
    counting_rule: Mapping[str, Any]
    ranked: bool
    limit: int
    candidates: tuple[ProofCandidate, ...]
    alphabet: str
    question: BallotQuestion | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The candidates' names in their order."""
        return tuple(candidate.name for candidate in self.candidates)

    @property
    def letters(self) -> LotOrder | None:
        """The alphabet's order of the candidates, which can say why one stands before another."""
        if not self.alphabet:
            return None
        return lot_order(self.alphabet, [candidate.person for candidate in self.candidates])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why each candidate stands before the next."""
        if self.question is not None:
            return ()
        if self.letters is None:
            return (f"{'; '.join(self.names)}: by lot, drawn in the open.",)
        return tuple(each.because for each in self.letters.comparisons)

    @property
    def adopted_rule(self) -> Mapping[str, Any]:
        """The counting rule with, where it keeps places, the candidates that they are kept for."""
        places = {each.name: each.place for each in self.candidates if each.place}
        return with_places(self.counting_rule, places)

    @property
    def declared(self) -> bool:
        """Whether nobody votes on it, since there are no more candidates than seats."""
        return self.group_id is None

    def as_json(self) -> dict[str, Any]:
        """The contest as it is stored with the ballot."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "ProofContest":
        """The contest as it was stored."""
        candidates = tuple(
            ProofCandidate(**{**each, "person": PersonName(**each["person"])})
            for each in stored["candidates"]
        )
        asked = stored.get("question")
        question = BallotQuestion(**asked) if asked else None
        return cls(**{**stored, "candidates": candidates, "question": question})


def prove_ballot(
    contests: Sequence[Adopted], rules: LocalRules, *, alphabet: str | None
) -> tuple[ProofContest, ...]:
    """The ballot as it would be frozen; BadInput names what is still missing and its rule.

    Candidates stand on the ballot in their lot order: the alphabet, or the lot, that settles ties
    was drawn for this very purpose, and so favours nobody.
    """
    voted = [each for each in contests if not _is_declared(each, rules)]
    by_letters = rules.ties.method.value == "alphabet"
    ordered = any(each.question is None for each in voted)
    if ordered and by_letters and alphabet is None:
        raise BadInput(f"The alphabet that settles ties is not entered ({rules.ties.method.cite}).")
    letters = (alphabet or "") if by_letters else ""
    groups = {
        contest.id: group.group_id
        for group in contest_groups([(each.contest, len(each.candidates)) for each in voted])
        for contest in group.contests
    }
    return _with_keys(
        [
            _asked(each, each.question, groups[each.contest.id])
            if each.question
            else _proved(each, rules, letters, groups.get(each.contest.id))
            for each in contests
        ]
    )


def _with_keys(contests: Sequence[ProofContest]) -> tuple[ProofContest, ...]:
    """The same contests with everybody's key: p1, p2, ... in the order of the ballot."""
    everybody = [each.member_number for contest in contests for each in contest.candidates]
    people = dict.fromkeys(filter(None, everybody))
    keys = {number: f"p{place}" for place, number in enumerate(people, 1)}
    return tuple(
        replace(
            contest,
            candidates=tuple(
                replace(each, key=keys.get(each.member_number, "")) for each in contest.candidates
            ),
        )
        for contest in contests
    )


def _is_declared(adopted: Adopted, rules: LocalRules) -> bool:
    if adopted.question is not None:
        return False
    if adopted.contest.seats is None:
        raise BadInput(
            f"{adopted.contest.title}: the number of seats is not known ({adopted.contest.cite})."
        )
    return is_uncontested(len(adopted.candidates), adopted.contest.seats, rules)


def _proved(
    adopted: Adopted, rules: LocalRules, alphabet: str, group_id: int | None
) -> ProofContest:
    contest, seats = adopted.contest, adopted.contest.seats or 0
    order = official_order(adopted, rules, alphabet) if group_id else order_by_name(adopted)
    names = distinct_names([adopted.candidates[number] for number in order])
    candidates = tuple(
        ProofCandidate(
            place,
            name,
            number,
            person_name(adopted.candidates[number]),
            place=_place_for(adopted.candidates[number], contest, rules),
        )
        for place, (number, name) in enumerate(zip(order, names, strict=True), 1)
    )
    ranked = contest.method == "ranked"
    limit = adopted.ranking_limit if ranked else seats
    ruling = rule_on_ranking_limit(adopted.ranking_limit, len(order), seats, rules)
    if ranked and not ruling.granted:
        finding = ruling.findings[0]
        raise BadInput(f"{contest.title}: {finding.says} ({finding.cite})")
    return ProofContest(
        id=contest.id,
        title=contest.title,
        seats=seats,
        electorate=contest.electorate.id,
        group_id=group_id,
        cite=contest.cite if group_id else rules.uncontested.cite,
        counting_rule=adopted.rule.as_data(),
        ranked=ranked,
        limit=min(limit or len(order), len(order)),
        candidates=candidates,
        alphabet=alphabet,
    )


def _asked(adopted: Adopted, question: BallotQuestion, group_id: int) -> ProofContest:
    """A question, whose answers stand in their own order: no lot has anything to decide."""
    answers = enumerate(adopted.answers, 1)
    return ProofContest(
        id=adopted.contest.id,
        title=adopted.contest.title,
        seats=1,
        electorate=adopted.contest.electorate.id,
        group_id=group_id,
        cite=adopted.contest.cite,
        counting_rule=adopted.rule.as_data(),
        ranked=False,
        limit=1,
        candidates=tuple(
            ProofCandidate(place, answer, "", PersonName(answer)) for place, answer in answers
        ),
        alphabet="",
        question=question,
    )


def _place_for(member: Member, contest: Contest, rules: LocalRules) -> str:
    """The first guarantee whose conditions hold for a member, "" where none does."""
    for guarantee in contest.guarantees:
        if all(holds(trait, member, rules) for trait in guarantee.where):
            return guarantee.name
    return ""
