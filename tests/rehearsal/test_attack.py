"""What of the linkage attack is told as a link, on made-up traces of made-up voters."""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from rehearsal.attack import FALSE_ALARM, Attacked, chance_of_more
from rehearsal.attacker import Attack
from rehearsal.linkage import Line, Match
from rehearsal.made_up import make_election

BY = "registrar.sqlite, first trace"
KEPT = 12


class Kept(Attacked):
    """A box whose pool keeps the order of its first entries, and of the others none."""

    kept = KEPT

    def _cast_again(self, folder: Path) -> Path:
        first, others = list(self.truth[: self.kept]), list(self.truth[self.kept :])
        Random(str(folder.name)).shuffle(others)
        folder.mkdir(parents=True)
        leaves = [bytes.fromhex(line["groups"]["all"]["leaf_hash"]) for line in first + others]
        (folder / "pool").write_bytes(b"".join(leaves))
        return folder / "pool"


class KeptNothing(Kept):
    """A box whose pool keeps no order."""

    kept = 0


def made_up_truth(voters: int) -> Sequence[Line]:
    rng = Random(voters)
    return [
        {
            "member_number": f"M{number}",
            "groups": {
                "all": {"token_pk": rng.randbytes(32).hex(), "leaf_hash": rng.randbytes(32).hex()}
            },
        }
        for number in range(voters)
    ]


def attacked(kind: type[Attacked], voters: int, hits: int) -> Attacked:
    truth = made_up_truth(voters)
    order = {line["member_number"]: float(at) for at, line in enumerate(truth)}
    match = Match("all", BY, "pool, row", hits, voters)
    attack = Attack("mid-voting", [], [match], {BY: order}, 1)
    return kind(make_election(os.urandom).manifest, truth, {}, [attack], attack)


@pytest.mark.parametrize("voters", [KEPT, 500])
def test_order_of_voters_from_a_file_that_the_pool_keeps_is_told(
    voters: int, tmp_path: Path
) -> None:
    assert attacked(Kept, voters, KEPT).linked(tmp_path) == {"all"}


@pytest.mark.parametrize("voters", [KEPT, 500])
def test_order_that_the_pool_does_not_keep_again_was_chance(voters: int, tmp_path: Path) -> None:
    assert attacked(KeptNothing, voters, 5).linked(tmp_path) == set()


def test_order_that_no_chance_explains_is_told_without_a_pool(tmp_path: Path) -> None:
    """The bound for one order tried: 2/10! is below one in a million, and 2/9! is not."""
    assert chance_of_more(9, 1) < FALSE_ALARM < chance_of_more(8, 1)
    assert attacked(KeptNothing, 500, 10).linked(tmp_path / "beyond") == {"all"}
    assert attacked(KeptNothing, 500, 9).linked(tmp_path / "within") == set()


def test_chance_is_at_least_that_of_every_permutation() -> None:
    """Of the 120 orders of five, 45, 20, 10, 0 and 1 leave 1, 2, 3, 4 and 5 places as they are."""
    with_more = {0: 76, 1: 31, 2: 11, 3: 1, 4: 1}
    for most, orders in with_more.items():
        assert chance_of_more(most, 1) / 2 >= orders / 120
