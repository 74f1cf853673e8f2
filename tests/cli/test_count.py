import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app, main

OREGON_2023 = "EPHDZWATORJFQSCIUMNBXKYLGV"
TIED = '2 1\n2 1 0\n2 2 0\n0\n"Garcia, Luis"\n"Garza, Ana"\n"President"\n'


def tellers(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.fixture
def tied(tmp_path: Path) -> str:
    path = tmp_path / "tied.blt"
    path.write_text(TIED)
    return str(path)


def test_count_by_lots_answers_in_the_published_shape(tied: str) -> None:
    code, output = tellers(
        "count", tied, "--rule", "irv", "--lots", "Garza, Ana|Garcia, Luis", "--json"
    )
    assert code == 0
    assert json.loads(output) == {
        "rule": "irv",
        "seats": 1,
        "ballots": 4,
        "elected": ["Garza, Ana"],
        "rounds": [
            {
                "round": 1,
                "tally": {"Garcia, Luis": "2", "Garza, Ana": "2"},
                "exhausted": "0",
                "residual": "0",
                "threshold": "3",
                "elected": ["Garza, Ana"],
                "eliminated": [],
            }
        ],
        "ties": [
            {
                "round": 1,
                "kind": "election",
                "tied": ["Garcia, Luis", "Garza, Ana"],
                "settled_by": "lots",
                "chosen": "Garza, Ana",
            }
        ],
        "awaiting": None,
    }


def test_count_by_alphabet_says_which_letter_decided(tied: str) -> None:
    code, output = tellers("count", tied, "--rule", "irv", "--alphabet", OREGON_2023, "--json")
    (tie,) = json.loads(output)["ties"]
    assert (code, tie["settled_by"], tie["chosen"]) == (0, "alphabet", "Garza, Ana")
    assert tie["because"] == "Garza before Garcia: 4th letter, Z (5th) before C (15th)"


def test_count_with_a_tie_and_no_lots_exits_3_and_says_what_is_needed(tied: str) -> None:
    code, output = tellers("count", tied, "--rule", "irv", "--json")
    assert (code, json.loads(output)["elected"]) == (3, [])
    assert json.loads(output)["awaiting"]["tied"] == ["Garcia, Luis", "Garza, Ana"]
    code, output = tellers("count", tied, "--rule", "irv")
    assert code == 3
    assert "Round 1 awaits a lot order of Garcia, Luis, Garza, Ana (election)." in output


def test_count_for_people_shows_rounds_ties_and_who_is_elected(tmp_path: Path) -> None:
    path = tmp_path / "b.blt"
    path.write_text('3 2\n9 1 2 0\n4 2 0\n4 3 0\n0\n"A"\n"B"\n"C"\n"T"\n')
    code, output = tellers(
        "count", str(path), "--rule", "stv-wigm", "--set", "precision=5", "--lots", "C|B|A"
    )
    assert code == 0
    assert output.startswith("stv-wigm, seats 2, ballots 17\nwith precision set to 5\n")
    assert "  A                9.00000  elected\n" in output
    assert "Elected: A, B\n" in output


def test_plurality_count_lists_alternates(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("id,precinct,batch,A,B,C\n1,p,1,1,,\n2,p,1,1,,\n3,p,1,,1,\n")
    code, output = tellers("count", str(path), "--rule", "plurality", "--json")
    assert (code, json.loads(output)["alternates"]) == (0, ["B"])
    code, output = tellers("count", str(path), "--rule", "plurality")
    assert "Alternates, in order: B\n" in output


def test_count_never_sends_a_control_character_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "b.blt"
    path.write_bytes('2 1\n2 1 0\n1 2 0\n0\n"\x1b[2J\x07\u202e\x9b"\n"B"\n"T"\n'.encode())
    for arguments in (["--json"], []):
        code, output = tellers("count", str(path), "--rule", "irv", *arguments)
        assert code == 0
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & {*output}
    assert json.loads(tellers("count", str(path), "--rule", "irv", "--json")[1])["elected"] == [
        "\x1b[2J\x07\u202e\x9b"
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--rule", "borda"], "no counting rule is called 'borda'"),
        (["--rule", "irv", "--seats", "2"], "irv fills one seat and 2 are asked for"),
        (["--rule", "irv", "--seats", "0"], "0 seats: a contest fills at least one seat"),
        (["--rule", "irv", "--lots", "Garza, Ana"], "'Garcia, Luis' is left out"),
        (["--rule", "irv", "--lots", "Nobody"], "--lots names 'Nobody', who is no candidate"),
        (
            ["--rule", "irv", "--lots", "Garza, Ana|Garcia, Luis|Garza, Ana"],
            "--lots names somebody twice",
        ),
        (["--rule", "irv", "--alphabet", "ABC"], "the alphabet lacks D"),
        (
            ["--rule", "irv", "--alphabet", OREGON_2023, "--lots", ""],
            "--lots and --alphabet both give a lot order",
        ),
        (["--rule", "irv", "--draw", "Nobody"], "--draw names 'Nobody', who is no candidate"),
        (["--rule", "irv", "--paper", "skipped"], "--paper 'skipped': write usual, or key=value"),
        (["--rule", "irv", "--paper", "skipped=never"], "skipped=never is no way of reading paper"),
        (["--rule", "question"], "the candidates of a yes-no question are Yes, No"),
        (["--rule", "irv", "--groups", "/none.csv"], "none.csv cannot be read"),
        (["--rule", "irv", "--set", "limit"], "--set 'limit': write a parameter as key=value"),
        (["--rule", "irv", "--set", "limit=1", "--set", "limit=2"], "limit is set twice"),
    ],
)
def test_bad_input_is_one_line_on_stderr_and_exit_2(
    tied: str,
    arguments: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["tellers", "count", tied, *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    output = capsys.readouterr()
    assert (ended.value.code, output.out) == (2, "")
    assert says in output.err
    assert output.err.count("\n") == 1


def test_question_is_counted_whatever_the_order_of_its_options(tmp_path: Path) -> None:
    path = tmp_path / "q.blt"
    path.write_text('3 1\n3 1 0\n120 2 0\n240 3 0\n1 0\n0\n"Abstain"\n"No"\n"YES"\n"Merge?"\n')
    settings = ["threshold=2/3", "base=for-and-against", "quorum=360"]
    sets = [word for setting in settings for word in ("--set", setting)]
    code, output = tellers("count", str(path), "--rule", "question", *sets, "--json")
    answer = json.loads(output)
    assert (code, answer["elected"], answer["question"]["carried"]) == (0, ["YES"], True)
    code, output = tellers("count", str(path), "--rule", "question", *sets)
    assert output.endswith(
        "Carried: 3 x 240 >= 2 x 360 holds; 364 took part, and the quorum is 360.\n"
    )


def test_guaranteed_places_are_counted_by_a_file_of_groups(tmp_path: Path) -> None:
    path, groups = tmp_path / "b.blt", tmp_path / "groups.csv"
    path.write_text('3 2\n5 1 0\n4 2 0\n3 3 0\n0\n"A"\n"B"\n"=C"\n"T"\n')
    groups.write_text("candidate,group\nA,worcester\n=C,boston\n")
    arguments = ["count", str(path), "--rule", "plurality-guaranteed", "--groups", str(groups)]
    arguments += ["--set", "guarantee=boston:1"]
    code, output = tellers(*arguments, "--json")
    answer = json.loads(output)
    assert (code, answer["elected"], answer["guaranteed"]) == (0, ["=C", "A"], {"=C": "boston"})
    assert "Elected: =C (for boston), A\n" in tellers(*arguments)[1]


def test_count_goes_on_with_a_lot_that_was_drawn(tied: str) -> None:
    drawn = ["--draw", "Garza, Ana|Garcia, Luis"]
    code, output = tellers("count", tied, "--rule", "irv", *drawn, "--json")
    (tie,) = json.loads(output)["ties"]
    assert (code, tie["settled_by"], tie["chosen"]) == (0, "drawn lot", "Garza, Ana")


def test_lot_drawn_among_equal_names_completes_the_alphabet(tmp_path: Path) -> None:
    path = tmp_path / "b.blt"
    path.write_text(TIED.replace("Garza, Ana", "García, Luis"))
    alphabet = ["count", str(path), "--rule", "irv", "--alphabet", OREGON_2023]
    assert tellers(*alphabet)[0] == 3
    code, output = tellers(*alphabet, "--draw", "García, Luis|Garcia, Luis", "--json")
    assert (code, json.loads(output)["elected"]) == (0, ["García, Luis"])


def test_count_can_be_told_in_sentences(tied: str) -> None:
    code, output = tellers("count", tied, "--rule", "irv", "--alphabet", OREGON_2023, "--explain")
    assert code == 0
    assert output.splitlines()[0] == (
        "Round 1: Garcia, Luis and Garza, Ana were equal, and by the lot order Garza, Ana was"
        " elected (Garza before Garcia: 4th letter, Z (5th) before C (15th));"
        " Garza, Ana (2) was elected."
    )
    assert "Garcia, Luis ended with 2, as many as Garza, Ana;" in output


def test_count_can_be_repeated_by_pyrankvote(tied: str) -> None:
    arguments = ["count", tied, "--rule", "irv", "--lots", "Garcia, Luis|Garza, Ana"]
    code, output = tellers(*arguments, "--second-count", "--json")
    assert (code, json.loads(output)["second_count"]["word"]) == (0, "differs by rule")
    code, output = tellers(*arguments, "--second-count")
    assert output.endswith(
        "Second count: differs by rule (pyrankvote elects others: it settles a tie by second"
        " choices or by chance)\n"
    )


PAPER = '3 2\n4 1 - 2=3 0\n1 2 2 3 0\n2 - - 3 0\n3 0\n0\n"A"\n"B"\n"C"\n"T"\n'


def test_count_of_paper_reads_the_marks_and_accounts_for_every_ballot(tmp_path: Path) -> None:
    path = tmp_path / "paper.blt"
    path.write_text(PAPER)
    arguments = ["count", str(path), "--rule", "irv", "--seats", "1", "--paper"]
    code, output = tellers(*arguments, "usual", "--json")
    answer = json.loads(output)
    assert (code, answer["ballots"], answer["rounds"][0]["tally"]) == (
        0,
        10,
        {"A": "4", "B": "1", "C": "2"},
    )
    assert answer["paper"] == {
        "counted": 7,
        "blank": 3,
        "void": 0,
        "reasons": {"double-rank": 4, "repeated-candidate": 1, "skipped-rank": 8, "undervote": 3},
    }
    code, output = tellers(*arguments, "skipped=end-after-two,doubled=end", "--json")
    assert json.loads(output)["rounds"][0]["tally"] == {"A": "4", "B": "1", "C": "0"}
    assert (
        "paper: 7 counted, 3 blank, 0 void\n  double-rank: 4\n" in tellers(*arguments, "usual")[1]
    )


def test_count_of_paper_voids_more_marks_than_seats(tmp_path: Path) -> None:
    path = tmp_path / "paper.blt"
    path.write_text(PAPER)
    arguments = ["count", str(path), "--rule", "plurality", "--paper", "usual", "--json"]
    answer = json.loads(tellers(*arguments)[1])
    # Four papers mark all three for two seats.
    assert (answer["ballots"], answer["void"], answer["paper"]["void"]) == (10, 4, 4)
    assert answer["rounds"][0]["tally"] == {"A": "0", "B": "1", "C": "3"}


def test_lots_puts_names_in_order_with_the_comparisons() -> None:
    code, output = tellers(
        "lots", "--alphabet", OREGON_2023, "Garcia, Luis", "Garza, Ana", "--json"
    )
    assert code == 0
    assert json.loads(output) == {
        "order": ["Garza, Ana", "Garcia, Luis"],
        "comparisons": [
            {
                "first": "Garza, Ana",
                "second": "Garcia, Luis",
                "because": "Garza before Garcia: 4th letter, Z (5th) before C (15th)",
            }
        ],
    }
    code, output = tellers("lots", "--alphabet", OREGON_2023, "Garcia, Luis", "Garza, Ana")
    assert output.startswith("  1. Garza, Ana\n  2. Garcia, Luis\n")


def test_lots_of_two_names_equal_after_folding_exits_3() -> None:
    code, output = tellers("lots", "--alphabet", OREGON_2023, "Núñez, Jo", "Nunez, Jo", "--json")
    assert code == 3
    assert "a lot must be drawn" in json.loads(output)["comparisons"][0]["because"]
