import hashlib
from collections.abc import Iterable, Sequence

from app.core.secrecy.encoding import Malformed

HASH = 32
PAPER_MARK = bytes(192)  # begins what two clerks' signatures fill instead of a token_sig
_TOKEN_SIG_AT = 2 + 32 + 32  # G || prefix || token_pk


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\0" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """Pairs joined, an odd last one carried up: the same tree as RFC 6962's split."""
    joined = [
        _node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes) - len(hashes) % 2, 2)
    ]
    return joined + list(hashes[len(hashes) - len(hashes) % 2 :])


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 over leaf hashes; of none, SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    while len(leaves) > 1:
        leaves = _level_above(leaves)
    return leaves[0]


def tree_hash_of(entries: Iterable[bytes]) -> bytes:
    """MTH of RFC 6962 over the data themselves."""
    return tree_hash([leaf_hash(entry) for entry in entries])


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, from the leaf upwards."""
    proof: list[bytes] = []
    while len(leaves) > 1:
        sibling = index ^ 1
        if sibling < len(leaves):
            proof.append(leaves[sibling])
        leaves, index = _level_above(leaves), index // 2
    return proof


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Malformed unless `proof` leads from the leaf at `index` of `size` to `root`."""
    if not 0 <= index < size:
        raise Malformed("the leaf's index is not in the tree")
    remaining = list(reversed(proof))
    hashed, last = leaf, size - 1
    while last:
        if index % 2 or index < last:
            if not remaining:
                raise Malformed("the inclusion proof is too short")
            sibling = remaining.pop()
            hashed = _node_hash(sibling, hashed) if index % 2 else _node_hash(hashed, sibling)
        index, last = index // 2, last // 2
    if remaining or hashed != root:
        raise Malformed("the inclusion proof does not lead to the root")


def is_paper(entry: bytes) -> bool:
    """Whether two clerks signed an entry, which no number below an issuer key's modulus begins."""
    return entry[_TOKEN_SIG_AT : _TOKEN_SIG_AT + len(PAPER_MARK)] == PAPER_MARK


def in_board_order(entries: Iterable[bytes]) -> list[bytes]:
    """The order of board.bin and of its tree: groups ascending, in a group by leaf_hash.

    An election has one tree, over the entries of all its groups in this order; G is an entry's
    first two bytes. Paper joins it later, so it stands behind, in the same order. Nothing of the
    order of casting is left in it.
    """
    return sorted(entries, key=lambda entry: (is_paper(entry), entry[:2], leaf_hash(entry)))


def split_board(board: bytes, length: int) -> list[bytes]:
    """The entries of board.bin, each `length` bytes; Malformed unless in order and each once."""
    if len(board) % length:
        raise Malformed(f"board.bin is not a whole number of entries of {length} bytes")
    entries = [board[at : at + length] for at in range(0, len(board), length)]
    if entries != in_board_order(set(entries)):
        raise Malformed("board.bin is not in the order of groups and leaf hashes, each entry once")
    return entries
