import argparse
import sys
from random import Random

from rehearsal.forging import open_poll, other_ballot, roll

AT_LEAST = 0.99


def main() -> int:
    """Prints how many of the forged openings the dice catch; exit 1 below 99 in 100."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--ballots", type=int, default=500)
    parser.add_argument("--forged", type=int, default=20)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = Random(options.seed)
    forger = open_poll(options.ballots, rng)
    instead = other_ballot(forger.manifest)
    honest = sum(forger.is_caught(forger.opening, roll(rng)) for _ in range(10))
    caught = late = 0
    for _ in range(options.runs):
        dice, forged = roll(rng), forger.alter(options.forged, instead, rng)
        caught += forger.is_caught(forged, dice)
        late += forger.is_caught(forger.with_places_chosen_after(forged, dice), dice)
    told = f"{options.forged} of {options.ballots} ballots altered, {options.runs} times"
    print(f"{told}: {caught} caught; by the bound {1 - 0.75**options.forged:.2%} are")
    print(f"with places chosen after the dice, as no commitment would bind: {late} caught")
    print(f"10 honest openings: {honest} accused")
    return 0 if caught >= AT_LEAST * options.runs and not honest else 1


if __name__ == "__main__":
    sys.exit(main())
