from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import cast

from app.core.counting import Profile, Rule, Tabulation, rule_from, tabulate
from app.core.faults import BadInput
from app.core.secrecy.encoding import Json, canonical
from app.core.ties import LotOrder


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The ballots of one contest group, counted at each place they passed.

    `cast` came in electronically, `paper` by mail; of these `spoiled` could not be sealed.
    """

    group_id: int
    eligible: int
    issued: int
    paper: int
    cast: int
    counted: int
    malformed: int
    spoiled: int = 0

    @property
    def balanced(self) -> bool:
        """Whether no ballot is missing or too many; issuance and paper exclude each other."""
        return (
            self.cast <= self.issued
            and self.issued + self.paper <= self.eligible
            and self.cast + self.paper == self.counted + self.malformed + self.spoiled
        )


def reconcile(groups: Iterable[GroupFigures]) -> dict[str, Json]:
    """The reconciliation of results.json."""
    figures = list(groups)
    return {
        "balanced": all(group.balanced for group in figures),
        "groups": [asdict(group) for group in figures],
    }


@dataclass(frozen=True, slots=True)
class ContestCount:
    """One contest counted, with all that a recount takes."""

    contest_id: str
    candidates: Sequence[str]
    lots: Sequence[int]
    alphabet: LotOrder | None
    profile: Profile
    tabulation: Tabulation
    places: Mapping[str, str]

    @property
    def blank(self) -> int:
        """How many ballots name nobody."""
        return self.profile.blanks

    def as_json(self) -> dict[str, Json]:
        """The contest of results.json, all but `second_count` and its reason."""
        count = self.tabulation.as_json(self.candidates, alphabet=self.alphabet)
        if count["awaiting"] is None:  # only a rule that wants a run-off leaves a tie open
            del count["awaiting"]
        count.setdefault("alternates", [])
        return {
            "id": self.contest_id,
            **cast("dict[str, Json]", count),
            "declared": False,
            "blank": self.blank,
            "counting_rule": with_places(self.tabulation.rule.as_data(), self.places),
            "lot_order": [self.candidates[each] for each in self.lots],
            "alphabet": None if self.alphabet is None else _alphabet_data(self.alphabet),
        }


def count_contest(
    contest_id: str,
    candidates: Sequence[str],
    *,
    seats: int,
    rule: Rule,
    lots: Sequence[int],
    rankings: Iterable[Sequence[int]],
    alphabet: LotOrder | None = None,
    places: Mapping[str, str] = MappingProxyType({}),
) -> ContestCount:
    """Counts one contest, on the registrar's side and on the verifier's.

    `lots` names every candidate once, best first; rankings hold candidate indexes from 0;
    `alphabet` is given where the lots came of one, and words each tie that it settled; `places`
    says, by name, for which of the rule's guarantees a candidate counts.
    """
    if sorted(lots) != list(range(len(candidates))):
        raise BadInput(f"contest {contest_id}: the lot order must name every candidate once")
    if alphabet is not None and not follows(lots, alphabet):
        raise BadInput(f"contest {contest_id}: the lot order is not that of its alphabet")
    profile = Profile.from_rankings(len(candidates), rankings)
    groups = {place: places[name] for place, name in enumerate(candidates) if name in places}
    tabulation = tabulate(profile, rule, seats=seats, lots=lots, groups=groups)
    return ContestCount(contest_id, candidates, lots, alphabet, profile, tabulation, places)


def with_places(rule: Mapping[str, Json], places: Mapping[str, str]) -> dict[str, Json]:
    """A counting rule as the manifest freezes it; `places` are the candidates it keeps places for.

    `read_rule` reads it.
    """
    return {**rule, "places": dict(places)} if places else dict(rule)


def read_rule(value: Mapping[str, Json]) -> tuple[Rule, Mapping[str, str]]:
    """The rule that `with_places` wrote, and by name what guarantee each candidate counts for."""
    places = value.get("places", {})
    if not isinstance(places, Mapping) or any(not isinstance(p, str) for p in places.values()):
        raise BadInput("the places that a counting rule keeps are not names by candidate")
    rule = {name: part for name, part in value.items() if name != "places"}
    return rule_from(rule), cast("Mapping[str, str]", places)


def declared_result(contest_id: str, candidates: Sequence[str], *, seats: int) -> dict[str, Json]:
    """A contest of no more candidates than seats, which stood on no ballot."""
    return {
        "id": contest_id,
        "rule": "declared",
        "seats": seats,
        "elected": candidates,
        "alternates": [],
        "rounds": [],
        "ties": [],
        "declared": True,
    }


def lot_order_digest(candidates: Sequence[str], lots: Sequence[int]) -> bytes:
    """`lot_order` of the manifest: SHA-256 of the JCS array of the names, best first."""
    return sha256(canonical([candidates[each] for each in lots])).digest()


def follows(lots: Sequence[int], alphabet: LotOrder) -> bool:
    """Whether lots keep an alphabet's order; among names equal in it a draw decided."""
    equals = {each: group[0] for group in alphabet.equal for each in group}
    return [equals.get(each, each) for each in lots] == [
        equals.get(each, each) for each in alphabet.order
    ]


def _alphabet_data(alphabet: LotOrder) -> Mapping[str, Json]:
    return {"letters": alphabet.alphabet, "names": [asdict(name) for name in alphabet.names]}
