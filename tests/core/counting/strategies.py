from dataclasses import dataclass

from hypothesis import strategies as st

from app.core.counting import Profile

RANKED = (
    "irv",
    "irv-ten-percent",
    "stv-wigm",
    "stv-scottish",
    "sequential-irv",
    "bottoms-up",
)


@dataclass(frozen=True)
class Election:
    """A random contest: ballots one by one, seats and a lot order of all candidates."""

    candidates: int
    rankings: list[list[int]]
    seats: int
    lots: list[int]

    @property
    def profile(self) -> Profile:
        return Profile.from_rankings(self.candidates, self.rankings)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    candidates = draw(st.integers(1, 6))
    ranking = st.permutations(range(candidates)).flatmap(
        lambda order: st.integers(0, candidates).map(lambda length: list(order[:length]))
    )
    return Election(
        candidates,
        draw(st.lists(ranking, max_size=30)),
        draw(st.integers(1, 4)),
        list(draw(st.permutations(range(candidates)))),
    )
