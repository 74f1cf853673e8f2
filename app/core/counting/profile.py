from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.faults import BadInput


@dataclass(frozen=True, slots=True)
class Profile:
    """The ballots of one contest: distinct rankings with how often each was cast.

    A ranking is a string with one character a candidate, chr(index), best first: a tenth of a
    tuple's memory, and its next continuing candidate is found by `lstrip`.
    """

    candidates: int
    rankings: Mapping[str, int]
    blanks: int = 0

    @classmethod
    def from_rankings(cls, candidates: int, rankings: Iterable[Sequence[int]]) -> "Profile":
        """Counts rankings of candidate indexes from 0; an empty one is a blank ballot."""
        packed = []
        for number, ranking in enumerate(rankings, start=1):
            fault = ranking_fault(ranking, candidates)
            if fault:
                raise BadInput(f"ballot {number}: {fault}")
            packed.append("".join(map(chr, ranking)))
        return cls.from_packed(candidates, packed, [1] * len(packed))

    @classmethod
    def from_packed(
        cls, candidates: int, rankings: Sequence[str], times: Sequence[int]
    ) -> "Profile":
        """Rankings as this class packs them, checked by the caller, with how often each was cast.

        The same ranking may occur again; one cast no times is left out.
        """
        counts = how_often(rankings, times)
        blanks = counts.pop("", 0)
        return cls(candidates, counts, blanks)

    @property
    def valid(self) -> int:
        """How many ballots name somebody."""
        return sum(self.rankings.values())

    @property
    def total(self) -> int:
        """How many ballots there are, blank ones too."""
        return self.valid + self.blanks

    def __add__(self, other: "Profile") -> "Profile":
        """Both lots of ballots together: parts counted apart join exactly."""
        if self.candidates != other.candidates:
            raise BadInput(
                f"ballots for {self.candidates} candidates cannot join ballots for"
                f" {other.candidates}: the contests differ"
            )
        rankings = [*self.rankings, *other.rankings]
        times = [*self.rankings.values(), *other.rankings.values()]
        found = Profile.from_packed(self.candidates, rankings, times)
        return replace(found, blanks=self.blanks + other.blanks)

    def items(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """Each distinct ranking as candidate indexes, with how often it was cast."""
        for ranking, times in self.rankings.items():
            yield tuple(map(ord, ranking)), times

    def among(self, candidates: Sequence[int]) -> "Profile":
        """The same ballots for these candidates alone, whose indexes are then their places."""
        table: dict[int, int | None] = dict.fromkeys(range(self.candidates))
        table |= {candidate: index for index, candidate in enumerate(candidates)}
        left = [ranking.translate(table) for ranking in self.rankings]
        found = Profile.from_packed(len(candidates), left, [*self.rankings.values()])
        return replace(found, blanks=found.blanks + self.blanks)

    def without(self, out: Collection[int]) -> "Profile":
        """The same ballots for the other candidates alone, whose indexes close up."""
        return self.among([c for c in range(self.candidates) if c not in out])

    def limited(self, ranks: int) -> "Profile":
        """The same ballots with what stands beyond that many ranks left out."""
        cut = [ranking[:ranks] for ranking in self.rankings]
        found = Profile.from_packed(self.candidates, cut, [*self.rankings.values()])
        return replace(found, blanks=self.blanks)


def how_often(rankings: Sequence[str], times: Sequence[int]) -> dict[str, int]:
    """Each distinct ranking with how often it was cast in all, those cast no times left out."""
    counts = dict(zip(rankings, times, strict=True))
    if len(counts) < len(rankings) or 0 in times:
        counts = {}
        for ranking, cast in zip(rankings, times, strict=True):
            if cast:
                counts[ranking] = counts.get(ranking, 0) + cast
    return counts


def ranking_fault(ranking: Sequence[int], candidates: int) -> str | None:
    """What is wrong with a ranking of candidate indexes, in words that count candidates from 1."""
    for candidate in ranking:
        if not 0 <= candidate < candidates:
            return f"there is no candidate {candidate + 1} among {candidates}"
    if len(set(ranking)) < len(ranking):
        twice = next(c for place, c in enumerate(ranking) if c in ranking[:place])
        return f"candidate {twice + 1} is named twice"
    return None
