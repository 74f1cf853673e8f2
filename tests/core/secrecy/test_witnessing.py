import os
from dataclasses import replace

import pytest
from rehearsal.held import Held, cast_ballots, hold, make_counted_election, signed_checkpoints
from rehearsal.lying import stopped_by
from rehearsal.poll import Poll

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.notes import Witness, join_notes, parse_note, split_notes
from app.core.secrecy.report import Verdict
from app.core.secrecy.witnessing import newest_checkpoint

SECRET = bytes(range(32))
WITNESS = Witness("observer.example/1", ed25519.public_of(SECRET))


def bytes_of(held: Held) -> bytes:
    return b"".join(map(bytes, held.board))


def test_witness_sees_the_empty_board_and_then_the_whole_one(held: Held) -> None:
    manifest = held.election.manifest
    notes = held.checkpoints.encode()
    opening = split_notes(held.checkpoints)[0].encode()
    first = newest_checkpoint(manifest, opening, None, seen=None)
    last = newest_checkpoint(manifest, notes, bytes_of(held), seen=opening)
    assert (first.size, last.size, last.root) == (0, len(held.board), held.opened.root)
    assert newest_checkpoint(manifest, notes, bytes_of(held), seen=notes) == last


def test_box_that_takes_a_checkpoint_back_is_not_cosigned(held: Held) -> None:
    manifest, notes = held.election.manifest, held.checkpoints.encode()
    opening = split_notes(held.checkpoints)[0].encode()
    with pytest.raises(Malformed, match="takes back"):
        newest_checkpoint(manifest, opening, None, seen=notes)


def test_box_that_shows_another_board_than_before_is_not_cosigned(held: Held) -> None:
    fewer = hold(held.election, held.board[1:])
    with pytest.raises(Malformed, match="takes back"):
        newest_checkpoint(
            held.election.manifest,
            fewer.checkpoints.encode(),
            bytes_of(fewer),
            seen=held.checkpoints.encode(),
        )


def test_board_that_is_not_the_one_signed_is_not_cosigned(held: Held) -> None:
    manifest, notes = held.election.manifest, held.checkpoints.encode()
    length = len(bytes(held.board[0]))
    for board, says in ((bytes_of(held)[length:], "those of board.bin"), (None, "does not show")):
        with pytest.raises(Malformed, match=says):
            newest_checkpoint(manifest, notes, board, seen=None)


def test_first_checkpoint_with_entries_in_it_is_not_cosigned(held: Held) -> None:
    notes = signed_checkpoints(held.election, held.opened.root, 5)[1].encode()
    with pytest.raises(Malformed, match="not one of an empty board"):
        newest_checkpoint(held.election.manifest, notes, None, seen=None)


def witnessed() -> Held:
    """An election whose manifest names a witness, which has not cosigned."""
    made = make_counted_election(os.urandom)
    manifest = replace(made.manifest, witnesses=(WITNESS.verifier_key,))
    poll = Poll(replace(made, manifest=manifest), os.urandom)
    return hold(poll.election, cast_ballots(poll))


def test_bundle_is_verified_with_the_word_of_its_witness_and_not_proven_without() -> None:
    held = witnessed()
    assert stopped_by(held.bundle, Verdict.NOT_PROVEN) == {"cosignatures"}
    manifest = held.election.manifest
    opening, last = split_notes(held.checkpoints)
    checkpoint = newest_checkpoint(manifest, held.checkpoints.encode(), bytes_of(held), seen=None)
    line = WITNESS.cosign(checkpoint, SECRET, 1)
    cosigned = replace(held, checkpoints=join_notes([opening, last + line]))
    assert stopped_by(cosigned.bundle, Verdict.NOT_PROVEN) == set()
    assert stopped_by(cosigned.bundle) == set()
    # The word about the empty board is none about this one.
    empty = parse_note(opening, checkpoint.origin, manifest.box_pk)
    early = join_notes([opening + WITNESS.cosign(empty, SECRET, 1), last])
    bundle = replace(held, checkpoints=early).bundle
    assert stopped_by(bundle, Verdict.NOT_PROVEN) == {"cosignatures"}
    moved = join_notes([opening, last + WITNESS.cosign(empty, SECRET, 1)])
    assert stopped_by(replace(held, checkpoints=moved).bundle) == {"cosignatures"}
