import pytest
from rehearsal.made_up import MadeUpElection

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.keying import Keyed, differences, read_keyed, settled

ONE, TWO, BLANK = (Keyed({"delegates": each}) for each in ((1,), (2,), ()))
SPOILED = Keyed(None, "torn in two")


def read(election: MadeUpElection, raw: bytes) -> dict[int, Keyed]:
    manifest = election.manifest
    return read_keyed(raw, manifest.contests_of(2), manifest.pad_len, "first")


def test_ballots_and_spoiled_ones_are_read_by_their_numbers(election: MadeUpElection) -> None:
    raw = b'{"ballot": 2, "choices": {"delegates": [1]}}\n{"ballot":1,"spoiled":"torn in two"}\n'
    assert read(election, raw) == {2: ONE, 1: SPOILED}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"x", "line 1 is not JSON"),
        (b'{"ballot":0,"choices":{"delegates":[]}}', "ballot of first, line 1"),
        (b'{"ballot":1}', "lacks choices"),
        (b'{"ballot":1,"choices":[]}', "object of arrays"),
        (b'{"ballot":1,"choices":{"delegates":[13]}}', "line 1: .*number-unknown"),
        (b'{"ballot":1,"choices":{"delegates":[2,1]}}', "marks-not-ascending"),
        (b'{"ballot":1,"choices":{"president":[1]}}', "contest-missing"),
        (b'{"ballot":1,"spoiled":""}', "spoiled"),
    ],
)
def test_line_that_is_no_ballot_is_named(election: MadeUpElection, line: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        read(election, line)


def test_ballot_keyed_twice_by_one_clerk_is_refused(election: MadeUpElection) -> None:
    line = b'{"ballot":1,"choices":{"delegates":[]}}\n'
    with pytest.raises(Malformed, match="line 2: ballot 1 was keyed before"):
        read(election, line * 2)


def test_ballots_that_two_clerks_keyed_otherwise_or_one_alone_differ() -> None:
    first = {1: ONE, 2: ONE, 3: SPOILED, 4: SPOILED, 5: BLANK}
    second = {1: ONE, 2: TWO, 3: Keyed(None, "unreadable"), 4: BLANK, 6: ONE}
    assert differences(first, second) == [2, 4, 5, 6]


def test_third_look_settles_what_differs_and_nothing_else() -> None:
    first, second = {1: ONE, 2: ONE}, {1: ONE, 2: TWO}
    assert settled(first, second, {2: TWO}) == [ONE, TWO]
    assert settled(first, first, {}) == [ONE, ONE]
    with pytest.raises(Malformed, match="ballots 2 were not keyed alike"):
        settled(first, second, {})
    with pytest.raises(Malformed, match="ballots 1 were keyed alike"):
        settled(first, second, {1: TWO, 2: TWO})
