"""The committee's ceremony in the browser's modules: the same bytes as the Python core's."""

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from rehearsal.crafted import CRAFTED, padded
from rehearsal.held import DICE, board_checkpoints
from rehearsal.made_up import MadeUpElection, make_paper
from rehearsal.poll import Poll, board_of

from app.core.secrecy.board import tree_hash, tree_hash_of
from app.core.secrecy.dealing import PublicKeys
from app.core.secrecy.entries import Entry
from app.core.secrecy.notes import Checkpoint, join_notes, origin_of
from app.core.secrecy.opening import Opening, open_board
from app.core.secrecy.payloads import read_payload
from app.core.secrecy.reasons import Reason
from app.core.secrecy.shares import deal, opening_keys
from tests.client.engines import Client, Refused

Dealt = tuple[str, ...]


@pytest.fixture(scope="session")
def codes(election: MadeUpElection) -> Dealt:
    """The five shares of the election's secret, as they are printed."""
    shares = deal(election.secret, election.manifest.election_id, 3, 5, os.urandom(64))
    return tuple(share.code() for share in shares)


@pytest.mark.parametrize(("t", "n"), [(2, 3), (3, 5), (7, 12), (254, 255)])
def test_dealing_with_given_randomness_is_the_cores(client: Client, t: int, n: int) -> None:
    rng = Random(n)
    secret, election_id, coefficients = (
        rng.randbytes(32),
        rng.randbytes(16),
        rng.randbytes(32 * (t - 1)),
    )
    dealt = deal(secret, election_id, t, n, coefficients)
    given = {"secret": secret, "electionId": election_id, "t": t, "n": n}
    assert client("deal", **given, coefficients=coefficients) == [each.code() for each in dealt]
    keys = opening_keys(secret, election_id)
    public = PublicKeys(election_id, keys.a_public, keys.b_public, t, n)
    assert client("publicKeys", **given) == public.canonical().hex()
    some = [share.code() for share in rng.sample(dealt, t)]
    assert client("combine", codes=some, electionId=election_id) == secret.hex()


@pytest.mark.parametrize(("t", "n"), [(1, 3), (3, 3), (3, 256)])
def test_dealing_of_impossible_numbers_is_refused(client: Client, t: int, n: int) -> None:
    given = {"secret": bytes(32), "electionId": bytes(16), "coefficients": bytes(32 * (t - 1))}
    with pytest.raises(Refused, match="2 <= t < n <= 255"):
        client("deal", **given, t=t, n=n)


def test_every_set_of_a_dealing_proves_itself_and_one_of_another_secret_does_not(
    client: Client, election: MadeUpElection, codes: Dealt
) -> None:
    m = election.manifest
    keys = PublicKeys.of(m).canonical()
    assert client("prove", codes=codes, keys=keys) == 10
    with pytest.raises(Refused, match="all 5 shares"):
        client("prove", codes=codes[:4], keys=keys)
    foreign = [each.code() for each in deal(bytes(32), m.election_id, 3, 5, os.urandom(64))]
    with pytest.raises(Refused, match="do not give the keys"):
        client("prove", codes=foreign, keys=keys)
    with pytest.raises(Refused, match="do not agree"):
        client("prove", codes=[*codes[:4], foreign[4]], keys=keys)


def test_share_mistyped_in_any_place_is_refused(client: Client, codes: Dealt) -> None:
    rng = Random(1)
    for at, digit in enumerate(codes[0]):
        if digit == "-":
            continue
        other = rng.choice([each for each in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if each != digit])
        with pytest.raises(Refused, match=r"mistyped|ends in"):
            client("readShare", code=codes[0][:at] + other + codes[0][at + 1 :])
    forgiven = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert client("readShare", code=forgiven)["x"] == 1


def test_printed_qr_code_is_read_as_the_share(client: Client, codes: Dealt) -> None:
    assert [client("scanned", code=code) for code in codes] == list(codes)


@pytest.mark.parametrize(
    ("shares", "says"), [([1, 2], "takes 3 shares, and 2"), ([1, 2, 2], "twice")]
)
def test_shares_that_are_too_few_or_the_same_open_nothing(
    client: Client, election: MadeUpElection, codes: Dealt, shares: list[int], says: str
) -> None:
    some = [codes[each] for each in shares]
    with pytest.raises(Refused, match=says):
        client("combine", codes=some, electionId=election.manifest.election_id)
    with pytest.raises(Refused, match="another election"):
        client("combine", codes=codes[:3], electionId=bytes(16))


@pytest.fixture(scope="session")
def poll(election: MadeUpElection) -> Poll:
    return Poll(election, os.urandom)


@pytest.fixture(scope="session")
def crafted(poll: Poll) -> list[Entry]:
    """A ballot for every reason that there is, and proper ones: in group 2 enough for dice."""
    entries = [entry for _, cast in CRAFTED for entry in cast(poll)]
    marks = padded(b'{"delegates":[3,2]}', poll.election.manifest.pad_len)
    proper = [poll.entry(2, {"delegates": [1 + at % 3]}) for at in range(21)]
    return board_of(*entries, poll.of_payload(2, marks), *proper)


def closed(election: MadeUpElection, entries: list[Entry]) -> dict[str, Any]:
    m = election.manifest
    root = tree_hash_of(map(bytes, entries))
    notes = [
        Checkpoint(origin_of(m.election_id), size, root_of).signed(election.box_sk)
        for size, root_of in ((0, tree_hash([])), (len(entries), root))
    ]
    return {
        "manifest": m.canonical(),
        "board": b"".join(map(bytes, entries)),
        "checkpoints": join_notes(notes).encode(),
    }


