import pytest

from app.core.counting import preset, tabulate
from app.core.faults import BadInput
from app.core.ties import Draw, lot_order, parse_name
from tests.core.counting.elections import letters, profile

OREGON_2023 = "EPHDZWATORJFQSCIUMNBXKYLGV"
RECORD = "drawn on 20 April 2028 before Kim Lee and Pat Ortiz"


def test_count_goes_on_with_a_lot_drawn_among_the_tied() -> None:
    ballots, rule = profile("4 A; 2 B>C; 2 C>B", "ABC"), preset("irv")
    before = tabulate(ballots, rule, seats=1, lots=None)
    assert before.awaiting is not None
    first = Draw((2, 1), RECORD)
    after = tabulate(ballots, rule, seats=1, lots=None, draws=[first])
    assert letters(after.rounds[0].eliminated) == "B"
    assert after.ties[0].settled_by == "drawn lot"
    assert after.as_json("ABC")["ties"][0]["because"] == RECORD
    # The next tie, of A and C, awaits its own lot.
    assert after.awaiting is not None
    assert letters(after.awaiting.tied) == "AC"
    last = tabulate(ballots, rule, seats=1, lots=None, draws=[first, Draw((2, 0))])
    assert letters(last.elected) == "C"


def test_awaiting_says_what_is_needed() -> None:
    tabulation = tabulate(profile("1 A; 1 B", "AB"), preset("irv"), seats=1, lots=None)
    assert tabulation.as_json(["Ana", "Bo"])["awaiting"] == {
        "round": 1,
        "kind": "election",
        "tied": ["Ana", "Bo"],
        "needs": "a lot order of Ana, Bo",
    }


def test_lot_order_goes_before_a_drawn_lot() -> None:
    draws = [Draw((1, 0))]
    ballots = profile("1 A; 1 B", "AB")
    tabulation = tabulate(ballots, preset("irv"), seats=1, lots=[0, 1], draws=draws)
    assert letters(tabulation.elected) == "A"


def test_lot_drawn_among_equal_names_completes_the_lot_order() -> None:
    names = [parse_name(name) for name in ("Nunez, Jo", "Zhou, Wei", "Núñez, Jo")]
    order = lot_order(OREGON_2023, names).with_draw(Draw((2, 0), RECORD))
    assert (order.order, order.lots, order.equal) == ((1, 2, 0), (1, 2, 0), ())
    with pytest.raises(BadInput, match="all who are equal after folding, and only"):
        lot_order(OREGON_2023, names).with_draw(Draw((1, 0)))


def test_tie_in_the_order_of_alternates_gives_each_comparison() -> None:
    names = ["Garcia, Luis", "Garza, Ana", "Diaz, Eva", "Zhou, Wei"]
    order = lot_order(OREGON_2023, [parse_name(name) for name in names])
    ballots = profile("2 D; 1 A; 1 B; 1 C", "ABCD")
    answer = tabulate(ballots, preset("plurality"), seats=1, lots=order.lots)
    (tie,) = answer.as_json(names, alphabet=order)["ties"]
    assert tie["settled_by"] == "alphabet"
    assert tie["tied"] == ["Diaz, Eva", "Garza, Ana", "Garcia, Luis"]
    assert tie["because"] == (
        "Diaz before Garza: 1st letter, D (4th) before G (25th);"
        " Garza before Garcia: 4th letter, Z (5th) before C (15th)"
    )


def test_tie_that_an_earlier_round_settled_is_not_laid_to_the_alphabet() -> None:
    names = ["Garcia, Luis", "Garza, Ana", "Diaz, Eva"]
    order = lot_order(OREGON_2023, [parse_name(name) for name in names])
    rule = preset("irv").with_parameters({"ties": "earlier-round,lots"})
    tabulation = tabulate(profile("4 A; 3 B; 1 C>B", "ABC"), rule, seats=1, lots=order.lots)
    (tie,) = tabulation.as_json(names, alphabet=order)["ties"]
    assert tie["settled_by"] == "earlier-round"
    assert "because" not in tie
