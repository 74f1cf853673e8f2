from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from app.core.counting import Verdict, carried_by_all
from app.core.faults import BadInput
from app.core.results import ContestCount
from app.core.secrecy.encoding import Json
from app.core.secrecy.groups import BallotQuestion


@dataclass(frozen=True)
class Asked:
    """A contest that puts a question, with its count."""

    title: str
    question: BallotQuestion
    count: ContestCount

    @property
    def verdict(self) -> Verdict:
        """Whether it was carried there, with the working; BadInput where it is no question."""
        if self.count.tabulation.verdict is None:
            raise BadInput(f"contest {self.count.contest_id} is not counted as a question")
        return self.count.tabulation.verdict

    def as_json(self) -> dict[str, Json]:
        """What the contest of results.json tells beyond its count."""
        return {"title": self.title, "cite": self.question.cite}


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a question over all contests that put it, and what it still waits for."""

    id: str
    title: str
    contests: tuple[str, ...]
    carried: bool
    says: str
    approval: str
    cite: str

    def as_json(self) -> dict[str, Json]:
        """The question as results.json lists it."""
        return {**asdict(self), "contests": list(self.contests)}


def decide(asked: Iterable[Asked]) -> list[Decided]:
    """What became of each question, in the order of the ballot; where units vote, all carry it."""
    together: dict[str, list[Asked]] = {}
    for each in asked:
        together.setdefault(each.question.of, []).append(each)
    return [_decided(name, parts) for name, parts in together.items()]


def _decided(name: str, parts: Sequence[Asked]) -> Decided:
    question = parts[0].question
    if any(_of_question(each.question) != _of_question(question) for each in parts):
        raise BadInput(f"the contests of {name} do not put one question")
    carried, says = _outcome(parts)
    if carried and question.approval:
        says += f" It takes effect when approved by: {question.approval}."
    return Decided(
        id=name,
        title=question.title,
        contests=tuple(each.count.contest_id for each in parts),
        carried=carried,
        says=says,
        approval=question.approval,
        cite=question.cite,
    )


def _of_question(question: BallotQuestion) -> Mapping[str, str]:
    """What all contests of a question share: all but the measure, which goes by the unit's size."""
    return {name: text for name, text in asdict(question).items() if name != "measure"}


def _outcome(parts: Sequence[Asked]) -> tuple[bool, str]:
    if len(parts) > 1:
        carried, says = carried_by_all({each.title: each.verdict for each in parts})
        return carried, f"{says[0].upper()}{says[1:]}."
    (part,) = parts
    verdict, tabulation = part.verdict, part.count.tabulation
    if tabulation.rule.form == "options":
        chosen = [part.count.candidates[each] for each in tabulation.elected]
        return verdict.carried, f"{chosen[0] if chosen else 'No option'} is chosen: {verdict.says}."
    return verdict.carried, f"{'Carried' if verdict.carried else 'Not carried'}: {verdict.says}."
