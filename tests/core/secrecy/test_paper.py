import os
from dataclasses import replace
from hashlib import sha256

import pytest
from rehearsal.held import DICE, Held, hold
from rehearsal.lying import resigned, stopped_by
from rehearsal.made_up import MadeUpElection
from rehearsal.poll import Poll

from app.core.secrecy import ed25519
from app.core.secrecy.archive import read_archive
from app.core.secrecy.board import PAPER_MARK, is_paper
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.notes import parse_notes
from app.core.secrecy.paper import Batch, Header, read_batches, seal_batch
from app.core.secrecy.payloads import Choices
from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verify_bundle


def header_of(election: MadeUpElection, count: int, *, spoiled: int = 0, batch: int = 1) -> Header:
    clerks = tuple(sorted(election.manifest.officers))
    return Header(batch, 2, count, spoiled, clerks, "Olive Observer")


def sealed(election: MadeUpElection, ballots: list[Choices], **written: int) -> Batch:
    header = header_of(election, len(ballots), **written)
    return seal_batch(election.manifest, header, ballots, os.urandom)


def signed(election: MadeUpElection, ballots: list[Choices], **written: int) -> Batch:
    batch = sealed(election, ballots, **written)
    for clerk in election.officers_sk:
        batch = batch.sign(election.manifest.hash, clerk)
    return batch


@pytest.fixture(scope="module")
def batch(counted_poll: Poll) -> Batch:
    return signed(counted_poll.election, [{"delegates": [1, 2]}, {"delegates": []}])


def lines(*batches: Batch) -> bytes:
    return b"".join(each.canonical() + b"\n" for each in batches)


def test_batch_that_two_clerks_signed_reads_back_as_it_was(
    counted_poll: Poll, batch: Batch
) -> None:
    assert read_batches(lines(batch), counted_poll.election.manifest) == (batch,)


def test_paper_entry_is_a_sealed_ballot_like_any_other_but_for_its_signatures(
    counted_poll: Poll, batch: Batch, cast: list[Entry]
) -> None:
    """The same length and shape; what stands instead of token_sig is the protocol's own mark."""
    manifest = counted_poll.election.manifest
    for entry in batch.entries:
        assert len(bytes(entry)) == len(bytes(cast[0]))
        assert is_paper(bytes(entry))
        signatures = entry.token_sig[len(PAPER_MARK) :]
        message = b"tellers/1|paper|" + manifest.hash + b"\0\2" + entry.prefix + entry.token_pk
        message += sha256(entry.outer).digest()
        for at in (0, 96):
            ed25519.verify(
                signatures[at : at + 32], signatures[at + 32 : at + 96], message, "a clerk"
            )
    assert not any(is_paper(bytes(entry)) for entry in cast)
    with pytest.raises(Malformed, match="token_sig"):
        batch.entries[0].check(manifest)  # so the box never takes one as cast


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda b: replace(b, entries=b.entries[1:]), "holds 1 ballots, not 2"),
        (lambda b: replace(b, signed=replace(b.signed, signatures={})), "not signed by its two"),
        (
            lambda b: replace(b, signed=replace(b.signed, header=replace(b.header, spoiled=1))),
            "clerk's signature does not verify",
        ),
        (lambda b: replace(b, entries=(b.entries[0], b.entries[0])), "stands twice"),
        (
            lambda b: replace(b, entries=(replace(b.entries[0], prefix=bytes(32)), b.entries[1])),
            "under a paper ballot",
        ),
        (
            lambda b: replace(
                b, entries=(replace(b.entries[0], outer=b.entries[1].outer), b.entries[1])
            ),
            "under a paper ballot",
        ),
    ],
)
def test_batch_changed_after_it_was_signed_is_refused(
    counted_poll: Poll, batch: Batch, change: object, says: str
) -> None:
    assert callable(change)
    with pytest.raises(Malformed, match=says):
        read_batches(lines(change(batch)), counted_poll.election.manifest)


def test_batch_that_one_clerk_signed_is_refused(counted_poll: Poll) -> None:
    election = counted_poll.election
    once = sealed(election, [{"delegates": [3]}]).sign(
        election.manifest.hash, election.officers_sk[0]
    )
    with pytest.raises(Malformed, match="not signed by its two clerks"):
        read_batches(lines(once), election.manifest)


