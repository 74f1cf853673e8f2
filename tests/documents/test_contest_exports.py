import csv
import io
from pathlib import Path

import pytest
from hypothesis import given

from app.core.counting import PRESETS, preset, tabulate
from app.core.faults import BadInput
from app.documents.ballot_file import BallotFile
from app.documents.blt import read_blt
from app.documents.blt_export import write_blt
from app.documents.rctab import read_generic_csv
from app.documents.rctab_export import (
    beyond_rctab,
    rctab_config,
    rctab_summaries,
    write_generic_csv,
)
from app.documents.recognition import read_ballots
from app.documents.rounds_csv import write_rounds_csv
from tests.core.counting.elections import count, profile
from tests.core.counting.strategies import Election, elections

ODD = ("<b>Ana</b>", "=1+1", 'שרה "Sal" לוי, Jr', "+2", "-3", "@Di")


def contest(election: Election) -> BallotFile:
    names = tuple(f"{name}{index}" for index, name in enumerate(ODD[: election.candidates]))
    return BallotFile(names, election.profile, election.seats, "Stewards")


@given(elections())
def test_blt_written_reads_back_the_same(election: Election) -> None:
    ballots = contest(election)
    assert read_blt(io.BytesIO("".join(write_blt(ballots)).encode())) == ballots


@given(elections())
def test_generic_csv_written_reads_back_the_same(election: Election) -> None:
    ballots = contest(election)
    lines = "".join(write_generic_csv(ballots.profile, ballots.names))
    read = read_generic_csv(io.BytesIO(lines.encode()))
    assert (read.names, read.profile) == (ballots.names, ballots.profile)


@given(elections())
def test_exports_do_not_show_the_order_of_casting(election: Election) -> None:
    backwards = Election(
        election.candidates, election.rankings[::-1], election.seats, election.lots
    )
    one, other = contest(election), contest(backwards)
    assert [*write_blt(one)] == [*write_blt(other)]
    assert [*write_generic_csv(one.profile, one.names)] == [
        *write_generic_csv(other.profile, other.names)
    ]


def test_generic_csv_has_a_row_for_every_ballot() -> None:
    lines = [*write_generic_csv(profile("2 B>A; 1 C; 1 -", "ABC"), "ABC")]
    assert lines == [
        "id,precinct,batch,A,B,C\n",
        "1,,,2,1,\n",
        "2,,,2,1,\n",
        "3,,,,,1\n",
        "4,,,,,\n",
    ]


def test_name_of_two_lines_cannot_stand_in_a_blt_file() -> None:
    ballots = BallotFile(("Ana\nBo",), profile("1 A", "A"), 1, "T")
    with pytest.raises(BadInput, match="cannot stand on one line"):
        [*write_blt(ballots)]


@pytest.mark.parametrize(
    ("rule", "seats", "mode"),
    [
        ("irv", 1, "singleWinnerMajority"),
        ("sequential-irv", 1, "singleWinnerMajority"),
        ("sequential-irv", 2, "multiPassIrv"),
        ("stv-wigm", 2, "multiWinnerAllowMultipleWinnersPerRound"),
        ("bottoms-up", 2, "bottomsUp"),
    ],
)
def test_rctab_config_names_the_mode_and_puts_candidates_in_the_lot_order(
    rule: str, seats: int, mode: str
) -> None:
    config = rctab_config(
        preset(rule), "ABC", seats=seats, lots=[2, 0, 1], contest="Stewards", csv_path="b.csv"
    )
    assert config["rules"]["winnerElectionMode"] == mode
    assert config["rules"]["numberOfWinners"] == str(seats)
    assert config["rules"]["tiebreakMode"] == "useCandidateOrder"
    assert [candidate["name"] for candidate in config["candidates"]] == ["C", "A", "B"]
    # RCTab refuses id and precinct columns for this provider; the first vote stands in column 4.
    assert config["cvrFileSources"] == [
        {
            "filePath": "b.csv",
            "provider": "genericCsv",
            "firstVoteColumnIndex": "4",
            "firstVoteRowIndex": "2",
        }
    ]


def test_rctab_config_follows_the_parameters() -> None:
    settings = {"precision": "6", "limit": "5", "quota": "hare"}
    rules = rctab_config(
        preset("stv-wigm").with_parameters(settings),
        "ABC",
        seats=9,
        lots=None,
        contest="Stewards",
        csv_path="b.csv",
    )["rules"]
    assert rules["decimalPlacesForVoteArithmetic"] == "6"
    assert rules["maxRankingsAllowed"] == "5"
    assert (rules["hareQuota"], rules["nonIntegerWinningThreshold"]) == (True, False)
    # RCTab allows no more winners than candidates.
    assert rules["numberOfWinners"] == "3"


