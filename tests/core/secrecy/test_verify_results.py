"""Results that a registrar could certify and sign though the ballots say otherwise.

Each lie names every check that stops it: where that is one, without it the lie would stand.
"""

import pytest
from rehearsal.held import Held
from rehearsal.lying import Lie, edited, set_in, stopped_by

RESULTS, PRESIDENT, DELEGATES = "results.json", ("contests", 0), ("contests", 2)
UNREADABLE = {
    *("reconciliation", "results and manifest", "recount"),
    *("tie rulings", "second count", "seats"),
}
LIES: dict[str, tuple[Lie, set[str]]] = {
    "another reconciliation": (
        set_in(RESULTS, "reconciliation", "groups", 0, "paper", to=1),
        {"reconciliation"},
    ),
    "another title": (set_in(RESULTS, "election", to="Another"), {"results and manifest"}),
    "a rehearsal called an election": (
        set_in(RESULTS, "purpose", to="election"),
        {"results and manifest"},
    ),
    "a contest called declared": (
        set_in(RESULTS, *PRESIDENT, "declared", to=True),
        {"results and manifest", "recount", "seats"},
    ),
    "more declared than seats": (
        edited(RESULTS, lambda value: value["contests"][5].update(seats=0)),
        {"results and manifest"},
    ),
    "a contest twice": (
        edited(RESULTS, lambda value: value["contests"].append(value["contests"][0])),
        {
            "reconciliation",
            "results and manifest",
            "recount",
            "tie rulings",
            "second count",
            "seats",
        },
    ),
    "certified by one": (
        set_in(RESULTS, "certified", "by", to=["Chair Clay"]),
        {
            "reconciliation",
            "results and manifest",
            "recount",
            "tie rulings",
            "second count",
            "seats",
        },
    ),
    "a way to a seat that is none": (
        set_in(RESULTS, "seating", 0, "how", to="acclaimed"),
        UNREADABLE,
    ),
    "a contest without an id": (
        edited(RESULTS, lambda value: value["contests"][0].pop("id")),
        UNREADABLE,
    ),
    "a contest left out": (
        edited(RESULTS, lambda value: value["contests"].pop(0)),
        {"results and manifest", "recount", "tie rulings", "seats"},
    ),
    "a declared contest with a tally": (
        edited(RESULTS, lambda value: value["contests"][5].update(ballots=9)),
        {"results and manifest"},
    ),
    "winners that are no list": (
        set_in(RESULTS, *PRESIDENT, "elected", to="Alder, Ann"),
        {"recount", "seats"},
    ),
    "winners that are no names": (
        set_in(RESULTS, *PRESIDENT, "elected", to=[1]),
        {"recount", "seats"},
    ),
    "no counting rule": (
        set_in(RESULTS, *PRESIDENT, "counting_rule", to=None),
        {"recount", "tie rulings"},
    ),
    "a lot order that lacks one": (
        edited(RESULTS, lambda value: value["contests"][2]["lot_order"].pop()),
        {"recount", "tie rulings"},
    ),
    "a tie without an alphabet": (
        set_in(RESULTS, *DELEGATES, "alphabet", to=None),
        {"tie rulings"},
    ),
    "a name in the alphabet that is no text": (
        set_in(RESULTS, *DELEGATES, "alphabet", "names", 0, "first", to=1),
        {"recount", "tie rulings"},
    ),
    "another winner": (
        set_in(RESULTS, *PRESIDENT, "elected", to=["Birch, Bo"]),
        {"recount", "seats"},
    ),
    "another tally": (
        set_in(RESULTS, *PRESIDENT, "rounds", 0, "tally", "Alder, Ann", to="8"),
        {"recount"},
    ),
    "another number of blanks": (set_in(RESULTS, *PRESIDENT, "blank", to=0), {"recount"}),
    "another alternate": (
        set_in(RESULTS, *DELEGATES, "alternates", to=["Cedar, Cy", "Dogwood, Di"]),
        {"recount"},
    ),
    "another counting rule": (
        set_in(RESULTS, *PRESIDENT, "counting_rule", "rule", to="irv"),
        {"recount", "tie rulings"},
    ),
    "another lot order": (
        edited(RESULTS, lambda value: value["contests"][2]["lot_order"].reverse()),
        {"recount", "tie rulings"},
    ),
    "another alphabet": (
        set_in(RESULTS, *DELEGATES, "alphabet", "letters", to="ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        {"recount", "tie rulings"},
    ),
    "a tie settled otherwise": (
        set_in(RESULTS, *DELEGATES, "ties", 0, "chosen", to="Cedar, Cy"),
        {"tie rulings"},
    ),
    "a tie left out": (set_in(RESULTS, *DELEGATES, "ties", to=[]), {"tie rulings"}),
    "another reason for a tie": (
        set_in(RESULTS, *DELEGATES, "ties", 0, "because", to="drawn from a hat"),
        {"tie rulings"},
    ),
    "a seat for somebody else": (set_in(RESULTS, "seating", 0, "member", to="Elm, Ed"), {"seats"}),
    "a seat twice": (
        edited(RESULTS, lambda value: value["seating"].append(value["seating"][0])),
        {"seats"},
    ),
    "a seat withheld": (edited(RESULTS, lambda value: value["seating"].pop()), {"seats"}),
    "a seat in a contest that is none": (
        set_in(RESULTS, "seating", 0, "contest", to="emperor"),
        {"seats"},
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_lie_in_the_results_is_refused_by_the_checks_of_its_kind(held: Held, name: str) -> None:
    lie, checks = LIES[name]
    assert stopped_by(lie(held)) == checks


def test_two_people_of_one_name_may_certify(held: Held) -> None:
    certified = set_in(RESULTS, "certified", "by", to=["Ann Lee", "Ann Lee"])
    assert stopped_by(certified(held)) == set()


def test_seats_by_succession_and_office_stand_beside_those_elected(held: Held) -> None:
    row = {"contest": "board", "member": "Holly, Hu", "cite": "Rule 2", "because": "is president"}
    more = [{**row, "how": "ex officio"}, {**row, "how": "succession"}]
    added = edited(RESULTS, lambda value: value["seating"].extend(more))
    assert stopped_by(added(held)) == set()
