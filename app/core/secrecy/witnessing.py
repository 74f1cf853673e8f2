from app.core.secrecy.board import tree_hash
from app.core.secrecy.closed_board import check_checkpoints, read_checkpoints, read_entries
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Checkpoint


def newest_checkpoint(
    manifest: Manifest, notes: bytes, board: bytes | None, *, seen: bytes | None
) -> Checkpoint:
    """The last checkpoint of checkpoints.txt, for a witness to cosign.

    Malformed where the box takes back one that the witness has seen, starts with entries, or
    shows another board than it signs: a board has one step, from nothing to all.
    """
    shown = read_checkpoints(manifest, notes)
    earlier = () if seen is None else read_checkpoints(manifest, seen)
    if earlier != shown[: len(earlier)]:
        raise Malformed("the ballot box takes back a checkpoint that this witness has seen")
    if len(shown) == 1:
        if (shown[0].size, shown[0].root) != (0, tree_hash([])):
            raise Malformed("the ballot box's first checkpoint is not one of an empty board")
    elif board is None:
        raise Malformed("the ballot box signs a board that it does not show")
    else:
        check_checkpoints(manifest, notes, read_entries(manifest, board))
    return shown[-1]
