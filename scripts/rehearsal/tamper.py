import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from app.core.secrecy.entries import Entry
from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verify_bundle
from rehearsal.held import DICE, Held, cast_ballots, hold, make_counted_election
from rehearsal.poll import Poll
from rehearsal.tampering import every_byte, is_stopped, mutations


def main() -> int:
    """Changes a made-up election's bundle in every way it can; exit 1 when one went unnoticed."""
    options = _options()
    rng = Random(options.seed)
    poll = Poll(make_counted_election(os.urandom), os.urandom)
    entries = cast_ballots(poll)
    held = hold(poll.election, entries, dice=DICE)
    missed = list(_missed(held, options.mutations, rng))
    alarms = sum(_is_refused(poll, entries, rng) for _ in range(options.untouched))
    print(f"{options.untouched} untouched bundles, {alarms} refused")
    for kind in missed:
        print(f"unnoticed: {kind}")
    return 1 if missed or alarms else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--untouched", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _missed(held: Held, number: int, rng: Random) -> Iterator[str]:
    bundle, registrar_sk = held.bundle, held.election.registrar_sk
    if verify_bundle(bundle).verdict is not Verdict.VERIFIED:
        yield "the bundle to be changed does not verify itself"
    for at, changed in enumerate(every_byte(bundle)):
        if not is_stopped(changed):
            yield f"byte {at}"
    print(f"{len(bundle)} bundles with one byte changed")
    for kind, changed in islice(mutations(bundle, registrar_sk, rng), number):
        if not is_stopped(changed):
            yield kind
    print(f"{number} bundles changed in structure")


def _is_refused(poll: Poll, entries: Sequence[Entry], rng: Random) -> bool:
    """Whether a true election of some of these ballots, and some that open to nothing, is."""
    chosen = rng.sample(entries, rng.randrange(len(entries) + 1))
    groups = [rng.choice(list(poll.election.issuers)) for _ in range(rng.randrange(3))]
    empty = [poll.of_inner(group, os.urandom(poll.inner_length)) for group in groups]
    return verify_bundle(hold(poll.election, [*chosen, *empty]).bundle).verdict is Verdict.REFUSED


if __name__ == "__main__":
    sys.exit(main())
