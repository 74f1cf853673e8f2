import argparse
import sys
import time

from tests.core.counting.strategies import RANKED
from tests.core.counting.test_reference import compare


def main() -> int:
    """Counts made-up elections by the engine and by the plain counter of the tests.

    Both must agree in every round, figure, decision and tie; the first difference ends it.
    """
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--elections", type=int, default=10_000, help="for each rule")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    options = parser.parse_args()
    for name in RANKED:
        began = time.monotonic()
        for seed in range(options.first, options.first + options.elections):
            compare(name, seed)
        seconds = time.monotonic() - began
        print(f"{name:16} {options.elections:6} elections counted alike in {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