def test_batch_of_clerks_who_are_no_officers_is_refused(counted_poll: Poll) -> None:
    election = counted_poll.election
    strangers = replace(election, officers_sk=(os.urandom(32), os.urandom(32)))
    keys = tuple(ed25519.public_of(each) for each in strangers.officers_sk)
    known = replace(election.manifest, officers=keys)
    batch = signed(replace(strangers, manifest=known), [{"delegates": [3]}])
    with pytest.raises(Malformed, match="no officer of the manifest"):
        read_batches(lines(batch), election.manifest)
    with pytest.raises(Malformed, match="not one of the batch's two clerks"):
        batch.sign(election.manifest.hash, bytes(32))


def test_batches_with_a_gap_in_their_numbers_are_refused(counted_poll: Poll) -> None:
    second = signed(counted_poll.election, [], batch=2)
    with pytest.raises(Malformed, match="numbered from 1"):
        read_batches(lines(second), counted_poll.election.manifest)


def with_paper(held: Held, *batches: Batch) -> Held:
    """The same election with paper that came in before the opening."""
    cast = [entry for entry in held.board if not entry.is_paper]
    return hold(held.election, cast, dice=DICE, paper=batches)


def test_election_with_paper_is_verified(held: Held, batch: Batch) -> None:
    mixed = with_paper(held, batch)
    report = verify_bundle(mixed.bundle)
    assert report.verdict is Verdict.VERIFIED, report.checks
    told = {check.name: check.detail for check in report.checks}
    assert told["paper"] == "1 batches, 2 ballots, 0 spoiled"
    assert told["token signatures"] == "40 token signatures, 2 by two clerks"
    assert told["tree and checkpoints"] == "checkpoints of sizes 0, 40, 42, root of board.bin"
    assert "paper/1.json" in read_archive(mixed.bundle)


def test_spoiled_paper_is_reconciled(held: Held) -> None:
    batch = signed(held.election, [{"delegates": [1]}], spoiled=2)
    assert verify_bundle(with_paper(held, batch).bundle).verdict is Verdict.VERIFIED


def test_one_paper_ballot_among_sixty_may_be_any_that_the_dice_left_open(
    counted_poll: Poll, cast: list[Entry]
) -> None:
    """Which entry of the board is paper anybody sees; which of the ballots in plain it is, no
    file tells: not its token, its order or its answer, which shows one side of it at most."""
    electronic = [counted_poll.entry(2, {"delegates": [1 + at % 3]}) for at in range(59)]
    others = [each for each in cast if each.group_id != 2]
    election = counted_poll.election
    for chosen in range(1, 4):
        paper = signed(election, [{"delegates": [chosen]}])
        held = hold(election, [*others, *electronic], dice=DICE, paper=[paper])
        group = held.opened.groups[1]
        assert len(group.plain) == 60
        assert list(group.plain) == sorted(group.plain)
        shown = {each.index for each in group.answers if not each.on_board}
        left_open = {group.plain[at] for at in set(range(60)) - shown}
        assert len(left_open) == 3  # whatever stands on it, every choice is still possible
        token = paper.entries[0].token_pk
        named = {name for name, raw in read_archive(held.bundle).items() if token in raw}
        assert named == {"board.bin"}


def test_paper_that_no_header_names_is_refused(held: Held, batch: Batch) -> None:
    mixed = with_paper(held, batch)
    found = stopped_by(resigned(mixed, **{"paper/1.json": None}))
    assert found == {"paper", "reconciliation"}


def test_header_that_says_other_than_was_signed_is_refused(held: Held, batch: Batch) -> None:
    mixed = with_paper(held, batch)
    raw = read_archive(mixed.bundle)["paper/1.json"].replace(b"Olive", b"Oscar")
    assert "paper" in stopped_by(resigned(mixed, **{"paper/1.json": raw}))


def test_more_paper_than_members_without_an_electronic_ballot_is_refused(held: Held) -> None:
    """40 are eligible in group 2 and 23 were issued a ballot."""
    batch = signed(held.election, [{"delegates": [1]}] * 18)
    assert stopped_by(with_paper(held, batch).bundle) == {
        "cast, issued, eligible",
        "reconciliation",
    }


def test_checkpoint_without_the_paper_is_missing(held: Held, batch: Batch) -> None:
    mixed = with_paper(held, batch)
    notes = mixed.checkpoints.split("\n\n")
    fewer = "\n\n".join([*notes[:2], *notes[4:]])
    assert len(parse_notes(fewer, notes[0].split("\n")[0], held.election.manifest.box_pk)) == 2
    assert stopped_by(replace(mixed, checkpoints=fewer).bundle) == {"tree and checkpoints"}
