from collections import Counter
from collections.abc import Callable, Sequence

from app.core.secrecy.board import split_board, tree_hash_of
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry, entry_length
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Checkpoint, origin_of, parse_notes


def read_entries(manifest: Manifest, board: bytes) -> tuple[Entry, ...]:
    """The entries of board.bin, in its order, each of a group of the manifest."""
    raws = split_board(board, entry_length(manifest.pad_len))
    entries = tuple(Entry.parse(raw, manifest.pad_len) for raw in raws)
    for group_id in {entry.group_id for entry in entries}:
        manifest.group(group_id)
    return entries


def read_checkpoints(manifest: Manifest, notes: bytes) -> tuple[Checkpoint, ...]:
    """The checkpoints of checkpoints.txt, each signed by the election's box."""
    return parse_notes(notes_text(notes), origin_of(manifest.election_id), manifest.box_pk)


def notes_text(notes: bytes) -> str:
    """checkpoints.txt as text."""
    try:
        return notes.decode()
    except UnicodeDecodeError as fault:
        raise Malformed("checkpoints.txt is not UTF-8") from fault


def check_checkpoints(manifest: Manifest, notes: bytes, entries: Sequence[Entry]) -> None:
    """Malformed unless the box signed an empty board, then what was cast, then that with paper.

    `notes` are the bytes of checkpoints.txt.
    """
    cast = sum(not entry.is_paper for entry in entries)
    sizes = [0, cast] if cast == len(entries) else [0, cast, len(entries)]
    raws = [bytes(entry) for entry in entries]
    expected = [(size, tree_hash_of(raws[:size])) for size in sizes]
    found = [(each.size, each.root) for each in read_checkpoints(manifest, notes)]
    if found != expected:
        raise Malformed("the checkpoints are not one of an empty board and those of board.bin")


def check_tokens(manifest: Manifest, entries: Sequence[Entry]) -> None:
    """Malformed unless its group's issuer signed every entry's token, or two clerks the entry."""
    _check_each(
        entries,
        lambda each: each.check_paper(manifest) if each.is_paper else each.check_token(manifest),
    )


def check_ballots(manifest: Manifest, entries: Sequence[Entry]) -> None:
    """Malformed unless every sealed ballot is signed by its token."""
    _check_each(entries, lambda entry: entry.check_ballot(manifest))


def _check_each(entries: Sequence[Entry], check: Callable[[Entry], None]) -> None:
    for index, entry in enumerate(entries):
        try:
            check(entry)
        except Malformed as fault:
            raise Malformed(f"entry {index} of the board: {fault}") from fault


def check_uniqueness(entries: Sequence[Entry]) -> None:
    """Malformed where a token was spent twice."""
    tokens = Counter(entry.token_pk for entry in entries)
    if twice := sum(times > 1 for times in tokens.values()):
        raise Malformed(f"{twice} tokens stand on the board more than once")


def read_closed_board(manifest: Manifest, board: bytes, notes: bytes) -> tuple[Entry, ...]:
    """The entries of a board on which every check of the verifier holds."""
    entries = read_entries(manifest, board)
    check_checkpoints(manifest, notes, entries)
    check_tokens(manifest, entries)
    check_ballots(manifest, entries)
    check_uniqueness(entries)
    return entries
