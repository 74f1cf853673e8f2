"""RFC 6962 trees; the figures are those of the test data of certificate-transparency."""

import hashlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy.board import (
    check_inclusion,
    in_board_order,
    inclusion_proof,
    leaf_hash,
    split_board,
    tree_hash,
    tree_hash_of,
)
from app.core.secrecy.encoding import Malformed

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243")
] + [bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_tree_hash_is_the_known_root(size: int) -> None:
    assert tree_hash_of(LEAVES[:size]).hex() == ROOTS[size]


def test_tree_hash_of_nothing_is_the_hash_of_nothing() -> None:
    assert tree_hash([]) == hashlib.sha256(b"").digest()


def split_as_the_rfc_says(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = split_as_the_rfc_says(leaves[:k]), split_as_the_rfc_says(leaves[k:])
    return hashlib.sha256(b"\1" + left + right).digest()


@given(st.integers(1, 70))
def test_tree_hash_equals_the_rfcs_recursion(size: int) -> None:
    leaves = [leaf_hash(bytes([each])) for each in range(size)]
    assert tree_hash(leaves) == split_as_the_rfc_says(leaves)


@given(st.integers(1, 40), st.data())
def test_inclusion_proof_leads_to_the_root_and_no_other_does(
    size: int, data: st.DataObject
) -> None:
    leaves = [leaf_hash(bytes([each])) for each in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), tree_hash(leaves)
    check_inclusion(leaves[index], index, size, proof, root)
    wrong = [
        (leaf_hash(b"no leaf"), index, size, proof, root),
        (leaves[index], index, size, proof, bytes(32)),
        (leaves[index], index, size, [*proof, bytes(32)], root),
        (leaves[index], size, size, proof, root),
        (leaves[index], -1, size, proof, root),
    ]
    if proof:
        wrong.append((leaves[index], index, size, proof[:-1], root))
        wrong.append((leaves[index], index, size, [bytes(32), *proof[1:]], root))
    for case in wrong:
        with pytest.raises(Malformed):
            check_inclusion(*case)


@given(st.sets(st.binary(min_size=5, max_size=5)), st.randoms())
def test_board_order_does_not_depend_on_the_order_of_casting(
    entries: set[bytes], random: Random
) -> None:
    shuffled = sorted(entries)
    random.shuffle(shuffled)
    ordered = in_board_order(shuffled)
    assert ordered == in_board_order(entries)
    assert [entry[:2] for entry in ordered] == sorted(entry[:2] for entry in entries)
    assert split_board(b"".join(ordered), 5) == ordered


def test_board_out_of_order_doubled_or_cut_is_refused() -> None:
    one, two = in_board_order([b"\0\1one", b"\0\1two"])
    for wrong in (two + one, one + one + two, one + two[:-1]):
        with pytest.raises(Malformed):
            split_board(wrong, 5)
