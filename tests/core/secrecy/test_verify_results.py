"""Results that a registrar could certify and sign though the ballots say otherwise.

Each lie names every check that stops it: where that is one, without it the lie would stand.
"""

import json
from typing import Any

import pytest
from rehearsal.held import Held
from rehearsal.lying import Lie, edited, set_in, stopped_by

from app.core.secrecy.archive import read_archive

RESULTS, PRESIDENT, DELEGATES = "results.json", ("contests", 0), ("contests", 2)
DIRECTOR, SECRETARY = ("contests", 3), ("contests", 5)
SUCCESSION = 5  # Alder won President and Director, so Birch follows as Director
HOLLY = {"member": "Holly, Hu"}
UNREADABLE = {
    *("reconciliation", "results and manifest", "recount", "questions"),
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
        {"results and manifest", "recount"},
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
            "questions",
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
            "questions",
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
        {"recount"},
    ),
    "winners that are no names": (
        set_in(RESULTS, *PRESIDENT, "elected", to=[1]),
        {"recount"},
    ),
    "no counting rule": (
        set_in(RESULTS, *PRESIDENT, "counting_rule", to=None),
        {"recount", "tie rulings", "seats"},
    ),
    "a lot order that lacks one": (
        edited(RESULTS, lambda value: value["contests"][2]["lot_order"].pop()),
        {"recount", "tie rulings", "seats"},
    ),
    "a tie without an alphabet": (
        set_in(RESULTS, *DELEGATES, "alphabet", to=None),
        {"tie rulings"},
    ),
    "a name in the alphabet that is no text": (
        set_in(RESULTS, *DELEGATES, "alphabet", "names", 0, "first", to=1),
        {"recount", "tie rulings", "seats"},
    ),
    "another winner": (
        set_in(RESULTS, *PRESIDENT, "elected", to=["Birch, Bo"]),
        {"recount"},
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
        {"recount", "tie rulings", "seats"},
    ),
    "another lot order": (
        edited(RESULTS, lambda value: value["contests"][2]["lot_order"].reverse()),
        {"recount", "tie rulings", "seats"},
    ),
    "another alphabet": (
        set_in(RESULTS, *DELEGATES, "alphabet", "letters", to="ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        {"recount", "tie rulings", "seats"},
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
    "another reason for a seat": (
        set_in(RESULTS, "seating", 0, "because", to="drawn from a hat"),
        {"seats"},
    ),
    "another clause for a seat": (set_in(RESULTS, "seating", 0, "cite", to="Rule 9"), {"seats"}),
    "a successor called elected": (
        set_in(RESULTS, "seating", SUCCESSION, "how", to="elected"),
        {"seats"},
    ),
    "two seats against the rules": (
        set_in(RESULTS, "seating", SUCCESSION, "member", to="Alder, Ann"),
        {"seats"},
    ),
    "a seat of office for somebody else": (
        set_in(RESULTS, "seating", -1, "member", to="Birch, Bo"),
        {"seats"},
    ),
    "a seat of office that comes with no office": (
        edited(RESULTS, lambda value: value["seating"].append({**value["seating"][-1], **HOLLY})),
        {"seats"},
    ),
    "a vacancy that is none": (
        edited(
            RESULTS,
            lambda value: value["vacancies"].append(
                {"contest": "director", "seats": 1, "because": "nobody is left"}
            ),
        ),
        {"seats"},
    ),
    "a choice that was not followed": (
        set_in(RESULTS, "choices", to=[{"person": "p1", "contest": "director"}]),
        {"seats"},
    ),
    "a choice that the rules do not leave": (
        set_in(RESULTS, "choices", to=[{"person": "p2", "contest": "delegates"}]),
        {"seats"},
    ),
    "two choices of one person": (
        set_in(RESULTS, "choices", to=[{"person": "p1", "contest": "director"}] * 2),
        UNREADABLE,
    ),
    "another who held the office before": (
        set_in(RESULTS, "previous", 0, "name", to="Yew, Yo"),
        {"seats"},
    ),
    "one who held the office before called as a candidate": (
        set_in(RESULTS, "previous", 0, "person", to="p2"),
        {"seats"},
    ),
    "nobody who held the office before": (set_in(RESULTS, "previous", to=[]), {"seats"}),
    "an office held before by nobody": (
        edited(RESULTS, lambda value: value["previous"][0].pop("person")),
        UNREADABLE,
    ),
    "delegates in another order": (
        edited(RESULTS, lambda value: value["convention"]["delegates"].reverse()),
        {"seats"},
    ),
    "a delegate's votes": (
        set_in(RESULTS, "convention", "delegates", 0, "votes", to=99),
        {"seats"},
    ),
    "offices in another rank": (
        edited(RESULTS, lambda value: value["convention"]["rules"]["order"]["value"].reverse()),
        {"seats"},
    ),
    "a lot that lacks a delegate": (
        edited(RESULTS, lambda value: value["convention"]["lots"].remove("p1")),
        {"seats"},
    ),
    "a convention that is none": (set_in(RESULTS, "convention", to=[]), {"seats"}),
    "a rule left out": (
        edited(RESULTS, lambda value: value["seat_rules"]["exclusivities"].pop(0)),
        {"seats"},
    ),
    "a rule that is none": (
        set_in(RESULTS, "seat_rules", "ex_officio", 0, "previous", to=1),
        UNREADABLE,
    ),
    "another group of a contest": (set_in(RESULTS, *DIRECTOR, "group", to="board"), {"seats"}),
    "no group of a contest": (set_in(RESULTS, *DIRECTOR, "group", to=""), {"seats"}),
    "another title of a contest": (set_in(RESULTS, *DIRECTOR, "title", to="King"), {"seats"}),
    "one person called two": (
        set_in(RESULTS, *DIRECTOR, "people", "Alder, Ann", to="p9"),
        {"seats"},
    ),
    "two people called one": (
        edited(
            RESULTS,
            lambda value: value["contests"][3]["people"].update(
                {"Alder, Ann": "p2", "Birch, Bo": "p1"}
            ),
        ),
        {"seats"},
    ),
    "a candidate who is nobody": (
        edited(RESULTS, lambda value: value["contests"][3]["people"].pop("Alder, Ann")),
        {"seats"},
    ),
    "a declared contest of no number of seats": (
        set_in(RESULTS, *SECRETARY, "seats", to="one"),
        {"results and manifest", "seats"},
    ),
    "a declared contest of as many seats as are true": (
        set_in(RESULTS, *SECRETARY, "seats", to=True),
        {"results and manifest", "seats"},
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_lie_in_the_results_is_refused_by_the_checks_of_its_kind(held: Held, name: str) -> None:
    lie, checks = LIES[name]
    assert stopped_by(lie(held)) == checks


def test_two_people_of_one_name_may_certify(held: Held) -> None:
    certified = set_in(RESULTS, "certified", "by", to=["Ann Lee", "Ann Lee"])
    assert stopped_by(certified(held)) == set()


def test_namesakes_are_told_apart_by_number_and_not_by_person(held: Held) -> None:
    def numbered(value: Any) -> None:
        contest = value["contests"][5]
        contest["elected"] = ["Gorse, Gil (2)"]
        contest["people"] = {"Gorse, Gil (2)": "p0"}
        row = next(row for row in value["seating"] if row["contest"] == "secretary")
        row.update({name: row[name].replace("Gil", "Gil (2)") for name in ("member", "because")})
        going = next(row for row in value["convention"]["delegates"] if row["person"] == "p0")
        going["member"] = "Gorse, Gil (2)"

    assert stopped_by(edited(RESULTS, numbered)(held)) == set()


def test_seat_that_falls_free_and_a_seat_of_office_are_in_the_bundle(held: Held) -> None:
    seating = [(row["contest"], row["member"], row["how"]) for row in rows(held, "seating")]
    assert seating[SUCCESSION] == ("director", "Birch, Bo", "succession")
    assert seating[-2:] == [
        ("board", "Alder, Ann", "ex officio"),
        ("board", "Yarrow, Yi", "ex officio"),
    ]


def rows(held: Held, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(read_archive(held.bundle)[RESULTS])[name]
    return found