@pytest.mark.parametrize(
    ("rule", "settings", "seats", "says"),
    [
        ("plurality", {}, 2, "RCTab does not count by plurality"),
        ("question", {}, 1, "RCTab does not count by question"),
        ("irv-ten-percent", {}, 1, "RCTab eliminates no batch"),
        ("irv", {"ties": "earlier-round,lots"}, 1, "RCTab looks back one round"),
        ("stv-scottish", {"ties": "lots"}, 3, "RCTab moves the surpluses of one round together"),
        ("stv-wigm", {"truncation": "once"}, 3, "RCTab moves the surpluses of one round together"),
        ("stv-wigm", {}, 1, "RCTab fills a single seat by majority and not by stv-wigm"),
        ("bottoms-up", {}, 1, "RCTab fills a single seat by majority and not by bottoms-up"),
    ],
)
def test_rule_beyond_rctab_is_refused_with_its_reason(
    rule: str, settings: dict[str, str], seats: int, says: str
) -> None:
    adopted = preset(rule).with_parameters(settings)
    with pytest.raises(BadInput, match=says):
        rctab_config(adopted, "ABC", seats=seats, lots=None, contest="T", csv_path="b.csv")


def test_rctab_expresses_these_rules_and_no_others() -> None:
    expressed = [name for name, rule in PRESETS.items() if beyond_rctab(rule, 2) is None]
    assert expressed == ["irv", "stv-wigm", "sequential-irv", "bottoms-up"]


@pytest.mark.parametrize("names", [["Exhausted", "B"], []])
def test_candidates_that_rctab_would_not_take_are_refused(names: list[str]) -> None:
    with pytest.raises(BadInput, match="RCTab wants a candidate, none called exhausted"):
        rctab_config(preset("irv"), names, seats=1, lots=None, contest="T", csv_path="b.csv")


def test_rctab_summary_has_its_shape() -> None:
    tabulation = count("4 A>B; 3 A>C; 2 C; 1 B; 1 -", "ABC", "stv-wigm", seats=2)
    (summary,) = rctab_summaries(tabulation, "ABC", contest="Stewards", date="2028-04-20")
    assert summary["config"] == {
        "contest": "Stewards",
        "date": "2028-04-20",
        "generatedBy": "Tellers",
        "jurisdiction": "",
        "office": "",
    }
    assert summary["jsonFormatVersion"] == "1"
    assert summary["results"][0] == {
        "inactiveBallots": {
            "exhaustedChoices": "0",
            "overvotes": "0",
            "repeatedRankings": "0",
            "skippedRankings": "0",
        },
        "round": 1,
        "tally": {"A": "7", "B": "1", "C": "2"},
        "tallyResults": [
            {
                "elected": "A",
                "transfers": {"B": "1.714", "C": "1.2855", "residual surplus": "0.0005"},
            }
        ],
        "threshold": "4",
    }
    assert summary["results"][1]["tallyResults"] == [
        {"eliminated": "B", "transfers": {"exhausted": "2.714"}}
    ]
    assert summary["summary"] == {
        "finalThreshold": "4",
        "numCandidates": 3,
        "numWinners": 2,
        "totalNumBallots": "11",
        "undervotes": 1,
    }


def test_rctab_summary_stands_for_each_pass() -> None:
    tabulation = count("5 A>B; 3 B>C; 1 C", "ABC", "sequential-irv", seats=2)
    summaries = rctab_summaries(tabulation, "ABC", contest="Stewards")
    assert [summary["results"][0]["round"] for summary in summaries] == [1, 1]
    assert [summary["summary"]["numCandidates"] for summary in summaries] == [3, 2]


def test_rounds_csv_is_safe_in_a_spreadsheet() -> None:
    tabulation = count("3 A; 2 B; 1 C>B", "ABC", "irv", lots="ABC")
    names = ["=cmd|' /C calc'!A0", "@B", 'C, the "third"']
    rows = [*csv.reader(io.StringIO(write_rounds_csv(tabulation, names)))]
    assert rows[:6] == [
        ["round", "pass", "kind", "name", "votes", "outcome"],
        ["1", "", "candidate", "'=cmd|' /C calc'!A0", "3", ""],
        ["1", "", "candidate", "'@B", "2", ""],
        ["1", "", "candidate", 'C, the "third"', "1", "eliminated"],
        ["1", "", "threshold", "", "4", ""],
        ["1", "", "exhausted", "", "0", ""],
    ]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_rounds_csv_gives_the_pass_and_leaves_out_a_threshold_there_is_none_of() -> None:
    sequential = count("5 A>B; 3 B>C; 1 C", "ABC", "sequential-irv", seats=2)
    rows = [*csv.reader(io.StringIO(write_rounds_csv(sequential, "ABC")))]
    assert {row[1] for row in rows[1:]} == {"1", "2"}
    bottoms_up = count("5 A; 3 B; 1 C", "ABC", "bottoms-up", seats=2)
    assert "threshold" not in write_rounds_csv(bottoms_up, "ABC")


def test_count_of_an_export_is_the_count(tmp_path: Path) -> None:
    ballots = BallotFile(tuple("ABC"), profile("4 A>B; 3 B>C; 2 C", "ABC"), 2, "T")
    path = tmp_path / "b.csv"
    path.write_text("".join(write_generic_csv(ballots.profile, ballots.names)))
    again = tabulate(read_ballots(path).profile, preset("stv-wigm"), seats=2, lots=None)
    assert again == tabulate(ballots.profile, preset("stv-wigm"), seats=2, lots=None)
