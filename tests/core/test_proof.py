import re
from dataclasses import replace

import pytest

from app.core.ballot_order import Adopted
from app.core.contests import contests_of
from app.core.counting import Rule, preset
from app.core.faults import BadInput
from app.core.proof import ProofContest, prove_ballot
from app.core.roll import Member
from app.profiles import load

LOCAL_99, LOCAL_509 = load("homecare_local_99"), load("local_509")
CONTESTS = {row.id: row for row in contests_of(LOCAL_509)}
ALPHABET = "EPHDZWATORJFQSCIUMNBXKYLGV"
GUARANTEED = "rehabilitation-board-disability-determination"
PLACES = preset("plurality-guaranteed").with_parameters(
    {"guarantee": "Worcester office:1,Boston office:1"}
)


def people(*work_locations: str) -> dict[str, Member]:
    return {
        str(number): Member(
            str(number),
            first_name="Ann",
            last_name=f"Alder{'abcdef'[number]}",
            chapter="rehabilitation",
            work_location=place,
        )
        for number, place in enumerate(work_locations)
    }


def adopted(contest: str, rule: Rule, members: dict[str, Member], *drawn: str) -> Adopted:
    return Adopted(CONTESTS[contest], rule, None, members, drawn)


def test_candidates_of_a_guarantee_are_frozen_with_the_rule() -> None:
    members = people("Worcester", "Boston office", "Springfield", "Boston", "")
    (contest,) = prove_ballot(
        [adopted(GUARANTEED, PLACES, members, "4", "3", "2", "1", "0")], LOCAL_509, alphabet=None
    )
    names = contest.names
    assert contest.adopted_rule == {
        **PLACES.as_data(),
        "places": {
            names[1]: "Boston office",
            names[3]: "Boston office",
            names[4]: "Worcester office",
        },
    }
    assert ProofContest.read(contest.as_json()) == contest


def test_rule_that_keeps_no_places_is_frozen_alone() -> None:
    members = people("", "")
    (contest,) = prove_ballot(
        [adopted("president", preset("plurality"), members, "1", "0")], LOCAL_509, alphabet=None
    )
    assert contest.adopted_rule == preset("plurality").as_data()


def test_candidates_stand_in_the_order_of_the_lot_that_settles_their_ties() -> None:
    (contest,) = prove_ballot(
        [adopted("president", preset("plurality"), people("", "", ""), "1", "2", "0")],
        LOCAL_509,
        alphabet=None,
    )
    assert [each.member_number for each in contest.candidates] == ["1", "2", "0"]
    assert contest.letters is None
    assert contest.reasons == ("Alderb, Ann; Alderc, Ann; Aldera, Ann: by lot, drawn in the open.",)


@pytest.mark.parametrize("drawn", [(), ("1",), ("1", "1")], ids=["none", "some", "one twice"])
def test_lot_among_some_of_the_candidates_is_refused(drawn: tuple[str, ...]) -> None:
    sentence = (
        "President: draw a lot among all 2 candidates in the open and enter it (decision 0020)"
    )
    with pytest.raises(BadInput, match=re.escape(sentence)):
        prove_ballot(
            [adopted("president", preset("plurality"), people("", ""), *drawn)],
            LOCAL_509,
            alphabet=ALPHABET,
        )


def test_alphabet_settles_ties_where_it_is_chosen_instead() -> None:
    ties = replace(LOCAL_509.ties, method=LOCAL_99.ties.method)
    by_alphabet = replace(LOCAL_509, ties=ties)
    contests = [adopted("president", preset("plurality"), people("", "", ""), "0", "1", "2")]
    with pytest.raises(BadInput, match="alphabet that settles ties is not entered"):
        prove_ballot(contests, by_alphabet, alphabet=None)
    (contest,) = prove_ballot(contests, by_alphabet, alphabet=ALPHABET)
    assert [each.member_number for each in contest.candidates] == ["0", "2", "1"]
    assert len(contest.reasons) == 2


def test_contest_whose_ties_go_to_a_run_off_waits_for_no_lot_and_stands_by_name() -> None:
    rule = preset("plurality-run-off")
    (contest,) = prove_ballot(
        [adopted("president", rule, people("", "", ""))], LOCAL_509, alphabet=None
    )
    assert list(contest.names) == sorted(contest.names)
    drawn = adopted("president", rule, people("", "", ""), "2", "0", "1")
    (contest,) = prove_ballot([drawn], LOCAL_509, alphabet=None)
    assert [each.member_number for each in contest.candidates] == ["2", "0", "1"]


def test_contest_without_a_vote_waits_for_no_lot() -> None:
    (contest,) = prove_ballot(
        [adopted("president", preset("plurality"), people(""))], LOCAL_509, alphabet=None
    )
    assert contest.declared