@pytest.fixture(scope="session")
def opening(election: MadeUpElection, crafted: list[Entry]) -> Opening:
    m = election.manifest
    return open_board(
        m, crafted, opening_keys(election.secret, m.election_id), attestations=("Seen by Ann.",)
    )


@pytest.mark.parametrize("dice", ["", DICE])
def test_opening_with_every_kind_of_malformed_ballot_is_the_cores_byte_for_byte(
    client: Client,
    election: MadeUpElection,
    crafted: list[Entry],
    opening: Opening,
    codes: Dealt,
    dice: str,
) -> None:
    spoiled = {record.reason for group in opening.opened.groups for record in group.malformed}
    assert spoiled == set(Reason)
    board = closed(election, crafted)
    given = {"codes": codes[2:], "dice": dice, "attestations": ["Seen by Ann."]}
    told = client("open", **board, **given)
    expected = opening.answer(dice) if dice else opening.opened
    assert bytes.fromhex(told["opened"]) == expected.canonical()
    assert told["L"] == opening.links_hash.hex()


def with_paper(election: MadeUpElection, cast: list[Entry]) -> tuple[list[Entry], dict[str, Any]]:
    """The board with a batch of two paper ballots that both officers signed."""
    batch = make_paper(election, [{"delegates": [1]}, {"delegates": []}])
    entries = board_of(*cast, *batch.entries)
    notes = join_notes(board_checkpoints(election, entries, len(cast)))
    return entries, closed(election, entries) | {"checkpoints": notes.encode()}


def test_board_with_paper_is_opened_as_by_the_core(
    client: Client, election: MadeUpElection, poll: Poll, codes: Dealt
) -> None:
    cast = [poll.entry(2, {"delegates": [each]}) for each in (1, 2)]
    entries, board = with_paper(election, cast)
    given = {"codes": codes[:3], "dice": "", "attestations": []}
    keys = opening_keys(election.secret, election.manifest.election_id)
    expected = open_board(election.manifest, entries, keys).opened.canonical()
    assert bytes.fromhex(client("open", **board, **given)["opened"]) == expected
    forged = [replace(each, prefix=bytes(32)) if each.is_paper else each for each in entries]
    _, other = with_paper(election, cast)
    raw = b"".join(map(bytes, board_of(*forged)))
    notes = join_notes(board_checkpoints(election, board_of(*forged), len(cast))).encode()
    with pytest.raises(Refused, match="clerk's signature"):
        client("open", **board | {"board": raw, "checkpoints": notes}, **given)
    with pytest.raises(Refused, match="checkpoints are not"):
        client("open", **board | {"checkpoints": other["checkpoints"]}, **given)


def test_empty_board_is_opened_as_by_the_core(
    client: Client, election: MadeUpElection, codes: Dealt
) -> None:
    m = election.manifest
    given = {"codes": codes[:3], "dice": "", "attestations": []}
    told = client("open", **closed(election, []), **given)
    keys = opening_keys(election.secret, m.election_id)
    assert bytes.fromhex(told["opened"]) == open_board(m, [], keys).opened.canonical()


def test_board_that_the_verifier_refuses_is_not_opened(
    client: Client, election: MadeUpElection, poll: Poll, codes: Dealt
) -> None:
    token, proper = poll.token(1), poll.entry(1, {"president": [1], "treasurer": []})
    twice = [poll.of_outer(1, lambda _: os.urandom(poll.outer_length), token) for _ in range(2)]
    unsigned = replace(proper, prefix=os.urandom(32))
    for entries, says in (([unsigned], "token_sig"), (board_of(*twice), "more than once")):
        with pytest.raises(Refused, match=says):
            client("open", **closed(election, entries), codes=codes[:3], dice="", attestations=[])
    board = closed(election, [proper])
    notes = closed(election, [])["checkpoints"]
    with pytest.raises(Refused, match="checkpoints are not"):
        client("open", **board | {"checkpoints": notes}, codes=codes[:3], dice="", attestations=[])


PAYLOADS = [
    *(b"null", b"[]", b"{}", b'{"president":[],"treasurer":[true]}', b"\xef\xbb\xbf{}", b"[1e400]"),
    *(b'{"__proto__":[],"president":[],"treasurer":[]}', b'{"president":[1.0],"treasurer":[]}'),
    *(b'{"president":[-0],"treasurer":[]}', b'{"president":[1e0],"treasurer":[]}', b"\xff"),
    *(b'{"president":[],"president":[],"treasurer":[]}', b'{"president":[9007199254740993]}'),
    *(b'{"president":["\\ud800"],"treasurer":[]}', b'{"president":[[1]],"treasurer":[]}'),
    *(b"[" * 60 + b"]" * 60, b"[" * 66 + b"]" * 66, b"[" * 100 + b"]" * 100, b"[" * 120),
    *(b'{"president":[9007199254740992],"treasurer":[]}', b'{"president":[2,1],"treasurer":[]}'),
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_is_ruled_on_as_by_the_core(
    client: Client, election: MadeUpElection, payload: bytes
) -> None:
    """What one calls canonical and the other does not would split the two ceremonies."""
    m = election.manifest
    whole = padded(payload, m.pad_len)
    read = read_payload(whole, m.contests_of(1), m.pad_len)
    expected = read.value if isinstance(read, Reason) else {k: list(v) for k, v in read.items()}
    assert client("readPayload", padded=whole, manifest=m.canonical()) == expected
