from collections.abc import Iterator
from pathlib import Path
from random import Random

CANDIDATES = 10


def write_ballots(path: Path, ballots: int, seed: int) -> None:
    """Writes a BLT file of ten candidates and ballots of one to ten ranks, a line each."""
    with path.open("w", encoding="ascii") as file:
        file.write(f"{CANDIDATES} 5\n")
        file.writelines(_lines(ballots, Random(seed)))
        file.write("0\n")
        file.writelines(f'"Candidate {number}"\n' for number in range(1, CANDIDATES + 1))
        file.write('"Made up"\n')


def _lines(ballots: int, chance: Random) -> Iterator[str]:
    """Rankings in which a candidate of a lower number is the more likely to stand high."""
    numbers = range(1, CANDIDATES + 1)
    for _ in range(ballots):
        line = sorted(numbers, key=lambda number: chance.random() ** (CANDIDATES + 1 - number))
        ranks = line[: chance.randint(1, CANDIDATES)]
        yield f"1 {' '.join(map(str, ranks))} 0\n"
