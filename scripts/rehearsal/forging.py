from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import OpenedGroup
from app.core.secrecy.opening import Opening, Sides, open_board
from app.core.secrecy.partial_checking import asks_for_plain, coin
from app.core.secrecy.partial_checks import check_partially
from app.core.secrecy.payloads import pad_payload
from app.core.secrecy.published import LEAST_DICE
from app.core.secrecy.shares import opening_keys
from rehearsal.made_up import make_election
from rehearsal.poll import Poll, board_of

GROUP = 2


def roll(rng: Random) -> str:
    """The digits of enough dice."""
    return "".join(str(rng.randint(1, 6)) for _ in range(LEAST_DICE))


@dataclass(frozen=True)
class Forger:
    """Trustees who together call some ballots of a truly opened group others, as best they can.

    Each ballot altered hides behind an equal one: both are committed to one place in plain, so
    that it shows only when the dice ask for the plain side of both, one time in four.
    """

    manifest: Manifest
    entries: Sequence[Entry]
    opening: Opening
    group_id: int

    def alter(self, number: int, instead: bytes, rng: Random) -> Opening:
        """The opening with `number` ballots called `instead`, a padded payload of the group."""
        group, sides = self._group, list(self.opening.sides[self.group_id])
        covers = dict(rng.sample(list(self._pairs()), number))
        said = {side.middle: group.plain[side.plain] for side in sides}
        said |= dict.fromkeys(covers, instead)
        in_plain = sorted(said, key=lambda middle: said[middle])
        place = {middle: at for at, middle in enumerate(in_plain)}
        lies = [replace(side, plain=place[covers.get(side.middle, side.middle)]) for side in sides]
        forged = replace(group, plain=tuple(said[middle] for middle in in_plain))
        return self._with(forged, lies)

    def is_caught(self, forged: Opening, dice: str) -> bool:
        """Whether the dice ask for what the forger cannot answer."""
        opened = forged.answer(dice)
        group = next(each for each in opened.groups if each.group_id == self.group_id)
        announced = opened.published.H
        try:
            check_partially(self.manifest, self.entries, group, announced=announced, dice=dice)
        except Malformed:
            return True
        return False

    def with_places_chosen_after(self, forged: Opening, dice: str) -> Opening:
        """What the forger would do if nothing bound it before the dice: use what they leave free.

        H holds no places, so it stays the same.
        """
        group = next(each for each in forged.opened.groups if each.group_id == self.group_id)
        tossed = coin(forged.opened.published.H, self.group_id, dice)
        free: dict[bytes, list[int]] = defaultdict(list)
        for place, padded in enumerate(group.plain):
            free[padded].append(place)
        truly = self._group.plain
        sides = []
        for side, true in zip(
            forged.sides[self.group_id], self.opening.sides[self.group_id], strict=True
        ):
            asked = asks_for_plain(tossed, side.middle)
            sides.append(replace(side, plain=free[truly[true.plain]].pop()) if asked else side)
        return replace(forged, sides={**forged.sides, self.group_id: sides})

    @property
    def _group(self) -> OpenedGroup:
        groups = self.opening.opened.groups
        return next(each for each in groups if each.group_id == self.group_id)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Inner layers of equal ballots, two by two."""
        equal: dict[bytes, list[int]] = defaultdict(list)
        for side in self.opening.sides[self.group_id]:
            equal[self._group.plain[side.plain]].append(side.middle)
        for same in equal.values():
            yield from zip(same[::2], same[1::2], strict=False)

    def _with(self, group: OpenedGroup, sides: Sequence[Sides]) -> Opening:
        opened = self.opening.opened
        groups = tuple(group if each.group_id == self.group_id else each for each in opened.groups)
        return Opening(replace(opened, groups=groups), {**self.opening.sides, self.group_id: sides})


def open_poll(voters: int, rng: Random) -> Forger:
    """A poll in which three in five chose one candidate and the others the next, truly opened."""
    poll = Poll(make_election(rng.randbytes, eligible=voters), rng.randbytes)
    manifest = poll.election.manifest
    votes = [poll.entry(GROUP, {"delegates": [1 + (at % 5 > 2)]}) for at in range(voters)]
    entries = board_of(*votes)
    keys = opening_keys(poll.election.secret, manifest.election_id)
    return Forger(manifest, entries, open_board(manifest, entries, keys), GROUP)


def other_ballot(manifest: Manifest) -> bytes:
    """What the forger wants the ballots to be."""
    return pad_payload({"delegates": [2]}, manifest.contests_of(GROUP), manifest.pad_len)
