"""One count by one counter in a process of its own; its figures as JSON on stdout.

`python -m measure.counters COUNTER METHOD FILE`: processor seconds of the whole process and of
the count alone, the most memory the process held, and who was elected (from 0).
"""

import importlib
import json
import resource
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from app.core.counting import preset, tabulate
from app.documents.recognition import read_ballots

SEATS = {"irv": 1, "stv": 5}
Load = Callable[[Path], Any]
Count = Callable[[Any, str], list[int]]


def _ours(ballots: Any, method: str) -> list[int]:
    rule = preset("irv" if method == "irv" else "stv-wigm")
    lots = range(ballots.profile.candidates)
    return [*tabulate(ballots.profile, rule, seats=SEATS[method], lots=lots).elected]


def _rows(path: Path) -> tuple[int, list[list[int]]]:
    """How many candidates there are, and every ballot as candidate numbers from 1."""
    with path.open(encoding="ascii") as file:
        candidates = int(next(file).split()[0])
        rows: list[list[int]] = []
        for line in file:
            if line == "0\n":
                break
            rows.append([int(word) for word in line.split()[1:-1]])
    return candidates, rows


def _load_pyrankvote(path: Path) -> Any:
    peer = importlib.import_module("pyrankvote")
    number, rows = _rows(path)
    candidates = [peer.Candidate(str(index)) for index in range(number)]
    return candidates, [peer.Ballot([candidates[mark - 1] for mark in row]) for row in rows]


def _pyrankvote(loaded: Any, method: str) -> list[int]:
    peer = importlib.import_module("pyrankvote")
    candidates, ballots = loaded
    if method == "irv":
        result = peer.instant_runoff_voting(candidates, ballots)
    else:
        result = peer.single_transferable_vote(candidates, ballots, SEATS[method])
    return [int(winner.name) for winner in result.get_winners()]


def _load_votekit(path: Path) -> Any:
    peer = importlib.import_module("votekit")
    number, rows = _rows(path)
    ballots = [
        peer.RankBallot(ranking=[{str(mark - 1)} for mark in row], weight=times)
        for row, times in Counter(map(tuple, rows)).items()
    ]
    return peer.RankProfile(ballots=ballots, candidates=[str(c) for c in range(number)])


def _votekit(profile: Any, method: str) -> list[int]:
    elections = importlib.import_module("votekit.elections")
    if method == "irv":
        election = elections.IRV(profile, tiebreak="first_place")
    else:
        election = elections.STV(profile, n_seats=SEATS[method], tiebreak="first_place")
    return [int(name) for group in election.get_elected() for name in group]


def _load_pref_voting(path: Path) -> Any:
    profiles = importlib.import_module("pref_voting.profiles_with_ties")
    number, rows = _rows(path)
    counts = Counter(map(tuple, rows))
    ranks = [{mark - 1: rank for rank, mark in enumerate(row, start=1)} for row in counts]
    return profiles.ProfileWithTies(ranks, [*counts.values()], candidates=[*range(number)])


def _pref_voting(profile: Any, _: str) -> list[int]:
    methods = importlib.import_module("pref_voting.iterative_methods")
    return [int(c) for c in methods.instant_runoff_for_truncated_linear_orders(profile)]


# By name: what to read the file with, what counts, and by which methods.
COUNTERS: dict[str, tuple[Load, Count, tuple[str, ...]]] = {
    "tellers": (read_ballots, _ours, ("irv", "stv")),
    "pyrankvote": (_load_pyrankvote, _pyrankvote, ("irv", "stv")),
    "votekit": (_load_votekit, _votekit, ("irv", "stv")),
    "pref_voting": (_load_pref_voting, _pref_voting, ("irv",)),
}


def main(name: str, method: str, path: str) -> None:
    """Counts once and prints the figures."""
    load, count, _ = COUNTERS[name]
    ballots = load(Path(path))
    start = process_time()
    elected = count(ballots, method)
    counted = process_time() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "count": counted,
        "process": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss // 1024,
        "elected": sorted(elected),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
