import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from app.core.counting import Profile, Round, Rule, Tabulation
from app.core.counting.tabulation import trimmed
from app.core.faults import BadInput

# The RCTab whose generic CSV, config.json and summary these are.
VERSION = "2.0.1"
FIRST_VOTE_COLUMN = 4
# Words that its reports use beside the names of candidates.
RESERVED = frozenset({"exhausted", "residual surplus", "undeclared write-ins"})


def beyond_rctab(rule: Rule, seats: int) -> str | None:
    """Why RCTab cannot count by a rule, in words; None where it can."""
    if not rule.is_ranked:
        return f"RCTab does not count by {rule.name}"
    if rule.batch is not None:
        return "RCTab eliminates no batch below a share of the first choices"
    if rule.ties != ("lots",):
        return "RCTab looks back one round in a tie and no further"
    if rule.method == "stv" and (rule.surplus, rule.truncation) != ("together", "twice"):
        return "RCTab moves the surpluses of one round together, and truncates the factor too"
    if rule.method in ("stv", "bottoms-up") and seats == 1:
        return f"RCTab fills a single seat by majority and not by {rule.name}"
    return None


def write_generic_csv(profile: Profile, names: Sequence[str]) -> Iterator[str]:
    """A contest as RCTab's generic CSV, line by line: a row a ballot, blank ones too.

    The rows are sorted by their ranking and numbered so, which says nothing of the order in which
    ballots were cast.
    """
    yield _csv_line(["id", "precinct", "batch", *names])
    number = 0
    for ranking, times in [*sorted(profile.items()), ((), profile.blanks)]:
        cells = [""] * len(names)
        for rank, candidate in enumerate(ranking, start=1):
            cells[candidate] = str(rank)
        for _ in range(times):
            number += 1
            yield _csv_line([str(number), "", "", *cells])


def rctab_config(
    rule: Rule,
    names: Sequence[str],
    *,
    seats: int,
    lots: Sequence[int] | None,
    contest: str,
    csv_path: str,
    date: str = "",
    jurisdiction: str = "",
    office: str = "",
) -> dict[str, Any]:
    """The config.json by which RCTab counts a contest's generic CSV under the same rule.

    Candidates stand in the lot order, by which RCTab then settles ties. Refuses a rule that
    RCTab cannot express, saying why.
    """
    reason = beyond_rctab(rule, seats)
    reserved = [name for name in names if name.lower() in RESERVED]
    if reason or reserved or not names:
        raise BadInput(reason or "RCTab wants a candidate, none called exhausted or the like")
    return {
        "tabulatorVersion": VERSION,
        "outputSettings": {
            "contestName": contest,
            "outputDirectory": "output",
            "contestDate": date,
            "contestJurisdiction": jurisdiction,
            "contestOffice": office,
            "tabulateByPrecinct": False,
            "generateCdfJson": False,
        },
        "cvrFileSources": [
            {
                "filePath": csv_path,
                "provider": "genericCsv",
                "firstVoteColumnIndex": str(FIRST_VOTE_COLUMN),
                "firstVoteRowIndex": "2",
            }
        ],
        "candidates": [
            {"name": names[c], "code": "", "excluded": False}
            for c in (range(len(names)) if lots is None else lots)
        ],
        "rules": _rules(rule, min(seats, len(names))),
    }


def rctab_summaries(
    tabulation: Tabulation,
    names: Sequence[str],
    *,
    contest: str,
    date: str = "",
    jurisdiction: str = "",
    office: str = "",
) -> list[dict[str, Any]]:
    """A count in the shape of RCTab's summary JSON, one summary for each pass."""
    heading = {
        "contest": contest,
        "date": date,
        "generatedBy": "Tellers",
        "jurisdiction": jurisdiction,
        "office": office,
    }
    return [
        _summary(tabulation, [*rounds], names, heading)
        for _, rounds in groupby(tabulation.rounds, key=lambda round_: round_.passage)
    ]


def _rules(rule: Rule, winners: int) -> dict[str, Any]:
    several = {
        "stv": "multiWinnerAllowMultipleWinnersPerRound",
        "bottoms-up": "bottomsUp",
        "sequential": "multiPassIrv",
    }
    mode = several[rule.method] if winners > 1 else "singleWinnerMajority"
    return {
        "tiebreakMode": "useCandidateOrder",
        "overvoteRule": "alwaysSkipToNextRank",
        "winnerElectionMode": mode,
        "randomSeed": "",
        "numberOfWinners": str(winners),
        "decimalPlacesForVoteArithmetic": str(rule.precision or 4),
        "minimumVoteThreshold": "0",
        "maxSkippedRanksAllowed": "unlimited",
        "maxRankingsAllowed": "max" if rule.limit is None else str(rule.limit),
        "nonIntegerWinningThreshold": rule.quota == "droop-fraction",
        "hareQuota": rule.quota == "hare",
        "batchElimination": False,
        "continueUntilTwoCandidatesRemain": False,
        "exhaustOnDuplicateCandidate": False,
        "rulesDescription": rule.name,
    }


def _summary(
    tabulation: Tabulation,
    rounds: Sequence[Round],
    names: Sequence[str],
    heading: dict[str, str],
) -> dict[str, Any]:
    places = tabulation.rule.precision
    first, last = rounds[0], rounds[-1]
    valid = sum(first.tally.values()) + first.exhausted
    return {
        "config": heading,
        "jsonFormatVersion": "1",
        "results": [_result(round_, first.number, places, names) for round_ in rounds],
        "summary": {
            "finalThreshold": trimmed(last.threshold or 0, places),
            "numCandidates": len(first.tally),
            "numWinners": sum(len(round_.elected) for round_ in rounds),
            "totalNumBallots": str(tabulation.ballots),
            "undervotes": tabulation.ballots - valid // tabulation.rule.unit,
        },
    }


def _result(round_: Round, first: int, places: int, names: Sequence[str]) -> dict[str, Any]:
    return {
        "inactiveBallots": {
            "exhaustedChoices": trimmed(round_.exhausted, places),
            "overvotes": "0",
            "repeatedRankings": "0",
            "skippedRankings": "0",
        },
        "round": round_.number - first + 1,
        "tally": {names[c]: trimmed(votes, places) for c, votes in round_.tally.items()},
        "tallyResults": [
            {fate: names[c], "transfers": _transfers(c, round_, places, names)}
            for fate, candidates in (("elected", round_.elected), ("eliminated", round_.eliminated))
            for c in candidates
        ],
        "threshold": trimmed(round_.threshold or 0, places),
    }


def _transfers(source: int, round_: Round, places: int, names: Sequence[str]) -> dict[str, str]:
    """Where the votes of one who was elected or eliminated went, and what truncation lost."""
    moved = {
        "exhausted" if t.target is None else names[t.target]: t.votes
        for t in round_.transfers
        if t.source == source
    }
    if moved and source in round_.elected:
        surplus = round_.tally[source] - (round_.threshold or 0)
        moved["residual surplus"] = surplus - sum(moved.values())
    return {name: trimmed(votes, places) for name, votes in moved.items() if votes}


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
