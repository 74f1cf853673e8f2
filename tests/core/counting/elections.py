from collections.abc import Sequence

from app.core.counting import Profile, Tabulation, preset, tabulate

LETTERS = "ABCDEFGHIJ"


def profile(text: str, candidates: str) -> Profile:
    """Reads "5 A>B; 2 C; 1 -" for the candidates "ABC"; a dash is a blank ballot."""
    rankings: list[list[int]] = []
    for part in text.split(";"):
        times, marks = part.split()
        ranking = [candidates.index(letter) for letter in marks.replace(">", "").strip("-")]
        rankings += [ranking] * int(times)
    return Profile.from_rankings(len(candidates), rankings)


def count(
    text: str, candidates: str, rule: str, seats: int = 1, lots: str | None = None
) -> Tabulation:
    """Counts "5 A>B; 2 C" by the preset, the lots as letters, best first."""
    order = None if lots is None else [candidates.index(letter) for letter in lots]
    return tabulate(profile(text, candidates), preset(rule), seats=seats, lots=order)


def letters(candidates: Sequence[int]) -> str:
    """Candidate indexes as letters: (2, 0) is "CA"."""
    return "".join(LETTERS[candidate] for candidate in candidates)
